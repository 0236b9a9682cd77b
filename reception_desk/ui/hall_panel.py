"""The dark side of the entrance: the hall's name, large, and the time of day."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reception_desk.rules.chinese_dates import weekday_name
from reception_desk.ui import icons, text_size
from reception_desk.ui.tokens import Colour

_EDGE = 40
_NARROW = 200
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft


class HallPanel(QWidget):
    """Drawn in the colours of the rail; a panel without a zone shows no clock."""

    def __init__(self, hall: str = "", below: str = "", *, zone: str = "") -> None:
        super().__init__()
        self._hall = hall
        self._below = below
        self._zone = ZoneInfo(zone) if zone else None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.update)
        if self._zone:
            self._timer.start()
        self.say(hall, below)

    def say(self, hall: str, below: str = "") -> None:
        """Show another hall."""
        self._hall, self._below = hall, below
        self.setAccessibleName(f"{hall} {below}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(text_size.scaled(420), text_size.scaled(480))

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROW, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(icons.colour(Colour.RAIL)))
        edge = min(text_size.scaled(_EDGE), self.width() // 9)
        room = self.rect().adjusted(edge, edge, -edge, -edge)
        self._paint_product(painter, room)
        top = self._paint_hall(painter, room)
        self._paint_below(painter, room, top)
        if self._zone is not None:
            self._paint_time(painter, room, datetime.now(self._zone))
        painter.end()

    def _paint_product(self, painter: QPainter, room: QRect) -> None:
        side = text_size.scaled(22)
        mark = icons.pixmap("reception", Colour.RAIL_MARK, side, self.devicePixelRatioF())
        painter.drawPixmap(room.topLeft(), mark)
        painter.setPen(QColor(icons.colour(Colour.RAIL_TEXT)))
        painter.setFont(self._font(1.0))
        words = QRect(room.left() + side + 10, room.top(), room.width() - side - 10, side)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), "接访台")

    def _paint_hall(self, painter: QPainter, room: QRect) -> int:
        """Draw the name as large as the panel allows and return where it ends."""
        painter.setPen(QColor(icons.colour(Colour.ON_RAIL)))
        top = room.top() + room.height() // 4
        name = QRect(room.left(), top, room.width(), room.height() // 2)
        painter.setFont(self._font(self._hall_scale(painter, name), is_bold=True))
        painter.drawText(name, _WRAPPED, self._hall)
        return painter.boundingRect(name, _WRAPPED, self._hall).bottom()

    def _hall_scale(self, painter: QPainter, name: QRect) -> float:
        """On one line while that is still large, else on as many as three."""
        for lines, scales in ((1, (2.3, 2.0, 1.7)), (3, (2.3, 1.9, 1.5, 1.2))):
            for scale in scales:
                painter.setFont(self._font(scale, is_bold=True))
                needed = painter.boundingRect(name, _WRAPPED, self._hall)
                if needed.height() <= painter.fontMetrics().height() * (lines + 0.2):
                    return scale
        return 1.0

    def _paint_below(self, painter: QPainter, room: QRect, top: int) -> None:
        line = QRect(room.left(), top + text_size.scaled(16), text_size.scaled(36), 3)
        painter.fillRect(line, QColor(icons.colour(Colour.RAIL_MARK)))
        painter.setPen(QColor(icons.colour(Colour.RAIL_TEXT)))
        painter.setFont(self._font(1.1))
        words = QRect(room.left(), line.bottom() + text_size.scaled(14), room.width(), 400)
        painter.drawText(words, _WRAPPED, self._below)

    def _paint_time(self, painter: QPainter, room: QRect, moment: datetime) -> None:
        day = f"{moment.year}年{moment.month}月{moment.day}日 {weekday_name(moment.date())}"
        painter.setFont(self._font(1.0))
        low = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        painter.setPen(QColor(icons.colour(Colour.RAIL_TEXT)))
        painter.drawText(room, low, day)
        above = room.adjusted(0, 0, 0, -painter.fontMetrics().height() - 4)
        painter.setFont(self._font(2.4))
        painter.setPen(QColor(icons.colour(Colour.ON_RAIL)))
        if above.height() > painter.fontMetrics().height() * 4:
            painter.drawText(above, low, f"{moment:%H:%M}")

    def _font(self, scale: float, *, is_bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * scale)
        font.setBold(is_bold)
        return font
