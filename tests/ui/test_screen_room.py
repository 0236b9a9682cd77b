"""The room on a screen."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reception_desk.ui.screen_room import room_around


def test_the_room_is_that_of_the_screen(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    inner = QWidget(window)
    window.show()

    assert room_around(inner) == QGuiApplication.primaryScreen().availableGeometry()


def test_a_widget_beyond_every_screen_has_the_first_ones_room(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    window.move(-90_000, -90_000)

    assert room_around(window) == QGuiApplication.primaryScreen().availableGeometry()
