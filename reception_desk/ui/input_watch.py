"""When a person last touched the machine, and whether an input method is composing."""

import time

import shiboken6
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
}


class InputWatch(QObject):
    """Listens at the window and the field that have the focus, and nowhere else.

    A filter on the application would run for every event of every widget.
    """

    composing_changed = Signal(bool)

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._last = time.monotonic()
        self._field: QWidget | None = None
        self._window: QWindow | None = None
        self.is_composing = False
        app.focusChanged.connect(self._follow_field)
        app.focusWindowChanged.connect(self._follow_window)
        self._follow_field(None, app.focusWidget())
        self._follow_window(QGuiApplication.focusWindow())

    def touch(self) -> None:
        """Count this moment as input, for example after the screen was unlocked."""
        self._last = time.monotonic()

    def idle_seconds(self) -> float:
        """Return how long nobody has touched keys, mouse or screen."""
        return time.monotonic() - self._last

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
        elif isinstance(event, QInputMethodEvent):
            self.touch()
            self._say_composing(is_composing=bool(event.preeditString()))
        return super().eventFilter(watched, event)

    def _follow_field(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._leave(self._field)
        self._field = new
        self._say_composing(is_composing=False)
        if new is not None:
            new.installEventFilter(self)

    def _follow_window(self, window: QWindow | None) -> None:
        self._leave(self._window)
        self._window = window
        if window is not None:
            window.installEventFilter(self)

    def _leave(self, watched: QObject | None) -> None:
        if watched is not None and shiboken6.isValid(watched):
            watched.removeEventFilter(self)

    def _say_composing(self, *, is_composing: bool) -> None:
        if is_composing != self.is_composing:
            self.is_composing = is_composing
            self.composing_changed.emit(is_composing)
