"""The page under work, as large as there is room."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from reception_desk.ui import icons
from reception_desk.ui.tokens import Colour

_GREYED = 0.35
_SMALLEST = QSize(160, 120)


class PagePicture(QWidget):
    """Shows the whole page; one that is not filed is greyed. Signal `opened()`: a double click."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._scaled = QPixmap()
        self._words = ""
        self._is_greyed = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("这一页")

    @property
    def image(self) -> QImage:
        """What is shown; a null picture when nothing is."""
        return self._image

    def show_page(self, image: QImage) -> None:
        """Show another picture."""
        self._image, self._scaled = image, QPixmap()
        self._words = "这一页的图像打不开，请重扫。" if image.isNull() else ""
        self.setAccessibleDescription(self._words)
        self.update()

    def say(self, words: str) -> None:
        """Show words in the picture's place."""
        self._image, self._scaled, self._words = QImage(), QPixmap(), words
        self.setAccessibleDescription(words)
        self.update()

    def set_greyed(self, *, is_greyed: bool) -> None:
        """Show that the page is not filed."""
        if self._is_greyed != is_greyed:
            self._is_greyed = is_greyed
            self.update()

    def sizeHint(self) -> QSize:
        return _SMALLEST

    def minimumSizeHint(self) -> QSize:
        return _SMALLEST

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self.opened.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._image.isNull():
            painter.setPen(QColor(icons.colour(Colour.MUTED)))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(16, 16, -16, -16), flags, self._words)
            painter.end()
            return
        self._fit()
        ratio = self.devicePixelRatioF()
        size = self._scaled.size() / ratio
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        painter.setOpacity(_GREYED if self._is_greyed else 1.0)
        painter.drawPixmap(left, top, self._scaled)
        painter.setOpacity(1.0)
        painter.setPen(QPen(QColor(icons.colour(Colour.BORDER)), 1))
        painter.drawRect(left, top, size.width() - 1, size.height() - 1)
        painter.end()

    def _fit(self) -> None:
        """Scale once for the room there is; painting is then a copy."""
        ratio = self.devicePixelRatioF()
        wanted = self._image.size().scaled(
            (self.size() - QSize(2, 2)) * ratio, Qt.AspectRatioMode.KeepAspectRatio
        )
        if self._scaled.size() == wanted:
            return
        scaled = self._image.scaled(
            wanted,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        scaled.setDevicePixelRatio(ratio)
        self._scaled = QPixmap.fromImage(scaled)
