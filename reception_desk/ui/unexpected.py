"""What nobody foresaw: to the log with its traceback, to the person as one plain sentence."""

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Signal, Slot

from reception_desk.errors import DeskError
from reception_desk.ui.messages import Messages

log = logging.getLogger(__name__)


class Unexpected(QObject):
    """Takes the place of the interpreter's hooks until `let_go`; one box at a time."""

    _happened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.messages: Messages | None = None
        self._former = sys.excepthook, threading.excepthook
        self._happened.connect(self._show)
        sys.excepthook = self._take
        threading.excepthook = self._take_from_thread

    def let_go(self) -> None:
        """Put the interpreter's own hooks back."""
        sys.excepthook, threading.excepthook = self._former

    def _take(
        self,
        kind: type[BaseException],
        error: BaseException,
        traceback: TracebackType | None,
    ) -> None:
        if not isinstance(error, Exception):
            sys.__excepthook__(kind, error, traceback)
            return
        if not isinstance(error, DeskError):
            log.critical("unexpected error", exc_info=(kind, error, traceback))
        self._happened.emit(error)

    def _take_from_thread(self, failure: threading.ExceptHookArgs) -> None:
        if failure.exc_value is not None:
            self._take(failure.exc_type, failure.exc_value, failure.exc_traceback)

    @Slot(object)
    def _show(self, error: Exception) -> None:
        if self.messages is not None and not self.messages.open_boxes():
            self.messages.show_error(error)
