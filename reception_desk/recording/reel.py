"""Pictures and sound of a closed recording at any moment; a damaged packet costs itself only.

Used by one thread of `reel_process`. Times are ms of the recording.
"""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from reception_desk.recording.timeline import Reach, Timeline, segment_path

if TYPE_CHECKING:
    import av
    import numpy as np
    from av.container import InputContainer
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

SOUND_RATE = 48_000
AHEAD_MS = 3000
"""Up to so far ahead it is quicker to decode on than to look for a key picture."""
NOTHING_DB = -120.0
SKIP_MANUAL = 1 << 29
"""AV_CODEC_FLAG2_SKIP_MANUAL."""


class PictureReel:
    """The picture that is seen at a moment, decoded from the key picture before it."""

    def __init__(self, folder: Path, timeline: Timeline) -> None:
        self._folder, self._timeline = folder, timeline
        self._reach: Reach | None = None
        self._container: InputContainer | None = None
        self._frames: Iterator[tuple[float, av.VideoFrame]] = iter(())
        self._shown: tuple[float, av.VideoFrame] | None = None
        self._next: tuple[float, av.VideoFrame] | None = None

    def at(self, at_ms: int) -> "tuple[float, av.VideoFrame] | None":
        """Return the newest picture not later than `at_ms` and its time; None where none is."""
        reach = next((r for r in self._timeline.reaches if r.from_ms <= at_ms < r.to_ms), None)
        if reach is None:
            return None
        is_on = self._shown is not None and 0 <= at_ms - self._shown[0] < AHEAD_MS
        if reach != self._reach or not is_on:
            self._go(reach, at_ms)
        while self._next is not None and self._next[0] <= at_ms:
            self._shown, self._next = self._next, next(self._frames, None)
        return self._shown

    def _go(self, reach: Reach, at_ms: int) -> None:
        from av.error import FFmpegError

        self._shown = None
        try:
            if reach != self._reach or self._container is None:
                self.close()
                self._container = _opened(self._folder, reach)
                self._reach = reach
            self._seek(self._container, max(0, at_ms - reach.zero_ms))
            self._frames = _pictures(self._container, reach.zero_ms)
            self._next = self._shown = next(self._frames, None)
        except (OSError, FFmpegError):
            self.close()

    def _seek(self, container: "InputContainer", file_ms: int) -> None:
        """Go to the key picture before; a file without index is read from its beginning."""
        from av.error import FFmpegError

        try:
            container.seek(file_ms * 1000, backward=True)
        except FFmpegError:
            if self._reach is not None:
                container.close()
                self._container = _opened(self._folder, self._reach)

    def close(self) -> None:
        """Let go of the file."""
        if self._container is not None:
            self._container.close()
        self._container = self._reach = self._shown = self._next = None
        self._frames = iter(())


class SoundReel:
    """The sound of each track between two moments, as samples from -1 to 1."""

    def __init__(self, folder: Path, timeline: Timeline) -> None:
        self._folder, self._timeline = folder, timeline
        self._reach: Reach | None = None
        self._container: InputContainer | None = None
        self._pieces: Iterator[tuple[str, float, Samples]] = iter(())
        self._held: list[tuple[str, float, Samples]] = []
        self._from_ms = self._read_ms = 0.0

    def between(self, from_ms: int, to_ms: int) -> "dict[str, Samples]":
        """Return the samples of each track at `SOUND_RATE`; where nothing is there is silence."""
        import numpy as np

        count = max(0, to_ms - from_ms) * SOUND_RATE // 1000
        found = {title: np.zeros(count, np.float32) for title in self._timeline.sounds}
        for reach in self._timeline.reaches:
            if reach.from_ms < to_ms and from_ms < reach.to_ms:
                for title, at_ms, samples in self._of(reach, from_ms, to_ms):
                    _lay(found[title], samples, round((at_ms - from_ms) * SOUND_RATE / 1000))
        return found

    def _of(self, reach: Reach, from_ms: int, to_ms: int) -> "list[tuple[str, float, Samples]]":
        from av.error import FFmpegError

        is_on = self._from_ms <= from_ms <= self._read_ms + AHEAD_MS
        try:
            if reach != self._reach or not is_on:
                self._go(reach, from_ms)
            while self._read_ms < to_ms and (piece := next(self._pieces, None)):
                self._held.append(piece)
                self._read_ms = max(self._read_ms, piece[1])
        except (OSError, FFmpegError):
            self.close()
        length = SOUND_RATE / 1000
        self._held = [one for one in self._held if one[1] + len(one[2]) / length > from_ms]
        self._from_ms = max(self._from_ms, from_ms)
        return self._held

    def _go(self, reach: Reach, from_ms: int) -> None:
        self.close()
        self._container, self._reach = _opened(self._folder, reach), reach
        self._from_ms = self._read_ms = from_ms
        if from_ms > reach.from_ms:
            self._container.seek((from_ms - reach.zero_ms) * 1000, backward=True)
        self._pieces = _sounds(self._container, reach.zero_ms)

    def close(self) -> None:
        """Let go of the file."""
        if self._container is not None:
            self._container.close()
        self._container = self._reach = None
        self._pieces, self._held = iter(()), []


def level_db(samples: "Samples") -> float:
    """Return the loudness in dB below full scale."""
    import numpy as np

    mean = float(np.mean(samples.astype(np.float64) ** 2)) if len(samples) else 0.0
    return max(NOTHING_DB, 10 * math.log10(mean)) if mean > 0 else NOTHING_DB


def mixed(tracks: "dict[str, Samples]") -> bytes:
    """Return all tracks together as signed 16 bit samples of one channel."""
    import numpy as np

    if not tracks:
        return b""
    total = np.sum(list(tracks.values()), axis=0)
    return (np.clip(total, -1.0, 1.0) * 32767).astype("<i2").tobytes()


def _opened(folder: Path, reach: Reach) -> "InputContainer":
    import av

    return av.open(str(segment_path(folder, reach)), "r")


def _pictures(container: "InputContainer", zero_ms: int) -> "Iterator[tuple[float, av.VideoFrame]]":
    from av.error import FFmpegError

    streams = [stream for stream in container.streams if stream.type == "video"]
    if not streams:
        return
    streams[0].codec_context.thread_count = 1
    for packet in _packets(container, streams[:1]):
        try:
            frames = cast("list[av.VideoFrame]", packet.decode())
        except FFmpegError:
            continue  # one broken packet: the next one is shown
        for frame in frames:
            if frame.time is not None:
                yield zero_ms + frame.time * 1000, frame


def _sounds(container: "InputContainer", zero_ms: int) -> "Iterator[tuple[str, float, Samples]]":
    import av
    from av.error import FFmpegError

    streams = [stream for stream in container.streams if stream.type == "audio"]
    if not streams:
        return
    for stream in streams:  # each file says anew that its first frame is only run-up
        stream.codec_context.flags2 |= SKIP_MANUAL
    changed = {
        stream.index: av.AudioResampler(format="flt", layout="mono", rate=SOUND_RATE)
        for stream in streams
    }
    for packet in _packets(container, streams):
        try:
            frames = cast("list[av.AudioFrame]", packet.decode())
            made = [each for frame in frames for each in _resampled(changed, packet, frame)]
        except FFmpegError:
            continue
        title = str(packet.stream.metadata.get("title", ""))
        for at_ms, samples in made:
            yield title, zero_ms + at_ms, samples


def _resampled(
    changed: "dict[int, av.AudioResampler]", packet: "av.Packet", frame: "av.AudioFrame"
) -> "Iterator[tuple[float, Samples]]":
    for each in changed[packet.stream_index].resample(frame):
        if each.time is not None:
            yield each.time * 1000, each.to_ndarray()[0]


def _packets(container: "InputContainer", streams: list[Any]) -> "Iterator[av.Packet]":
    """Yield packets up to where the file breaks off."""
    from av.error import FFmpegError

    try:
        for packet in container.demux(streams):
            if packet.size:
                yield packet
    except FFmpegError:
        return


def _lay(whole: "Samples", part: "Samples", at: int) -> None:
    """Put a part where it belongs; what lies outside is left out."""
    skip = max(0, -at)
    room = whole[max(0, at) :]
    part = part[skip:][: len(room)]
    room[: len(part)] = part
