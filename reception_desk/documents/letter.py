"""信函格式: letters between organs and to petitioners (GB/T 9704-2012, 10.1)."""

from functools import partial

from reception_desk.documents.fonts import FontPaths, Role
from reception_desk.documents.imprint import Imprint
from reception_desk.documents.official import (
    BLOCK,
    LEFT,
    PITCH,
    SIZE,
    WIDTH,
    draw_masthead,
    draw_title,
    folio,
)
from reception_desk.documents.sheet import A4, MM, Ink, Properties, Sheet
from reception_desk.documents.text_pages import Frame, draw_text
from reception_desk.documents.text_paper import TextPaper
from reception_desk.documents.title import plain
from reception_desk.documents.typesetting import Align

MASTHEAD_TOP, MASTHEAD_LARGEST = 30 * MM, 38.0
RULE_GAP, RULE_WIDTH, LOWER_RULE = 4 * MM, 170 * MM, A4[1] - 20 * MM
THICK, THIN, BETWEEN = 2.25, 0.75, 1.5
NUMBER_GAP = LAST_GAP = SIZE * 7 / 8  # below the upper rule, above the lower one


def letter_page(paper: TextPaper, fonts: FontPaths) -> bytes:
    """Return the letter as A4 pages; raises `DocumentError` for a character no font draws."""
    sheet = Sheet(A4, Properties(plain(paper.title), paper.organ, paper.number), fonts)
    imprint = Imprint(sheet, BLOCK, paper, is_letter=True)
    spare = 0.0 if imprint.height else LOWER_RULE - LAST_GAP - BLOCK.bottom
    frame = Frame(BLOCK, _head(sheet, paper), imprint, spare)
    draw_text(sheet, paper, frame, partial(_foot, sheet))
    return sheet.pdf()


def _head(sheet: Sheet, paper: TextPaper) -> float:
    """Draw the head and both double rules of the first page; return where the text may begin."""
    y = draw_masthead(sheet, paper.masthead or paper.organ, MASTHEAD_TOP, MASTHEAD_LARGEST)
    y += RULE_GAP
    _double_rule(sheet, y + THICK / 2, (THICK, THIN))
    lower = LOWER_RULE - THICK / 2
    _double_rule(sheet, lower - THICK / 2 - BETWEEN - THIN / 2, (THIN, THICK))
    y += THICK + BETWEEN + THIN
    if paper.number:
        middle = y + NUMBER_GAP + SIZE / 2
        sheet.text(
            LEFT + WIDTH, middle, paper.number, Role.BODY, SIZE, align=Align.RIGHT, within=WIDTH
        )
        y = middle + SIZE / 2
    return draw_title(sheet, paper.title, y + 2 * PITCH - (PITCH - SIZE))


def _double_rule(sheet: Sheet, y: float, widths: tuple[float, float]) -> None:
    """Draw two rules one below the other, the upper one at `y`."""
    left = (A4[0] - RULE_WIDTH) / 2
    below = y + sum(widths) / 2 + BETWEEN
    for at, width in zip((y, below), widths, strict=True):
        sheet.rule((left, at), (left + RULE_WIDTH, at), width, Ink.RED)


def _foot(sheet: Sheet, number: int, count: int) -> None:
    """The first page of a letter shows no number."""
    if number > 1:
        folio(sheet, number, count)
