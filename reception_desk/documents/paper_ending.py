"""How a paper ends: signature with room for the seal, signatures by hand, notes at the foot.

No seal is ever printed (domain.md 3.2): the office presses it into the room left for it.
"""

from reception_desk.documents.fonts import Role
from reception_desk.documents.sheet import MM, Sheet
from reception_desk.documents.text_block import TextBlock
from reception_desk.documents.text_paper import TextPaper
from reception_desk.documents.typesetting import (
    Align,
    Line,
    Style,
    set_text,
    set_title,
    text_width,
)

SEAL = 45 * MM
"""The seal of a county, the largest pressed here; signature and date stand in its middle."""
SEAL_GAP = 0.5 * MM
SIGNED_ROWS, SIGNED_AT = 3, 1
PARTY_HEIGHT = 10 * MM
DATE_BY_HAND = "　　　　年　　月　　日"
NOTE = Style(12, 19, Align.LEFT)
NOTE_GAP = 3 * MM
THIN = 0.25 * MM


def closing_rows(sheet: Sheet, block: TextBlock, paper: TextPaper) -> int:
    """Return how many rows the signatures take."""
    rows = _signed_rows(sheet, block, paper)
    if paper.parties:
        rows += 1 + block.rows_of(len(paper.parties) * PARTY_HEIGHT)
    return rows


def draw_closing(sheet: Sheet, block: TextBlock, paper: TextPaper, row: int) -> None:
    """Draw the signatures from a row on."""
    if rows := _signed_rows(sheet, block, paper):
        _sign(sheet, block, paper, row)
        row += rows
    y = block.middle(row + 1)
    for number, party in enumerate(paper.parties):
        _party(sheet, block, party, y + number * PARTY_HEIGHT)


def note_lines(sheet: Sheet, block: TextBlock, paper: TextPaper) -> list[Line]:
    """Return the notes of a paper, set."""
    glyph = sheet.chain(Role.BODY).glyph
    return set_text("\n".join(paper.notes), block.width, _note(block), glyph)


def notes_height(lines: list[Line], block: TextBlock) -> float:
    """Return how high the notes are, with the rule above them."""
    return len(lines) * _note(block).leading + NOTE_GAP if lines else 0.0


def draw_notes(sheet: Sheet, block: TextBlock, lines: list[Line], bottom: float) -> None:
    """Draw the notes so that they end at `bottom`."""
    if lines:
        top = bottom - len(lines) * _note(block).leading
        rule = top - NOTE_GAP / 2
        sheet.rule((block.left, rule), (block.right, rule), THIN)
        sheet.lines(block.left, top, lines, _note(block))


def _note(block: TextBlock) -> Style:
    return NOTE if block.style.size > NOTE.size else Style(9, 14, Align.LEFT)


def _signed_rows(sheet: Sheet, block: TextBlock, paper: TextPaper) -> int:
    if not (paper.signer or paper.date):
        return 0
    rows = block.rows_of(SEAL_GAP + SEAL) if paper.is_sealed else SIGNED_ROWS
    return rows + _extra(_signer_lines(sheet, block, paper))


def _signer_lines(sheet: Sheet, block: TextBlock, paper: TextPaper) -> list[Line]:
    style = Style(block.style.size, block.style.leading, Align.CENTRE)
    return set_title(paper.signer, block.width, style, sheet.chain(Role.BODY).glyph)


def _extra(signer: list[Line]) -> int:
    """Return how many rows a long name takes beyond the two there is always room for."""
    return max(0, len(signer) - 2)


def _signer_row(block: TextBlock, paper: TextPaper) -> float:
    """Return the row of the signature: with a seal half a row above the seal's middle."""
    if not paper.is_sealed:
        return SIGNED_AT
    return max((SEAL_GAP + SEAL / 2) / block.style.leading - 1, 1)


def _sign(sheet: Sheet, block: TextBlock, paper: TextPaper, top: int) -> None:
    """署名 above the date: centred on it where a seal comes, else two characters to its left."""
    size = block.style.size
    lines = _signer_lines(sheet, block, paper)
    row = top + _signer_row(block, paper) + _extra(lines)
    widest = max((line.right - line.left for line in lines), default=0.0)
    date = text_width(paper.date, size, sheet.chain(Role.BODY).glyph)
    if paper.is_sealed:
        centre = block.right - 4 * block.character - date / 2
        centre = min(centre, block.right - widest / 2)
        date_left = centre - date / 2
    else:
        right = block.right - 2 * block.character
        left = max(min(right - widest, right - date - 2 * block.character), block.left)
        date_left, centre = left + 2 * block.character, left + widest / 2
    first = row - len(lines) + 1
    for number, line in enumerate(lines):
        text = line.text.strip()
        middle = block.middle(first + number)
        sheet.text(centre, middle, text, Role.BODY, size, align=Align.CENTRE)
    sheet.text(date_left, block.middle(row + 1), paper.date, Role.BODY, size)


def _party(sheet: Sheet, block: TextBlock, party: str, middle: float) -> None:
    """One who signs by hand: who, a line to sign on, the date."""
    glyph, size = sheet.chain(Role.BODY).glyph, block.style.size
    room = block.width - text_width(DATE_BY_HAND, size, glyph)
    sheet.text(block.left, middle, party, Role.BODY, size, within=room)
    sheet.text(block.right, middle, DATE_BY_HAND, Role.BODY, size, align=Align.RIGHT)
    start = block.left + text_width(party, size, glyph) + 1 * MM
    end = block.right - text_width(DATE_BY_HAND, size, glyph) + 2 * size
    below = middle + 0.75 * size
    if end > start + 15 * MM:
        sheet.rule((start, below), (end, below), THIN)
