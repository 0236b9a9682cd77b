"""Keeps one source coming: opens it, reads it, and opens it again after it was lost."""

import threading
from itertools import chain, repeat

from reception_desk.errors import DeviceError
from reception_desk.recording.arrival import Lost
from reception_desk.recording.feed import Feed, FeedLostError, Now
from reception_desk.recording.merging import Merging
from reception_desk.records.recording import GapReason, RecordingLimits, Source

PAUSES = (0.2, 0.5, 1.0, 2.0)
"""Seconds before each new attempt, then 3 for as long as it takes."""


class Capture:
    """A thread that nobody waits for: a driver that hangs holds up this source only."""

    def __init__(
        self, number: int, source: Source, limits: RecordingLimits, merging: Merging, now: Now
    ) -> None:
        self._number, self._source, self._limits = number, source, limits
        self._merging, self._now = merging, now
        self._is_stopped = threading.Event()
        merging.open(number, is_live=source.kind.is_live)
        self._thread = threading.Thread(target=self._run, name=f"source-{number}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Want nothing more; does not wait."""
        self._is_stopped.set()

    def join(self, timeout: float) -> None:
        """Wait until the source is closed, at most `timeout` seconds."""
        self._thread.join(timeout)

    def _run(self) -> None:
        pauses = chain(PAUSES, repeat(3.0))
        is_told = False
        while not self._is_stopped.is_set():
            try:
                feed = Feed(self._number, self._source, self._limits, self._now)
            except (FeedLostError, DeviceError) as error:
                if not is_told:
                    reason = getattr(error, "reason", GapReason.NOT_OPENED)
                    self._merging.put(Lost(self._number, reason, round(self._now())))
                    is_told = True
            else:
                pauses, is_told = chain(PAUSES, repeat(3.0)), True
                if not self._read(feed):
                    return
            self._is_stopped.wait(next(pauses))

    def _read(self, feed: Feed) -> bool:
        """Read until the source ends, tell why, and say whether to open it again."""
        reason: GapReason | None = None
        try:
            for arrival in feed.arrivals(self._is_stopped.wait):
                if self._is_stopped.is_set() or not self._merging.put(arrival):
                    return False
        except FeedLostError as error:
            reason = error.reason
        finally:
            # Told before the source is closed: a camera that is gone does not answer the farewell.
            self._merging.put(Lost(self._number, reason, round(self._now())))
            feed.close()
        return reason is not None
