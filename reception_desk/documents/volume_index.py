"""卷内目录 of a matter's file: number, author, title, day and first page of every paper."""

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths, Role
from reception_desk.documents.sheet import A4, MM, Properties, Sheet
from reception_desk.documents.table import Row, draw_rows, listed, paginate
from reception_desk.documents.typesetting import Align, Style, set_title
from reception_desk.records.papers import VolumeIndexData, VolumePaper

TITLE = "卷内目录"
LEFT, WIDTH = 24 * MM, 162 * MM
COLUMNS = tuple(edge * MM for edge in (0, 10, 64, 104, 128, 149, 162))
HEADS = ("序号", "题名", "文号", "责任者", "日期", "页次")
TOP, BOTTOM = 44 * MM, 297 * MM - 24 * MM


def volume_index(
    data: VolumeIndexData, fonts: FontPaths = SHIPPED_FONTS, *, pages_before: int = 0
) -> tuple[bytes, int]:
    """Return the index as A4 pages, and how many.

    `pages_before` are the pages of the volume before it: page numbers count from the volume's
    first. A paper without its file stays in the list and says so. Raises `DocumentError` naming a
    character that no font draws.
    """
    sheet = Sheet(A4, Properties(TITLE, data.fonds, data.number), fonts)
    head = listed(sheet, COLUMNS, HEADS, is_head=True)
    room = BOTTOM - TOP - head.height
    count = len(paginate(_rows(sheet, data, 0), room, room))
    pages = paginate(_rows(sheet, data, pages_before + count), room, room)
    for number, rows in enumerate(pages):
        if number:
            sheet.next_page()
        _head(sheet, data)
        draw_rows(sheet, [head, *rows], LEFT, TOP)
    return sheet.pdf(), len(pages)


def _head(sheet: Sheet, data: VolumeIndexData) -> None:
    style = Style(22, 30, Align.CENTRE)
    sheet.text(LEFT + WIDTH / 2, 18.5 * MM, data.fonds, Role.BODY, 14, align=Align.CENTRE)
    title = set_title(TITLE, WIDTH, style, sheet.chain(Role.TITLE).glyph)
    sheet.lines(LEFT, 22.5 * MM, title, style)
    sheet.text(LEFT, TOP - 4.5 * MM, f"登记编号：{data.number}", Role.NUMBERS, 10.5)


def _rows(sheet: Sheet, data: VolumeIndexData, pages_before: int) -> list[Row]:
    rows: list[Row] = []
    first = pages_before + 1
    for place, paper in enumerate(data.papers, 1):
        rows.append(listed(sheet, COLUMNS, _words(place, paper, first)))
        first += 0 if paper.problem else paper.pages
    return rows


def _words(place: int, paper: VolumePaper, first: int) -> tuple[str, ...]:
    day = f"{paper.day:%Y-%m-%d}" if paper.day else ""
    return str(place), paper.title, paper.number, paper.author, day, paper.problem or str(first)
