"""Watches for moments in which the UI thread does not come round to its event loop."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from PySide6.QtCore import QTimer

LONGEST_MS = 50
_BEAT_MS = 5


class StallWatch:
    """Measures the gaps between the beats of a timer.

    Time in which the thread was ready but the machine gave it no processor (other tests, other
    people's work) does not count, nor the time in which the thread it waited for got none: Linux
    keeps that figure per thread.
    """

    def __init__(self) -> None:
        self.stalls: list[int] = []
        self._own = str(threading.get_native_id())
        self._last = (0.0, dict[str, float]())

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
        now, starved = self._now()
        before, starved_before = self._last
        self._last = (now, starved)
        waits = {name: ms - starved_before.get(name, 0.0) for name, ms in starved.items()}
        own = waits.pop(self._own, 0.0)
        stall = round(now - before - own - max(waits.values(), default=0.0))
        if stall > LONGEST_MS:
            self.stalls.append(stall)

    def _now(self) -> tuple[float, dict[str, float]]:
        """Return wall time, and per thread the time spent waiting for a processor, in ms."""
        starved: dict[str, float] = {}
        for thread in Path("/proc/self/task").glob("*"):
            with suppress(OSError):  # it ended meanwhile
                starved[thread.name] = int((thread / "schedstat").read_text().split()[1]) / 1e6
        return time.monotonic() * 1000, starved
