"""Enter goes to the next field and never submits."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit, QTextEdit, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@runtime_checkable
class Settles(Protocol):
    """A field with something to finish before the person leaves it (a choice, a date)."""

    def settle(self) -> None: ...


class EnterMovesOn(QObject):
    """Watches fields; build one per form and `watch` every field.

    Text areas keep Enter for a new line, buttons for a press; Ctrl+Enter is left to the page.
    """

    def watch(self, field: QWidget) -> None:
        """Let Enter in `field`, or in a field inside it, move the focus on."""
        for part in (field, *field.findChildren(QWidget)):
            if part.focusPolicy() != Qt.FocusPolicy.NoFocus and not isinstance(
                part, QAbstractButton | QPlainTextEdit | QTextEdit
            ):
                part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _ENTER
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            and isinstance(watched, QWidget)
        ):
            if isinstance(watched, Settles):
                watched.settle()
            watched.focusNextChild()
            return True
        return False
