"""Watches for moments in which the UI thread does not come round to its event loop."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QTimer

LONGEST_MS = 50
_BEAT_MS = 5


class StallWatch:
    """Measures the gaps between the beats of a timer.

    Time in which the thread was ready but the machine gave it no processor (other tests, other
    people's work) does not count: Linux keeps that figure per thread.
    """

    def __init__(self) -> None:
        self.stalls: list[int] = []
        self._waited = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._last = (0.0, 0.0)

    @contextmanager
    def look(self) -> Iterator[None]:
        """Look while the block runs and the event loop turns in it."""
        timer = QTimer()
        timer.setInterval(_BEAT_MS)
        timer.timeout.connect(self._beat)
        self._last = self._now()
        timer.start()
        yield
        timer.stop()
        self._beat()

    def _beat(self) -> None:
        now = self._now()
        wall, starved = now[0] - self._last[0], now[1] - self._last[1]
        self._last = now
        stall = round(wall - starved)
        if stall > LONGEST_MS:
            self.stalls.append(stall)

    def _now(self) -> tuple[float, float]:
        """Return wall time and time spent waiting for a processor, in ms."""
        starved = 0.0
        if self._waited.exists():
            starved = int(self._waited.read_text().split()[1]) / 1e6
        return time.monotonic() * 1000, starved
