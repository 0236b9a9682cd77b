"""A drawn film with a tone: what simulated cameras play, in the demonstration and in tests."""

import io
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import av

SOUND_RATE = 16_000
SOUND_FRAME = 1024
NOISE = 12


@dataclass(frozen=True, slots=True)
class FilmPlan:
    """What is drawn: a pattern that moves unless it is `still`, black where it is `is_black`.

    `keys` of the pictures of a second are key pictures. `tone` is the loudness from 0 to 1;
    `seconds` is whole, so that the film can be played again.
    """

    width: int = 320
    height: int = 180
    rate: int = 15
    keys: int = 1
    seconds: int = 4
    is_still: bool = False
    is_black: bool = False
    tone: float = 0.3
    has_sound: bool = True
    picture_codec: str = "libx264"


@dataclass(frozen=True, slots=True)
class Unit:
    """One coded picture (Annex B) or frame of sound, and when it is due in ms of the film."""

    at_ms: float
    data: bytes
    is_key: bool


@dataclass(frozen=True, slots=True)
class Film:
    """Coded once, played often. `sound_config` is the AudioSpecificConfig of the AAC."""

    plan: FilmPlan
    pictures: tuple[Unit, ...]
    sounds: tuple[Unit, ...]
    sound_config: bytes
    parameter_sets: tuple[bytes, ...] = field(default=())

    @property
    def length_ms(self) -> int:
        """Return how long the pictures last."""
        return self.plan.seconds * 1000

    @property
    def sound_length_ms(self) -> float:
        """Return how long the sound lasts."""
        return len(self.sounds) * SOUND_FRAME * 1000 / SOUND_RATE


@cache
def film_of(plan: FilmPlan) -> Film:
    """Draw and code a film as a camera does: H.264 without B pictures, AAC."""
    pictures = tuple(_coded_pictures(plan))
    sounds, config = _coded_sound(plan)
    sets = tuple(unit for unit in units_of(pictures[0].data) if unit[0] & 0x1F in {7, 8})
    return Film(plan, pictures, sounds, config, sets)


def write_film(path: Path, plan: FilmPlan) -> Path:
    """Write the film as a file, Matroska or AVI by its name."""
    import av

    with av.open(str(path), "w") as container:
        picture = _picture_stream(container, plan)
        sound = _sound_stream(container) if plan.has_sound else None
        for number in range(plan.rate * plan.seconds):
            container.mux(picture.encode(_drawn(plan, number)))
        container.mux(picture.encode(None))
        if sound:
            for frame in _tones(plan):
                container.mux(sound.encode(frame))
            container.mux(sound.encode(None))
    return path


def write_tone(path: Path, seconds: int, tone: float = 0.3) -> Path:
    """Write a WAV file of one channel, as a microphone hears a tone."""
    import av

    with av.open(str(path), "w", format="wav") as container:
        stream = container.add_stream("pcm_s16le", rate=SOUND_RATE)
        stream.layout = "mono"
        for frame in _tones(FilmPlan(seconds=seconds, tone=tone)):
            container.mux(stream.encode(frame))
    return path


def units_of(data: bytes) -> list[bytes]:
    """Return the units of an Annex B picture without their start codes."""
    parts = data.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1")
    return [part for part in parts if part]


def _coded_pictures(plan: FilmPlan) -> list[Unit]:
    import av

    with av.open(io.BytesIO(), "w", format="h264") as container:
        stream = _picture_stream(container, plan)
        packets: list[av.Packet] = []
        for number in range(plan.rate * plan.seconds):
            packets += stream.encode(_drawn(plan, number))
        packets += stream.encode(None)
        return [
            Unit(number * 1000 / plan.rate, bytes(packet), packet.is_keyframe)
            for number, packet in enumerate(packets)
        ]


def _coded_sound(plan: FilmPlan) -> tuple[tuple[Unit, ...], bytes]:
    import av

    with av.open(io.BytesIO(), "w", format="matroska") as container:
        stream = _sound_stream(container)
        container.start_encoding()
        packets: list[av.Packet] = []
        for frame in _tones(plan):
            packets += stream.encode(frame)
        step = SOUND_FRAME * 1000 / SOUND_RATE
        units = [Unit(number * step, bytes(each), True) for number, each in enumerate(packets)]
        return tuple(units), bytes(stream.codec_context.extradata or b"")


def _picture_stream(container: Any, plan: FilmPlan) -> Any:
    options = {
        "g": str(plan.rate // plan.keys),
        "bf": "0",
        "preset": "veryfast",
        "tune": "zerolatency",
    }
    is_h264 = plan.picture_codec == "libx264"
    if is_h264:
        options |= {"x264-params": "log-level=none:scenecut=0"}
    stream = container.add_stream(
        plan.picture_codec, rate=plan.rate, options=options if is_h264 else {}
    )
    stream.width, stream.height = plan.width, plan.height
    stream.pix_fmt = "yuv420p" if is_h264 else "yuvj420p"
    return stream


def _sound_stream(container: Any) -> Any:
    stream = container.add_stream("aac", rate=SOUND_RATE)
    stream.layout = "mono"
    return stream


def _drawn(plan: FilmPlan, number: int) -> "av.VideoFrame":
    import av
    import numpy as np

    planes = np.full((plan.height * 3 // 2, plan.width), 128, np.uint8)
    rows, columns = np.mgrid[0 : plan.height, 0 : plan.width]
    shift = 0 if plan.is_still else 4 * number
    noise = np.random.default_rng(0 if plan.is_still else number)
    drawn = 30 + (rows + columns + shift) // 4 % 180 + noise.integers(0, NOISE, rows.shape)
    planes[: plan.height] = 16 if plan.is_black else drawn
    frame = av.VideoFrame.from_ndarray(planes, "yuv420p")
    frame.pts = number
    return frame


def _tones(plan: FilmPlan) -> list["av.AudioFrame"]:
    import av
    import numpy as np

    count = plan.seconds * SOUND_RATE // SOUND_FRAME * SOUND_FRAME
    times = np.arange(count) / SOUND_RATE
    samples = (np.sin(2 * np.pi * 437.5 * times) * plan.tone * 32767).astype(np.int16)
    frames = []
    for start in range(0, count, SOUND_FRAME):
        part = np.ascontiguousarray(samples[None, start : start + SOUND_FRAME])
        frame = av.AudioFrame.from_ndarray(part, "s16", "mono")
        frame.rate, frame.pts = SOUND_RATE, start
        frames.append(frame)
    return frames
