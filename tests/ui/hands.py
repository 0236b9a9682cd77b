"""What a person's hands do: an input method composes, a card reader types fast."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


def compose(field: QWidget, preedit: str) -> None:
    """Show an unfinished word of an input method in the field."""
    QCoreApplication.sendEvent(field, QInputMethodEvent(preedit, []))


def commit(field: QWidget, text: str) -> None:
    """Finish a word of an input method."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QCoreApplication.sendEvent(field, event)


def type_timed(text: str, gap_ms: int, start_ms: int = 1000) -> None:
    """Type into whatever has the focus, the keys `gap_ms` apart by the window system's clock."""
    for at, sign in enumerate(text):
        key = Qt.Key.Key_Return if sign == "\n" else Qt.Key(ord(sign.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign)
            event.setTimestamp(start_ms + at * gap_ms)
            target = QApplication.focusWidget()
            assert target is not None
            QCoreApplication.sendEvent(target, event)
