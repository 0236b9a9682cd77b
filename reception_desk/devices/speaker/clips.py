"""What the office recorded: one WAV file a word (`请.wav`, `甲.wav`, `零.wav`), joined to calls.

A recording may be in any dialect and from any microphone: silence around it is cut and it is made
as loud as the others when it is read.
"""

import wave
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reception_desk.devices.speaker.shaping import at_rate, from_pcm, joined, levelled, trimmed
from reception_desk.errors import DeviceError

if TYPE_CHECKING:
    from reception_desk.devices.speaker.shaping import Samples

_SAMPLE_BYTES = 2
_LONGEST_SECONDS = 20
_ADVICE = "请用录音软件另存为 16 位 PCM 的 WAV 文件。"


class ClipVoice:
    """Says what it has every word of; a file that was changed is read again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[Path, tuple[float, Samples]] = {}

    def missing(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return the words there is no file for, each once, in their order."""
        return tuple(dict.fromkeys(word for word in words if not self._path(word).is_file()))

    def say(self, words: Sequence[str]) -> "Samples":
        """Return the words joined; raises `DeviceError` naming a file that cannot be used."""
        return joined([self._clip(self._path(word)) for word in words])

    def _path(self, word: str) -> Path:
        return self._folder / f"{word}.wav"

    def _clip(self, path: Path) -> "Samples":
        try:
            changed = path.stat().st_mtime
            known = self._known.get(path)
            if known is None or known[0] != changed:
                known = self._known[path] = (changed, read_clip(path))
            return known[1]
        except OSError as error:
            raise DeviceError(f"录音“{path.name}”打不开：{error.strerror}。") from error


def read_clip(path: Path) -> "Samples":
    """Return a recording ready to be joined; raises `DeviceError` where it is no such WAV file."""
    try:
        with wave.open(str(path), "rb") as file:
            if file.getsampwidth() != _SAMPLE_BYTES:
                raise DeviceError(f"录音“{path.name}”不是 16 位的。", advice=_ADVICE)
            rate, channels = file.getframerate(), file.getnchannels()
            pcm = file.readframes(min(file.getnframes(), rate * _LONGEST_SECONDS))
    except (wave.Error, EOFError) as error:
        raise DeviceError(f"录音“{path.name}”不是可用的 WAV 文件。", advice=_ADVICE) from error
    voice = trimmed(from_pcm(pcm, channels), rate)
    if not len(voice):
        raise DeviceError(f"录音“{path.name}”里没有声音。", advice="请重新录制。")
    return levelled(at_rate(voice, rate))
