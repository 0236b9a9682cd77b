"""A word just said: kept when it is good, and otherwise what to do better."""

from pathlib import Path

import numpy as np
import pytest

from reception_desk.devices.speaker.clip_taking import keep_clip, taken
from reception_desk.devices.speaker.clips import ClipVoice, read_clip
from reception_desk.devices.speaker.shaping import loudness_db, silence, to_sound
from reception_desk.errors import DeviceError
from reception_desk.records.sound import SOUND_RATE, Sound
from tests.devices.speaker.recordings import tone


def said(seconds: float = 0.4, loudness: float = 0.2, *, around: float = 0.5) -> Sound:
    quiet = silence(around)
    return to_sound(np.concatenate([quiet, tone(300, seconds, SOUND_RATE, loudness), quiet]))


@pytest.mark.parametrize("loudness", [0.03, 0.2, 0.8])
def test_every_word_is_cut_and_as_loud_as_the_others(tmp_path: Path, loudness: float):
    voice = taken(said(loudness=loudness))
    assert 0.4 <= len(voice) / SOUND_RATE < 0.5
    assert loudness_db(voice) == pytest.approx(-18.0, abs=0.5)
    path = keep_clip(tmp_path / "voice", "请", voice)
    assert path.name == "请.wav"
    assert len(read_clip(path)) == pytest.approx(len(voice), abs=SOUND_RATE * 0.05)
    assert ClipVoice(tmp_path / "voice").missing(["请", "号"]) == ("号",)


@pytest.mark.parametrize(
    ("recorded", "sentence"),
    [
        (Sound(b""), "没有听到声音"),
        (to_sound(silence(1.0)), "没有听到声音"),
        (said(loudness=0.002), "太轻"),
        (said(loudness=1.6), "录破了"),
        (said(0.02), "一点点"),
        (said(3.5), "太长"),
    ],
)
def test_what_cannot_be_used_is_told_while_the_speaker_sits_there(recorded: Sound, sentence: str):
    with pytest.raises(DeviceError, match=sentence) as told:
        taken(recorded)
    assert told.value.advice


def test_a_new_recording_takes_the_place_of_the_old(tmp_path: Path):
    for seconds in (0.3, 0.6):
        keep_clip(tmp_path, "号", taken(said(seconds)))
    assert [path.name for path in tmp_path.iterdir()] == ["号.wav"]
    assert len(read_clip(tmp_path / "号.wav")) / SOUND_RATE == pytest.approx(0.6, abs=0.1)


def test_a_folder_that_takes_nothing_is_told(tmp_path: Path):
    (tmp_path / "voice").write_text("a file where the folder belongs")
    with pytest.raises(DeviceError, match="没有存上"):
        keep_clip(tmp_path / "voice", "请", taken(said()))
