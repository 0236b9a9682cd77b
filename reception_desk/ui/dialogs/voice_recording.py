"""录制叫号的词: word by word into the microphone, judged at once, cut and levelled by itself."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.devices.microphone import Microphone
from reception_desk.devices.speaker import Speaker
from reception_desk.devices.speaker.clip_taking import keep_clip, taken
from reception_desk.devices.speaker.clips import ClipVoice
from reception_desk.devices.speaker.shaping import from_pcm, loudness_db, to_sound
from reception_desk.errors import DeskError
from reception_desk.records.sound import Sound
from reception_desk.ui import icons, text_size
from reception_desk.ui.screen_room import room_around
from reception_desk.ui.tasks import Tasks
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.level_meter import LevelMeter

if TYPE_CHECKING:
    from reception_desk.devices.speaker.shaping import Samples

LANE = "voice"
_WORD_HEIGHT = 110
LONGEST_MS = 6000
"""A recording that nobody ends is ended."""
_GUIDE = (
    "请一位吐字清楚的工作人员在安静的房间里录，本地话、普通话都可以。按空格开始，说出大字，再按空格。"
    "前后的空白会剪去，每个词调成一样响。"
)


class WordTag(Button):
    """A word to choose; its mark says that it was recorded."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word
        self.setProperty("look", "tag")
        self.setCheckable(True)

    def show_state(self, *, is_kept: bool, is_current: bool) -> None:
        """Show whether there is a recording, and whether it is this word's turn."""
        self.setChecked(is_current)
        icons.wear(self, "check" if is_kept else "minus", Colour.OK if is_kept else Colour.MUTED)
        self.setAccessibleName(f"{self.word}，{'已录' if is_kept else '还没有录'}")


class VoiceRecording(QDialog):
    """Writes each good recording into `folder` at once; there is nothing to save."""

    def __init__(
        self,
        parent: QWidget,
        folder: Path,
        words: Sequence[str],
        sound: tuple[Microphone, Speaker],
        tasks: Tasks,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("录制叫号的词")
        self._folder, self._clips, self._tasks = folder, ClipVoice(folder), tasks
        self._microphone, self._speaker = sound
        self._heard: list[bytes] | None = None
        self.tags = [WordTag(word) for word in dict.fromkeys(words)]
        self.word = label("", "number")
        self.count = label("", "count")
        self.meter = LevelMeter("话筒")
        self.bar = InlineBar()
        self.record_button = Button(
            "开始录音（空格）", self.press, look=Look.PRIMARY, icon="recorder"
        )
        self.listen_button = Button("听一遍（P）", self.listen, icon="play")
        self.close_button = Button("完成", self.accept)
        self._limit = QTimer(self, singleShot=True, interval=LONGEST_MS)
        self._limit.timeout.connect(self._end)
        self._arrange()
        for tag in self.tags:
            tag.clicked.connect(partial(self.choose, tag.word))
        for keys, act in (
            ("Space", self.press), ("P", self.listen),
            ("Left", partial(self._go, -1)), ("Right", partial(self._go, 1)),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self.finished.connect(self._let_go)
        self.choose(next(iter(self._missing()), self.tags[0].word))
        self._say_condition()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._whole.activate()
        self.resize(self.width(), self._whole.totalHeightForWidth(self.width()))

    @property
    def current(self) -> str:
        """The word whose turn it is."""
        return self.word.text()

    def choose(self, word: str) -> None:
        """Let it be this word's turn."""
        if self._heard is None:
            self.word.setText(word)
        self._judge()

    def press(self) -> None:
        """Begin to record, or end it."""
        if not self.record_button.isEnabled():
            return
        if self._heard is not None:
            self._end()
            return
        self._speaker.stop()
        self._heard = []
        self.bar.clear()
        self._microphone.start(self._hear)
        self._limit.start()
        self._judge()

    def listen(self) -> None:
        """Play the recording of this word as the hall will hear it."""
        if self._heard is None and self.listen_button.isEnabled():
            work = partial(_sound_of, self._clips, self.current)
            self._tasks.run(LANE, self, work, self._play, self._refuse)

    def _hear(self, samples: bytes) -> None:
        if self._heard is not None:
            self._heard.append(samples)
            self.meter.show_level(loudness_db(from_pcm(samples)))

    def _end(self) -> None:
        if self._heard is None:
            return
        self._microphone.stop()
        self._limit.stop()
        recorded, word = Sound(b"".join(self._heard)), self.current
        self._heard = None
        self.record_button.setEnabled(False)
        self.meter.show_level(None)
        work = partial(_take, self._folder, word, recorded)
        self._tasks.run(LANE, self, work, self._kept, self._refuse)

    def _kept(self, word: str) -> None:
        missing = self._missing()
        if missing:
            self.choose(missing[0])
            self.bar.say(Level.OK, f"“{word}”录好了，接着录“{missing[0]}”。点一个词可以重录。")
        else:
            self.choose(word)
            self.bar.say(Level.OK, "所有的词都录好了。点一个词可以重录。")

    def _refuse(self, error: Exception) -> None:
        self._judge()
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            raise error

    def _play(self, sound: Sound) -> None:
        self._speaker.play(sound, lambda: None)

    def _go(self, by: int) -> None:
        words = [tag.word for tag in self.tags]
        self.choose(words[(words.index(self.current) + by) % len(words)])

    def _missing(self) -> tuple[str, ...]:
        return self._clips.missing(tag.word for tag in self.tags)

    def _judge(self) -> None:
        missing = self._missing()
        for tag in self.tags:
            tag.show_state(is_kept=tag.word not in missing, is_current=tag.word == self.current)
            tag.setEnabled(self._heard is None)
        is_recording = self._heard is not None
        self.count.setText(f"已录 {len(self.tags) - len(missing)} / {len(self.tags)}")
        self.record_button.setText("说完了（空格）" if is_recording else "开始录音（空格）")
        self.record_button.setEnabled(self._microphone.condition().value == "ready")
        self.listen_button.setEnabled(not is_recording and self.current not in missing)

    def _say_condition(self) -> None:
        condition = self._microphone.condition()
        if condition.value != "ready":
            self.bar.say(Level.WARN, condition.sentence)

    def _let_go(self) -> None:
        self._limit.stop()
        self._microphone.close()
        self._speaker.stop()

    def _arrange(self) -> None:
        words = QWidget()
        flow = FlowLayout(words, spacing=6)
        for tag in self.tags:
            flow.addWidget(tag)
        stage = QFrame()
        stage.setProperty("look", "panel")
        inside = QVBoxLayout(stage)
        inside.setContentsMargins(16, 12, 16, 14)
        self.word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.word.setMinimumHeight(text_size.scaled(_WORD_HEIGHT))
        for part in (self.word, self.meter):
            inside.addWidget(part)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(label("录制叫号的词", "heading"), 1)
        head.addWidget(self.count)
        for button in (self.record_button, self.listen_button):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        self._whole = whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 18)
        whole.setSpacing(12)
        whole.addLayout(head)
        for part in (label(_GUIDE, "muted", wraps=True), stage, words, self.bar):
            whole.addWidget(part)
        whole.addStretch(1)
        whole.addLayout(foot)
        self.setMinimumWidth(min(text_size.scaled(560), room_around(self).width() - 60))


def _take(folder: Path, word: str, recorded: Sound) -> str:
    keep_clip(folder, word, taken(recorded))
    return word


def _sound_of(clips: ClipVoice, word: str) -> Sound:
    voice: Samples = clips.say([word])
    return to_sound(voice)
