"""补打: a paper printed once more, marked as such on every page.

The paper on record is not set anew, because the visit may have been corrected since: the mark is
laid over its pages and nothing else changes. The same paper, count and day give the same bytes.
"""

import io
from datetime import date
from typing import TYPE_CHECKING, Any

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths, Role
from reception_desk.documents.sheet import MM, Properties, Sheet
from reception_desk.documents.typesetting import Align, text_width
from reception_desk.documents.wording import day
from reception_desk.errors import DocumentError

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter

LARGEST = 10.0
BAND = 9 * MM
FRAME_HEIGHT, FRAME_PADDING, MARGIN = 5.6 * MM, 1.5 * MM, 1 * MM
WIDEST_SLIP = 100 * MM
ABOVE_ON_SHEET = 5 * MM  # most printers leave 4 to 5 mm of a sheet white
NAME = "/Reprint"


def reprint(original: bytes, number: int, on: date, fonts: FontPaths = SHIPPED_FONTS) -> bytes:
    """Return the paper with “补打 第n次” and the day on each page; a slip grows by 9 mm.

    `number` counts the reprints from 1. Raises `DocumentError` when `original` is not a PDF.
    """
    from pypdf import PdfWriter
    from pypdf.errors import PyPdfError

    try:
        writer = PdfWriter(clone_from=io.BytesIO(original))
        text = f"补打 第{number}次 {day(on)}"
        mark = _form(writer, float(writer.pages[0].mediabox.width), text, fonts)
        for page in writer.pages:
            _lay_over(writer, page, mark)
        marked = io.BytesIO()
        writer.write(marked)
    except PyPdfError as error:
        raise DocumentError(
            "这份文书的文件已损坏，不能补打。",
            saved="登记没有改动。",
            advice="请重新制作这份文书。",
        ) from error
    return marked.getvalue()


def _form(writer: "PdfWriter", width: float, text: str, fonts: FontPaths) -> Any:
    """Return the mark as a form, `width` by `BAND` points, added to the file with its fonts."""
    from pypdf import PdfReader
    from pypdf.generic import DecodedStreamObject, NameObject, RectangleObject

    drawn: Any = PdfReader(io.BytesIO(_drawing(width, text, fonts))).pages[0]
    form = DecodedStreamObject()
    form.set_data(drawn["/Contents"].get_data())
    form = form.flate_encode()
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = RectangleObject((0, 0, width, BAND))
    form[NameObject("/Resources")] = drawn["/Resources"].clone(writer)
    return writer._add_object(form)


def _drawing(width: float, text: str, fonts: FontPaths) -> bytes:
    """Return the words in a frame, in the middle of a band."""
    sheet = Sheet((width, BAND), Properties("补打", "", ""), fonts)
    ems = text_width(text, 1, sheet.chain(Role.EMPHASIS).glyph)
    size = min(LARGEST, (width / 2 - MARGIN - FRAME_PADDING) * 2 / ems)
    half = ems * size / 2 + FRAME_PADDING
    middle, above = width / 2, (BAND - FRAME_HEIGHT) / 2
    sheet.frame(middle - half, above, middle + half, above + FRAME_HEIGHT, 0.75)
    sheet.text(middle, BAND / 2, text, Role.EMPHASIS, size, align=Align.CENTRE)
    return sheet.pdf()


def _lay_over(writer: "PdfWriter", page: "PageObject", mark: Any) -> None:
    """Draw the mark at the page's top, or above all else on a slip, which grows."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    height = float(page.mediabox.height)
    is_slip = float(page.mediabox.width) < WIDEST_SLIP
    if is_slip:
        page.mediabox.top = height + BAND
    bottom = height if is_slip else height - ABOVE_ON_SHEET - BAND
    page[NameObject("/Contents")] = ArrayObject(
        [
            _stream(writer, "q"),
            page.raw_get("/Contents"),
            _stream(writer, f"Q q 1 0 0 1 0 {bottom:.3f} cm {NAME} Do Q"),
        ]
    )
    resources: Any = page["/Resources"]
    resources[NameObject("/XObject")] = DictionaryObject({NameObject(NAME): mark})


def _stream(writer: "PdfWriter", operators: str) -> Any:
    from pypdf.generic import DecodedStreamObject

    stream = DecodedStreamObject()
    stream.set_data(operators.encode("ascii"))
    return writer._add_object(stream)
