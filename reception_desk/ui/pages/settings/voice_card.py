"""叫号声音: by which voice calls are said, which recordings are missing, and a call to try it."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from reception_desk.config import BoardSettings
from reception_desk.devices.speaker import speech
from reception_desk.devices.speaker.calling_voice import (
    SILENT,
    CallingVoice,
    SpokenCall,
    best_voice,
)
from reception_desk.devices.speaker.clips import ClipVoice
from reception_desk.models.database import now
from reception_desk.records.hall_board import HallCall
from reception_desk.records.sound import SpeakerCondition, VoiceKind
from reception_desk.rules.announcements import CLIP_WORDS, words_of
from reception_desk.rules.ticket_queue import prefix_of, write_number
from reception_desk.services.office import list_desks
from reception_desk.ui.dialogs.voice_recording import VoiceRecording
from reception_desk.ui.hall.sound_input import SoundInput
from reception_desk.ui.hall.sound_output import SoundOutput, load_multimedia
from reception_desk.ui.pages.settings.device_choices import Choices
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.form_grid import FormGrid, Row
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace

LANE = "voice"
_NAMES = {
    VoiceKind.CLIPS.value: "本单位录音",
    VoiceKind.SPEECH.value: "合成语音",
    VoiceKind.CHIME.value: "只响提示音",
    SILENT: "不出声，只在大厅屏上闪动",
}
_TRIAL = 12


class VoiceCard(Card):
    """What is tried is heard at this machine; nothing is kept before 保存."""

    def __init__(self, workplace: Workplace, kept: BoardSettings) -> None:
        super().__init__("叫号声音")
        self._work = workplace
        self._folder = workplace.settings.voice_path
        self._output: SoundOutput | None = None
        self.voice = Choices(_NAMES, kept.voice)
        self.says_yao = QCheckBox("号码里的 1 念“幺”")
        self.says_yao.setChecked(kept.says_yao)
        self.recordings = label("", "hint", wraps=True)
        self.bar = InlineBar()
        self.trial_button = Button("试听", self.try_call)
        foot = QHBoxLayout()
        self.record_button = Button("录制叫号的词…", self.record, icon="recorder")
        for button in (self.trial_button, self.record_button):
            foot.addWidget(button)
        foot.addStretch(1)
        self.add(FormGrid([Row("声音", self.voice), Row("读法", self.says_yao)]))
        for part in (self.recordings, self.bar):
            self.add(part)
        self.add(foot)
        self.voice.currentIndexChanged.connect(self._judge)
        self._judge()

    def chosen(self, screen_name: str) -> BoardSettings:
        """Return what the fields say, with the screen that is chosen beside them."""
        return BoardSettings(screen_name, self.voice.code(), self.says_yao.isChecked())

    def try_call(self) -> None:
        """Say a number at this machine as the hall would hear it."""
        best = best_voice(self.voice.code())
        if best is None:
            return
        desk = self._work.actor.desk
        call = HallCall(write_number(desk.code, _TRIAL), desk.window, now())
        words = words_of(call, says_yao=self.says_yao.isChecked())
        self.trial_button.setEnabled(False)
        self.bar.say(Level.INFO, "正在准备声音…")
        work = partial(_prepare, CallingVoice(self._folder, best), words)
        self._work.tasks.run(LANE, self, work, self._play, self._fail)

    def record(self) -> None:
        """Open the guide that takes one word after the other."""
        self.record_button.setEnabled(False)
        self._work.tasks.run(LANE, self, load_multimedia, self._open_guide, self._fail)

    def _open_guide(self, is_loaded: bool) -> None:  # noqa: FBT001  # a lane's answer
        microphone, speaker = SoundInput(is_loaded=is_loaded), SoundOutput(is_loaded=is_loaded)
        guide = VoiceRecording(
            self, self._folder, self._words(), (microphone, speaker), self._work.tasks
        )
        for part in (microphone, speaker):
            part.setParent(guide)
        guide.finished.connect(self._judge)
        guide.open()

    def _words(self) -> tuple[str, ...]:
        """Every word of a call in this hall: the common ones, and the signs of its windows."""
        codes = [desk.code for desk in list_desks(self._work.database, self._work.actor)]
        return (*CLIP_WORDS, *"".join(prefix_of(code).strip("-") for code in codes))

    def _play(self, prepared: tuple[SpokenCall, bool]) -> None:
        spoken, is_loaded = prepared
        if self._output is None:
            self._output = SoundOutput(is_loaded=is_loaded)
            self._output.setParent(self)
        condition = self._output.condition()
        if condition is SpeakerCondition.READY:
            self.bar.say(Level.OK, f"正在播放：{spoken.kind.label}。")
        else:
            self.bar.say(Level.WARN, condition.sentence)
        # Its own end may come within this call.
        self._output.play(spoken.sound, lambda: QTimer.singleShot(0, self, self._judge))

    def _fail(self, error: Exception) -> None:
        self._judge()
        self.bar.hide()
        self._work.messages.show_error(error)

    def _judge(self) -> None:
        code = self.voice.code()
        self.record_button.setEnabled(True)
        self.record_button.setVisible(code == VoiceKind.CLIPS.value)
        self.trial_button.setEnabled(code != SILENT)
        self.says_yao.setEnabled(code in {VoiceKind.CLIPS.value, VoiceKind.SPEECH.value})
        self.recordings.setText(self._about(code))
        self.recordings.setVisible(bool(self.recordings.text()))

    def _about(self, code: str) -> str:
        """Return what the chosen voice lacks, and what is heard instead."""
        instead = "合成语音" if speech.has_speech() else "提示音"
        if code == VoiceKind.CLIPS.value:
            missing = ClipVoice(self._folder).missing(self._words())
            where = f"录音放在 {self._folder}，一个词一个文件，如“请.wav”，可用本地话录。"
            if not missing:
                return f"{where}录音齐全。"
            return f"{where}还缺：{'、'.join(missing)}。缺的时候整句改用{instead}。"
        if code == VoiceKind.SPEECH.value and not speech.has_speech():
            return (
                "本机没有安装合成语音，改用提示音。需要时由管理员安装 espeak-ng："
                "pip install 'reception-desk[speech]'。"
            )
        return ""


def _prepare(voice: CallingVoice, words: tuple[str, ...]) -> tuple[SpokenCall, bool]:
    return voice.call(words), load_multimedia()
