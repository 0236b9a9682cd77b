"""Text laid invisibly over the picture of a page, to be searched, marked and copied.

Each document gets one font that paints nothing. Its codes are the document's characters in the
order of first use, so that a name such as 𠮷, beyond U+FFFF, is one code like every other.
Characters are an em wide, or half an em where print sets them narrow, and each line is stretched
to its box: what a person marks on the screen covers what is read.
"""

import math
import struct
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reception_desk.imaging.unicode_map import unicode_map
from reception_desk.records.reading import Point, TextLine

if TYPE_CHECKING:
    import pikepdf

FONT_NAME = "/DESKAA+Unseen"
FULL_WIDTH, HALF_WIDTH = 1000, 500
"""Advance widths in thousandths of an em; glyphs 1 and 2 of the font have them."""
ASCENT, DESCENT = 880, -120
SMALLEST_PT = 0.1
"""Boxes are taken for at least as large, so that text can be laid over a dot."""
HYPHENS = ("-", "\u2010")
NO_BREAK_SPACE = "\u00a0"
"""Follows a hyphen at the end of a line, which pdfium would take out to join the next line."""
UPRIGHT_COLUMN = 1.5
"""Boxes this much taller than wide hold a line that runs downwards."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the picture of a page lies: the top left corner in points, and points a pixel."""

    left: float
    top: float
    scale: float

    def point(self, pixel: Point) -> Point:
        return self.left + pixel[0] * self.scale, self.top - pixel[1] * self.scale


class TextLayer:
    """The invisible text of one document, page after page."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def content(self, lines: Iterable[TextLine], placement: Placement, font: str) -> bytes:
        """Return the operators that show `lines`; `font` is its resource name, as `/F1`."""
        shown = [self._line(line, placement, font) for line in lines if plain_text(line.text)]
        return b"\n".join([b"q BT 3 Tr", *shown, b"ET Q"]) if shown else b""

    def font(self, pdf: "pikepdf.Pdf") -> "pikepdf.Object":
        """Add the font with all characters shown so far to `pdf` and return it."""
        from pikepdf import Array, Dictionary, Name, String

        widths = [_width(character) for character in self._codes]
        glyphs = [0, *(1 if width == FULL_WIDTH else 2 for width in widths)]
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(FONT_NAME),
            Flags=4,
            FontBBox=[0, DESCENT, FULL_WIDTH, ASCENT],
            ItalicAngle=0,
            Ascent=ASCENT,
            Descent=DESCENT,
            CapHeight=ASCENT,
            StemV=80,
            FontFile2=pdf.make_stream(blank_truetype()),
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(FONT_NAME),
            CIDSystemInfo=Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            ),
            FontDescriptor=pdf.make_indirect(descriptor),
            DW=FULL_WIDTH,
            W=Array([1, Array(widths)]),
            CIDToGIDMap=pdf.make_stream(struct.pack(f">{len(glyphs)}H", *glyphs)),
        )
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(FONT_NAME),
            Encoding=Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(descendant)],
            ToUnicode=pdf.make_stream(unicode_map(map(ord, self._codes))),
        )
        return pdf.make_indirect(font)

    def _line(self, line: TextLine, placement: Placement, font: str) -> bytes:
        text = plain_text(line.text)
        start, end, height = _baseline(line, placement, is_single=len(text) == 1)
        size, length = max(SMALLEST_PT, height), max(SMALLEST_PT, math.dist(start, end))
        angle = math.atan2(end[1] - start[1], end[0] - start[0])
        cosine, sine = math.cos(angle), math.sin(angle)
        rise = -DESCENT / 1000 * size
        x, y = start[0] - sine * rise, start[1] + cosine * rise
        ems = sum(_width(character) for character in text) / 1000
        if text.endswith(HYPHENS):
            text += NO_BREAK_SPACE
        codes = [self._codes.setdefault(char, len(self._codes) + 1) for char in text]
        shown = struct.pack(f">{len(codes)}H", *codes).hex()
        return (
            f"{font} {size:.3f} Tf {100 * length / (ems * size):.3f} Tz "
            f"{cosine:.5f} {sine:.5f} {-sine:.5f} {cosine:.5f} {x:.3f} {y:.3f} Tm <{shown}> Tj"
        ).encode("ascii")


def plain_text(text: str) -> str:
    """Return `text` without what cannot be seen: one space for each white space, no controls."""
    shown = (
        character if character.isprintable() else " " if character.isspace() else ""
        for character in text
    )
    return "".join(shown).strip()


def blank_truetype() -> bytes:
    """Return a TrueType font with one wide and one narrow glyph that paint nothing.

    pdfium drops text without extent, a single character or a line that runs downwards, so each
    glyph is a stroke of no thickness from corner to corner of its em.
    """
    advances = (FULL_WIDTH, FULL_WIDTH, HALF_WIDTH)
    glyphs = [b"", *map(_diagonal, advances[1:])]
    ends = [sum(map(len, glyphs[:count])) // 2 for count in range(len(glyphs) + 1)]
    version = struct.pack(">L", 0x10000)
    tables = {
        b"glyf": b"".join(glyphs),
        b"head": version * 2
        + struct.pack(">2L2H2q", 0, 0x5F0F3CF5, 0, 1000, 0, 0)
        + _box(FULL_WIDTH)
        + struct.pack(">2H3h", 0, 8, 2, 0, 0),
        b"hhea": version
        + struct.pack(">3hH2h", ASCENT, DESCENT, 0, FULL_WIDTH, 0, 0)
        + struct.pack(">9hH", FULL_WIDTH, 1, *[0] * 7, len(advances)),
        b"hmtx": b"".join(struct.pack(">Hh", advance, 0) for advance in advances),
        b"loca": struct.pack(f">{len(ends)}H", *ends),
        b"maxp": version + struct.pack(">14H", len(advances), 2, 1, 0, 0, 2, *[0] * 8),
    }
    offset = 12 + 16 * len(tables)
    directory, body = struct.pack(">L4H", 0x10000, len(tables), 64, 2, 32), b""
    for tag, table in tables.items():
        directory += struct.pack(">4s3L", tag, _checksum(table), offset + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    font = directory + body
    adjustment = struct.pack(">L", (0xB1B0AFBA - _checksum(font)) % (1 << 32))
    head = font.index(tables[b"head"])
    return font[: head + 8] + adjustment + font[head + 12 :]


def _diagonal(width: int) -> bytes:
    """Return a glyph of one contour with two points on the curve."""
    points = struct.pack(">2H2B4h", 1, 0, 1, 1, 0, width, DESCENT, ASCENT - DESCENT)
    return struct.pack(">h", 1) + _box(width) + points


def _box(width: int) -> bytes:
    return struct.pack(">4h", 0, DESCENT, width, ASCENT)


def _checksum(table: bytes) -> int:
    padded = table + bytes(-len(table) % 4)
    return sum(struct.unpack(f">{len(padded) // 4}L", padded)) % (1 << 32)


def _width(character: str) -> int:
    is_wide = unicodedata.east_asian_width(character) in {"W", "F", "A"}
    return FULL_WIDTH if is_wide else HALF_WIDTH


def _baseline(
    line: TextLine, placement: Placement, *, is_single: bool
) -> tuple[Point, Point, float]:
    """Return the foot of a line from its first to its last character, and its height."""
    top_left, top_right, bottom_right, bottom_left = map(placement.point, line.corners)
    width, height = math.dist(top_left, top_right), math.dist(top_left, bottom_left)
    if height >= width * UPRIGHT_COLUMN and not is_single:
        return top_left, bottom_left, width
    return bottom_left, bottom_right, height
