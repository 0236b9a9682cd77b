"""A letter that nobody wrote: what the simulated scanner finds on its glass."""

from typing import TYPE_CHECKING

from reception_desk.imaging.page import MILLIMETRES_PER_INCH
from reception_desk.records.scanning import ScanArea, ScanOptions

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

A4 = ScanArea(0, 0, 210, 297)
STROKES = (
    (0, 1, 6, 0.6),
    (3, 0, 3, 6),
    (0.4, 3, 5.6, 2.8),
    (2.8, 3, 0.2, 6),
    (3.2, 3, 5.9, 6),
    (1, 1, 1, 4.5),
    (0.2, 5.5, 5.8, 5.4),
)
"""Lines in mm inside the square of one character."""


def drawn_paper(options: ScanOptions, number: int) -> "Image":
    """Return a letter with ruled lines of writing on grey-white paper, A4 unless asked smaller."""
    from PIL import Image, ImageDraw, ImageFont

    area = options.area or A4
    scale = options.dpi / MILLIMETRES_PER_INCH
    size = (max(round(area.width * scale), 1), max(round(area.height * scale), 1))
    paper = Image.new("RGB", size, (246, 244, 238))
    pen = ImageDraw.Draw(paper)
    font = ImageFont.load_default(max(8 * scale, 1))
    pen.text((30 * scale, 18 * scale), f"SAMPLE {number}", fill=(150, 30, 30), font=font)
    for line in range(22):
        baseline = 40 + 10 * line
        rule = (25 * scale, baseline * scale, 185 * scale, baseline * scale)
        pen.line(rule, fill=(120, 150, 200), width=1)
        for place in range(18 - (7 * number + 5 * line) % 9):
            corner = (27 + 8.5 * place, baseline - 7)
            _draw_character(pen, corner, scale, number + 3 * line + 5 * place)
    return paper


def _draw_character(
    pen: "ImageDraw", corner: tuple[float, float], scale: float, number: int
) -> None:
    """Draw some strokes in a square of 6 mm, as a hand writes a character."""
    left, top = corner
    for stroke in range(len(STROKES)):
        if (number >> stroke) & 1 or stroke == number % len(STROKES):
            x1, y1, x2, y2 = STROKES[stroke]
            line = (left + x1, top + y1, left + x2, top + y2)
            ink = [millimetres * scale for millimetres in line]
            pen.line(ink, fill=(40, 40, 60), width=max(round(scale / 2), 1))
