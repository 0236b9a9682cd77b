"""A word just said into the microphone: judged while the speaker still sits there, then kept."""

import wave
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reception_desk.devices.speaker.shaping import (
    from_pcm,
    levelled,
    loudness_db,
    to_sound,
    trimmed,
)
from reception_desk.errors import DeviceError
from reception_desk.records.sound import SOUND_RATE, Sound

if TYPE_CHECKING:
    from reception_desk.devices.speaker.shaping import Samples

_SHORTEST_SECONDS, _LONGEST_SECONDS = 0.12, 2.5
"""Of one word, cut at both ends."""
_QUIETEST_DB = -45.0
"""Below it the voice is not told from the room."""
_FULL, _MOST_FULL = 0.99, 8
"""A voice that is too loud stands at the end of the scale for more than a few samples."""


def taken(recorded: Sound) -> "Samples":
    """Return what was said, cut and made as loud as the other words.

    Raises `DeviceError` with what to do better: nothing heard, too quiet, too loud, too long.
    """
    import numpy as np

    whole = from_pcm(recorded.samples)
    voice = trimmed(whole)
    if not len(voice) or loudness_db(voice) < _QUIETEST_DB:
        raise DeviceError("没有听到声音，或者声音太轻。", advice="请靠近话筒，大声一点再说一遍。")
    if int((np.abs(whole) >= _FULL).sum()) > _MOST_FULL:
        raise DeviceError("声音太响，录破了。", advice="请离话筒远一点再说一遍。")
    seconds = len(voice) / SOUND_RATE
    if seconds < _SHORTEST_SECONDS:
        raise DeviceError("只录到一点点声音。", advice="请按下空格后再说，说完再按一次。")
    if seconds > _LONGEST_SECONDS:
        raise DeviceError("录得太长，一次只录一个词。", advice="请只说这一个词。")
    return levelled(voice)


def keep_clip(folder: Path, word: str, voice: "Samples") -> Path:
    """Write a word's recording in place of the one before; return its file.

    A desk that dies meanwhile leaves the one before. Raises `DeviceError` where the folder takes
    nothing.
    """
    path = folder / f"{word}.wav"
    fresh = path.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as out, wave.open(out, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(SOUND_RATE)
            file.writeframes(to_sound(voice).samples)
        fresh.replace(path)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink()
        raise DeviceError(
            f"录音“{path.name}”没有存上：{error.strerror}。", advice="请检查磁盘后再录这个词。"
        ) from error
    return path
