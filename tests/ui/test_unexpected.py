"""What nobody foresaw: logged whole, told in one sentence, and the program goes on."""

import sys
import threading

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.errors import DeskError
from reception_desk.ui.messages import Messages
from reception_desk.ui.unexpected import Unexpected
from tests.ui.logs import LogWatch
from tests.ui.stage import show


def words(page: QWidget) -> str:
    return "".join(part.text() for part in page.findChildren(QLabel) if part.isVisible())


def test_a_bug_in_a_slot_is_logged_and_told(qtbot: QtBot, logs: LogWatch):
    page = show(qtbot, QWidget())
    unexpected = Unexpected()
    unexpected.messages = messages = Messages(page)
    try:
        hook = sys.excepthook
        QTimer.singleShot(0, lambda: hook(ValueError, ValueError("x = 1"), None))
        qtbot.waitUntil(lambda: len(messages.open_boxes()) == 1)
        assert "没有预料到" in words(page)
        assert "x = 1" not in words(page)
        logs.take("unexpected error shown")
        logs.take("unexpected error")

        hook(DeskError, DeskError("缺纸。"), None)
        assert len(messages.open_boxes()) == 1, "one box at a time"
    finally:
        unexpected.let_go()
    for box in messages.open_boxes():
        box.close()


def test_a_thread_that_dies_is_told_in_the_ui_thread(qtbot: QtBot):
    page = show(qtbot, QWidget())
    unexpected = Unexpected()
    unexpected.messages = messages = Messages(page)

    def die() -> None:
        raise DeskError("读卡器已拔出。")

    try:
        thread = threading.Thread(target=die)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: len(messages.open_boxes()) == 1)
        assert "读卡器已拔出。" in words(page)
    finally:
        unexpected.let_go()
    messages.open_boxes()[0].close()


def test_the_hooks_are_put_back():
    former = sys.excepthook, threading.excepthook
    unexpected = Unexpected()
    assert (sys.excepthook, threading.excepthook) != former
    unexpected.let_go()
    assert (sys.excepthook, threading.excepthook) == former
