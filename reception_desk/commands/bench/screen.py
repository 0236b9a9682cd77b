"""The screen of the measurement: the desk's application, what was painted, what stalled."""

import logging
import time

from PySide6.QtCore import (
    QEvent,
    QMessageLogContext,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QWidget

from reception_desk.commands.bench.figure import WaitClock
from reception_desk.ui import application_fonts, theme
from reception_desk.ui.tokens import Scheme

_log = logging.getLogger(__name__)

_BEAT_MS = 2


def application() -> QApplication:
    """Return this process's application with the desk's fonts and look, made the first time."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    qInstallMessageHandler(_log_message)
    app = QApplication(["bench"])
    application_fonts.install(app)
    theme.apply(app, Scheme.LIGHT)
    return app


def _log_message(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Keep what Qt says, but for what the off-screen platform cannot do anyway."""
    if not text.startswith("This plugin does not support"):
        _log.warning("%s", text)


class PaintWatch(QObject):
    """Says whether a widget was painted since `forget()`."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.has_painted = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        del watched
        if event.type() == QEvent.Type.Paint:
            self.has_painted = True
        return False

    def forget(self) -> None:
        self.has_painted = False


class StallWatch(QObject):
    """Measures how long the event loop takes from one beat of a timer to the next, in ms.

    The beat itself (what it waits for Python's interpreter, too), and time in which the machine
    gave the thread no processor, do not count.
    """

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = [0.0]
        self._clock = WaitClock()
        self._timer = QTimer(self, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._waited = self._clock.waited_ms()
        self._ended = time.monotonic()
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._clock.close()

    def _beat(self) -> None:
        began, waited = time.monotonic(), self._clock.waited_ms()
        gap = (began - self._ended) * 1000 - (waited - self._waited) - _BEAT_MS
        self.gaps.append(max(0.0, gap))
        self._waited, self._ended = waited, time.monotonic()
