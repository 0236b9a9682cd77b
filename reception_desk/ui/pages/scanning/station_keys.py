"""The keys of the station: they are its own while it is in sight, except in a text field."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

Key = tuple[Qt.KeyboardModifier, Qt.Key]
Act = Callable[[], object]

PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


class StationKeys:
    """Which key does what."""

    def __init__(self, acts: Mapping[Key, Act], *, rest_in_fields: bool = True) -> None:
        self._acts = dict(acts)
        self._rest_in_fields = rest_in_fields

    def claims(self, event: QEvent) -> bool:
        """Say whether a key is the station's before the window takes it for a shortcut."""
        return (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._act(event) is not None
        )

    def press(self, event: QKeyEvent) -> bool:
        """Do what the key is for; say whether it is for anything."""
        act = self._act(event)
        if act is None:
            return False
        act()
        return True

    def _act(self, event: QKeyEvent) -> Act | None:
        if self._rest_in_fields and isinstance(QApplication.focusWidget(), QLineEdit):
            return None
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return self._acts.get((held, Qt.Key(event.key())))
