"""Brings what several sources send into one order of time, for the one thread that writes."""

import threading
import time
from collections import deque
from dataclasses import dataclass, field

from reception_desk.recording.arrival import Arrival, Lost, Part, Taken

PATIENCE_SECONDS = 0.2
"""How long a packet waits for one of another source that may belong before it."""
LIVE_LIMIT = 4000
"""Packets of a source kept while the disk is slow, about a minute; then it loses some."""
FILE_LIMIT = 64


@dataclass(slots=True)
class _Line:
    """What one source sent and nobody took yet."""

    is_live: bool
    waiting: deque[tuple[float, Arrival]] = field(default_factory=deque)
    is_open: bool = True
    dropped: int = 0
    waits_for_key: bool = False

    def is_refused(self, arrival: Arrival) -> bool:
        """Say whether a camera's packet is dropped, and those after it up to a key picture."""
        if not self.is_live or not isinstance(arrival, Taken):
            return False
        if len(self.waiting) >= LIVE_LIMIT:
            self.waits_for_key = True
            return True
        if self.waits_for_key and arrival.key.part is Part.PICTURE:
            self.waits_for_key = not arrival.is_key
            return self.waits_for_key
        return False


class Merging:
    """Sources put, the writer takes. A file waits for the writer; a camera cannot."""

    def __init__(self) -> None:
        self._lines: dict[int, _Line] = {}
        self._changed = threading.Condition()
        self._is_stopped = False

    def open(self, source: int, *, is_live: bool) -> None:
        """Expect packets of this source."""
        with self._changed:
            self._lines[source] = _Line(is_live)

    def put(self, arrival: Arrival) -> bool:
        """Add the newest arrival of a source; False when nobody wants it any more."""
        with self._changed:
            line = self._lines[arrival.source]
            if line.is_refused(arrival):
                line.dropped += 1
                return not self._is_stopped
            while not line.is_live and len(line.waiting) >= FILE_LIMIT and not self._is_stopped:
                self._changed.wait()
            if self._is_stopped:
                return False
            line.waiting.append((time.monotonic(), arrival))
            line.is_open = not isinstance(arrival, Lost)
            self._changed.notify_all()
            return True

    def take(self, timeout: float) -> Arrival | None:
        """Return the earliest arrival, or None when nothing is due for `timeout` seconds."""
        until = time.monotonic() + timeout
        with self._changed:
            while (found := self._earliest()) is None:
                left = until - time.monotonic()
                if left <= 0:
                    return None
                self._changed.wait(min(left, PATIENCE_SECONDS / 4))
            arrival = found.waiting.popleft()[1]
            if not found.is_live:
                self._changed.notify_all()
            return arrival

    def take_dropped(self) -> int:
        """Return how many packets were lost for want of a quick disk since the last question."""
        with self._changed:
            lost = sum(line.dropped for line in self._lines.values())
            for line in self._lines.values():
                line.dropped = 0
            return lost

    def stop(self) -> None:
        """Want nothing more; sources that wait go on and are told so."""
        with self._changed:
            self._is_stopped = True
            for line in self._lines.values():
                line.waiting.clear()
            self._changed.notify_all()

    def _earliest(self) -> _Line | None:
        ready = [line for line in self._lines.values() if line.waiting]
        if not ready:
            return None
        first = min(ready, key=lambda line: line.waiting[0][1].time_ms)
        silent = [line for line in self._lines.values() if line.is_open and not line.waiting]
        if any(not line.is_live for line in silent) and not first.is_live:
            return None
        waited = time.monotonic() - first.waiting[0][0]
        return first if not silent or waited >= PATIENCE_SECONDS else None
