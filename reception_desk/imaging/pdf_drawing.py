"""One page of a PDF as a picture, drawn by pdfium; only for the process that unpacks."""

import ctypes
import math
from typing import Any

from reception_desk.config import resource
from reception_desk.imaging.frame import MAX_PIXELS, Frame, UnreadableImageError

DPI = 300
LEAST_DPI = 100
POINTS_PER_INCH = 72
NOT_ABOVE = 1 - 1e-6
"""Pdfium's sizes are floats, and what is a hair above a whole pixel would become one more."""
PDF = "application/pdf"


def drawn_page(data: bytes) -> Frame:
    """Draw the only page of a PDF as it is shown, on white; raises `UnreadableImageError`.

    A page larger than A1 is drawn at fewer dots an inch, so that it keeps within bounds.
    """
    import pypdfium2

    _take_own_fonts()
    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) != 1:
                raise UnreadableImageError("这个 PDF 不止一页。")
            page = document[0]
            dpi = _dpi(*page.get_size())
            scale: Any = dpi / POINTS_PER_INCH * NOT_ABOVE  # pypdfium2 declares an int
            bitmap = page.render(scale=scale, rev_byteorder=True)
            return Frame(bitmap.to_numpy().copy(), dpi, PDF)
    except pypdfium2.PdfiumError as error:
        raise UnreadableImageError("这一页 PDF 已损坏，画不出来。") from error


def _take_own_fonts() -> None:
    """Let pdfium draw what names a font and does not bring it with ours, not with the machine's.

    The same page is then the same picture on every desk, and none lacks Chinese.
    """
    from pypdfium2 import raw

    folders = (ctypes.c_char_p * 2)(bytes(resource("fonts")), None)
    paths = ctypes.cast(folders, ctypes.POINTER(ctypes.POINTER(ctypes.c_char)))
    raw.FPDF_DestroyLibrary()
    raw.FPDF_InitLibraryWithConfig(raw.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=paths))


def _dpi(width: float, height: float) -> int:
    """Return how finely a page of so many points is drawn."""
    points = width * height
    if not (math.isfinite(points) and min(width, height) > 0):
        raise UnreadableImageError("这一页 PDF 没有大小。")
    dpi = min(DPI, math.floor(math.sqrt(MAX_PIXELS / points) * POINTS_PER_INCH))
    if dpi < LEAST_DPI:
        raise UnreadableImageError("这一页 PDF 的纸张太大。", advice="请打印后扫描。")
    return dpi
