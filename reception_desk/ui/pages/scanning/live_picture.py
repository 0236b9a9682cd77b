"""What the document camera sees, with the outline of the sheet and a word to the clerk."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from reception_desk.records.camera import CameraPhase
from reception_desk.records.pages import Corners
from reception_desk.ui import icons
from reception_desk.ui.pages.scanning.live_words import (
    OPENING,
    KeptPage,
    LiveWords,
    live_words,
)
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.labels import IconLabel, label

_SMALLEST = QSize(160, 120)
_OUTLINE_PX = 3
_BEGIN = LiveWords(OPENING, "clock", Colour.MUTED)


@dataclass(frozen=True, slots=True, eq=False)
class LiveFrame:
    """A picture as it was seen; `corners` are those of the sheet in it."""

    image: QImage
    phase: CameraPhase
    corners: Corners | None


class LivePicture(QWidget):
    """Signal `shutter_pressed()`: take a picture at once."""

    shutter_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.view = _Seen()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("高拍仪画面")
        self._icon = IconLabel(_BEGIN.icon, _BEGIN.colour, 22)
        self._text = label("", "heading", wraps=True)
        self.shutter_button = Button("立即拍 空格", self.shutter_pressed.emit, look=Look.PRIMARY)
        self._said = _BEGIN
        self._again = 0
        self._arrange()

    @property
    def words(self) -> str:
        """What is being said."""
        return self._text.text()

    def begin(self, again: int = 0) -> None:
        """Be as before the first picture comes; `again` is the page to be taken again, or 0."""
        self._again = again
        self.view.show_frame(None, Colour.ACCENT)
        self._say(_BEGIN)

    def show_frame(self, frame: LiveFrame, last: KeptPage | None) -> None:
        """Show another picture; `last` is the page kept last since the watching began."""
        self._say(live_words(frame.phase, last, self._again))
        self.view.show_frame(frame, self._said.colour)

    def _say(self, said: LiveWords) -> None:
        if said.words != self._text.text():
            self._said = said
            self._icon.show_icon(said.icon, said.colour)
            self._text.setText(said.words)
            self.setAccessibleDescription(said.words)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._text, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addWidget(self.view, 1)
        whole.addWidget(self.shutter_button, 0, Qt.AlignmentFlag.AlignLeft)


class _Seen(QWidget):
    """Paints the picture as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.frame: LiveFrame | None = None
        self._colour = Colour.ACCENT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_frame(self, frame: LiveFrame | None, colour: Colour) -> None:
        self.frame, self._colour = frame, colour
        self.update()

    def sizeHint(self) -> QSize:
        return _SMALLEST

    def minimumSizeHint(self) -> QSize:
        return _SMALLEST

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        frame = self.frame
        if frame is None or frame.image.isNull():
            painter.fillRect(self.rect(), QColor(icons.colour(Colour.HEADER)))
            painter.end()
            return
        size = frame.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        room = QRectF(left, top, size.width(), size.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(room, frame.image)
        if frame.corners is not None:
            scale = size.width() / max(frame.image.width(), 1)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(room)
            painter.setPen(QPen(QColor(icons.colour(self._colour)), _OUTLINE_PX))
            places = [
                QPointF(left + (x + 0.5) * scale, top + (y + 0.5) * scale) for x, y in frame.corners
            ]
            painter.drawPolygon(QPolygonF(places))
        painter.end()
