"""Paragraphs dealt to the rows of pages: no lone lines, no signature without text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reception_desk.documents.fonts import Role
from reception_desk.documents.typesetting import Line, Style

FEWEST = 2
"""Lines of a paragraph on either side of a page's end."""


@dataclass(frozen=True, slots=True)
class Block:
    """A set paragraph, one line a row, `offset` points from the left edge of the text.

    `marker` is written before its first line, at `marker_offset`; a block that `keeps_next` is a
    heading and stays with what follows; `blank_before` rows part it from what stands above.
    """

    lines: tuple[Line, ...]
    style: Style
    role: Role = Role.BODY
    offset: float = 0.0
    marker: str = ""
    marker_offset: float = 0.0
    keeps_next: bool = False
    blank_before: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """A line in a row of a page (0 at the top); `is_first` of its block."""

    row: int
    block: Block
    line: Line
    is_first: bool


@dataclass(frozen=True, slots=True)
class Dealt:
    """The pages; the closing rows begin at `closing_row` of the last one."""

    pages: tuple[tuple[Placed, ...], ...]
    closing_row: int


@dataclass(frozen=True, slots=True)
class _Item:
    """A row to be dealt; without a block it is blank. A page may begin at it or not."""

    block: Block | None = None
    number: int = 0
    may_begin: bool = False


def deal(blocks: Sequence[Block], first_row: int, rows: int, closing: int) -> Dealt:
    """Deal the blocks to pages of `rows` rows, the first from `first_row` on.

    `closing` rows (signature, seal, what stands at the foot of the last page) are kept in one
    piece and together with the last lines of the text.
    """
    items = _items(blocks, closing)
    pages: list[tuple[Placed, ...]] = []
    start, row = 0, first_row
    while True:
        while start < len(items) and pages and _is_blank_row(items, start, closing):
            start += 1
        end = _page_end(items, start, rows - row, closing)
        placed = [
            Placed(row + at - start, item.block, item.block.lines[item.number], item.number == 0)
            for at, item in enumerate(items[start:end], start)
            if item.block
        ]
        pages.append(tuple(placed))
        if end >= len(items):
            return Dealt(tuple(pages), row + len(items) - closing - start)
        start, row = end, 0


def _items(blocks: Sequence[Block], closing: int) -> list[_Item]:
    items: list[_Item] = []
    kept = _kept(blocks, closing)
    for at, block in enumerate(blocks):
        is_held = at > 0 and kept[at - 1].keeps_next
        items += [
            _Item(may_begin=not is_held and number == 0) for number in range(block.blank_before)
        ]
        count = len(block.lines)
        for number in range(count):
            is_whole = number == 0 and not is_held and not block.blank_before
            is_cut = FEWEST <= number <= count - FEWEST
            items.append(_Item(block, number, may_begin=is_whole or is_cut))
    return items + [_Item()] * closing


def _kept(blocks: Sequence[Block], closing: int) -> list[Block]:
    """A single last line does not go over to the signature alone: the block before it joins."""
    kept = list(blocks)
    if closing and len(kept) > 1 and len(kept[-1].lines) < FEWEST:
        kept[-2] = replace(kept[-2], keeps_next=True)
    return kept


def _is_blank_row(items: list[_Item], at: int, closing: int) -> bool:
    return items[at].block is None and at < len(items) - closing


def _page_end(items: list[_Item], start: int, room: int, closing: int) -> int:
    """Return where the next page begins: the last place that fits and is a proper one.

    Where everything holds together, a heading is parted from its text rather than the signature.
    """
    if len(items) - start <= room:
        return len(items)
    proper = [at for at in range(start + 1, start + room + 1) if items[at].may_begin]
    if proper:
        return proper[-1]
    last = min(start + room, len(items) - closing - FEWEST)
    return max(last, start + 1)
