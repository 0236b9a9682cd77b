"""The hands of who sits at the page 叫号 under test."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.rules.ticket_standing import TicketStanding
from reception_desk.ui.dialogs.ticket_issue import TicketIssue
from reception_desk.ui.pages.calling import CallingPage
from tests.ui.shell import box

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


class Hands:
    """Who sits at the page."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        page = desk.window.open_page("calling")
        assert isinstance(page, CallingPage)
        self.page, self.tickets = page, desk.workplace.tickets
        self.rest()

    def rest(self) -> None:
        """Wait until everything is read that was changed."""
        tasks, pause = self.desk.workplace.tasks, self.tickets.reading_soon
        self.qtbot.waitUntil(lambda: not tasks.pending and not pause(), timeout=20_000)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = PLAIN) -> None:
        self.desk.window.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, held)
        self.rest()

    @property
    def here(self) -> TicketStanding:
        assert self.tickets.here is not None
        return self.tickets.here

    def numbers(self) -> list[str]:
        return [line.number for line in self.page.queue.model.lines]

    def issue(self, *keys: Qt.Key) -> str:
        """Take a number with these keys and return it."""
        self.press(KEY.Key_T, CONTROL)
        form = box(self.desk, TicketIssue)
        assert isinstance(form, TicketIssue)
        form.activateWindow()
        self.qtbot.waitUntil(form.isActiveWindow)
        for key in keys:
            QTest.keyClick(form, key)
        QTest.keyClick(form, KEY.Key_Return)
        self.qtbot.waitUntil(lambda: form.number.text() != "")
        issued = form.number.text()
        QTest.keyClick(form, KEY.Key_Return)
        self.rest()
        return issued
