"""The receipt as an A5 page that takes the hall's seal."""

from reception_desk.documents.fonts import FontPaths, Role
from reception_desk.documents.quick_code import QUIET_ZONE, quick_code
from reception_desk.documents.receipt_text import NO_DECISION, ReceiptText, receipt_text
from reception_desk.documents.sheet import A5, MM, Properties, Sheet
from reception_desk.documents.table import Grid, Row, draw_rows
from reception_desk.documents.typesetting import Align, Style, set_text, set_title
from reception_desk.documents.wording import day
from reception_desk.records.papers import ReceiptData

LEFT, WIDTH = 18 * MM, 114 * MM
LABEL_WIDTH = 24 * MM
TOP = 41 * MM
CODE_SIDE = 27 * MM
CODE_HEIGHT = 31 * MM
NOTE = Style(9, 14)
# A county hall's seal is up to 45 mm across; it covers signature and date.
SEAL_CENTRE, SEAL_BOTTOM = LEFT + WIDTH - 28 * MM, 210 * MM - 18 * MM


def receipt_page(data: ReceiptData, paths: FontPaths) -> bytes:
    """Return the receipt as one A5 page with empty room for the seal."""
    text = receipt_text(data)
    sheet = Sheet(A5, Properties(text.title, data.office.hall, data.registration_number), paths)
    _head(sheet, data, text)
    grid = Grid(sheet, WIDTH, LABEL_WIDTH)
    rows = [grid.wide(label, value) for label, value in text.fields]
    rows.append(Row((grid.label(0, "查询码"), grid.value(LABEL_WIDTH, WIDTH, "")), CODE_HEIGHT))
    bottom = draw_rows(sheet, rows, LEFT, TOP)
    _code(sheet, text, bottom - CODE_HEIGHT / 2)
    _notes(sheet, text, bottom + 3 * MM)
    _signature(sheet, data)
    return sheet.pdf()


def _head(sheet: Sheet, data: ReceiptData, text: ReceiptText) -> None:
    style = Style(20, 28, Align.CENTRE)
    sheet.text(LEFT + WIDTH / 2, 19 * MM, data.office.hall, Role.BODY, 13, align=Align.CENTRE)
    title = set_title(text.title, WIDTH, style, sheet.chain(Role.TITLE).glyph)
    sheet.lines(LEFT, 24 * MM, title, style)


def _code(sheet: Sheet, text: ReceiptText, middle: float) -> None:
    modules = quick_code(text.code)
    side = CODE_SIDE / (len(modules) + 2 * QUIET_ZONE)
    left = LEFT + WIDTH - CODE_SIDE - 1 * MM
    inset = QUIET_ZONE * side
    sheet.squares(left + inset, middle - CODE_SIDE / 2 + inset, side, modules)
    centre = (LEFT + LABEL_WIDTH + left) / 2
    sheet.text(centre, middle - 2.5 * MM, text.query_code, Role.EMPHASIS, 20, align=Align.CENTRE)
    sheet.text(centre, middle + 6 * MM, text.caption, Role.PLAIN, 9, align=Align.CENTRE)


def _notes(sheet: Sheet, text: ReceiptText, top: float) -> None:
    indent, y = 4 * MM, top
    for number, note in enumerate(text.notes, start=1):
        role = Role.EMPHASIS if note == NO_DECISION else Role.PLAIN
        sheet.text(LEFT, y + NOTE.leading / 2, f"{number}.", role, NOTE.size)
        lines = set_text(note, WIDTH - indent, NOTE, sheet.chain(role).glyph)
        sheet.lines(LEFT + indent, y, lines, NOTE)
        y += len(lines) * NOTE.leading


def _signature(sheet: Sheet, data: ReceiptData) -> None:
    lines = (data.office.hall, f"（{data.office.seal_line}）", day(data.visited_at))
    for number, line in enumerate(lines):
        y = SEAL_BOTTOM - (len(lines) - 1 - number) * 6.5 * MM
        sheet.text(SEAL_CENTRE, y, line, Role.BODY, 10.5, align=Align.CENTRE)
