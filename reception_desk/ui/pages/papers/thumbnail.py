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
_WORDS_HEIGHT = 56


def first_page(pdf: bytes) -> QImage:
    """Return the first page; for a worker's thread. Raises `DocumentError`."""
    return page_picture(load_pdf(pdf), 0, PICTURE_PX)


class Thumbnail(QWidget):
    """Shows a picture whole in the room it is given, or the reason why there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QImage | None = None
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("文书缩略图")

    def show_picture(self, picture: QImage | None) -> None:
        """Show another paper, or none."""
        self._show(picture, "")

    def say(self, words: str) -> None:
        """Say why there is no picture."""
        self._show(None, words)

    def _show(self, picture: QImage | None, words: str) -> None:
        self._picture, self._words = picture, words
        self.setAccessibleDescription(words)
        self.setMinimumHeight(text_size.scaled(_WORDS_HEIGHT) if words else 0)
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
        if self._picture is None:
            self._draw_words()
            return
        if self.height() < text_size.scaled(_WORTH_IT):
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

    def _draw_words(self) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(icons.colour(Colour.MUTED)))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(0, 8, 0, 0), flags, self._words)
        painter.end()
