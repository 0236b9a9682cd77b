"""What comes from a source: a packet with its time, or news about the source itself."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reception_desk.records.recording import GapReason

if TYPE_CHECKING:
    import av
    from av.stream import Stream


class Part(StrEnum):
    """The two things a source can give."""

    PICTURE = "picture"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class TrackKey:
    """A track of the recording: the number of its source and which part of it."""

    source: int
    part: Part


@dataclass(frozen=True, slots=True)
class Shape:
    """How a track is coded. `template` is owned by a container that nobody else uses or closes.

    `signature` is equal for tracks that can follow each other in one file.
    """

    template: "Stream"
    codec: str
    signature: tuple[object, ...]
    described: dict[str, object]


@dataclass(frozen=True, slots=True)
class Opened:
    """The source begins (again) with these tracks."""

    source: int
    shapes: dict[TrackKey, Shape]
    time_ms: int


@dataclass(frozen=True, slots=True)
class Taken:
    """One coded packet; `time_ms` is when it is decoded, `shown_after_ms` how much later shown."""

    key: TrackKey
    packet: "av.Packet"
    time_ms: int
    shown_after_ms: int
    duration_ms: int
    is_key: bool

    @property
    def source(self) -> int:
        return self.key.source


@dataclass(frozen=True, slots=True)
class Lost:
    """The source gives nothing more for now; None says that it came to its end."""

    source: int
    reason: GapReason | None
    time_ms: int


@dataclass(frozen=True, slots=True)
class Jumped:
    """The source changed its clock; the recording did not."""

    key: TrackKey
    time_ms: int

    @property
    def source(self) -> int:
        return self.key.source


Arrival = Opened | Taken | Lost | Jumped
