"""Sound as arrays of samples from -1 to 1: trimmed, made equally loud, joined, and the chime.

Pure functions on float32 arrays of one channel; `rate` is in samples a second. numpy is loaded
with the first sound.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from reception_desk.records.sound import SOUND_RATE, Sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples: TypeAlias = NDArray[np.float32]

_FULL = 32767
_QUIET_DB = -40.0
"""Against the loudest part: below it a recording is the room and not the voice."""
_SILENCE_DB = -120.0
_WINDOW_SECONDS, _SPARE_SECONDS = 0.01, 0.03
_LOUDNESS_DB, _PEAK = -18.0, 0.9
_EDGE_SECONDS = 0.004
CHIME_NOTES = ((659.26, 0.45), (523.25, 0.75))
"""Two falling tones, E and C: known from stations, and startling nobody."""


def from_pcm(pcm: bytes, channels: int = 1) -> "Samples":
    """Return 16 bit samples as one channel: the mean of all."""
    import numpy as np

    whole = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / _FULL
    whole = whole[: len(whole) - len(whole) % channels]
    return whole.reshape(-1, channels).mean(axis=1).astype(np.float32)


def to_sound(samples: "Samples") -> Sound:
    """Return samples at `SOUND_RATE` as a loudspeaker takes them."""
    import numpy as np

    return Sound((np.clip(samples, -1.0, 1.0) * _FULL).round().astype(np.int16).tobytes())


def at_rate(samples: "Samples", rate: int, wanted: int = SOUND_RATE) -> "Samples":
    """Return the same sound with `wanted` samples a second."""
    import numpy as np

    if rate == wanted or not len(samples):
        return samples
    count = round(len(samples) * wanted / rate)
    places = np.arange(count) * (rate / wanted)
    return np.interp(places, np.arange(len(samples)), samples).astype(np.float32)


def trimmed(samples: "Samples", rate: int = SOUND_RATE) -> "Samples":
    """Return a recording without the silence before and behind the voice.

    A little is left, so that no consonant is cut; a recording of nothing becomes empty.
    """
    import numpy as np

    window = max(round(rate * _WINDOW_SECONDS), 1)
    count = len(samples) // window
    if not count:
        return samples[:0]
    power = np.square(samples[: count * window].reshape(count, window)).mean(axis=1)
    loud = np.flatnonzero(power > max(power.max(), 1e-8) * 10 ** (_QUIET_DB / 10))
    if not len(loud):
        return samples[:0]
    spare = round(rate * _SPARE_SECONDS)
    first = max(int(loud[0]) * window - spare, 0)
    return samples[first : (int(loud[-1]) + 1) * window + spare]


def loudness_db(samples: "Samples") -> float:
    """Return how loud samples are in the mean, in dB against full scale; silence is -120."""
    import numpy as np

    if not len(samples):
        return _SILENCE_DB
    return max(10 * float(np.log10(np.square(samples).mean() + 1e-12)), _SILENCE_DB)


def levelled(samples: "Samples") -> "Samples":
    """Return a recording as loud as every other, without clipping it."""
    import numpy as np

    if not len(samples):
        return samples
    loudness = float(np.sqrt(np.square(samples).mean()))
    peak = float(np.abs(samples).max())
    if loudness <= 0.0:
        return samples
    gain = min(10 ** (_LOUDNESS_DB / 20) / loudness, _PEAK / peak)
    return (samples * np.float32(gain)).astype(np.float32)


def joined(parts: Sequence["Samples"], rate: int = SOUND_RATE) -> "Samples":
    """Return the parts one behind the other, without gaps and without clicks."""
    import numpy as np

    edge = round(rate * _EDGE_SECONDS)
    smooth = [_with_soft_edges(part, edge) for part in parts if len(part)]
    return np.concatenate(smooth) if smooth else np.zeros(0, np.float32)


def silence(seconds: float, rate: int = SOUND_RATE) -> "Samples":
    """Return nothing to be heard for so long."""
    import numpy as np

    return np.zeros(round(seconds * rate), np.float32)


def chime(rate: int = SOUND_RATE) -> "Samples":
    """Return the tone that comes before each call; it needs no file and no voice."""
    import numpy as np

    notes = []
    for frequency, seconds in CHIME_NOTES:
        time = np.arange(round(seconds * rate)) / rate
        wave = np.sin(2 * np.pi * frequency * time) + 0.25 * np.sin(4 * np.pi * frequency * time)
        notes.append((wave * np.exp(-4.5 * time / seconds)).astype(np.float32))
    return levelled(joined(notes, rate))


def _with_soft_edges(part: "Samples", edge: int) -> "Samples":
    import numpy as np

    edge = min(edge, len(part) // 2)
    if not edge:
        return part
    ramp = np.linspace(0.0, 1.0, edge, endpoint=False, dtype=np.float32)
    soft = part.copy()
    soft[:edge] *= ramp
    soft[-edge:] *= ramp[::-1]
    return soft
