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
from reception_desk.documents.title import plain
from reception_desk.errors import DocumentError

PageFoot = Callable[[int, int], None]
"""Draws what stands below a page; told its number and how many there are."""
FEWEST_ROWS = 3
"""So many rows of text the first page and the last have at least."""
MORE_ROWS, FEW_PAGES = 4, 4
"""So many rows more may a page of a short paper take, to keep the seal with the text (7.3.5.5)."""


@dataclass(frozen=True, slots=True)
class Frame:
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


def draw_text(sheet: Sheet, paper: TextPaper, frame: Frame, draw_foot: PageFoot) -> None:
    """Draw the paper from `frame.body_top` of the first page on.

    Raises `DocumentError` for a title or an ending that leaves no room.
    """
    if frame.block.row_below(frame.body_top) > frame.block.rows - FEWEST_ROWS:
        raise DocumentError(
            f"标题“{plain(paper.title)[:20]}…”太长，首页放不下正文。",
            advice="请缩短事由或机关名称。",
        )
    plan = _plan(sheet, paper, frame)
    block, imprint = plan.block, frame.imprint
    for number, page in enumerate(plan.dealt.pages, 1):
        if number > 1:
            sheet.next_page()
        draw_page(sheet, block, page)
        draw_foot(number, plan.count)
    draw_closing(sheet, block, paper, plan.dealt.closing_row)
    bottom = block.bottom + (frame.spare if plan.count == 1 else 0)
    if imprint and not plan.is_imprint_apart:
        bottom -= imprint.height
    draw_notes(sheet, block, note_lines(sheet, block, paper), bottom)
    if imprint:
        if plan.is_imprint_apart:
            sheet.next_page()
        imprint.draw()


def _plan(sheet: Sheet, paper: TextPaper, frame: Frame) -> _Plan:
    """Deal the paper at the standard pitch, or a little closer where that saves a page."""
    standard = _dealt(sheet, paper, frame, frame.block)
    if not 1 < standard.total <= FEW_PAGES:
        return standard
    rows = range(frame.block.rows + 1, frame.block.rows + MORE_ROWS + 1)
    closer = [_dealt(sheet, paper, frame, frame.block.with_rows(count)) for count in rows]
    return min([standard, *closer], key=lambda plan: plan.total)


def _dealt(sheet: Sheet, paper: TextPaper, frame: Frame, block: TextBlock) -> _Plan:
    """Deal the paper; an imprint with rules stands on an even page, alone if it must (7.4)."""
    blocks, first = text_blocks(sheet, block, paper), block.row_below(frame.body_top)
    signed = closing_rows(sheet, block, paper)
    foot = notes_height(note_lines(sheet, block, paper), block)
    whole = foot + (frame.imprint.height if frame.imprint else 0)
    if signed + block.rows_of(whole) > block.rows - FEWEST_ROWS:
        raise DocumentError(
            f"“{plain(paper.title)[:20]}”落款、联系方式和抄送太长，一页放不下。",
            advice="请缩短后再制作。",
        )

    def dealt(below: float) -> Dealt:
        single = deal(blocks, first, block.rows, signed + block.rows_of(below - frame.spare))
        if len(single.pages) == 1:
            return single
        return deal(blocks, first, block.rows, signed + block.rows_of(below))

    imprint = frame.imprint
    if imprint is None or not imprint.height:
        return _Plan(block, dealt(foot), is_imprint_apart=False)
    bare = dealt(foot)
    if imprint.needs_even and len(bare.pages) % 2:
        return _Plan(block, bare, is_imprint_apart=True)
    full = dealt(foot + imprint.height)
    return _Plan(block, full, is_imprint_apart=imprint.needs_even and len(full.pages) % 2 == 1)
