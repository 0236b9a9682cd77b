"""A PDF slip as dots for a thermal printer, drawn by QtPdf (the engine of the preview)."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from reception_desk.devices.printer.bitmap import Bitmap, from_grey
from reception_desk.errors import DocumentError

if TYPE_CHECKING:  # the engine is loaded with the first paper
    from PySide6.QtPdf import QPdfDocument


def load_pdf(pdf: bytes) -> "QPdfDocument":
    """Return the document; raises `DocumentError` when the bytes are not a PDF."""
    from PySide6.QtPdf import QPdfDocument

    document = QPdfDocument()
    buffer = QBuffer(document)
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    if document.status() is not QPdfDocument.Status.Ready:
        raise DocumentError("文书文件无法显示。", advice="请重新制作这份文书。")
    return document


def page_picture(document: "QPdfDocument", page: int, width_px: int) -> QImage:
    """Return one page on white paper, `width_px` wide."""
    size = document.pagePointSize(page)
    height_px = max(1, round(width_px * size.height() / size.width()))
    drawn = document.render(page, QSize(width_px, height_px))
    picture = QImage(drawn.size(), QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return picture


def slip_bitmap(pdf: bytes, width_dots: int) -> Bitmap:
    """Return the first page as black and white dots, `width_dots` wide (203 dpi heads)."""
    document = load_pdf(pdf)
    grey = page_picture(document, 0, width_dots).convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = bytes(grey.constBits())
    return from_grey(pixels, grey.width(), grey.height(), grey.bytesPerLine())
