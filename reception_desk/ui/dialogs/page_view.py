"""A scanned page as it was handed in."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from reception_desk.errors import DocumentError
from reception_desk.ui import text_size
from reception_desk.ui.picture_formats import decoded
from reception_desk.ui.widgets.buttons import Button, IconButton
from reception_desk.ui.widgets.labels import ElidedLabel, label

_STEP = 1.25
_SMALLEST, _LARGEST = 0.05, 4.0


def read_image(content: bytes) -> QImage:
    """Return the picture; for a worker's thread. Raises `DocumentError` when it is none."""
    image = decoded(content)
    if image.isNull():
        raise DocumentError("扫描件无法显示。", advice="请在登记它的窗口重新扫描这一页。")
    return image


class _PageArea(QScrollArea):
    """Signal `resized()`: there is another room for the page."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class PageView(QDialog):
    """Opened, never executed. The whole page at first; zoomed, it is scrolled."""

    def __init__(self, parent: QWidget, title: str, image: QImage) -> None:
        super().__init__(parent)
        self._image = image
        self._factor = 0.0
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(title)
        self._area = _PageArea()
        self._area.resized.connect(self._fit)
        self._area.setWidget(self.picture)
        self._area.setWidgetResizable(True)
        self._area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area.setAccessibleName("扫描件")
        self.zoom_out = IconButton("minus", "缩小", partial(self._zoom, 1 / _STEP))
        self.zoom_in = IconButton("add", "放大", partial(self._zoom, _STEP))
        self.close_button = Button("关闭", self.reject)
        self.setWindowTitle(title)
        self._arrange(title)
        window = parent.window()
        self.resize(min(text_size.scaled(760), window.width() - 40), max(window.height() - 40, 400))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.close_button.setFocus()

    def _arrange(self, title: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(ElidedLabel(title, "heading"), 1)
        size = self._image.size()
        head.addWidget(label(f"{size.width()}×{size.height()} 像素", "muted"))
        head.addWidget(self.zoom_out)
        head.addWidget(self.zoom_in)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 14)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addWidget(self._area, 1)
        whole.addLayout(foot)
        self.close_button.setDefault(True)

    def _fit(self) -> None:
        if not self._factor:
            self._draw()

    def _zoom(self, step: float) -> None:
        """Leave "the whole page" at the size it has now, and go on from there."""
        now = self._factor or self._whole_page().width() / max(self._image.width(), 1)
        self._factor = min(max(now * step, _SMALLEST), _LARGEST)
        self._draw()

    def _draw(self) -> None:
        size = self._image.size() * self._factor if self._factor else self._whole_page()
        ratio = self.devicePixelRatioF()
        scaled = self._image.scaled(
            size * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        scaled.setDevicePixelRatio(ratio)
        self.picture.setPixmap(QPixmap.fromImage(scaled))

    def _whole_page(self) -> QSize:
        room = self._area.viewport().size() - QSize(4, 4)
        return self._image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
