"""A main window into which rows come from the centre, and a watch over its UI thread."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from reception_desk.commands.bench.figure import waited_ms
from reception_desk.commands.bench.office import BenchOffice
from reception_desk.commands.bench.register_window import open_desk, turn_until
from reception_desk.records.sync import SyncReport

_BEAT_MS = 2
_IDLE_SECONDS = 2.0


class StallWatch(QObject):
    """Measures how long the event loop takes from one beat of a timer to the next, in ms.

    The beat itself, and time in which the machine gave the thread no processor, do not count.
    """

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = [0.0]
        self._timer = QTimer(self, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last = self._now()
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _beat(self) -> None:
        now = self._now()
        self.gaps.append(max(0.0, now - self._last - _BEAT_MS))
        self._last = now

    @staticmethod
    def _now() -> float:
        return time.monotonic() * 1000 - waited_ms()


@dataclass(frozen=True, slots=True)
class Reception:
    """What came, in how long, and the gaps of the UI thread meanwhile and at rest, in ms."""

    rows: int
    seconds: float
    gaps: list[float]
    idle_gaps: list[float]


def receive(home: Path, office: BenchOffice, wanted: int, begin: Callable[[], None]) -> Reception:
    """Open the desk, call `begin`, which lets the centre come back, and take `wanted` rows.

    The desk must find the centre away while it opens, so that nothing comes before the watch.
    """
    received: list[SyncReport] = []
    with open_desk(home, office) as desk:
        if desk.centre is None:
            raise TypeError("the desk was enrolled at a centre")
        desk.centre.round_done.connect(received.append)
        desk.window.open_page("register")  # the page with the most to do when visits come
        turn_until(lambda: not desk.workplace.tasks.pending)
        idle = _watch_idle()
        begin()
        watch = StallWatch()
        started = time.monotonic()
        desk.centre.retry_now()
        turn_until(lambda: sum(report.rows_down for report in received) >= wanted)
        seconds = time.monotonic() - started
        watch.stop()
    return Reception(sum(report.rows_down for report in received), seconds, watch.gaps, idle)


def _watch_idle() -> list[float]:
    watch = StallWatch()
    end = time.monotonic() + _IDLE_SECONDS
    turn_until(lambda: time.monotonic() > end)
    watch.stop()
    return watch.gaps
