"""Sample pages for the scan station: drawn once, small, with known truth."""

import io
from functools import cache

import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from reception_desk.config import resource
from reception_desk.documents.receipt import receipt
from reception_desk.documents.separator_sheet import separator_sheet
from reception_desk.records.papers import ReceiptData
from reception_desk.records.scanning import ScannedPage
from reception_desk.records.separators import SeparatorData

DPI = 100
_A4 = (827, 1169)


@cache
def written_page(
    text: str = "请求支付土地流转费", *, ink: str = "black", lines: int = 12
) -> ScannedPage:
    """Return an A4 page with so many lines of this text; few are read in a second."""
    paper = Image.new("RGB", _A4, "white")
    draw = ImageDraw.Draw(paper)
    font = ImageFont.truetype(str(resource("fonts", "NotoSansSC-Regular.ttf")), 22)
    for line in range(lines):
        draw.text((90, 110 + line * 64), f"{line + 1}　{text}" * 2, ink, font)
    return _page(paper)


@cache
def blank_page() -> ScannedPage:
    """Return an A4 page with nothing on it."""
    return _page(Image.new("RGB", _A4, (247, 247, 247)))


@cache
def separator_page(data: SeparatorData) -> ScannedPage:
    """Return a separator sheet as it comes from the feeder."""
    return _drawn(separator_sheet(data))


@cache
def receipt_page(data: ReceiptData) -> ScannedPage:
    """Return a receipt on A5 as it comes from the feeder."""
    return _drawn(receipt(data, "A5"))


@cache
def letter_with_a_broken_page() -> bytes:
    """Return a TIFF of three pages, 10, 200 and 30 pixels high; the second is damaged."""
    file = io.BytesIO()
    first, *others = [
        Image.effect_noise((60, height), 80).convert("RGB") for height in (10, 200, 30)
    ]
    first.save(file, "TIFF", save_all=True, append_images=others, compression="tiff_lzw")
    tiff = file.getvalue()
    middle = len(tiff) // 2  # its pixels are the most by far
    return tiff[: middle - 400] + b"\xff" * 800 + tiff[middle + 400 :]


@cache
def typed_letter(text: str = "请求支付土地流转费") -> bytes:
    """Return a PDF of one page as a word processor writes it: type in a font of its own."""
    pdfmetrics.registerFont(TTFont("Typed", str(resource("fonts", "NotoSansSC-Regular.ttf"))))
    file = io.BytesIO()
    canvas = Canvas(file, A4)
    for line in range(12):
        canvas.setFont("Typed", 14)
        canvas.drawString(70, 740 - line * 40, f"{line + 1}　{text}")
    canvas.save()
    return file.getvalue()


def broken_page() -> ScannedPage:
    """Return a page whose picture cannot be decoded."""
    return ScannedPage(b"\xff\xd8\xff broken", "image/jpeg", 10, 10, DPI, False, "test:0")


def _drawn(pdf: bytes) -> ScannedPage:
    document = pypdfium2.PdfDocument(pdf)
    paper = document[0].render(scale=DPI / 72).to_pil()  # pyright: ignore[reportArgumentType]
    document.close()
    return _page(paper.convert("RGB"))


def _page(paper: Image.Image) -> ScannedPage:
    buffer = io.BytesIO()
    paper.save(buffer, "PNG", dpi=(DPI, DPI))
    return ScannedPage(
        image=buffer.getvalue(),
        media_type="image/png",
        width_px=paper.width,
        height_px=paper.height,
        dpi=DPI,
        is_partial=False,
        source="test:0",
    )
