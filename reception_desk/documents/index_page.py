"""卷内目录 as A4 pages: a list whose last column is the page on which each paper begins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths, Role
from reception_desk.documents.sheet import A4, MM, Properties, Sheet
from reception_desk.documents.table import Row, draw_rows, listed, paginate
from reception_desk.documents.typesetting import Align, Style, set_title

TITLE = "卷内目录"
TOP, BOTTOM = 44 * MM, 297 * MM - 24 * MM
WordsOf = Callable[[int], Sequence[tuple[str, ...]]]
"""The words of each line, given how many pages stand before the first paper."""


@dataclass(frozen=True, slots=True)
class IndexLayout:
    """`columns` are the edges from the list's left end on, in points, `heads` their names."""

    left: float
    columns: tuple[float, ...]
    heads: tuple[str, ...]

    @property
    def width(self) -> float:
        return self.columns[-1]


def index_pages(
    layout: IndexLayout,
    organ: str,
    number: str,
    words_of: WordsOf,
    fonts: FontPaths = SHIPPED_FONTS,
) -> tuple[bytes, int]:
    """Return the index and how many pages it has: they stand before the papers, too.

    Raises `DocumentError` naming a character that no font draws.
    """
    sheet = Sheet(A4, Properties(TITLE, organ, number), fonts)
    head = listed(sheet, layout.columns, layout.heads, is_head=True)
    room = BOTTOM - TOP - head.height
    count = len(paginate(_rows(sheet, layout, words_of(0)), room, room))
    pages = paginate(_rows(sheet, layout, words_of(count)), room, room)
    for place, rows in enumerate(pages):
        if place:
            sheet.next_page()
        _head(sheet, layout, organ, number)
        draw_rows(sheet, [head, *rows], layout.left, TOP)
    return sheet.pdf(), len(pages)


def _rows(sheet: Sheet, layout: IndexLayout, lines: Sequence[tuple[str, ...]]) -> list[Row]:
    return [listed(sheet, layout.columns, words) for words in lines]


def _head(sheet: Sheet, layout: IndexLayout, organ: str, number: str) -> None:
    style = Style(22, 30, Align.CENTRE)
    left, width = layout.left, layout.width
    sheet.text(left + width / 2, 18.5 * MM, organ, Role.BODY, 14, align=Align.CENTRE)
    title = set_title(TITLE, width, style, sheet.chain(Role.TITLE).glyph)
    sheet.lines(left, 22.5 * MM, title, style)
    sheet.text(left, TOP - 4.5 * MM, f"登记编号：{number}", Role.NUMBERS, 10.5)
