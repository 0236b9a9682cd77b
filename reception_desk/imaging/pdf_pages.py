"""The pages of a PDF: a scanned one as the picture it was made of, any other one drawn.

A scan is the one picture that makes a page, taken out as it was put in; invisible type, as
programs lay it over a scan for the search, is no hindrance. A page of type, of several pictures or
with notes over its scan is drawn in a process of its own, and is itself what is kept (decision
023). ISO 32000-1 8.9.5 (pictures), 9.3.6 (invisible type), 12.5 (notes).
"""

import base64
import io
import math
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reception_desk.errors import InvalidInputError
from reception_desk.imaging.decode import decode_frame
from reception_desk.imaging.frame import (
    MAX_BYTES,
    MAX_FRAMES,
    MAX_PIXELS,
    Frame,
    UnreadableImageError,
    too_large,
)
from reception_desk.imaging.single_page import marks_on, single_page
from reception_desk.imaging.unpacking import PDF_START, frame_apart

if TYPE_CHECKING:
    import pikepdf

HEAD_BYTES = 1024
"""How far into a file its head may stand (ISO 32000-1, implementation note 13)."""
MOST_CONTENT_BYTES = 32 << 20
MOST_LOOKED_THROUGH = 256 << 10
"""A scan with the text read from it has less; pikepdf keeps all others waiting meanwhile."""
POINTS_PER_INCH = 72
PDF_WHITE = b"\0\t\n\f\r "
"""What may stand between the signs of ASCII85 (ISO 32000-1, 7.2.3)."""
INVISIBLE = 3
NOT_TAKEN_OUT = {"/JBIG2Decode", "/JPXDecode"}
"""Pikepdf and Pillow lack the decoders for these; pdfium has them."""
SHOWS_TEXT = {"Tj", "TJ", "'", '"'}
PAINTS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh"}

Matrix = tuple[float, float, float, float]
"""The part of a transformation that turns and scales: a, b, c, d of ISO 32000-1 8.3.4."""


def is_pdf(data: bytes) -> bool:
    """Say whether the bytes begin as a PDF does."""
    return PDF_START in data[:HEAD_BYTES]


class PdfPages:
    """The pages of a PDF, read one by one; raises `UnreadableImageError` when it cannot be read."""

    def __init__(self, data: bytes) -> None:
        if len(data) > MAX_BYTES:
            raise UnreadableImageError(f"PDF 文件超过 {MAX_BYTES >> 20} MB。")
        with _reading():
            import pikepdf

            self._pdf = pikepdf.open(io.BytesIO(data))
            self.count = len(self._pdf.pages)
        if not 0 < self.count <= MAX_FRAMES:
            raise UnreadableImageError(f"PDF 有 {self.count} 页，最多可读 {MAX_FRAMES} 页。")

    def picture(self, number: int) -> tuple[bytes, Frame]:
        """Return the picture of page `number`, counted from 0: its file and the upright frame.

        The file is the one in the PDF where `original_type` of the frame says so; for a page
        that is drawn, this page as a PDF. Raises `UnreadableImageError` when it is damaged.
        """
        with _reading():
            try:
                return self._scan(number)
            except _NoScanError as error:
                data = single_page(self._pdf, number, is_long=error.is_long)
            return data, frame_apart(data)

    def _scan(self, number: int) -> tuple[bytes, Frame]:
        page = self._pdf.pages[number]
        image, matrix = _only_picture(page)
        turns = _quarter_turns(matrix, int(page.obj.get("/Rotate", 0)))
        data = _file_of(image)
        return data, _placed(decode_frame(data), turns, _dpi(image.width, matrix))

    def close(self) -> None:
        """Let go of the bytes."""
        self._pdf.close()


class _NoScanError(Exception):
    """The page is not one scanned picture; `is_long` when there is too much of it to tell."""

    def __init__(self, *, is_long: bool = False) -> None:
        super().__init__()
        self.is_long = is_long


@contextmanager
def _reading() -> Iterator[None]:
    """Turn what broken bytes raise into `UnreadableImageError`."""
    import pikepdf

    try:
        yield
    except InvalidInputError:
        raise
    except pikepdf.PasswordError as error:
        raise UnreadableImageError("PDF 文件有密码。请去掉密码后再试。") from error
    except (
        pikepdf.PdfError,
        pikepdf.DependencyError,
        pikepdf.InvalidPdfImageError,
        zlib.error,
        ArithmeticError,
        AttributeError,
        EOFError,
        LookupError,
        OSError,
        RuntimeError,
        TypeError,
        ValueError,
    ) as error:
        raise UnreadableImageError("PDF 文件已损坏，或用了不能读取的压缩方式。") from error


def _only_picture(page: "pikepdf.Page") -> "tuple[pikepdf.PdfImage, Matrix]":
    """Return the picture that the page consists of, and how it is laid on the page."""
    import pikepdf

    _check_content(page)
    if marks_on(page.obj):
        raise _NoScanError
    matrix: Matrix = (1, 0, 0, 1)
    kept: list[Matrix] = []
    is_invisible = False
    found: list[tuple[pikepdf.PdfImage, Matrix]] = []
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        if name == "q":
            kept.append(matrix)
        elif name == "Q":
            matrix = kept.pop()
        elif name == "cm":
            matrix = _product(tuple(float(part) for part in instruction.operands[:4]), matrix)
        elif name == "Tr":
            is_invisible = int(instruction.operands[0]) == INVISIBLE
        elif name == "Do":
            found.append((_picture_named(page, str(instruction.operands[0])), matrix))
        elif (name in SHOWS_TEXT and not is_invisible) or name in PAINTS or name == "INLINE IMAGE":
            raise _NoScanError
    if len(found) != 1:
        raise _NoScanError
    return found[0]


def _check_content(page: "pikepdf.Page") -> None:
    """Refuse a page whose drawing would grow beyond all measure; a long one is that of no scan."""
    import pikepdf

    contents = page.obj.get("/Contents", pikepdf.Array())
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    size = sum(_size_of(stream, MOST_CONTENT_BYTES) for stream in streams)
    if size > MOST_CONTENT_BYTES:
        raise UnreadableImageError("PDF 页面内容过大。")
    if size > MOST_LOOKED_THROUGH:
        raise _NoScanError(is_long=True)


def _size_of(stream: "pikepdf.Object", most: int) -> int:
    """Return how many bytes a stream unpacks to; any number above `most` when it is more.

    Flate makes much out of little, and some programs lay ASCII85 around it; under any other
    filter it is not looked for, and counts as too much.
    """
    import pikepdf

    data = stream.read_raw_bytes()
    filters = stream.get("/Filter", pikepdf.Array())
    names = [str(name) for name in (filters if isinstance(filters, pikepdf.Array) else [filters])]
    for name in names:
        if name == "/FlateDecode":
            data = zlib.decompressobj().decompress(data, most + 1)
        elif name == "/ASCII85Decode" and len(data) <= MOST_CONTENT_BYTES:
            data = base64.a85decode(data.partition(b"~>")[0], ignorechars=PDF_WHITE)
        else:
            return most + 1 if "/FlateDecode" in names else len(data)
    return len(data)


def _picture_named(page: "pikepdf.Page", name: str) -> "pikepdf.PdfImage":
    import pikepdf

    drawn = page.resources["/XObject"][name]
    if not isinstance(drawn, pikepdf.Stream) or drawn.get("/Subtype") != "/Image":
        raise _NoScanError
    return pikepdf.PdfImage(drawn)


def _file_of(image: "pikepdf.PdfImage") -> bytes:
    """Return the picture as an image file, checked in size before it is unpacked."""
    import pikepdf

    if image.width * image.height > MAX_PIXELS:
        raise too_large()
    if NOT_TAKEN_OUT & set(image.filters):
        raise _NoScanError
    if image.filters[-1:] == ["/FlateDecode"]:
        most = image.width * image.height * 4 + image.height + 1
        if _size_of(image.obj, most) > most:
            raise UnreadableImageError("PDF 中的图像与其声明的大小不符。")
    file = io.BytesIO()
    try:
        image.extract_to(stream=file)
    except (
        pikepdf.DependencyError,
        pikepdf.UnsupportedImageTypeError,
        pikepdf.HifiPrintImageNotTranscodableError,
        NotImplementedError,
    ) as error:
        raise _NoScanError from error
    return file.getvalue()


def _placed(frame: Frame, turns: int, dpi: int) -> Frame:
    """Return the frame turned as the page shows it; its file is kept only when it is not turned."""
    import numpy as np

    if not turns:
        return Frame(frame.pixels, dpi, frame.original_type)
    return Frame(np.ascontiguousarray(np.rot90(frame.pixels, turns)), dpi, "")


def _quarter_turns(matrix: Matrix, rotate: int) -> int:
    """Return how many quarters counter-clockwise the picture is shown turned."""
    a, b, c, d = matrix
    if a * d - b * c <= 0:
        raise _NoScanError
    return (round(math.degrees(math.atan2(b, a)) / 90) - rotate // 90) % 4


def _dpi(width_px: int, matrix: Matrix) -> int:
    inches = math.hypot(matrix[0], matrix[1]) / POINTS_PER_INCH
    dpi = round(width_px / inches) if inches else 0
    return dpi if 1 <= dpi <= 9600 else 0


def _product(first: tuple[float, ...], then: Matrix) -> Matrix:
    a, b, c, d = first
    p, q, r, s = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s
