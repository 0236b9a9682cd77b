"""How loud a track is on the disk: a bar, and a word for who does not see it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reception_desk.ui import icons, text_size
from reception_desk.ui.tokens import Colour

FLOOR_DB = -60.0
LOUD_DB = -3.0
_HEIGHT = 8


class LevelMeter(QWidget):
    """From silence (-60 dB) to full scale; None where nothing is known."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._share = 0.0
        self.level_db: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_level(None)

    def show_level(self, level_db: float | None) -> None:
        """Show another level."""
        self.level_db = level_db
        level = FLOOR_DB if level_db is None else level_db
        self._share = min(max(1 - level / FLOOR_DB, 0.0), 1.0)
        word = "没有声音" if self._share <= 0 else "太响" if level > LOUD_DB else "有声音"
        self.setAccessibleName(f"{self._title}：{word}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, text_size.scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, text_size.scaled(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height = float(text_size.scaled(_HEIGHT))
        room = QRectF(0, (self.height() - height) / 2, self.width(), height)
        painter.setBrush(QColor(icons.colour(Colour.PRESSED)))
        painter.drawRoundedRect(room, height / 2, height / 2)
        if self._share > 0:
            is_loud = self.level_db is not None and self.level_db > LOUD_DB
            painter.setBrush(QColor(icons.colour(Colour.WARN if is_loud else Colour.OK)))
            filled = QRectF(
                room.left(), room.top(), max(height, room.width() * self._share), height
            )
            painter.drawRoundedRect(filled, height / 2, height / 2)
        painter.end()
