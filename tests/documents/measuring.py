"""What stands where on the pages of a PDF, read back with pdfium; millimetres from the top left."""

import ctypes
from contextlib import closing
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

MM = 72 / 25.4


@dataclass(frozen=True)
class Mark:
    """A character: `x` and `baseline` are its origin, `size` in points."""

    text: str
    x: float
    baseline: float
    size: float
    font: str
    is_red: bool


@dataclass(frozen=True)
class Stroke:
    """A straight rule; `width` in points."""

    left: float
    right: float
    y: float
    width: float
    is_red: bool

    @property
    def length(self) -> float:
        return self.right - self.left


def marks(pdf: bytes, number: int = 0) -> list[Mark]:
    """Return the visible characters of a page."""
    with closing(pypdfium2.PdfDocument(pdf)) as document, closing(document[number]) as page:
        height = page.get_height()
        with closing(page.get_textpage()) as text:
            found = [_mark(text, at, height) for at in range(text.count_chars())]
    return [mark for mark in found if mark.text.strip()]


def rows(found: list[Mark]) -> dict[float, list[Mark]]:
    """Return the characters by their baseline, rounded to a hundredth of a millimetre."""
    lines: dict[float, list[Mark]] = {}
    for mark in found:
        lines.setdefault(round(mark.baseline, 2), []).append(mark)
    return dict(sorted(lines.items()))


def strokes(pdf: bytes, number: int = 0) -> list[Stroke]:
    """Return the horizontal rules of a page, from the top down."""
    with closing(pypdfium2.PdfDocument(pdf)) as document, closing(document[number]) as page:
        height = page.get_height()
        paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])
        found = [_stroke(one, height) for one in paths]
    return sorted((one for one in found if one.length > 5), key=lambda one: one.y)


def _mark(text: pypdfium2.PdfTextPage, at: int, height: float) -> Mark:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, at, x, y)
    colour = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFText_GetFillColor(text, at, *colour)
    name = ctypes.create_string_buffer(100)
    raw.FPDFText_GetFontInfo(text, at, name, 100, ctypes.c_int())
    return Mark(
        chr(raw.FPDFText_GetUnicode(text, at)),
        x.value / MM,
        (height - y.value) / MM,
        raw.FPDFText_GetFontSize(text, at),
        name.value.decode(),
        _is_red(colour),
    )


def _stroke(path: pypdfium2.PdfObject, height: float) -> Stroke:
    left, bottom, right, top = path.get_bounds()
    width = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(path, width)
    colour = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetStrokeColor(path, *colour)
    around = width.value  # so much wider than the line are the bounds, on every side
    return Stroke(
        (left + around) / MM,
        (right - around) / MM,
        (height - (bottom + top) / 2) / MM,
        width.value,
        _is_red(colour),
    )


def _is_red(colour: list[ctypes.c_uint]) -> bool:
    red, green, blue = (one.value for one in colour[:3])
    return red > 200 and green == blue == 0
