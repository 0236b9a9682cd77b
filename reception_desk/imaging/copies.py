"""Copies of identity documents: numbers covered, and for what the copy may be used.

最小必要 (个人信息保护法 Art. 6): who gets a copy of the papers learns whose document it is, not
its number. The sealed paper on record stays as it was handed in.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reception_desk.imaging.page import MILLIMETRES_PER_INCH, Pixels
from reception_desk.records.reading import Point, TextLine

if TYPE_CHECKING:
    from PIL.Image import Image

WATERMARK = "仅供信访登记使用"
KEPT_HEAD, KEPT_TAIL = 6, 4
"""Digits that stay, as on the screen (`rules/masking.py`)."""
FIRST_WIDE = 0x2E80
"""Unicode's CJK Radicals; from there on characters fill their em."""
_NUMBER = re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{15}")
_COVER = (70, 70, 70)
_INK = (110, 110, 110, 70)
_LETTER_MM = 7.0
_APART_MM = (72.0, 40.0)
_ANGLE = 30
_WIDER = 0.15
"""Of a character on each side: boxes of lines are drawn tightly."""


@dataclass(frozen=True, slots=True, eq=False)
class IdentityCopy:
    """Rows x columns x RGB of uint8, and how many numbers are covered on it."""

    pixels: Pixels
    covered: int


def identity_copy(pixels: Pixels, dpi: int, lines: Sequence[TextLine], font: str) -> IdentityCopy:
    """Return a copy of an upright page with its document numbers covered, and watermarked.

    `lines` are in its pixels; a number that was not read is not covered, which `covered` tells.
    `font` is the file of a TrueType font with the characters of `WATERMARK`.
    """
    import numpy as np
    from PIL import Image, ImageDraw

    levels: Any = pixels.astype(np.uint8) * 255 if pixels.dtype == np.bool_ else pixels
    picture = Image.fromarray(levels).convert("RGB")
    pen = ImageDraw.Draw(picture)
    covered = 0
    for line in lines:
        for found in _NUMBER.finditer(line.text):
            start, end = found.start() + KEPT_HEAD, found.end() - KEPT_TAIL
            pen.polygon(_part(line, start - _WIDER, end + _WIDER), fill=_COVER)
            covered += 1
    return IdentityCopy(np.asarray(_watermarked(picture, dpi, font)), covered)


def _part(line: TextLine, start: float, end: float) -> list[Point]:
    """Return the corners of the characters `start` to `end` of a line, evenly wide as digits are.

    What stands before the number is wider: a digit has 0.55 em, a Chinese character one.
    """
    widths = [20 if ord(character) >= FIRST_WIDE else 11 for character in line.text]
    whole = sum(widths)

    def share(place: float) -> float:
        before = int(place)
        rest = place - before
        width = widths[before] if before < len(widths) else 0
        return (sum(widths[:before]) + rest * width) / whole

    top_left, top_right, bottom_right, bottom_left = line.corners
    first, last = share(max(0.0, start)), share(end)
    return [
        _between(top_left, top_right, first),
        _between(top_left, top_right, last),
        _between(bottom_left, bottom_right, last),
        _between(bottom_left, bottom_right, first),
    ]


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _watermarked(picture: "Image", dpi: int, font_path: str) -> "Image":
    """Lay `WATERMARK` over the whole picture, slanting, so that none can be cut out without it."""
    from PIL import Image, ImageDraw, ImageFont

    scale = (dpi or 300) / MILLIMETRES_PER_INCH
    font = ImageFont.truetype(font_path, max(12, round(_LETTER_MM * scale)))
    side = round((picture.width**2 + picture.height**2) ** 0.5) + 1
    layer = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    across, down = (max(1, round(apart * scale)) for apart in _APART_MM)
    for row, y in enumerate(range(0, side, down)):
        for x in range(-(row % 2) * across // 2, side, across):
            pen.text((x, y), WATERMARK, _INK, font)
    turned = layer.rotate(_ANGLE)
    left, top = (side - picture.width) // 2, (side - picture.height) // 2
    part = turned.crop((left, top, left + picture.width, top + picture.height))
    return Image.alpha_composite(picture.convert("RGBA"), part).convert("RGB")
