"""A red frame around every window of the program while something is recorded, with the words.

What is recorded is never hidden (个人信息保护法 Art. 7, 26): also over the lock, and over a form.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from reception_desk.records.recording import PICTURE_TITLE, RecordingStatus
from reception_desk.ui import icons
from reception_desk.ui.hall.hall_window import HallWindow
from reception_desk.ui.text_size import BASE_POINTS, current_scale
from reception_desk.ui.tokens import Colour

if TYPE_CHECKING:  # the entrance needs no database before somebody signs in
    from reception_desk.ui.recorder_glance import RecorderGlance
    from reception_desk.ui.recorder_watch import RecorderWatch

FRAME_PX = 4
_SMALL = 9.0 / BASE_POINTS
_PAD = 10
_LARGEST = 1.4
"""The words keep out of a page's title, however large its text; the frame says it, too."""
_KINDS = frozenset({Qt.WindowType.Window, Qt.WindowType.Dialog})


class RecordingFrame(QWidget):
    """Lies over a window without taking its clicks; only the frame and the words are painted."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        window.installEventFilter(self)

    def say(self, words: str) -> None:
        """Show the frame with these words."""
        if words != self.words:
            self.words = words
            self.setAccessibleName(words)
            self._fit()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        elif event.type() == QEvent.Type.StyleChange:
            self._fit()
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(icons.colour(Colour.ERROR)))
        painter.setFont(self._font())
        painter.setPen(QColor(icons.colour(Colour.ON_ERROR)))
        painter.drawText(self._tab(), int(Qt.AlignmentFlag.AlignCenter), self.words)
        painter.end()

    def _fit(self) -> None:
        self.setGeometry(self.window().rect())
        inner = self.rect().adjusted(FRAME_PX, FRAME_PX, -FRAME_PX, -FRAME_PX)
        self.setMask(QRegion(self.rect()).subtracted(QRegion(inner)).united(QRegion(self._tab())))

    def _tab(self) -> QRect:
        metrics = QFontMetrics(self._font())
        width = metrics.horizontalAdvance(self.words) + 2 * _PAD
        return QRect((self.width() - width) // 2, 0, width, metrics.height() + 2)

    def _font(self) -> QFont:
        font = self.font()
        font.setPointSizeF(BASE_POINTS * _SMALL * min(current_scale(), _LARGEST))
        font.setBold(True)
        return font


class RecordingFrames(QObject):
    """Puts a frame around each window that is shown while the recorder takes picture or sound."""

    def __init__(self, watch: "RecorderWatch | RecorderGlance", parent: QObject) -> None:
        super().__init__(parent)
        self._watch = watch
        watch.changed.connect(self._suit)
        self._suit()

    def _suit(self) -> None:
        words = frame_words(self._watch.status) if self._watch.is_recording else ""
        for window in QApplication.topLevelWidgets():
            frame = window.findChild(
                RecordingFrame, options=Qt.FindChildOption.FindDirectChildrenOnly
            )
            if words and window.isVisible() and _is_desk(window):
                (frame or RecordingFrame(window)).say(words)
            elif frame is not None:
                frame.hide()


def _is_desk(window: QWidget) -> bool:
    """The board of the hall is no room that anything is recorded in."""
    return window.windowType() in _KINDS and not isinstance(window, HallWindow)


def frame_words(status: RecordingStatus) -> str:
    """Return what is being recorded, for everybody in the room to read."""
    films = any(track.title == PICTURE_TITLE for track in status.tracks)
    return "● 正在录音录像" if films else "● 正在录音"
