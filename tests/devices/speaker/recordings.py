"""Recordings as an office makes them: tones in place of words, with silence around them."""

import wave
from collections.abc import Iterable
from pathlib import Path

import numpy as np


def tone(frequency: float, seconds: float, rate: int, loudness: float = 0.3) -> "np.ndarray":
    time = np.arange(round(seconds * rate)) / rate
    return (loudness * np.sin(2 * np.pi * frequency * time)).astype(np.float32)


def write_wav(path: Path, samples: "np.ndarray", rate: int, *, channels: int = 1) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pcm = (np.repeat(samples, channels) * 32767).astype("<i2").tobytes()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm)


def record(folder: Path, words: Iterable[str], *, rate: int = 22_050) -> None:
    """Write a recording of each word: another pitch, another loudness, silence around it."""
    for place, word in enumerate(dict.fromkeys(words)):
        voice = tone(220 + 20 * place, 0.2, rate, 0.05 + 0.02 * place)
        quiet = np.zeros(round(0.3 * rate), np.float32)
        write_wav(folder / f"{word}.wav", np.concatenate([quiet, voice, quiet]), rate)
