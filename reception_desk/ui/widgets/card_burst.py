"""Codes typed by a card reader or a code scanner, kept out of the field that has the focus."""

import time
from typing import Any, Protocol, runtime_checkable

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget

GAP_MS = 30
SHORTEST = 8
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


@runtime_checkable
class ForgetfulField(Protocol):
    """A field that cannot wait for its characters, and can give a code back instead."""

    def remember(self) -> Any:
        """Return what stands in the field, with caret and selection."""
        ...

    def take_back(self, memory: Any) -> None:
        """Be as when `memory` was made; only characters were typed since."""
        ...


class CardBurstFilter(QObject):
    """Follows the focus and holds each typed character for `gap_ms`.

    When at least `shortest` characters come with less than `gap_ms` between them, they are
    emitted as `burst(text)` (with the closing Enter or Tab, if any, swallowed) and the field
    never sees them; otherwise the field gets them, in order. A `ForgetfulField` gets each one at
    once and takes a burst back. Times are those of the window system, so that keys piled up
    behind a stall are not taken for a burst. While an input method composes, everything passes.
    """

    burst = Signal(str)

    def __init__(
        self, parent: QObject | None = None, *, gap_ms: int = GAP_MS, shortest: int = SHORTEST
    ) -> None:
        super().__init__(parent)
        self._gap_ms = gap_ms
        self._shortest = shortest
        self._held: list[QKeyEvent] = []
        self._last_ms = 0.0
        self._watched: QWidget | None = None
        self._forgetful: ForgetfulField | None = None
        self._memory: Any = None
        self._is_replaying = False
        self._is_composing = False
        self._timer = QTimer(self, singleShot=True, interval=gap_ms)
        self._timer.timeout.connect(self._end)

    @property
    def is_composing(self) -> bool:
        """Whether an input method has an unfinished word; shortcuts rest meanwhile."""
        return self._is_composing

    def start(self, app: QApplication) -> None:
        """Follow the focus of this application from now on."""
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._end()
            self._is_composing = bool(event.preeditString())
        elif (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and not self._is_replaying
            and not self._is_composing
        ):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """Hold a character, end a burst, or let the key pass; True keeps it from the field."""
        now = float(event.timestamp()) or time.monotonic() * 1000
        is_quick = now - self._last_ms < self._gap_ms
        self._last_ms = now
        if self._held and not is_quick:
            self._end()
        if self._is_character(event):
            if self._forgetful is not None and not self._held:
                self._memory = self._forgetful.remember()
            self._held.append(event.clone())
            self._timer.start()
            return self._forgetful is None
        if event.key() in _ENDS and len(self._held) >= self._shortest:
            self._end()
            return True
        self._end()
        return False

    @staticmethod
    def _is_character(event: QKeyEvent) -> bool:
        text = event.text()
        return (
            len(text) == 1
            and text.isascii()
            and text.isprintable()
            and not event.isAutoRepeat()
            and not event.modifiers() & ~_PLAIN
        )

    def _end(self) -> None:
        """Emit what is held as a burst, or see that the field has it."""
        self._timer.stop()
        held, self._held = self._held, []
        is_alive = self._watched is not None and shiboken6.isValid(self._watched)
        if len(held) >= self._shortest:
            if self._forgetful is not None and is_alive:
                self._forgetful.take_back(self._memory)
            self.burst.emit("".join(event.text() for event in held))
            return
        if self._forgetful is not None:
            return
        self._is_replaying = True
        try:
            for event in held:
                if self._watched is not None and shiboken6.isValid(self._watched):
                    QCoreApplication.sendEvent(self._watched, event)
        finally:
            self._is_replaying = False

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._is_replaying:
            return
        self._end()
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = new
        self._forgetful = new if isinstance(new, ForgetfulField) else None
        self._is_composing = False
        if new is not None:
            new.installEventFilter(self)
