"""录制叫号的词 by keys: each word is taken, judged, kept, heard again."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reception_desk.devices.microphone.simulated import SimulatedMicrophone
from reception_desk.devices.speaker.clips import ClipVoice
from reception_desk.devices.speaker.shaping import silence, to_sound
from reception_desk.devices.speaker.simulated import SimulatedSpeaker
from reception_desk.records.sound import SOUND_RATE, MicrophoneCondition, Sound
from reception_desk.ui.dialogs.voice_recording import VoiceRecording
from reception_desk.ui.tasks import Tasks
from tests.devices.speaker.recordings import tone

WORDS = ("请", "号", "甲")


class Room:
    """The guide over a window, with what it hears and says."""

    def __init__(
        self,
        qtbot: QtBot,
        folder: Path,
        tasks: Tasks,
        condition: MicrophoneCondition = MicrophoneCondition.READY,
    ) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.microphone, self.speaker = SimulatedMicrophone(condition), SimulatedSpeaker()
        self.behind = QWidget()
        self.behind.resize(1000, 700)
        qtbot.addWidget(self.behind)
        self.behind.show()
        sound = (self.microphone, self.speaker)
        self.guide = VoiceRecording(self.behind, folder, WORDS, sound, tasks)
        self.guide.open()
        qtbot.waitExposed(self.guide)

    def key(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.guide, key)

    def say(self, sound: Sound) -> None:
        self.key(Qt.Key.Key_Space)
        assert self.microphone.is_listening
        self.microphone.hear(sound)
        self.key(Qt.Key.Key_Space)
        self.qtbot.waitUntil(self.guide.record_button.isEnabled)
        assert not self.microphone.is_listening


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, tasks: Tasks) -> Room:
    return Room(qtbot, tmp_path / "voice", tasks)


def word(loudness: float = 0.2) -> Sound:
    voice = tone(300, 0.3, SOUND_RATE, loudness)
    return to_sound(np.concatenate([silence(0.2), voice, silence(0.2)]))


def test_word_after_word_is_taken_by_the_space_bar(room: Room):
    assert room.guide.current == "请"
    room.say(word())
    assert room.guide.current == "号"
    assert "接着录“号”" in room.guide.bar.text
    room.say(word())
    room.say(word())
    assert "都录好了" in room.guide.bar.text
    assert room.guide.count.text() == "已录 3 / 3"
    assert not ClipVoice(room.folder).missing(WORDS)


def test_a_bad_recording_is_refused_and_nothing_kept(room: Room):
    room.say(word(loudness=0.002))
    assert "太轻" in room.guide.bar.text
    assert room.guide.current == "请"
    assert ClipVoice(room.folder).missing(WORDS) == WORDS
    room.say(word())
    assert room.guide.current == "号"


def test_a_word_is_heard_again_and_recorded_anew(room: Room):
    room.say(word())
    room.key(Qt.Key.Key_Left)
    assert room.guide.current == "请"
    room.key(Qt.Key.Key_P)
    room.qtbot.waitUntil(lambda: bool(room.speaker.heard))
    before = (room.folder / "请.wav").stat().st_size
    room.say(to_sound(np.concatenate([tone(300, 0.8, SOUND_RATE), silence(0.2)])))
    assert (room.folder / "请.wav").stat().st_size > before


def test_the_level_is_seen_while_somebody_speaks(room: Room):
    room.key(Qt.Key.Key_Space)
    room.microphone.hear(word())
    assert room.guide.meter.level_db is not None
    assert room.guide.record_button.text() == "说完了（空格）"
    assert not any(tag.isEnabled() for tag in room.guide.tags)
    room.key(Qt.Key.Key_Space)
    room.qtbot.waitUntil(room.guide.record_button.isEnabled)


def test_closing_lets_go_of_the_microphone(room: Room):
    room.key(Qt.Key.Key_Space)
    room.guide.reject()
    assert not room.microphone.is_listening
    assert ClipVoice(room.folder).missing(WORDS) == WORDS


def test_without_a_microphone_it_says_so(qtbot: QtBot, tmp_path: Path, tasks: Tasks):
    room = Room(qtbot, tmp_path, tasks, MicrophoneCondition.NO_DEVICE)
    assert "接上话筒" in room.guide.bar.text
    assert not room.guide.record_button.isEnabled()
