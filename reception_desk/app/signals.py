"""Ctrl+C and the end of the session close the program as its window does."""

import signal

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

_SIGNAL_MS = 500


def quit_on_signals(app: QApplication) -> None:
    """Let the signals that ask a program to end do so."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: app.quit())
    waker = QTimer(app, interval=_SIGNAL_MS)  # Python hears signals only between bytecodes
    waker.timeout.connect(lambda: None)
    waker.start()
