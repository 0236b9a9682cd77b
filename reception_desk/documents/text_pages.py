"""The pages of running text below a head: text, signature, notes and imprint in their places."""

from collections.abc import Callable
from dataclasses import dataclass

from reception_desk.documents.imprint import Imprint
from reception_desk.documents.page_flow import Dealt, deal
from reception_desk.documents.paper_ending import (
    closing_rows,
    draw_closing,
    draw_notes,
    note_lines,
    notes_height,
)
from reception_desk.documents.sheet import Sheet
from reception_desk.documents.text_block import TextBlock, draw_page, text_blocks
from reception_desk.documents.text_paper import TextPaper

PageFoot = Callable[[int, int], None]
"""Draws what stands below a page; told its number and how many there are."""
MORE_ROWS, FEW_PAGES = 4, 4
"""So many rows more may a page of a short paper take, to keep the seal with the text (7.3.5.5)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The text block, where the text begins on the first page, and the imprint.

    `spare` is the height below the text block that the notes of a single page may take.
    """

    block: TextBlock
    body_top: float
    imprint: Imprint | None = None
    spare: float = 0.0


@dataclass(frozen=True, slots=True)
class _Plan:
    """The rows of the pages; the imprint stands on a page of its own, or on the last one."""

    block: TextBlock
    dealt: Dealt
    is_imprint_apart: bool

    @property
    def count(self) -> int:
        """Return how many pages have text."""
        return len(self.dealt.pages)

    @property
    def total(self) -> int:
        return self.count + self.is_imprint_apart


def draw_text(sheet: Sheet, paper: TextPaper, layout: Layout, draw_foot: PageFoot) -> None:
    """Draw the paper from `layout.body_top` of the first page on."""
    plan = _plan(sheet, paper, layout)
    block, imprint = plan.block, layout.imprint
    for number, page in enumerate(plan.dealt.pages, 1):
        if number > 1:
            sheet.next_page()
        draw_page(sheet, block, page)
        draw_foot(number, plan.count)
    draw_closing(sheet, block, paper, plan.dealt.closing_row)
    bottom = block.bottom + (layout.spare if plan.count == 1 else 0)
    if imprint and not plan.is_imprint_apart:
        bottom -= imprint.height
    draw_notes(sheet, block, note_lines(sheet, block, paper), bottom)
    if imprint:
        if plan.is_imprint_apart:
            sheet.next_page()
        imprint.draw()


def _plan(sheet: Sheet, paper: TextPaper, layout: Layout) -> _Plan:
    """Deal the paper at the standard pitch, or a little closer where that saves a page."""
    standard = _dealt(sheet, paper, layout, layout.block)
    if not 1 < standard.total <= FEW_PAGES:
        return standard
    rows = range(layout.block.rows + 1, layout.block.rows + MORE_ROWS + 1)
    closer = [_dealt(sheet, paper, layout, layout.block.with_rows(count)) for count in rows]
    return min([standard, *closer], key=lambda plan: plan.total)


def _dealt(sheet: Sheet, paper: TextPaper, layout: Layout, block: TextBlock) -> _Plan:
    """Deal the paper; an imprint with rules stands on an even page, alone if it must (7.4)."""
    blocks, first = text_blocks(sheet, block, paper), block.row_below(layout.body_top)
    signed = closing_rows(block, paper)
    foot = notes_height(note_lines(sheet, block, paper), block)

    def dealt(below: float) -> Dealt:
        single = deal(blocks, first, block.rows, signed + block.rows_of(below - layout.spare))
        if len(single.pages) == 1:
            return single
        return deal(blocks, first, block.rows, signed + block.rows_of(below))

    imprint = layout.imprint
    if imprint is None or not imprint.height:
        return _Plan(block, dealt(foot), is_imprint_apart=False)
    plain = dealt(foot)
    if imprint.needs_even and len(plain.pages) % 2:
        return _Plan(block, plain, is_imprint_apart=True)
    full = dealt(foot + imprint.height)
    return _Plan(block, full, is_imprint_apart=imprint.needs_even and len(full.pages) % 2 == 1)
