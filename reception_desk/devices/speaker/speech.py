"""A voice that needs no recordings: espeak-ng, in a process of its own for each sentence.

It is under the GPL, so it is no part of the program: the office installs the extra `speech`
(`espeakng-loader`, library and data in one wheel). It sounds like a machine, and is understood
when it is given 汉字 and not figures (research: features.md §5).
"""

import importlib.util
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from reception_desk.config import PACKAGE
from reception_desk.devices.speaker.shaping import at_rate, from_pcm, levelled, trimmed
from reception_desk.errors import DeviceError

if TYPE_CHECKING:
    from reception_desk.devices.speaker.shaping import Samples

LIBRARY = "espeakng_loader"
_WORKER = "reception_desk.devices.speaker.espeak_worker"
_SECONDS = 10.0
_RATE_BYTES = 4
_SAY_NOTHING = DeviceError("合成语音没有出声，改用提示音。", advice="请运行 desk doctor 查看原因。")


def has_speech() -> bool:
    """Say whether the extra is installed."""
    return importlib.util.find_spec(LIBRARY) is not None


def speak(sentence: str) -> "Samples":
    """Return a sentence as sound; waits for the process, so not for the screen's thread.

    Raises `DeviceError` when it says nothing within ten seconds.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", _WORKER],
            input=sentence.encode(),
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _SAY_NOTHING from error
    rate, pcm = int.from_bytes(done.stdout[:_RATE_BYTES], "little"), done.stdout[_RATE_BYTES:]
    if done.returncode or not rate or not pcm:
        raise _SAY_NOTHING
    voice = trimmed(from_pcm(pcm), rate)
    if not len(voice):
        raise _SAY_NOTHING
    return levelled(at_rate(voice, rate))
