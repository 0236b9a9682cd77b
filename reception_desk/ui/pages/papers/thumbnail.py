"""The first page of a paper, small, drawn in the background."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from reception_desk.ui import icons, text_size
from reception_desk.ui.rasterise import load_pdf, page_picture
from reception_desk.ui.tokens import Colour

PICTURE_PX = 480
_SMALLEST = QSize(80, 10)
_WORTH_IT = 60


def first_page(pdf: bytes) -> QImage:
    """Return the first page; for a worker's thread. Raises `DocumentError`."""
    return page_picture(load_pdf(pdf), 0, PICTURE_PX)


class Thumbnail(QWidget):
    """Shows a picture whole in the room it is given; nothing without one."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("文书缩略图")

    def show_picture(self, picture: QImage | None) -> None:
        """Show another paper, or none."""
        self._picture = picture
        self.update()

    @property
    def has_picture(self) -> bool:
        """Whether a paper is shown."""
        return self._picture is not None

    def sizeHint(self) -> QSize:
        return _SMALLEST

    def minimumSizeHint(self) -> QSize:
        return _SMALLEST

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture is None or self.height() < text_size.scaled(_WORTH_IT):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._picture.size().scaled(
            self.size() - QSize(2, 2), Qt.AspectRatioMode.KeepAspectRatio
        )
        left, top = (self.width() - size.width()) // 2, 1
        ratio = self.devicePixelRatioF()
        small = self._picture.scaled(
            size * ratio,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        small.setDevicePixelRatio(ratio)
        painter.drawImage(left, top, small)
        painter.setPen(QPen(QColor(icons.colour(Colour.BORDER)), 1))
        painter.drawRect(left - 1, top - 1, size.width() + 1, size.height() + 1)
        painter.end()
