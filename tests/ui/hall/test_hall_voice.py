"""The calls of the hall are said one after the other, and the samples are those of the words."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reception_desk.devices.speaker import shaping, speech
from reception_desk.devices.speaker.calling_voice import CallingVoice
from reception_desk.devices.speaker.null import NullSpeaker
from reception_desk.devices.speaker.simulated import SimulatedSpeaker
from reception_desk.records.hall_board import HallBoard, HallCall
from reception_desk.records.sound import Sound, SpeakerCondition, VoiceKind
from reception_desk.rules.announcements import CLIP_WORDS, Announcement, words_of
from reception_desk.ui.hall.hall_voice import HallVoice
from reception_desk.ui.tasks import Tasks
from tests.devices.speaker.recordings import record
from tests.ui.hall.boards import call

ONE, TWO, THREE = (call(f"甲00{place}", str(place), place) for place in (1, 2, 3))


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    record(tmp_path, (*CLIP_WORDS, "甲"))
    return tmp_path


@pytest.fixture
def speaker() -> SimulatedSpeaker:
    return SimulatedSpeaker(is_held=True)


@pytest.fixture
def voice(clips: Path, speaker: SimulatedSpeaker, tasks: Tasks) -> Iterator[HallVoice]:
    made = HallVoice(CallingVoice(clips), speaker, tasks, spacing_seconds=0.01)
    made.hear(HallBoard())
    yield made
    made.close()


def sound_of(clips: Path, call: HallCall) -> Sound:
    return CallingVoice(clips).call(words_of(call)).sound


def hear_all(qtbot: QtBot, speaker: SimulatedSpeaker, count: int) -> list[Sound]:
    """Let each sound come to its end until so many were heard."""

    def is_done() -> bool:
        if len(speaker.heard) < count:
            speaker.finish()
        return len(speaker.heard) == count

    qtbot.waitUntil(is_done)
    return speaker.heard


def test_the_exact_samples_are_heard_in_order(
    qtbot: QtBot, clips: Path, voice: HallVoice, speaker: SimulatedSpeaker
):
    voice.hear(HallBoard((TWO, ONE)))
    heard = hear_all(qtbot, speaker, 2)
    assert heard == [sound_of(clips, ONE), sound_of(clips, TWO)]


def test_a_recall_goes_before_what_waits(
    qtbot: QtBot, clips: Path, voice: HallVoice, speaker: SimulatedSpeaker
):
    voice.hear(HallBoard((ONE,)))
    qtbot.waitUntil(lambda: speaker.is_playing)
    voice.hear(HallBoard((TWO, ONE)))
    again = replace(ONE, at=THREE.at)
    voice.hear(HallBoard((again, TWO)))
    assert list(voice.waiting) == [Announcement(again, is_recall=True), Announcement(TWO)]
    heard = hear_all(qtbot, speaker, 3)
    assert heard == [sound_of(clips, ONE), sound_of(clips, again), sound_of(clips, TWO)]


def test_one_call_at_a_time(
    qtbot: QtBot, voice: HallVoice, speaker: SimulatedSpeaker, tasks: Tasks
):
    voice.hear(HallBoard((THREE, TWO, ONE)))
    qtbot.waitUntil(lambda: speaker.is_playing)
    qtbot.waitUntil(lambda: tasks.pending == 0)
    assert (len(speaker.heard), len(voice.waiting)) == (1, 2)


def test_who_came_meanwhile_is_not_called(
    qtbot: QtBot, clips: Path, voice: HallVoice, speaker: SimulatedSpeaker
):
    voice.hear(HallBoard((THREE, TWO, ONE)))
    qtbot.waitUntil(lambda: speaker.is_playing)
    voice.hear(HallBoard((THREE, replace(TWO, is_here=True), ONE)))
    assert hear_all(qtbot, speaker, 2) == [sound_of(clips, ONE), sound_of(clips, THREE)]


def test_what_stood_on_the_board_is_not_said_when_it_is_switched_on(
    clips: Path, speaker: SimulatedSpeaker, tasks: Tasks
):
    voice = HallVoice(CallingVoice(clips), speaker, tasks)
    voice.hear(HallBoard((TWO, ONE)))
    assert not voice.waiting
    assert not tasks.pending
    voice.close()


def test_without_a_sound_card_the_queue_goes_on(qtbot: QtBot, tmp_path: Path, tasks: Tasks):
    silent = NullSpeaker(SpeakerCondition.NO_DEVICE)
    voice = HallVoice(CallingVoice(tmp_path, VoiceKind.CHIME), silent, tasks, spacing_seconds=0.01)
    said: list[tuple[str, VoiceKind]] = []
    voice.said.connect(lambda what, kind: said.append((what.call.number, kind)))
    voice.hear(HallBoard())
    voice.hear(HallBoard((TWO, ONE)))
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said == [("甲001", VoiceKind.CHIME), ("甲002", VoiceKind.CHIME)]
    voice.close()


def test_nothing_is_said_after_the_end(
    qtbot: QtBot, voice: HallVoice, speaker: SimulatedSpeaker, tasks: Tasks
):
    voice.hear(HallBoard((TWO, ONE)))
    qtbot.waitUntil(lambda: speaker.is_playing)
    voice.close()
    qtbot.waitUntil(lambda: tasks.pending == 0)
    voice.hear(HallBoard((THREE,)))
    assert len(speaker.heard) == 1


@pytest.fixture
def speaking(tmp_path: Path, speaker: SimulatedSpeaker, tasks: Tasks) -> Iterator[HallVoice]:
    """A hall without recordings."""
    voice = CallingVoice(tmp_path / "none", VoiceKind.SPEECH)
    made = HallVoice(voice, speaker, tasks, spacing_seconds=0.01)
    made.hear(HallBoard())
    yield made
    made.close()


CHIME = shaping.to_sound(shaping.chime())


def test_speech_is_made_while_the_chime_is_heard_and_cuts_nothing_of_it(
    qtbot: QtBot, tmp_path: Path, speaking: HallVoice, speaker: SimulatedSpeaker, tasks: Tasks
):
    said: list[tuple[str, VoiceKind]] = []
    speaking.said.connect(lambda what, kind: said.append((what.call.number, kind)))
    speaking.hear(HallBoard((TWO, ONE)))
    qtbot.waitUntil(lambda: speaker.is_playing)
    qtbot.waitUntil(lambda: tasks.pending == 0, timeout=20_000)
    assert speaker.heard == [CHIME], "the words are ready and wait for the end of the chime"
    assert said == []
    speaker.finish()
    spoken = [CallingVoice(tmp_path).follow(words_of(one)) for one in (ONE, TWO)]
    words = [one.sound for one in spoken if one is not None]
    assert speaker.heard == [CHIME, words[0]]
    assert said == [("甲001", VoiceKind.SPEECH)]
    hear_all(qtbot, speaker, 4)
    assert speaker.heard == [CHIME, words[0], CHIME, words[1]]


def test_a_chime_that_ends_before_the_words_are_made_waits_for_them(
    qtbot: QtBot, speaking: HallVoice, speaker: SimulatedSpeaker
):
    speaking.hear(HallBoard((ONE,)))
    qtbot.waitUntil(lambda: speaker.is_playing)
    speaker.finish()
    qtbot.waitUntil(lambda: len(speaker.heard) == 2, timeout=20_000)
    assert speaker.heard[1] != CHIME


def test_speech_that_fails_leaves_the_chime_and_the_queue_goes_on(
    qtbot: QtBot,
    speaking: HallVoice,
    speaker: SimulatedSpeaker,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(speech.sys, "executable", "/nowhere/python")
    said: list[tuple[str, VoiceKind]] = []
    speaking.said.connect(lambda what, kind: said.append((what.call.number, kind)))
    speaking.hear(HallBoard((TWO, ONE)))
    assert hear_all(qtbot, speaker, 2) == [CHIME, CHIME]
    speaker.finish()
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said == [("甲001", VoiceKind.CHIME), ("甲002", VoiceKind.CHIME)]


def test_no_words_follow_a_chime_after_the_end(
    qtbot: QtBot, speaking: HallVoice, speaker: SimulatedSpeaker, tasks: Tasks
):
    speaking.hear(HallBoard((ONE,)))
    qtbot.waitUntil(lambda: speaker.is_playing)
    speaking.close()
    qtbot.waitUntil(lambda: tasks.pending == 0, timeout=20_000)
    assert speaker.heard == [CHIME]
