"""One source while it gives: opened, read and closed by one and the same thread.

A container closed while another thread reads from it takes the process down, so nobody else ever
touches it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from reception_desk.recording.arrival import Arrival, Jumped, Opened, Part, Shape, Taken, TrackKey
from reception_desk.recording.opening import open_source
from reception_desk.recording.parts import CopiedPart, TrackPart, parameter_sets, part_of
from reception_desk.recording.track_clock import TrackClock
from reception_desk.records.recording import GapReason, RecordingLimits, Source, SourceKind

if TYPE_CHECKING:
    import av
    from av.stream import Stream

SETTLING_MS = 200.0
"""How long a device's first packets are held: they tell when the rest was gathered."""

Now = Callable[[], float]
"""The time of the recording in ms."""

Wait = Callable[[float], bool]
"""Sleeps for some seconds, and says whether the source is no longer wanted."""


class FeedLostError(Exception):
    """The source gives nothing more; `reason` says why."""

    def __init__(self, reason: GapReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(slots=True)
class _Track:
    """One part of the source being read."""

    key: TrackKey
    stream: "Stream"
    part: TrackPart
    clock: TrackClock
    sets: bytes = b""


@dataclass(frozen=True, slots=True)
class _Coded:
    """A coded packet, its own time and when it came (both ms)."""

    track: _Track
    packet: "av.Packet"
    sent_ms: float | None
    arrived_ms: float

    def placed(self) -> Taken:
        """Return it with its place in the recording."""
        return self._at(self.track.clock.place(self.sent_ms, self.arrived_ms))

    def placed_held(self) -> Taken:
        """Return it as one of those held back while the source settled."""
        return self._at(self.track.clock.place_held(self.sent_ms, self.arrived_ms))

    def _at(self, time_ms: int) -> Taken:
        packet, unit = self.packet, float(self.packet.time_base) * 1000
        later = 0
        if packet.pts is not None and packet.dts is not None:
            later = max(0, round((packet.pts - packet.dts) * unit))
        return Taken(
            self.track.key,
            packet,
            time_ms,
            later,
            round((packet.duration or 0) * unit),
            packet.is_keyframe,
        )


class Feed:
    """Reads one source until it ends, breaks or is no longer wanted."""

    def __init__(self, number: int, source: Source, limits: RecordingLimits, now: Now) -> None:
        """Open the source; raises `FeedLostError`, `DeviceError`."""
        from av.error import FFmpegError

        self._number, self._source, self._now = number, source, now
        self._is_file = source.kind in {SourceKind.FILE, SourceKind.PACED_FILE}
        try:
            self._container = open_source(source, limits)
        except (OSError, ValueError, FFmpegError) as error:
            raise FeedLostError(GapReason.NOT_OPENED) from error
        try:
            self._tracks = {track.stream.index: track for track in self._wanted()}
        except BaseException:
            self._container.close()
            raise

    def arrivals(self, wait: Wait) -> Iterator[Arrival]:
        """Yield that it opened, then its packets; a file ends, anything else is lost at last.

        Raises `FeedLostError`.
        """
        from av.error import ExitError, FFmpegError
        from av.error import TimeoutError as FFmpegTimeoutError

        try:
            yield from self._of_file(wait) if self._is_file else self._of_device()
        except (ExitError, FFmpegTimeoutError) as error:
            raise FeedLostError(GapReason.SOURCE_STALLED) from error
        except (OSError, FFmpegError) as error:
            raise FeedLostError(GapReason.SOURCE_LOST) from error
        if not self._is_file:
            raise FeedLostError(GapReason.SOURCE_LOST)

    def close(self) -> None:
        """Close the container, in the thread that read from it."""
        self._container.close()

    def _of_device(self) -> Iterator[Arrival]:
        """Yield what a device gathered while it was opened, in its place, and the rest."""
        held: list[_Coded] = []
        until = self._now() + SETTLING_MS
        for coded in self._coded():
            if until and coded.arrived_ms < until:
                held.append(coded)
                if coded.sent_ms is not None:
                    coded.track.clock.anchor(coded.sent_ms, coded.arrived_ms)
                continue
            if until:
                until = 0.0
                yield from self._begun([each.placed_held() for each in _dated(held)])
            jumps = coded.track.clock.jumps
            taken = coded.placed()
            if coded.track.clock.jumps > jumps:
                yield Jumped(taken.key, taken.time_ms)
            yield taken
        if until:
            yield from self._begun([each.placed_held() for each in _dated(held)])

    def _of_file(self, wait: Wait) -> Iterator[Arrival]:
        """Yield a file's packets, once or over and over, at its own pace or at any."""
        yield from self._begun([])
        shift_ms, is_paced = self._now(), self._source.kind is SourceKind.PACED_FILE
        while True:
            end = shift_ms
            for coded in self._coded(shift_ms):
                taken = coded.placed()
                end = max(end, taken.time_ms + taken.duration_ms)
                if wait(max(0.0, (taken.time_ms - self._now()) / 1000) if is_paced else 0.0):
                    return
                yield taken
            if not self._source.is_looped:
                return
            shift_ms = end
            self._container.seek(0)
            for track in self._tracks.values():
                track.clock.restart()
                if not isinstance(track.part, CopiedPart):
                    track.part = part_of(track.stream)  # an encoder's time only goes forward

    @property
    def shapes(self) -> dict[TrackKey, Shape]:
        """Return how each track comes to the disk."""
        return {track.key: track.part.shape for track in self._tracks.values()}

    def _begun(self, first: list[Taken]) -> Iterator[Arrival]:
        began = min((each.time_ms for each in first), default=round(self._now()))
        yield Opened(self._number, self.shapes, began)
        yield from first

    def _coded(self, shift_ms: float | None = None) -> Iterator[_Coded]:
        """Yield coded packets; of a file, they come when they are due after `shift_ms`."""
        start = (self._container.start_time or 0) / 1000
        for packet in self._container.demux([each.stream for each in self._tracks.values()]):
            track = self._tracks.get(packet.stream_index)
            if track is None:
                continue  # the empty packets at the end are of every stream
            if self._source.kind is SourceKind.RTSP and packet.is_keyframe:
                _refuse_change(track, packet)
            for coded in track.part.packets(packet):
                unit = float(coded.time_base) * 1000
                stamp = coded.dts if coded.dts is not None else coded.pts
                sent = None if stamp is None else stamp * unit
                came = self._now() if shift_ms is None else shift_ms + (sent or start) - start
                if self._source.kind is SourceKind.RTSP and track.key.part is Part.PICTURE:
                    # FFmpeg hands on a picture only when the next one begins.
                    came -= (coded.duration or 0) * unit
                yield _Coded(track, coded, sent, came)

    def _wanted(self) -> Iterator[_Track]:
        """Yield the tracks asked for that are there: a camera without a microphone still films."""
        streams = self._container.streams
        found = [
            (part, streams_of[0])
            for part, title, streams_of in (
                (Part.PICTURE, self._source.picture, streams.video),
                (Part.SOUND, self._source.sound, streams.audio),
            )
            if title and streams_of
        ]
        if not found:
            raise FeedLostError(GapReason.NOT_OPENED)
        for part, given in found:
            stream = cast("Stream", given)
            yield _Track(TrackKey(self._number, part), stream, part_of(stream), TrackClock())


def _dated(held: list[_Coded]) -> list[_Coded]:
    """Give packets without a time the one before the next: FFmpeg has none for a first picture."""
    found, after = [], dict[TrackKey, float]()
    for coded in reversed(held):
        key, sent_ms = coded.track.key, coded.sent_ms
        if sent_ms is None and key in after:
            duration_ms = (coded.packet.duration or 0) * float(coded.packet.time_base) * 1000
            sent_ms = after[key] - duration_ms
        if sent_ms is not None:
            after[key] = sent_ms
        found.append(replace(coded, sent_ms=sent_ms))
    return found[::-1]


def _refuse_change(track: _Track, packet: "av.Packet") -> None:
    """Break off where pictures get another size amid a connection: a new file must begin."""
    sets = parameter_sets(track.part.shape.codec, packet)
    if sets and track.sets and sets != track.sets:
        raise FeedLostError(GapReason.SOURCE_CHANGED)
    track.sets = sets or track.sets
