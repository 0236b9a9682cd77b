"""A closed recording looked at: one process that decodes, begun anew when a damaged film ends it.

Parts that are sealed are never asked for. Used by one lane; `stop` may be called by any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reception_desk.imaging.worker_process import Answer, WorkerDiedError, WorkerProcess
from reception_desk.recording.timeline import timeline_of

MODULE = "reception_desk.recording.reel_process"
ANSWER_SECONDS = 10.0

Span = tuple[int, int]
"""From a ms of the recording to before another."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A moment in ms, the room for its picture in px, and the stretch of sound."""

    at_ms: int
    width: int
    height: int
    from_ms: int
    to_ms: int
    has_sound: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What is there: BGRA of `width` by `height` px (none for 0), 16 bit sound, loudness in dB.

    `is_unreadable` where the film is damaged there, `is_hidden` in a sealed part.
    """

    width: int = 0
    height: int = 0
    picture: bytes = b""
    sound: bytes = b""
    levels: dict[str, float] = field(default_factory=dict[str, float])
    is_unreadable: bool = False
    is_hidden: bool = False


class Playback:
    """One opened recording; `hidden` are the parts that stay closed."""

    def __init__(self, folder: Path, hidden: Sequence[Span] = ()) -> None:
        """Read what it holds; raises `ManifestError`."""
        self._folder, self._hidden = folder, tuple(hidden)
        self.timeline = timeline_of(folder)
        self._worker: WorkerProcess | None = None
        self._is_over = False

    def look(self, wanted: Wanted) -> Seen:
        """Return what is seen and heard at a moment; a film that ends its reader is unreadable."""
        if self._is_hidden(wanted.at_ms) or self._overlaps(wanted.from_ms, wanted.to_ms):
            return Seen(is_hidden=True)
        try:
            answer = self._ask(wanted)
        except WorkerDiedError:
            answer = None
        if answer is None:
            if not self._is_over:
                self.close()
            return Seen(is_unreadable=True)
        values = answer.values
        size = values["width"] * values["height"] * 4
        if size and self._is_hidden(values["picture_ms"]):
            return Seen(is_hidden=True)
        return Seen(
            values["width"],
            values["height"],
            answer.payload[:size],
            answer.payload[size:],
            values["levels"],
            is_unreadable=not size and self._lacks_picture(wanted.at_ms),
        )

    def close(self) -> None:
        """End the process."""
        if self._worker is not None:
            self._worker.kill()
            self._worker = None

    def stop(self) -> None:
        """End the process, also while it is asked, and begin no other."""
        self._is_over = True
        if self._worker is not None:
            self._worker.kill()

    def _ask(self, wanted: Wanted) -> Answer | None:
        if self._is_over:
            return None
        if self._worker is None or not self._worker.is_fit:
            self.close()
            self._worker = WorkerProcess(MODULE)
            self._worker.send({"folder": str(self._folder)})
        self._worker.send(
            {
                "at_ms": wanted.at_ms,
                "width": wanted.width,
                "height": wanted.height,
                "from_ms": wanted.from_ms,
                "to_ms": wanted.to_ms,
                "has_sound": wanted.has_sound,
            }
        )
        return self._worker.receive(ANSWER_SECONDS)

    def _is_hidden(self, at_ms: int) -> bool:
        return any(first <= at_ms < last for first, last in self._hidden)

    def _overlaps(self, from_ms: int, to_ms: int) -> bool:
        return any(first < to_ms and from_ms < last for first, last in self._hidden)

    def _lacks_picture(self, at_ms: int) -> bool:
        """Whether a picture should be there: the film has one, and no gap is on record."""
        timeline = self.timeline
        is_listed = any(reach.from_ms <= at_ms < reach.to_ms for reach in timeline.reaches)
        is_gap = any(gap.from_ms <= at_ms < gap.to_ms for gap in timeline.gaps)
        return timeline.has_picture and is_listed and not is_gap
