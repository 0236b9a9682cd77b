"""From a source's own timestamps to the time of the recording (ms, beginning at 0).

Cameras count from anywhere, drift, jump and repeat themselves. The time of the recording is the
recorder's own; a source's clock only says how far its pictures lie apart.
"""

from dataclasses import dataclass

JUMP_MS = 1500.0
"""A camera further off than this has changed its clock; less is jitter of the network."""
FOLLOWED = 0.01
"""What part of a deviation is made good with each packet, so that drift never adds up."""
LATE_PACKETS = 50
"""A network that stood still delivers late and catches up; a camera that stood still does not."""


@dataclass(slots=True)
class TrackClock:
    """One track between two connections."""

    jumps: int = 0
    _offset: float | None = None
    _last: int = -1
    _last_sent: float = 0.0
    _last_arrived: float = 0.0
    _strangers: int = 0

    def anchor(self, sent_ms: float, arrived_ms: float) -> None:
        """Learn from a packet held back: none comes before it was sent, so the least delay counts.

        What a camera sends first was gathered while the connection was made.
        """
        offset = arrived_ms - sent_ms
        self._offset = offset if self._offset is None else min(self._offset, offset)
        self._last_sent, self._last_arrived = sent_ms, arrived_ms

    def place(self, sent_ms: float | None, arrived_ms: float) -> int:
        """Return when a packet belongs, later than the one before.

        `sent_ms` is the source's timestamp (None: it gave none), `arrived_ms` when it came here.
        """
        if sent_ms is None:
            return self._after_last(arrived_ms)
        if self._offset is None:
            self.anchor(sent_ms, arrived_ms)
        offset = self._followed(sent_ms, arrived_ms, self._offset or 0.0)
        self._offset, self._last_sent, self._last_arrived = offset, sent_ms, arrived_ms
        return self._after_last(sent_ms + offset)

    def place_held(self, sent_ms: float | None, arrived_ms: float) -> int:
        """Return when a packet belongs that was held back while the anchor was found."""
        if sent_ms is None:
            return self._after_last(arrived_ms)
        return self._after_last(sent_ms + (self._offset or 0.0))

    def restart(self) -> None:
        """Take the next packet's time as a new beginning: a file that is played again."""
        self._offset = None

    def _followed(self, sent_ms: float, arrived_ms: float, offset: float) -> float:
        deviation = arrived_ms - (sent_ms + offset)
        if abs(deviation) <= JUMP_MS:
            self._strangers = 0
            return offset + deviation * FOLLOWED
        self._strangers += 1
        step, waited = sent_ms - self._last_sent, arrived_ms - self._last_arrived
        if -JUMP_MS <= step <= waited + JUMP_MS and self._strangers < LATE_PACKETS:
            return offset
        self.jumps, self._strangers = self.jumps + 1, 0
        return offset + deviation

    def _after_last(self, when: float) -> int:
        self._last = max(self._last + 1, round(when))
        return self._last
