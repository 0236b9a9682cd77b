"""The film on the screen: the picture or the levels, the time bar, and what is said of it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from reception_desk.recording.playback import Seen
from reception_desk.ui import icons
from reception_desk.ui.pages.video_sessions.film_bar import FilmBar
from reception_desk.ui.pages.video_sessions.film_player import SPEEDS
from reception_desk.ui.pages.video_sessions.recorder_words import elapsed_text
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import ElidedLabel, label
from reception_desk.ui.widgets.level_meter import LevelMeter

SKIP_MS = 10_000
UNREADABLE = "这一段的录像损坏，无法显示"
HIDDEN = "这一段已经封存"
SOUND_ONLY = "只录音，没有画面"
NO_PICTURE = "这时没有画面"


class FilmPicture(QWidget):
    """The picture as it is, or words in its place. Signal `resized(QSize)` in device px."""

    resized = Signal(QSize)

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("录像画面")

    def show_picture(self, image: QImage, words: str) -> None:
        """Show a picture, or `words` where there is none."""
        self.image, self.words = image, words
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 270)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 90)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit(self.size() * self.devicePixelRatio())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(icons.colour(Colour.RAIL)))
        if not self.image.isNull():
            size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), self.image)
        elif self.words:
            painter.setPen(QColor(icons.colour(Colour.ON_RAIL)))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(12, 8, -12, -8), int(flags), self.words)
        painter.end()


class FilmView(Card):
    """Signals: `play_asked()`, `skip_asked(ms)`, `speed_asked(float)`, `look_asked()`,
    `recording_chosen(place)`.
    """

    play_asked = Signal()
    skip_asked = Signal(int)
    speed_asked = Signal(float)
    look_asked = Signal()
    recording_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__("录音录像")
        self.picture, self.bar = FilmPicture(), FilmBar()
        self.why = label("", "", wraps=True)
        self.look_button = Button("查阅…", self.look_asked.emit, look=Look.PRIMARY, icon="eye")
        self.recordings = QComboBox()
        self.recordings.setAccessibleName("哪一份录音录像")
        self.play_button = Button("播放", self.play_asked.emit, icon="play", tip="空格")
        self.back = Button("−10 秒", partial(self.skip_asked.emit, -SKIP_MS), tip="左方向键")
        self.on = Button("+10 秒", partial(self.skip_asked.emit, SKIP_MS), tip="右方向键")
        self.speed = QComboBox()
        self.speed.setAccessibleName("播放速度")
        self.clock = label("", "strong")
        self.said = ElidedLabel("", "warn")
        self.silent = label("", "hint", wraps=True)
        self._meters: dict[str, LevelMeter] = {}
        self._meter_grid = QGridLayout()
        self._shut, self._film = QWidget(), QWidget()
        self._arrange()
        self.recordings.activated.connect(self.recording_chosen)
        self.speed.activated.connect(lambda at: self.speed_asked.emit(SPEEDS[at]))
        self.show_shut("", can_look=False)

    @property
    def levels(self) -> dict[str, float | None]:
        """The level of each track, as it is shown."""
        return {title: meter.level_db for title, meter in self._meters.items()}

    def show_shut(self, words: str, *, can_look: bool) -> None:
        """Show no film, and why."""
        self._film.hide()
        self._shut.show()
        self.why.setText(words)
        self.look_button.setVisible(can_look)

    def show_open(self, titles: Sequence[str]) -> None:
        """Show the film's place; `titles` are its tracks of sound."""
        self._shut.hide()
        self._film.show()
        empty(self._meter_grid)
        self._meters = {title: LevelMeter(title) for title in titles}
        for at, (title, meter) in enumerate(self._meters.items()):
            self._meter_grid.addWidget(label(title, "muted"), at, 0)
            self._meter_grid.addWidget(meter, at, 1)

    def show_recordings(self, words: Sequence[str], chosen: int) -> None:
        """Offer the recordings, where there is more than one."""
        self.recordings.clear()
        self.recordings.addItems(list(words))
        self.recordings.setCurrentIndex(chosen)
        self.recordings.setVisible(len(words) > 1)

    def show_seen(self, seen: Seen, image: QImage, *, has_picture: bool) -> None:
        """Show what is there at a moment."""
        words = NO_PICTURE if has_picture else SOUND_ONLY
        words = HIDDEN if seen.is_hidden else UNREADABLE if seen.is_unreadable else words
        self.picture.show_picture(image, words)
        for title, meter in self._meters.items():
            meter.show_level(seen.levels.get(title))

    def show_place(self, place_ms: int, length_ms: int, moment: str) -> None:
        """Show how far it is, which moment of that day it was, and what is missing there."""
        self.bar.show_place(place_ms)
        self.clock.setText(f"{elapsed_text(place_ms)} / {elapsed_text(length_ms)}　{moment}")
        span = self.bar.span_at(place_ms)
        self.said.setText(span.sentence if span else "")

    def show_playing(self, silent: str, *, is_playing: bool) -> None:
        """Show whether it plays; `silent` says why nothing is heard."""
        self.play_button.setText("暂停" if is_playing else "播放")
        icons.wear(self.play_button, "pause" if is_playing else "play")
        self.silent.setText(silent)
        self.silent.setVisible(bool(silent))

    def _arrange(self) -> None:
        for speed in SPEEDS:
            self.speed.addItem(f"{speed:g} 倍速", speed)
        self.speed.setCurrentIndex(SPEEDS.index(1.0))
        self._meter_grid.setColumnStretch(1, 1)
        self._meter_grid.setHorizontalSpacing(8)
        keys = QWidget()
        flow = FlowLayout(keys, spacing=8)
        for part in (self.play_button, self.back, self.on, self.speed):
            flow.addWidget(part)
        place = QHBoxLayout()
        place.setSpacing(12)
        place.addWidget(self.clock)
        place.addWidget(self.said, 1)
        column = QVBoxLayout(self._film)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.picture, 1)
        column.addLayout(self._meter_grid)
        column.addWidget(self.bar)
        column.addLayout(place)
        column.addWidget(keys)
        column.addWidget(self.silent)
        shut = QVBoxLayout(self._shut)
        shut.setContentsMargins(0, 0, 0, 0)
        shut.setSpacing(10)
        shut.addWidget(self.why)
        shut.addWidget(self.look_button, 0, Qt.AlignmentFlag.AlignLeft)
        shut.addStretch(1)
        self.add(self.recordings)
        self.add(self._shut)
        self.add(self._film, 1)
