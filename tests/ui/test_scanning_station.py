"""The measurement of the scan station sees the page, and no stand-in for it."""

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from reception_desk.commands.bench.scanning_station import FirstPaint
from reception_desk.ui.pages.scanning.picture import PagePicture
from tests.ui.stage import show


def test_a_thumbnail_that_stands_in_is_not_taken_for_the_page(qtbot: QtBot):
    picture = PagePicture()
    show(qtbot, picture, width=500, height=600)
    painted = FirstPaint(picture)

    picture.show_page(QImage(226, 320, QImage.Format.Format_RGB32))
    picture.grab()
    picture.say("正在处理这一页…")
    picture.grab()
    assert not painted.seen_at

    picture.show_page(QImage(1240, 1754, QImage.Format.Format_RGB32))
    picture.grab()
    qtbot.waitUntil(lambda: bool(painted.seen_at))
