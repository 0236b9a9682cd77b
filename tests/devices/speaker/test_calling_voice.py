"""A call as sound: by recordings, by speech, and in any case with the chime."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from reception_desk.devices.speaker import shaping, speech
from reception_desk.devices.speaker.calling_voice import CallingVoice, best_voice
from reception_desk.devices.speaker.clips import ClipVoice, read_clip
from reception_desk.errors import DeviceError
from reception_desk.records.sound import VoiceKind
from reception_desk.rules.announcements import CLIP_WORDS, words_of
from tests.devices.speaker.recordings import record, tone, write_wav
from tests.rules.test_announcements import call

WORDS = words_of(call("甲012", "3"))
CHIME = shaping.to_sound(shaping.chime()).samples


def test_recordings_are_joined_behind_the_chime_and_said_twice(tmp_path: Path):
    record(tmp_path, WORDS)
    spoken = CallingVoice(tmp_path).call(WORDS)
    said = shaping.joined([read_clip(tmp_path / f"{word}.wav") for word in WORDS])
    whole = shaping.joined(
        [shaping.chime(), shaping.silence(0.25), said, shaping.silence(0.7), said]
    )
    assert spoken.kind is VoiceKind.CLIPS
    assert spoken.sound.samples == shaping.to_sound(whole).samples
    assert spoken.sound.samples[2_000 : len(CHIME) // 2] == CHIME[2_000 : len(CHIME) // 2]


def test_recordings_are_heard_whole_at_once(tmp_path: Path):
    record(tmp_path, WORDS)
    voice = CallingVoice(tmp_path)
    assert voice.begin(WORDS) == voice.call(WORDS)


@pytest.mark.parametrize("best", [VoiceKind.CLIPS, VoiceKind.SPEECH, VoiceKind.CHIME])
def test_without_recordings_the_chime_is_heard_at_once(tmp_path: Path, best: VoiceKind):
    begun = CallingVoice(tmp_path, best).begin(WORDS)
    assert (begun.kind, begun.sound.samples) == (VoiceKind.CHIME, CHIME)


def test_nothing_follows_the_chime_that_was_asked_for(tmp_path: Path):
    assert CallingVoice(tmp_path, VoiceKind.CHIME).follow(WORDS) is None


def test_a_recording_that_was_made_anew_is_heard(tmp_path: Path):
    record(tmp_path, WORDS)
    voice = CallingVoice(tmp_path)
    before = voice.call(WORDS)
    write_wav(tmp_path / "甲.wav", tone(900, 0.4, 44_100), 44_100, channels=2)
    assert voice.call(WORDS).sound != before.sound
    assert voice.call(WORDS) == voice.call(WORDS)


def test_the_chime_alone_needs_nothing(tmp_path: Path):
    spoken = CallingVoice(tmp_path / "none", VoiceKind.CHIME).call(WORDS)
    assert (spoken.kind, spoken.sound.samples) == (VoiceKind.CHIME, CHIME)


def test_without_recordings_speech_or_the_chime_is_heard(tmp_path: Path):
    kind = VoiceKind.SPEECH if speech.has_speech() else VoiceKind.CHIME
    assert CallingVoice(tmp_path).call(WORDS).kind is kind


def test_one_missing_word_is_no_half_sentence(tmp_path: Path):
    record(tmp_path, CLIP_WORDS)
    assert ClipVoice(tmp_path).missing(WORDS) == ("甲",)
    assert CallingVoice(tmp_path).call(WORDS).kind is not VoiceKind.CLIPS


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound at all" * 9])
def test_a_file_that_is_no_recording_is_named(tmp_path: Path, content: bytes):
    record(tmp_path, WORDS)
    (tmp_path / "甲.wav").write_bytes(content)
    with pytest.raises(DeviceError, match=r"甲\.wav"):
        ClipVoice(tmp_path).say(WORDS)
    assert CallingVoice(tmp_path).call(WORDS).kind is not VoiceKind.CLIPS


def test_a_silent_recording_is_named(tmp_path: Path):
    write_wav(tmp_path / "甲.wav", np.zeros(9_000, np.float32), 22_050)
    with pytest.raises(DeviceError, match="没有声音"):
        read_clip(tmp_path / "甲.wav")


@pytest.mark.skipif(
    importlib.util.find_spec(speech.LIBRARY) is None, reason="the extra `speech` is not installed"
)
class TestSpeech:
    def test_a_sentence_is_spoken(self):
        said = speech.speak("请甲零一二号，到三号窗口。")
        assert 1.5 < len(said) / 48_000 < 6.0
        assert float(np.abs(said).max()) > 0.3

    def test_what_follows_the_chime_is_the_rest_of_the_call(self, tmp_path: Path):
        voice = CallingVoice(tmp_path, VoiceKind.SPEECH)
        rest, whole = voice.follow(WORDS), voice.call(WORDS)
        assert rest is not None
        assert (rest.kind, whole.kind) == (VoiceKind.SPEECH, VoiceKind.SPEECH)
        assert whole.sound.samples[len(CHIME) :] == rest.sound.samples

    def test_longer_sentences_take_longer(self):
        assert len(speech.speak("请甲零一二号")) > 2 * len(speech.speak("甲"))

    def test_each_sign_of_a_window_is_said(self):
        said = {len(speech.speak(sign)) for sign in "甲乙丙丁零一二三四五六七八九"}
        assert len(said) > 5


def test_the_settings_name_the_voice():
    assert best_voice("clips") is VoiceKind.CLIPS
    assert best_voice("speech") is VoiceKind.SPEECH
    assert best_voice("none") is None
    assert best_voice("opera") is VoiceKind.CHIME
