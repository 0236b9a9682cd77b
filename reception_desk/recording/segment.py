"""One segment: a Matroska file of about a minute that can be read up to its last half second.

Clusters are closed and written every half second, so a process killed at any moment loses no more
than that. Times in the file begin a little after 0: what another track sends a moment late still
has its place.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reception_desk.recording.arrival import Part, Shape, Taken, TrackKey
from reception_desk.recording.durable_file import DurableFile
from reception_desk.recording.parts import MILLISECONDS

if TYPE_CHECKING:
    from av.stream import Stream

LEAD_MS = 500
BLIND_MS = 2000
MATROSKA = {
    "cluster_time_limit": "500",
    "flush_packets": "1",
    "max_interleave_delta": "200000",
    "write_crc32": "0",
}


class DiskFailedError(Exception):
    """The disk takes nothing more."""


@dataclass(frozen=True, slots=True)
class TrackPlan:
    """A track of a segment: how it is coded, and its title."""

    shape: Shape
    title: str


@dataclass(slots=True)
class _Open:
    """What was written of a track."""

    stream: "Stream"
    last_ms: int = -1
    packets: int = 0


class Segment:
    """Written by one thread, from its first packet to `close`."""

    def __init__(
        self, folder: Path, number: int, began: datetime, zero_ms: int,
        tracks: dict[TrackKey, TrackPlan],
    ) -> None:  # fmt: skip
        """Begin the file; `zero_ms` of the recording is 0 in the file. Raises `DiskFailedError`."""
        import av

        stamp = f"{began:%Y%m%dT%H%M%S}{began.microsecond // 1000:03}{began:%z}"
        self.path = folder / f"{stamp}_{number:04}.mkv"
        self.number, self.zero_ms, self.tracks = number, zero_ms, tracks
        self.from_ms: int | None = None
        self.to_ms = zero_ms
        try:
            self._file = DurableFile(self.path)
        except OSError as error:
            raise DiskFailedError from error
        self._container = av.open(self._file, "w", format="matroska", options=MATROSKA)
        self._container.metadata["title"] = f"{stamp} {number:04}"
        self._open = {key: self._add(plan) for key, plan in tracks.items()}
        self._container.start_encoding()

    @property
    def size(self) -> int:
        """Return how many bytes are in the file."""
        return self._file.size

    @property
    def length_ms(self) -> int:
        """Return how long it is from its first to its last moment."""
        return 0 if self.from_ms is None else self.to_ms - self.from_ms

    @property
    def has_picture(self) -> bool:
        """Say whether it can be cut only before a key picture."""
        return any(key.part is Part.PICTURE for key in self.tracks)

    def is_blind(self, time_ms: int) -> bool:
        """Say whether pictures have stopped coming."""
        last = max(track.last_ms for key, track in self._open.items() if key.part is Part.PICTURE)
        return time_ms - self.zero_ms - max(LEAD_MS, last) > BLIND_MS

    def write(self, taken: Taken) -> None:
        """Write one packet; raises `DiskFailedError`."""
        from av.error import FFmpegError

        track = self._open[taken.key]
        if not track.packets and taken.key.part is Part.PICTURE and not taken.is_key:
            return  # nothing can be seen before the first key picture
        when = max(track.last_ms + 1, taken.time_ms - self.zero_ms, 0)
        packet = taken.packet
        packet.stream = track.stream
        packet.time_base = MILLISECONDS
        packet.dts, packet.pts = when, when + taken.shown_after_ms
        packet.duration = taken.duration_ms
        try:
            self._container.mux_one(packet)
        except (OSError, FFmpegError) as error:
            raise DiskFailedError from error
        if self._file.failure:
            raise DiskFailedError from self._file.failure
        track.last_ms = when
        track.packets += 1
        begins = self.zero_ms + when
        self.from_ms = begins if self.from_ms is None else min(self.from_ms, begins)
        self.to_ms = max(self.to_ms, begins + taken.duration_ms)

    def close(self) -> None:
        """End the file and flush it; a full disk leaves it readable without its index."""
        from av.error import FFmpegError

        try:
            self._container.close()
        except (OSError, FFmpegError):
            pass  # the lengths at its head are missing, every cluster is there
        finally:
            self._file.close()

    @property
    def packets(self) -> dict[str, int]:
        """Return how many packets were written, by the title of the track."""
        return {self.tracks[key].title: track.packets for key, track in self._open.items()}

    def described(self) -> list[dict[str, object]]:
        """Return what the manifest says of each track."""
        return [
            {
                "title": plan.title,
                "part": key.part.value,
                "source": key.source,
                **plan.shape.described,
                "packets": self._open[key].packets,
            }
            for key, plan in self.tracks.items()
        ]

    def _add(self, plan: TrackPlan) -> _Open:
        stream = self._container.add_stream_from_template(plan.shape.template, opaque=True)
        stream.time_base = MILLISECONDS
        stream.metadata["title"] = plan.title
        return _Open(stream)
