"""A call as sound: the chime, then by the best voice there is, twice.

The chime depends on nothing: where recordings are missing, speech is not installed or either
fails, it is heard alone, and why is told.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reception_desk.devices.speaker import shaping, speech
from reception_desk.devices.speaker.clips import ClipVoice
from reception_desk.errors import DeviceError
from reception_desk.records.sound import Sound, VoiceKind
from reception_desk.rules.announcements import REPEATS, sentence_of

if TYPE_CHECKING:
    from reception_desk.devices.speaker.shaping import Samples

log = logging.getLogger(__name__)

SILENT = "none"
AFTER_CHIME_SECONDS, BETWEEN_SECONDS = 0.25, 0.7


@dataclass(frozen=True, slots=True)
class SpokenCall:
    """A call ready to be heard, and by which voice."""

    sound: Sound
    kind: VoiceKind


class CallingVoice:
    """`folder` holds the office's recordings; `best` is the voice to begin with."""

    def __init__(self, folder: Path, best: VoiceKind = VoiceKind.CLIPS) -> None:
        self._clips = ClipVoice(folder)
        self._best = best

    def call(self, words: Sequence[str]) -> SpokenCall:
        """Return the call as sound. Takes up to seconds: not for the screen's thread."""
        for kind, said in self._said(words):
            return SpokenCall(shaping.to_sound(_behind_chime(said)), kind)
        return _chime_alone()

    def begin(self, words: Sequence[str]) -> SpokenCall:
        """Return what can be heard at once: the whole call by recordings, else the chime.

        Behind the chime belongs what `follow` returns.
        """
        for said in self._recorded(words):
            return SpokenCall(shaping.to_sound(_behind_chime(said)), VoiceKind.CLIPS)
        return _chime_alone()

    def follow(self, words: Sequence[str]) -> SpokenCall | None:
        """Return what is said when the chime is over, None for nothing. Takes up to seconds."""
        for said in self._spoken(words):
            return SpokenCall(shaping.to_sound(shaping.joined(_twice(said))), VoiceKind.SPEECH)
        return None

    def _said(self, words: Sequence[str]) -> "Iterator[tuple[VoiceKind, Samples]]":
        """Yield the words by each voice that can say them, the best first."""
        for said in self._recorded(words):
            yield VoiceKind.CLIPS, said
        for said in self._spoken(words):
            yield VoiceKind.SPEECH, said

    def _recorded(self, words: Sequence[str]) -> "Iterator[Samples]":
        if self._best is VoiceKind.CLIPS and not self._clips.missing(words):
            try:
                yield self._clips.say(words)
            except DeviceError as error:
                log.info("a recording cannot be used: %s", error.message)

    def _spoken(self, words: Sequence[str]) -> "Iterator[Samples]":
        if self._best is not VoiceKind.CHIME and speech.has_speech():
            try:
                yield speech.speak(sentence_of(words))
            except DeviceError as error:
                log.info("speech failed: %s", error.message)


def best_voice(setting: str) -> VoiceKind | None:
    """Return the voice to begin with as the settings name it, None for no sound at all.

    A name nobody knows is the chime: a call that is heard too plainly is better than one that
    is not.
    """
    if setting == SILENT:
        return None
    return VoiceKind(setting) if setting in set(VoiceKind) else VoiceKind.CHIME


def _chime_alone() -> SpokenCall:
    return SpokenCall(shaping.to_sound(shaping.chime()), VoiceKind.CHIME)


def _behind_chime(said: "Samples") -> "Samples":
    return shaping.joined([shaping.chime(), *_twice(said)])


def _twice(said: "Samples") -> "list[Samples]":
    parts = []
    for place in range(REPEATS):
        parts += [shaping.silence(BETWEEN_SECONDS if place else AFTER_CHIME_SECONDS), said]
    return parts
