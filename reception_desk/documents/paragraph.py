"""A paragraph measured and cut into lines, before anything is placed."""

from collections.abc import Callable
from dataclasses import dataclass

from reception_desk.documents.fonts import Glyph
from reception_desk.documents.line_breaking import CLOSING, Breaks, find_breaks, squeeze

GlyphOf = Callable[[str], Glyph]

TOLERANCE = 0.001  # points


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Characters with their faces, widths and places on one endless line, in points.

    `spacing` is part of each width.
    """

    text: str
    glyphs: tuple[Glyph, ...]
    widths: tuple[float, ...]
    starts: tuple[float, ...]
    breaks: Breaks
    size: float
    spacing: float = 0.0

    def end(self, start: int, stop: int) -> int:
        """Return `stop` without the spaces that hang behind the line."""
        while stop > start + 1 and self.text[stop - 1] == " ":
            stop -= 1
        return stop

    def width(self, start: int, stop: int) -> float:
        """Return the visible width of a line; the blank half of a mark at its end hangs."""
        stop = self.end(start, stop)
        last = self.widths[stop - 1]
        if self.text[stop - 1] in CLOSING and self.glyphs[stop - 1].advance >= 1:
            last -= self.size / 2
        return self.starts[stop - 1] - self.starts[start] + last


def prepare(text: str, size: float, glyph: GlyphOf, spacing: float = 0.0) -> Paragraph:
    """Measure `text` at `size` points; neighbouring marks share their blank."""
    glyphs = tuple(glyph(character) for character in text)
    widths = tuple(one.advance * size + spacing for one in glyphs)
    starts, x = [0.0], 0.0
    for at in range(1, len(text)):
        tight = squeeze(text[at - 1], text[at]) if glyphs[at - 1].advance >= 0.8 else 0.0
        x += widths[at - 1] - tight * size
        starts.append(x)
    return Paragraph(text, glyphs, widths, tuple(starts), find_breaks(text), size, spacing)


def fill(paragraph: Paragraph, measure: float, indent: float) -> list[int]:
    """Return the ends of lines of at most `measure` points, each as full as it goes."""
    ends: list[int] = []
    start, length = 0, len(paragraph.text)
    while start < length:
        room = measure - (indent if not ends else 0.0)
        start = _line_end(paragraph, start, room)
        ends.append(start)
    return ends


def _line_end(paragraph: Paragraph, start: int, room: float) -> int:
    length = len(paragraph.text)
    good = poor = rough = start + 1
    good_found = poor_found = False
    for stop in range(start + 1, length + 1):
        if paragraph.starts[stop - 1] - paragraph.starts[start] > room + paragraph.size:
            break
        if paragraph.width(start, stop) > room + TOLERANCE:
            continue
        rough = stop
        if stop == length:
            return stop
        if stop in paragraph.breaks.good:
            good, good_found = stop, True
        if stop in paragraph.breaks.poor:
            poor, poor_found = stop, True
    if good_found:
        return good
    return poor if poor_found else rough
