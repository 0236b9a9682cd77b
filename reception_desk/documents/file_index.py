"""卷内目录: the papers of a visit with their pages, before the papers themselves."""

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths, Role
from reception_desk.documents.sheet import A4, MM, Properties, Sheet
from reception_desk.documents.table import (
    Row,
    draw_rows,
    listed,
    paginate,
)
from reception_desk.documents.typesetting import Align, Style, set_title
from reception_desk.records.papers import FileIndexData, FilePaper

TITLE = "卷内目录"
LEFT, WIDTH = 28 * MM, 156 * MM
COLUMNS = (0.0, 14 * MM, 84 * MM, 106 * MM, 124 * MM, WIDTH)
HEADS = ("序号", "材料名称", "原件或\n复印件", "页数", "起始页")
TOP, BOTTOM = 44 * MM, 297 * MM - 24 * MM


def file_index(data: FileIndexData, fonts: FontPaths = SHIPPED_FONTS) -> tuple[bytes, int]:
    """Return the index as A4 pages, and how many; the papers follow behind it.

    A paper without its file stays in the list and says so. Raises `DocumentError` naming a
    character that no font draws.
    """
    sheet = Sheet(A4, Properties(TITLE, data.hall, data.number), fonts)
    head = listed(sheet, COLUMNS, HEADS, is_head=True)
    room = BOTTOM - TOP - head.height
    count = len(paginate(_rows(sheet, data, 0), room, room))
    pages = paginate(_rows(sheet, data, count), room, room)
    for number, rows in enumerate(pages):
        if number:
            sheet.next_page()
        _head(sheet, data)
        draw_rows(sheet, [head, *rows], LEFT, TOP)
    return sheet.pdf(), len(pages)


def _head(sheet: Sheet, data: FileIndexData) -> None:
    style = Style(22, 30, Align.CENTRE)
    sheet.text(LEFT + WIDTH / 2, 18.5 * MM, data.hall, Role.BODY, 14, align=Align.CENTRE)
    title = set_title(TITLE, WIDTH, style, sheet.chain(Role.TITLE).glyph)
    sheet.lines(LEFT, 22.5 * MM, title, style)
    sheet.text(LEFT, TOP - 4.5 * MM, f"登记编号：{data.number}", Role.NUMBERS, 10.5)


def _rows(sheet: Sheet, data: FileIndexData, pages_before: int) -> list[Row]:
    rows: list[Row] = []
    first = pages_before + 1
    for number, paper in enumerate(data.papers, 1):
        rows.append(listed(sheet, COLUMNS, _words(number, paper, first)))
        first += 0 if paper.problem else paper.pages
    return rows


def _words(number: int, paper: FilePaper, first: int) -> tuple[str, ...]:
    place = paper.problem or str(first)
    return str(number), paper.title, paper.kind, str(paper.pages), place
