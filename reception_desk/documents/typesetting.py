"""Chinese text set into lines of positioned runs; pure, it needs only advance widths."""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from reception_desk.documents.fonts import printable
from reception_desk.documents.line_breaking import OPENING
from reception_desk.documents.paragraph import TOLERANCE, GlyphOf, Paragraph, fill, prepare

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

LOOSEST = 0.5  # ems between characters, above which a justified line looks torn


class Align(StrEnum):
    """Where the lines of a paragraph stand; justified ones leave the last line as it falls."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True, slots=True)
class Style:
    """`size` and `leading` (from baseline to baseline) in points, `indent` in characters.

    `spacing` points are added to the advance of every character.
    """

    size: float
    leading: float
    align: Align = Align.JUSTIFY
    indent: float = 0.0
    spacing: float = 0.0

    @property
    def indent_width(self) -> float:
        """Return the indent in points."""
        return self.indent * (self.size + self.spacing)


@dataclass(frozen=True, slots=True)
class PlacedRun:
    """Characters of one face from `x` on, `spacing` added after each; all in points."""

    font: str
    text: str
    x: float
    spacing: float


@dataclass(frozen=True, slots=True)
class Line:
    """A set line: its characters (a space at the end hangs), visible from `left` to `right`."""

    text: str
    runs: tuple[PlacedRun, ...]
    left: float
    right: float


def set_text(text: str, measure: float, style: Style, glyph: GlyphOf) -> list[Line]:
    """Set `text`, each line of which is a paragraph, to lines of at most `measure` points."""
    return [
        line
        for paragraph in text.splitlines()
        for line in set_paragraph(paragraph, measure, style, glyph)
    ]


def set_paragraph(text: str, measure: float, style: Style, glyph: GlyphOf) -> list[Line]:
    """Set one paragraph; every printable character is kept once and in order.

    Raises `DocumentError` (from `glyph`) for a character no face draws.
    """
    paragraph = prepare(printable(text), style.size, glyph, style.spacing)
    ends = fill(paragraph, measure, style.indent_width)
    lines = []
    for number, span in enumerate(pairwise([0, *ends])):
        indent = style.indent_width if number == 0 else 0.0
        is_last = span[1] == len(paragraph.text)
        lines.append(_place(paragraph, span, indent, measure, style, is_last=is_last))
    return lines


def set_title(text: str, measure: float, style: Style, glyph: GlyphOf) -> list[Line]:
    """Set a centred title in as few lines as fit, of nearly equal width, the upper ones wider."""
    paragraph = prepare(printable(text), style.size, glyph)
    if not paragraph.text:
        return []
    fewest = len(fill(paragraph, measure, 0))
    narrow, wide = paragraph.width(0, len(paragraph.text)) / fewest, measure
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        if len(fill(paragraph, middle, 0)) == fewest:
            wide = middle
        else:
            narrow = middle
    centred = replace(style, align=Align.CENTRE, indent=0)
    return [
        _place(paragraph, span, 0, measure, centred, is_last=False)
        for span in pairwise([0, *fill(paragraph, wide, 0)])
    ]


def text_width(text: str, size: float, glyph: GlyphOf) -> float:
    """Return the width of `text` on one line, in points."""
    paragraph = prepare(printable(text), size, glyph)
    return paragraph.width(0, len(paragraph.text)) if paragraph.text else 0.0


def draw(canvas: "Canvas", lines: list[Line], x: float, baseline: float, style: Style) -> None:
    """Draw lines downwards, the first on `baseline`; the fill colour is the canvas's."""
    text = canvas.beginText()
    spacing = 0.0
    for number, line in enumerate(lines):
        for run in line.runs:
            text.setTextOrigin(x + run.x, baseline - number * style.leading)
            text.setFont(run.font, style.size)
            if run.spacing != spacing:
                spacing = run.spacing
                text.setCharSpace(spacing)
            text.textOut(run.text)
    if spacing:
        text.setCharSpace(0)
    canvas.drawText(text)


def _place(
    paragraph: Paragraph,
    span: tuple[int, int],
    indent: float,
    measure: float,
    style: Style,
    *,
    is_last: bool,
) -> Line:
    start, stop = span
    visible = paragraph.end(start, stop)
    slack = measure - indent - paragraph.width(start, stop)
    places = [at for at in range(start + 1, visible) if at in paragraph.breaks.stretchable]
    extra, left = 0.0, indent
    if style.align is Align.JUSTIFY and not is_last and places:
        extra = slack / len(places)
        extra = extra if 0 <= extra <= LOOSEST * style.size else 0.0
    elif style.align is Align.CENTRE:
        # The blank half of an opening mark does not count, as that of a closing one does not.
        left += slack / 2 - (style.size / 4 if paragraph.text[start] in OPENING else 0.0)
    elif style.align is Align.RIGHT:
        left += slack
    runs = _runs(paragraph, start, visible, left, extra)
    right = left + paragraph.width(start, stop) + extra * len(places)
    return Line(paragraph.text[start:stop], runs, left, right)


def _runs(
    paragraph: Paragraph, start: int, stop: int, left: float, extra: float
) -> tuple[PlacedRun, ...]:
    """Group characters that share a face and an even spacing."""
    runs: list[PlacedRun] = []
    x, first, spacing = left, start, None
    run_x = left
    for at in range(start + 1, stop):
        step = paragraph.starts[at] - paragraph.starts[at - 1]
        gap = step - paragraph.widths[at - 1] + (extra if at in paragraph.breaks.stretchable else 0)
        x += paragraph.widths[at - 1] + gap
        gap += paragraph.spacing
        same_face = paragraph.glyphs[at].font == paragraph.glyphs[first].font
        if same_face and (spacing is None or abs(gap - spacing) < TOLERANCE):
            spacing = gap if spacing is None else spacing
            continue
        runs.append(_run(paragraph, first, at, run_x, spacing))
        first, run_x, spacing = at, x, None
    runs.append(_run(paragraph, first, stop, run_x, spacing))
    return tuple(runs)


def _run(paragraph: Paragraph, start: int, stop: int, x: float, spacing: float | None) -> PlacedRun:
    text = paragraph.text[start:stop]
    return PlacedRun(paragraph.glyphs[start].font, text, round(x, 3), round(spacing or 0.0, 4))
