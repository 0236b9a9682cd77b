"""A paper as it will come out, before it is printed."""

from functools import partial

from PySide6.QtCore import QMarginsF, QRectF, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.ui import text_size
from reception_desk.ui.rasterise import load_pdf
from reception_desk.ui.widgets.buttons import Button, IconButton, Look
from reception_desk.ui.widgets.labels import ElidedLabel, label

_SMALLEST, _LARGEST = 0.25, 4.0
_STEP = 1.25
_PRINT_KEY = "Ctrl+P"


class PaperPreview(QDialog):
    """Opened, never executed; the focus is on 打印, Ctrl+P does the same. Signal `print_asked()`.

    Raises `DocumentError` when the bytes are not a PDF. May be kept and shown again with
    another paper by `show_paper`.
    """

    print_asked = Signal()

    def __init__(
        self, parent: QWidget, title: str, pdf: bytes, *, verb: str = "打印", can_print: bool = True
    ) -> None:
        super().__init__(parent)
        self._document: QPdfDocument | None = None
        self._title = ElidedLabel("", "heading")
        self._pages = label("", "muted")
        self.view = QPdfView(self)
        self.view.setAccessibleName("文书预览")
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView)
        self.view.setPageSpacing(12)
        self.zoom_out = IconButton("minus", "缩小", partial(self._zoom, 1 / _STEP))
        self.zoom_in = IconButton("add", "放大", partial(self._zoom, _STEP))
        self.print_button = Button(
            verb, self._print, look=Look.PRIMARY, icon="print", tip=_PRINT_KEY
        )
        if can_print:
            QShortcut(QKeySequence(_PRINT_KEY), self).activated.connect(self._print)
        else:
            self.print_button.hide()
        self.close_button = Button("关闭", self.reject)
        self._arrange()
        self.show_paper(title, pdf)
        window = parent.window()
        self.resize(min(text_size.scaled(760), window.width() - 40), max(window.height() - 40, 400))

    def show_paper(self, title: str, pdf: bytes) -> None:
        """Show another paper in the same window."""
        document = load_pdf(pdf)
        document.setParent(self)
        self.view.setDocument(document)
        if self._document is not None:
            self._document.deleteLater()
        self._document = document
        self.setWindowTitle(title)
        self._title.setText(title)
        self._pages.setText(f"共 {document.pageCount()} 页")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        first = self.print_button if self.print_button.isVisibleTo(self) else self.close_button
        first.setFocus()
        first.setDefault(True)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self._pages)
        head.addWidget(self.zoom_out)
        head.addWidget(self.zoom_in)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.print_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 14)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addWidget(self.view, 1)
        whole.addLayout(foot)

    def _print(self) -> None:
        self.accept()
        self.print_asked.emit()

    def _zoom(self, factor: float) -> None:
        """Leave "the whole page" at the size it has now, and go on from there."""
        if self.view.zoomMode() is not QPdfView.ZoomMode.Custom:
            self.view.setZoomFactor(self._whole_page_factor())
            self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        factor = min(max(self.view.zoomFactor() * factor, _SMALLEST), _LARGEST)
        self.view.setZoomFactor(factor)

    def _whole_page_factor(self) -> float:
        if self._document is None:
            return 1.0
        page = self._document.pagePointSize(0)
        room = QRectF(self.view.viewport().rect()).marginsRemoved(QMarginsF(6, 6, 6, 6))
        dots = self.logicalDpiX() / 72
        return min(room.width() / (page.width() * dots), room.height() / (page.height() * dots))
