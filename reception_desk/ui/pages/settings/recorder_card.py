"""录像: the camera and the microphones of video sessions, tried before they are kept."""

from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from reception_desk.config import RecorderSettings
from reception_desk.errors import DeskError
from reception_desk.recording.places import CAMERA_SOUND, SIDES
from reception_desk.recording.trial import Trial, try_places
from reception_desk.ui import text_size
from reception_desk.ui.picture_formats import decoded
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.form_grid import FormGrid, Row
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace

LANE = "recorder trial"
_THUMBNAIL = 240
_HEARD_DB = -50.0
_WORDS = (
    "录像只在信访人同意并登记以后才开始；试看只看一眼、听一秒，什么也不保存。"
    f"话筒填写 {CAMERA_SOUND}，就用摄像机自带的声音。"
)


class RecorderCard(Card):
    """Trying opens the sources in a process of its own, in a lane of its own."""

    def __init__(self, workplace: Workplace, kept: RecorderSettings) -> None:
        super().__init__("视频接访录像")
        self._work = workplace
        self._stop: Event | None = None
        self.video = QLineEdit(kept.video)
        self.receiver = QLineEdit(kept.receiver_sound)
        self.petitioner = QLineEdit(kept.petitioner_sound)
        self.folder = QLineEdit(kept.folder)
        self.folder.setPlaceholderText("数据文件夹里的 recordings")
        self.bar, self.picture = InlineBar(), QLabel()
        self.picture.hide()
        self.try_button = Button("试看", self.try_out)
        self._folder_row = QWidget()
        self._arrange()
        for field in (self.video, self.receiver, self.petitioner):
            field.textChanged.connect(self._judge)
        self._judge()

    def chosen(self) -> RecorderSettings:
        """Return what the fields say."""
        fields = (self.video, self.receiver, self.petitioner, self.folder)
        return RecorderSettings(*(field.text().strip() for field in fields))

    def try_out(self) -> None:
        """Look and listen once, or stop."""
        if self._stop is not None:
            self._stop.set()
            return
        self._stop = Event()
        self.try_button.setText("停止")
        self.picture.hide()
        self.bar.say(Level.INFO, "正在打开摄像机和话筒…")
        look = partial(_try, self.chosen(), self._stop)
        self._work.tasks.run(LANE, self, look, self._show, self._failed)

    def _show(self, tried: Trial) -> None:
        self._end()
        if tried.picture:
            side = text_size.scaled(_THUMBNAIL)
            picture = QPixmap.fromImage(decoded(tried.picture, side * 2))
            smooth = Qt.TransformationMode.SmoothTransformation
            mode = Qt.AspectRatioMode.KeepAspectRatio
            self.picture.setPixmap(picture.scaled(side, side, mode, smooth))
            self.picture.setAccessibleName("试看的画面")
            self.picture.show()
        told = [_level_words(title, level) for title, level in tried.levels.items()]
        seen = ["有画面"] if tried.picture else []
        if tried.missing:
            what = "、".join(tried.missing)
            advice = "请检查地址、密码和连接线，以及它是否正被别的程序使用。"
            self.bar.say(Level.WARN, f"{what}没有打开。{'；'.join(seen + told)}{advice}")
        else:
            self.bar.say(Level.OK, f"{'；'.join(seen + told)}。")

    def _failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            self.bar.clear()
            self._work.messages.show_error(error)

    def _end(self) -> None:
        self._stop = None
        self._judge()

    def _judge(self) -> None:
        if self._stop is None:
            self.try_button.setText("试看")
            self.try_button.setEnabled(self.chosen().is_set_up)

    def _choose_folder(self) -> None:
        self._work.messages.choose_folder("选择录像的文件夹", self._take_folder)

    def _take_folder(self, folder: Path) -> None:
        self.folder.setText(str(folder))

    def _arrange(self) -> None:
        row = QHBoxLayout(self._folder_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.folder, 1)
        row.addWidget(Button("选择…", self._choose_folder))
        self._folder_row.setFocusProxy(self.folder)
        self.folder.setAccessibleName("录像文件夹")
        video = "网络摄像机写 rtsp:// 开头的地址，本机摄像机写它的名称"
        rows = [
            Row("画面", self.video, video),
            Row("接访人话筒", self.receiver),
            Row("信访人话筒", self.petitioner),
            Row("文件夹", self._folder_row, "录像占地大，宜放在单独的盘上"),
        ]
        self.add(label(_WORDS, "hint", wraps=True))
        foot = QHBoxLayout()
        foot.addWidget(self.try_button)
        foot.addStretch(1)
        for part in (FormGrid(rows), self.bar, self.picture):
            self.add(part)
        self.body.setAlignment(self.picture, Qt.AlignmentFlag.AlignLeft)
        self.add(foot)


def _try(kept: RecorderSettings, stop: Event) -> Trial:
    """Runs in the lane."""
    named = zip(SIDES, (kept.receiver_sound, kept.petitioner_sound), strict=True)
    sounds = [f"{title}={address}" for title, address in named if address]
    return try_places(kept.video, sounds, stop)


def _level_words(title: str, level: float) -> str:
    if level < _HEARD_DB:
        return f"{title}几乎没有声音，请对着话筒说话再试"
    return f"{title}有声音（{level:.0f} dB）"
