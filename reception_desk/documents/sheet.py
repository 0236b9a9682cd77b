"""A PDF being drawn: pages, text by role and rules, in points from the top left corner."""

import math
from dataclasses import dataclass
from enum import Enum
from io import BytesIO

from reception_desk.documents.fonts import SHIPPED_FONTS, Chain, FontPaths, Role, chain
from reception_desk.documents.typesetting import (
    Align,
    Line,
    Style,
    draw,
    set_paragraph,
    text_width,
)
from reception_desk.errors import DocumentError
from reception_desk.records.signature import Handwriting

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
A5 = (148 * MM, 210 * MM)
CREATOR = "接访台"
SMALLEST_PART = 0.6
"""No line is written smaller than this part of its size."""

_INK_WIDTH, _LARGEST_INK = 1.1, 0.4
"""Points of a pen's line, and points for a pixel of the pad at most."""
_CENTRE_ABOVE_BASELINE = 0.38  # ems; the em box of a han character reaches from -0.12 to 0.88


class Ink(Enum):
    """Colours of official papers, as red, green and blue from 0 to 1 (sRGB)."""

    BLACK = (0.0, 0.0, 0.0)
    RED = (0.84, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Properties:
    """What a reader shows about the file."""

    title: str
    author: str
    subject: str


class Sheet:
    """The pages of one paper; the same calls give the same bytes.

    An `enlarged` paper is drawn on its `size` and comes out so many times as large.
    """

    def __init__(
        self, size: tuple[float, float], properties: Properties, paths: FontPaths = SHIPPED_FONTS,
        *, enlarged: float = 1.0,
    ) -> None:  # fmt: skip
        from reportlab.pdfgen.canvas import Canvas

        self.width, self.height = size
        self._paths, self._enlarged = paths, enlarged
        self._buffer = BytesIO()
        self._canvas = Canvas(
            self._buffer,
            pagesize=(self.width * enlarged, self.height * enlarged),
            invariant=True,
            lang="zh-CN",
            initialFontName=self.chain(Role.BODY).faces[0].fontName,  # pyright: ignore[reportArgumentType] # the stub says float
        )
        self._canvas.setTitle(properties.title)
        self._canvas.setAuthor(properties.author)
        self._canvas.setSubject(properties.subject)
        self._canvas.setCreator(CREATOR)
        self._enlarge()

    def chain(self, role: Role) -> Chain:
        """Return the faces of a role on this sheet."""
        return chain(role, self._paths)

    def text(
        self, x: float, middle: float, text: str, role: Role, size: float, *,
        align: Align = Align.LEFT, shade: float = 0.0, ink: Ink = Ink.BLACK,
        within: float = math.inf,
    ) -> None:  # fmt: skip
        """Write one line whose characters are centred on the height `middle`.

        `x` is the left end, the middle or the right end, by `align`; `shade` runs from 0 (black)
        to 1 (white) and counts for black ink only. A line wider than `within` points is written
        smaller; raises `DocumentError` where that would not be legible.
        """
        glyph = self.chain(role).glyph
        width = text_width(text, size, glyph)
        if width > within:
            if width * SMALLEST_PART > within:
                raise DocumentError(f"“{text[:20]}…”太长，一行写不下。", advice="请缩短后再制作。")
            size *= within / width
        style = Style(size, size, align)
        measure = text_width(text, size, glyph) + size
        lines = set_paragraph(text, measure, style, glyph)
        left = x - {Align.CENTRE: measure / 2, Align.RIGHT: measure}.get(align, 0.0)
        self.lines(left, middle - size / 2, lines, style, shade=shade, ink=ink)

    def lines(
        self, x: float, top: float, lines: list[Line], style: Style, *,
        shade: float = 0.0, ink: Ink = Ink.BLACK,
    ) -> None:  # fmt: skip
        """Draw set lines downwards from `top`, each in the middle of its leading."""
        baseline = top + style.leading / 2 + _CENTRE_ABOVE_BASELINE * style.size
        if ink is Ink.BLACK:
            self._canvas.setFillGray(shade)
        else:
            self._canvas.setFillColorRGB(*ink.value)
        draw(self._canvas, lines, x, self.height - baseline, style)

    def rule(
        self, start: tuple[float, float], end: tuple[float, float], width: float,
        ink: Ink = Ink.BLACK,
    ) -> None:  # fmt: skip
        """Draw a straight rule `width` points thick."""
        self._canvas.setLineWidth(width)
        if ink is not Ink.BLACK:
            self._canvas.setStrokeColorRGB(*ink.value)
        self._canvas.line(start[0], self.height - start[1], end[0], self.height - end[1])
        if ink is not Ink.BLACK:
            self._canvas.setStrokeGray(0)

    def dashes(self, left: float, right: float, y: float) -> None:
        """Draw a thin dashed rule across."""
        self._canvas.setDash(2, 2)
        self.rule((left, y), (right, y), 0.5)
        self._canvas.setDash()

    def frame(self, left: float, top: float, right: float, bottom: float, width: float) -> None:
        """Draw an empty rectangle."""
        self._canvas.setLineWidth(width)
        self._canvas.rect(left, self.height - bottom, right - left, bottom - top)

    def squares(self, left: float, top: float, side: float, rows: list[bytes]) -> None:
        """Fill the ones of a matrix with squares of `side` points, for a QR code."""
        path = self._canvas.beginPath()
        for number, row in enumerate(rows):
            y = self.height - top - (number + 1) * side
            start = 0
            while (start := row.find(1, start)) >= 0:
                end = row.find(0, start)
                end = len(row) if end < 0 else end
                path.rect(left + start * side, y, (end - start) * side, side)
                start = end
        self._canvas.setFillGray(0)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def bars(
        self, left: float, top: float, height: float, module: float, widths: list[int]
    ) -> None:
        """Fill every other of `widths` in modules of `module` points, for a bar code."""
        path, x = self._canvas.beginPath(), left
        for place, width in enumerate(widths):
            if place % 2 == 0:
                path.rect(x, self.height - top - height, width * module, height)
            x += width * module
        self._canvas.setFillGray(0)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def strokes(self, box: tuple[float, float, float, float], ink: Handwriting) -> None:
        """Draw handwriting as large as the box (left, top, width, height) allows."""
        left, top, width, height = box
        points = [point for stroke in ink.strokes for point in stroke]
        first_x, first_y = min(p.x for p in points), min(p.y for p in points)
        wide = max(max(p.x for p in points) - first_x, 1)
        high = max(max(p.y for p in points) - first_y, 1)
        scale = min(width / wide, height / high, _LARGEST_INK)
        x = left + (width - wide * scale) / 2
        y = self.height - top - (height - high * scale) / 2
        path = self._canvas.beginPath()
        for stroke in ink.strokes:
            for place, point in enumerate(stroke):
                at = x + (point.x - first_x) * scale, y - (point.y - first_y) * scale
                if place:
                    path.lineTo(*at)
                else:
                    path.moveTo(*at)
                    path.lineTo(*at)
        self._canvas.saveState()
        self._canvas.setLineWidth(_INK_WIDTH)
        self._canvas.setLineCap(1)
        self._canvas.setLineJoin(1)
        self._canvas.drawPath(path, stroke=1, fill=0)
        self._canvas.restoreState()

    def next_page(self) -> None:
        """Finish the page and begin another."""
        self._canvas.showPage()
        self._enlarge()

    def _enlarge(self) -> None:
        if self._enlarged > 1:
            self._canvas.scale(self._enlarged, self._enlarged)

    def pdf(self) -> bytes:
        """Return the finished file."""
        self._canvas.save()
        return self._buffer.getvalue()
