"""Sample pages for the scan station: drawn once, small, with known truth."""

import io
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from reception_desk.config import resource
from reception_desk.records.scanning import ScannedPage

DPI = 100
_A4 = (827, 1169)


@cache
def written_page(text: str = "请求支付土地流转费", *, ink: str = "black") -> ScannedPage:
    """Return an A4 page with twelve lines of this text."""
    paper = Image.new("RGB", _A4, "white")
    draw = ImageDraw.Draw(paper)
    font = ImageFont.truetype(str(resource("fonts", "NotoSansSC-Regular.ttf")), 22)
    for line in range(12):
        draw.text((90, 110 + line * 64), f"{line + 1}　{text}" * 2, ink, font)
    return _page(paper)


@cache
def blank_page() -> ScannedPage:
    """Return an A4 page with nothing on it."""
    return _page(Image.new("RGB", _A4, (247, 247, 247)))


def broken_page() -> ScannedPage:
    """Return a page whose picture cannot be decoded."""
    return ScannedPage(b"\xff\xd8\xff broken", "image/jpeg", 10, 10, DPI, False, "test:0")


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
