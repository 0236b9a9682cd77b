"""The text block of a page (版心) with its rows, and what stands in it: text, signature, notes."""

import math
from dataclasses import dataclass, replace

from reception_desk.documents.fonts import Role
from reception_desk.documents.page_flow import Block, Placed
from reception_desk.documents.sheet import MM, Sheet
from reception_desk.documents.template import Mark
from reception_desk.documents.text_paper import TextPaper
from reception_desk.documents.typesetting import Align, Style, set_paragraph


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Where the rows of a page stand; all in points from the top left corner of the page."""

    left: float
    top: float
    width: float
    height: float
    style: Style
    rows: int

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def character(self) -> float:
        """Return the advance of a character of the text."""
        return self.style.size + self.style.spacing

    def middle(self, row: float) -> float:
        """Return the height of the middle of a row."""
        return self.top + self.style.size / 2 + row * self.style.leading

    def row_below(self, y: float) -> int:
        """Return the first row that begins at or below `y`; half a millimetre is no matter."""
        return max(0, math.ceil((y - self.top - 0.5 * MM) / self.style.leading))

    def rows_of(self, height: float) -> int:
        """Return how many rows a thing takes that is `height` points high."""
        return max(0, math.ceil(height / self.style.leading))

    def with_rows(self, rows: int) -> "TextBlock":
        """Return a block of the same size with another number of rows."""
        pitch = (self.height - self.style.size) / (rows - 1)
        return replace(self, rows=rows, style=replace(self.style, leading=pitch))


def text_blocks(sheet: Sheet, block: TextBlock, paper: TextPaper) -> list[Block]:
    """Return addressee, text and attachments of a paper, set."""
    blocks: list[Block] = []
    if paper.addressee:
        blocks.append(_paragraph(sheet, block, Mark.FLUSH, paper.addressee))
    blocks += [_paragraph(sheet, block, one.mark, one.text) for one in paper.body]
    if paper.attachments and blocks:
        blocks[-1] = replace(blocks[-1], keeps_next=True)
    return [*blocks, *_attachments(sheet, block, paper.attachments)]


_ROLES = {Mark.HEADING: Role.EMPHASIS, Mark.SUBHEADING: Role.SUBHEADING}


def _paragraph(sheet: Sheet, block: TextBlock, mark: Mark, text: str) -> Block:
    role = _ROLES.get(mark, Role.BODY)
    is_heading = mark in _ROLES
    indent = 0 if mark in {Mark.FLUSH, Mark.CENTRED} else 2
    align = Align.CENTRE if mark is Mark.CENTRED else block.style.align
    style = Style(block.style.size, block.style.leading, align, indent, block.style.spacing)
    lines = set_paragraph(text, block.width, style, sheet.chain(role).glyph)
    return Block(tuple(lines), style, role, keeps_next=is_heading)


def _attachments(sheet: Sheet, block: TextBlock, names: tuple[str, ...]) -> list[Block]:
    """附件 one row below the text; a long name goes on below its own beginning."""
    blocks = []
    for number, name in enumerate(names, 1):
        count = f"{number}." if len(names) > 1 else ""
        marker = ("附件：" if number == 1 else "") + count
        offset = (6.25 if count else 5) * block.character
        lines = set_paragraph(name, block.width - offset, block.style, sheet.chain(Role.BODY).glyph)
        blocks.append(
            Block(
                tuple(lines), block.style, offset=offset, marker=marker,
                marker_offset=(2 if number == 1 else 5) * block.character,
                blank_before=1 if number == 1 else 0,
            )
        )  # fmt: skip
    return blocks


def draw_page(sheet: Sheet, block: TextBlock, page: tuple[Placed, ...]) -> None:
    """Draw the rows of a page."""
    for placed in page:
        one = placed.block
        top = block.middle(placed.row) - one.style.leading / 2
        sheet.lines(block.left + one.offset, top, [placed.line], one.style)
        if placed.is_first and one.marker:
            x = block.left + one.marker_offset
            sheet.text(x, block.middle(placed.row), one.marker, Role.BODY, one.style.size)
