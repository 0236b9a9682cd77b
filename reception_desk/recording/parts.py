"""The two ways a track comes to the disk: copied as the camera coded it, or coded here once."""

import io
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol, cast

from reception_desk.recording.arrival import Shape

if TYPE_CHECKING:
    import av
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.stream import Stream
    from av.video.stream import VideoStream

COPIED = frozenset(("h264", "hevc", "aac", "mp2", "mp3", "opus"))
"""What Matroska holds and every player knows; anything else (G.711, MJPEG) is coded once."""
MILLISECONDS = Fraction(1, 1000)
SOUND_RATE = 48_000
SOUND_BITS = 96_000
PICTURE_RATE = 15
"""Of what is coded here: an old office machine does no more beside its other work."""
KEY_MS = 1000
"""Between two key pictures, where a segment can be cut and the preview is taken."""
X264 = {
    "preset": "veryfast",
    "tune": "zerolatency",
    "crf": "23",
    "g": "250",
    "threads": "2",
    "x264-params": "log-level=none",
}
NAL_SPS = {"h264": (0x1F, 0, 7), "hevc": (0x7E, 1, 33)}
"""Mask and shift of the type in the first byte of a unit, and the type of an SPS."""


class TrackPart(Protocol):
    """Makes coded packets of what a container gives; `shape` is what a file must know of them."""

    shape: Shape

    def packets(self, packet: "av.Packet") -> Iterator["av.Packet"]:
        """Yield what is written for one packet of the source."""
        ...


class CopiedPart:
    """Hands packets on untouched."""

    def __init__(self, stream: "Stream") -> None:
        holder = _holder()
        template = holder.add_stream_from_template(stream, opaque=True)
        self.shape = _shape_of(template, stream.codec_context)

    def packets(self, packet: "av.Packet") -> Iterator["av.Packet"]:
        """Yield the packet itself; the empty one that ends a container is none."""
        if packet.size:
            yield packet


class CodedPicture:
    """Decodes pictures and codes them as H.264, a key picture each second."""

    def __init__(self, stream: "VideoStream") -> None:
        source = stream.codec_context
        holder = _holder()
        self._stream = holder.add_stream("libx264", rate=PICTURE_RATE, options=X264)
        self._stream.width, self._stream.height = source.width & ~1, source.height & ~1
        self._stream.pix_fmt = "yuv420p"
        self._stream.codec_context.time_base = MILLISECONDS
        holder.start_encoding()
        self._last, self._last_key = -1, -KEY_MS
        self.shape = _shape_of(self._stream, self._stream.codec_context)

    def packets(self, packet: "av.Packet") -> Iterator["av.Packet"]:
        """Yield the pictures of a packet, at most `PICTURE_RATE` a second."""
        from av.error import InvalidDataError
        from av.video.frame import PictureType

        try:
            frames = packet.decode()
        except InvalidDataError:
            return  # one picture broken on the cable; the next one is whole
        for frame in cast("list[av.VideoFrame]", frames):
            if frame.pts is None or frame.time_base is None:
                continue
            when = round(frame.pts * frame.time_base * 1000)
            if self._last >= 0 and 0 < when - self._last < 900 // PICTURE_RATE:
                continue
            when = when if when > self._last else self._last + 1000 // PICTURE_RATE
            frame.pts, frame.time_base, self._last = when, MILLISECONDS, when
            is_due = when - self._last_key >= KEY_MS
            frame.pict_type = PictureType.I if is_due else PictureType.NONE
            self._last_key = when if is_due else self._last_key
            yield from self._stream.encode(frame)


class CodedSound:
    """Decodes sound and codes it as AAC, one channel: each microphone has a track."""

    def __init__(self) -> None:
        holder = _holder()
        self._stream = holder.add_stream("aac", rate=SOUND_RATE)
        self._stream.bit_rate = SOUND_BITS
        self._stream.layout = "mono"
        holder.start_encoding()
        self.shape = _shape_of(self._stream, self._stream.codec_context)

    def packets(self, packet: "av.Packet") -> Iterator["av.Packet"]:
        """Yield the coded sound of a packet."""
        from av.error import InvalidDataError

        try:
            frames = packet.decode()
        except InvalidDataError:
            return
        for frame in cast("list[av.AudioFrame]", frames):
            yield from self._stream.encode(frame)


def part_of(stream: "Stream") -> TrackPart:
    """Choose how the stream comes to the disk."""
    if stream.codec_context.name in COPIED:
        return CopiedPart(stream)
    if stream.type == "video":
        return CodedPicture(cast("VideoStream", stream))
    return CodedSound()


def parameter_sets(codec: str, packet: "av.Packet") -> bytes:
    """Return the sequence parameter sets of an Annex B packet, which say how large pictures are."""
    if codec not in NAL_SPS:
        return b""
    mask, shift, wanted = NAL_SPS[codec]
    data = bytes(packet)
    units = data.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1")[1:]
    return b"".join(unit for unit in units if unit and (unit[0] & mask) >> shift == wanted)


def _holder() -> "OutputContainer":
    """Return a container that only keeps a stream's parameters: nothing is written to it."""
    import av

    return av.open(io.BytesIO(), "w", format="matroska")


def _shape_of(template: "Stream", context: "av.CodecContext") -> Shape:
    if template.type == "video":
        stream = cast("VideoStream", template)
        described: dict[str, object] = {"width": stream.width, "height": stream.height}
    else:
        sound = cast("AudioStream", template)
        described = {"rate": sound.rate, "channels": sound.channels}
    codec = context.codec.canonical_name
    described = {"codec": codec, **described}
    signature = (*described.values(), bytes(context.extradata or b""))
    return Shape(template, codec, signature, described)
