"""A part of the board that paints itself, its sizes given for a screen of 1080 lines."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from reception_desk.ui.hall.hall_look import LINE, Ground, Ink, fitting, font

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BoardPart(QWidget):
    """Paints on one ground; `draw` is what a part says. Nothing here takes the focus."""

    ground = Ground.HALL
    lines = 0
    """Its height for a screen of 1080 lines; 0 takes what is left."""

    def __init__(self) -> None:
        super().__init__()
        self.unit = 1.0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        upright = QSizePolicy.Policy.Fixed if self.lines else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Ignored, upright)

    def suit(self, unit: float) -> None:
        """Take the size of the screen."""
        self.unit = unit
        if self.lines:
            self.setFixedHeight(round(self.lines * unit))
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def sizeHint(self) -> QSize:
        return QSize(0, round(self.lines * self.unit))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.covers:
            painter.fillRect(self.rect(), QColor(self.ground.value))
        self.draw(painter, QRectF(self.rect()))
        painter.end()

    @property
    def covers(self) -> bool:
        """Whether `draw` paints every pixel by itself."""
        return False

    def draw(self, painter: QPainter, room: QRectF) -> None:
        """Paint the part into its room."""
        raise NotImplementedError

    def px(self, length: float) -> float:
        """Return a length of the screen of 1080 lines on this one."""
        return length * self.unit

    def panel(self, painter: QPainter, room: QRectF, ground: QColor | None = None) -> QRectF:
        """Draw a panel and return the room within."""
        half = self.px(1)
        painter.setPen(QPen(QColor(LINE), self.px(2)))
        painter.setBrush(ground or QColor(Ground.PANEL.value))
        painter.drawRoundedRect(room.adjusted(half, half, -half, -half), self.px(18), self.px(18))
        edge = self.px(28)
        return room.adjusted(edge, self.px(18), -edge, -self.px(18))

    def write(
        self,
        painter: QPainter,
        room: QRectF,
        words: str,
        made: QFont,
        ink: Ink = Ink.WORDS,
        *,
        where: Qt.AlignmentFlag = LEFT,
    ) -> None:
        """Write words into a room with a font that fits."""
        painter.setFont(made)
        painter.setPen(QColor(ink.value))
        painter.drawText(room, int(where), words)

    def letters(self, px: float, *, is_bold: bool = False) -> QFont:
        """Return the font so high on the screen of 1080 lines."""
        return font(self.px(px), is_bold=is_bold)

    def fitting(self, words: str, px: float, width: float, *, is_bold: bool = False) -> QFont:
        """Return the font, smaller where the words would not fit."""
        return fitting(words, self.px(px), width, is_bold=is_bold)
