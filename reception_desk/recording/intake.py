"""The sources of a recording: which are open, which are awaited, which tracks are silent."""

from collections.abc import Callable, Iterable

from reception_desk.recording.arrival import Arrival, Lost, Opened, Shape, Taken, TrackKey
from reception_desk.recording.capture import Capture
from reception_desk.recording.merging import Merging
from reception_desk.records.recording import RecordingOrder

SETTLE_MS = 3000
"""How long the first segment waits for a source that is slow to begin."""
SILENT_MS = 5000
"""A track of which nothing comes while its source goes on."""


class Intake:
    """Used by the thread that writes; `shapes` may be looked at by any."""

    def __init__(self, order: RecordingOrder, now: Callable[[], int]) -> None:
        self._order, self._now = order, now
        self._merging = Merging()
        self._captures: list[Capture] = []
        self._awaited: set[int] = set()
        self._finished: set[int] = set()
        self._last: dict[TrackKey, int] = {}
        self._opened_ms = 0
        self.shapes: dict[TrackKey, Shape] = {}
        """The tracks that come now, and how they are coded."""

    @property
    def is_ready(self) -> bool:
        """Say whether a segment can begin: every source answered, or some have and time is over."""
        is_late = self._now() - self._opened_ms > SETTLE_MS
        return bool(self.shapes) and (not self._awaited or is_late)

    @property
    def is_finished(self) -> bool:
        """Say whether every source came to its own end."""
        return len(self._finished) == len(self._order.sources)

    def open(self) -> None:
        """Open every source that has not come to its end."""
        self._merging = Merging()
        self._opened_ms = self._now()
        sources = [pair for pair in enumerate(self._order.sources) if pair[0] not in self._finished]
        self._awaited = {number for number, _ in sources}
        self._captures = [
            Capture(number, source, self._order.limits, self._merging, self._now)
            for number, source in sources
        ]

    def stop(self) -> None:
        """Close every source."""
        for capture in self._captures:
            capture.stop()
        self._merging.stop()
        for capture in self._captures:
            capture.join(1.0)
        self.shapes, self._last = {}, {}

    def take(self, timeout: float) -> Arrival | None:
        """Return what came, in the order of its time."""
        return self._merging.take(timeout)

    def take_dropped(self) -> int:
        """Return how many packets the disk was too slow for since the last question."""
        return self._merging.take_dropped()

    def opened(self, arrival: Opened) -> None:
        """Take over the tracks of a source."""
        self._awaited.discard(arrival.source)
        self.shapes = self.shapes | arrival.shapes
        self._last |= dict.fromkeys(arrival.shapes, arrival.time_ms)

    def took(self, taken: Taken) -> None:
        """Remember that a track gives."""
        self._last[taken.key] = taken.time_ms + taken.duration_ms

    def lost(self, arrival: Lost) -> int:
        """Forget the tracks of a source; return the last moment it gave."""
        source = arrival.source
        self._awaited.discard(source)
        if arrival.reason is None:
            self._finished.add(source)
        self.shapes = {key: each for key, each in self.shapes.items() if key.source != source}
        last = [self._last.pop(key) for key in list(self._last) if key.source == source]
        return max(last, default=arrival.time_ms)

    def silent(self) -> Iterable[TrackKey]:
        """Return the tracks of which nothing has come for a while."""
        return [key for key, last in self._last.items() if self._now() - last > SILENT_MS]
