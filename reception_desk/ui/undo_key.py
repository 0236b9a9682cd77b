"""Ctrl+Z belongs to the text field while it has something to undo, and to the desk otherwise."""

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QWidget


class UndoKey(QObject):
    """Listens at the field that has the focus.

    Qt's text fields claim the key at all times, so that a shortcut of the window never hears it.
    """

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._field: QWidget | None = None
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not has_text_to_undo(watched)
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._field is not None and shiboken6.isValid(self._field):
            self._field.removeEventFilter(self)
        self._field = new
        if new is not None:
            new.installEventFilter(self)


def has_text_to_undo(field: QObject) -> bool:
    """Say whether Ctrl+Z would change the text of this field."""
    if isinstance(field, QAbstractSpinBox):
        return field.lineEdit().isUndoAvailable()
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable()
    return isinstance(field, QPlainTextEdit) and field.document().isUndoAvailable()
