"""Puts parts on a page that stays for the length of a test."""

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot


def show(qtbot: QtBot, *parts: QWidget, width: int = 600, height: int = 420) -> QWidget:
    """Show the parts one below the other in an active window, and return the window."""
    page = QWidget()
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        whole.addWidget(part)

    def keep(_closing: QWidget, kept: QWidget = page) -> None:
        """qtbot holds widgets weakly; what it calls before closing keeps the page alive."""
        del kept

    qtbot.addWidget(page, before_close_func=keep)
    page.resize(width, height)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page
