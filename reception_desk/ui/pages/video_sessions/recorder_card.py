"""The recorder: whether anything is recorded, what it looks and sounds like on the disk."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from reception_desk.records.recording import (
    PICTURE_TITLE,
    RecordingState,
    RecordingStatus,
    TrackStanding,
)
from reception_desk.rules.recording_consent import Permitted
from reception_desk.ui import icons, text_size
from reception_desk.ui.pages.video_sessions.recorder_words import (
    alarm_words,
    elapsed_text,
    room_words,
    state_sentence,
)
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import IconLabel, label
from reception_desk.ui.widgets.level_meter import LevelMeter

_TAKING = frozenset({RecordingState.STARTING, RecordingState.RECORDING})
_TIMED = _TAKING | {RecordingState.PAUSED, RecordingState.INTERRUPTED}
_WIDTH = 144
"""Of the picture, px at standard text."""
_ICONS = {
    RecordingState.STARTING: ("filled-dot", Colour.ERROR),
    RecordingState.RECORDING: ("filled-dot", Colour.ERROR),
    RecordingState.PAUSED: ("pause", Colour.WARN),
    RecordingState.INTERRUPTED: ("warning", Colour.WARN),
}


class RecorderCard(Card):
    """Signals: `start_asked()`, `stop_asked()`, `pause_asked()`, `resume_asked()`,
    `seen(is shown)`: whether somebody looks at the picture.
    """

    start_asked = Signal()
    stop_asked = Signal()
    pause_asked = Signal()
    resume_asked = Signal()
    seen = Signal(bool)

    def __init__(self) -> None:
        super().__init__("录音录像")
        self.view = _Seen()
        self.start_button = Button("", self.start_asked.emit, look=Look.PRIMARY, tip="F9")
        self.stop_button = Button("F9　结束录制", self.stop_asked.emit, icon="stop", tip="F9")
        self.pause_button = Button("暂停…", self.pause_asked.emit, icon="pause")
        self.resume_button = Button("接着录", self.resume_asked.emit)
        self.why = label("", "muted", wraps=True)
        self.kept = label("", "hint", wraps=True)
        self._icon = IconLabel("filled-dot", Colour.ERROR, 14)
        self._state = label("", "strong")
        self._elapsed = label("", "heading")
        self._room = label("", "hint", wraps=True)
        self._said = label("", "warn", wraps=True)
        self._alarms = QVBoxLayout()
        self._meters: dict[str, LevelMeter] = {}
        self._meter_part, self._state_part = QWidget(), QWidget()
        self._meter_grid = QGridLayout(self._meter_part)
        self._alarm_words: list[str] = []
        self._arrange()
        self.kept.hide()

    @property
    def alarms(self) -> list[str]:
        """What is said to be wrong."""
        return self._alarm_words

    @property
    def levels(self) -> dict[str, float | None]:
        """The level of each track, as it is shown."""
        return {title: meter.level_db for title, meter in self._meters.items()}

    def show_status(self, status: RecordingStatus, picture: QImage, *, is_busy: bool) -> None:
        """Show how the recorder stands."""
        is_taking, is_timed = status.state in _TAKING, status.state in _TIMED
        films = any(track.title == PICTURE_TITLE for track in status.tracks)
        self.view.setVisible(is_taking and films)
        self.view.show_picture(picture)
        self._state_part.setVisible(is_timed)
        icon, colour = _ICONS.get(status.state, ("filled-dot", Colour.MUTED))
        self._icon.show_icon(icon, colour)
        self._state.setText(_state_word(status, films=films))
        self._elapsed.setText(elapsed_text(status.elapsed_ms))
        self._said.setText(state_sentence(status))
        self._said.setVisible(bool(self._said.text()))
        self._room.setText(room_words(status) if is_timed else "")
        self._room.setVisible(bool(self._room.text()))
        self._show_meters(status.tracks if is_taking else ())
        self._show_alarms([alarm_words(alarm) for alarm in status.alarms])
        self.stop_button.setVisible(is_timed)
        self.pause_button.setVisible(is_taking)
        self.resume_button.setVisible(is_timed and not is_taking)
        self.start_button.setVisible(not is_timed)
        for button in (self.stop_button, self.pause_button, self.resume_button):
            button.setEnabled(not is_busy)

    def show_permitted(self, permitted: Permitted, why_not: str, *, is_busy: bool) -> None:
        """Say what may be recorded, or why nothing; `why_not` is "" where it can begin."""
        what = "录音" if permitted is Permitted.SOUND else "录音录像"
        self.start_button.setText(f"F9　开始{what}")
        self.start_button.setEnabled(not why_not and not is_busy)
        self.start_button.setAccessibleDescription(why_not)
        self.why.setText(why_not)
        self.why.setVisible(bool(why_not) and not self.start_button.isHidden())

    def show_kept(self, lines: Sequence[str]) -> None:
        """Show what has been put on record of this session."""
        self.kept.setText("\n".join(lines))
        self.kept.setVisible(bool(lines))

    def say(self, words: str) -> None:
        """Say something about the recording that runs."""
        self._said.setText(words)
        self._said.show()

    def press_key(self) -> None:
        """F9: begin or end, whichever is possible."""
        for button in (self.start_button, self.stop_button):
            if not button.isHidden():
                button.click()
                return

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.seen.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.seen.emit(False)

    def _show_meters(self, tracks: tuple[TrackStanding, ...]) -> None:
        sounds = [track for track in tracks if track.title != PICTURE_TITLE]
        if [track.title for track in sounds] != list(self._meters):
            empty(self._meter_grid)
            self._meters = {track.title: LevelMeter(track.title) for track in sounds}
            for at, (title, meter) in enumerate(self._meters.items()):
                self._meter_grid.addWidget(label(title, "muted"), at, 0)
                self._meter_grid.addWidget(meter, at, 1)
        for track in sounds:
            self._meters[track.title].show_level(track.level_db if track.is_open else None)
        self._meter_part.setVisible(bool(sounds))

    def _show_alarms(self, words: list[str]) -> None:
        if words == self._alarm_words:
            return
        self._alarm_words = words
        empty(self._alarms)
        for each in words:
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(IconLabel("warning", Colour.WARN, 16), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(each, "warn", wraps=True), 1)
            self._alarms.addLayout(row)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._icon)
        head.addWidget(self._state, 1)
        self._meter_grid.setContentsMargins(0, 0, 0, 0)
        self._meter_grid.setHorizontalSpacing(8)
        self._meter_grid.setVerticalSpacing(4)
        self._meter_grid.setColumnStretch(1, 1)
        told = QVBoxLayout()
        told.setSpacing(4)
        told.addLayout(head)
        for part in (self._elapsed, self._meter_part):
            told.addWidget(part)
        told.addStretch(1)
        row = QHBoxLayout(self._state_part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.view, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(told, 1)
        presses = QWidget()
        flow = FlowLayout(presses)
        for button in (
            self.start_button,
            self.resume_button,
            self.stop_button,
            self.pause_button,
        ):
            flow.addWidget(button)
        self._alarms.setSpacing(4)
        self.body.setSpacing(8)
        parts = (self._state_part, self._alarms, self._said, self._room, presses, self.why)
        for part in (*parts, self.kept):
            self.add(part)


class _Seen(QWidget):
    """The last picture that is on the disk."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self.setAccessibleName("录下的画面")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def picture(self) -> QImage:
        """What is shown; null before the first."""
        return self._picture

    def show_picture(self, picture: QImage) -> None:
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(text_size.scaled(_WIDTH), text_size.scaled(_WIDTH) * 9 // 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(icons.colour(Colour.HEADER)))
        if not self._picture.isNull():
            size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(left, top, size.width(), size.height()), self._picture)
        painter.end()


def _state_word(status: RecordingStatus, *, films: bool) -> str:
    if status.state is RecordingState.RECORDING:
        return "正在录音录像" if films else "正在录音"
    return status.state.label
