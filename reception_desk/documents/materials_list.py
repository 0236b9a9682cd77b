"""材料接收清单: what the visitor handed in, signed by both sides (domain.md 3.3, no. 3)."""

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths, Role
from reception_desk.documents.sheet import A4, MM, Properties, Sheet
from reception_desk.documents.table import (
    Grid,
    Row,
    draw_rows,
    listed,
    paginate,
)
from reception_desk.documents.typesetting import Align, Style, set_title
from reception_desk.documents.wording import NOT_GIVEN, day
from reception_desk.records.papers import MaterialsListData, ReceivedMaterial

TITLE = "材料接收清单"
NOTES = (
    "本清单一式两份，信访人和接收单位各执一份。",
    "注明“退还”的原件，用毕退还本人；“已退还”的已经交还本人；其余材料随信访事项归档。",
)
SIGNED_ON = "　　　年　　月　　日"

# As the registration form, beside which it is filed (GB/T 9704-2012 5.2).
LEFT, WIDTH = 28 * MM, 156 * MM
LABEL_WIDTH = 24 * MM
COLUMNS = (0.0, 12 * MM, 88 * MM, 104 * MM, 120 * MM, 138 * MM, WIDTH)
HEADS = ("序号", "材料名称", "份数", "页数", "原件或\n复印件", "退还")
FIRST_TOP, NEXT_TOP, BOTTOM = 44 * MM, 32 * MM, 297 * MM - 30 * MM
SIGNATURE_HEIGHT = 18 * MM
FOOT = 297 * MM - 13 * MM


def materials_list(data: MaterialsListData, fonts: FontPaths = SHIPPED_FONTS) -> bytes:
    """Return the list as an A4 PDF of one page or, with many materials, several.

    Raises `DocumentError` naming a character that no font draws.
    """
    properties = Properties(TITLE, data.office.hall, data.registration_number)
    sheet = Sheet(A4, properties, fonts)
    head = listed(sheet, COLUMNS, HEADS, is_head=True)
    pages = paginate(_rows(sheet, data, head), BOTTOM - FIRST_TOP, BOTTOM - NEXT_TOP - head.height)
    for number, rows in enumerate(pages, start=1):
        if number == 1:
            _head(sheet, data)
            bottom = draw_rows(sheet, rows, LEFT, FIRST_TOP)
        else:
            sheet.next_page()
            title = f"{TITLE}（续）"
            sheet.text(LEFT + WIDTH / 2, 20 * MM, title, Role.TITLE, 14, align=Align.CENTRE)
            _caption(sheet, data, NEXT_TOP - 4.5 * MM)
            goes_on = len(rows[0].cells) == len(HEADS)
            bottom = draw_rows(sheet, [head, *rows] if goes_on else rows, LEFT, NEXT_TOP)
        if number == len(pages):
            _notes(sheet, data, bottom)
        page = f"第 {number} 页　共 {len(pages)} 页"
        sheet.text(LEFT + WIDTH / 2, FOOT, page, Role.NUMBERS, 9, align=Align.CENTRE)
    return sheet.pdf()


def _head(sheet: Sheet, data: MaterialsListData) -> None:
    style = Style(22, 30, Align.CENTRE)
    sheet.text(LEFT + WIDTH / 2, 18.5 * MM, data.office.hall, Role.BODY, 14, align=Align.CENTRE)
    title = set_title(TITLE, WIDTH, style, sheet.chain(Role.TITLE).glyph)
    sheet.lines(LEFT, 22.5 * MM, title, style)
    _caption(sheet, data, FIRST_TOP - 4.5 * MM)


def _caption(sheet: Sheet, data: MaterialsListData, middle: float) -> None:
    number = f"登记编号：{data.registration_number}"
    sheet.text(LEFT, middle, number, Role.NUMBERS, 10.5)
    received = f"接收日期：{day(data.received_on)}"
    sheet.text(LEFT + WIDTH, middle, received, Role.NUMBERS, 10.5, align=Align.RIGHT)


def _rows(sheet: Sheet, data: MaterialsListData, head: Row) -> list[Row]:
    grid = Grid(sheet, WIDTH, LABEL_WIDTH)
    copies = sum(one.copies for one in data.materials)
    pages = sum(one.pages * one.copies for one in data.materials)
    return [
        grid.row(
            ("信访人", data.name), ("接收人", data.receptionist),
            edges=(0.0, WIDTH / 2), missing=NOT_GIVEN,
        ),
        head,
        *(
            listed(sheet, COLUMNS, _words(number, one))
            for number, one in enumerate(data.materials, 1)
        ),
        grid.wide("合计", f"共 {len(data.materials)} 项，{copies} 份，{pages} 页。"),
        _signatures(grid),
    ]  # fmt: skip


def _words(number: int, one: ReceivedMaterial) -> tuple[str, ...]:
    returned = "退还" if one.is_to_return else ""
    if one.returned_on is not None:
        returned = f"已退还\n{one.returned_on:%m-%d}"
    return str(number), one.name, str(one.copies), str(one.pages), one.kind, returned


def _signatures(grid: Grid) -> Row:
    second = WIDTH / 2
    cells = (
        grid.label(0, "信访人签名\n（指印）"),
        grid.value(LABEL_WIDTH, second, "", closing=SIGNED_ON),
        grid.label(second, "接收人签名"),
        grid.value(second + LABEL_WIDTH, WIDTH, "", closing=SIGNED_ON),
    )
    return Row(cells, SIGNATURE_HEIGHT)


def _notes(sheet: Sheet, data: MaterialsListData, bottom: float) -> None:
    contacts = (("联系电话", data.office.phone), ("监督电话", data.office.supervision_phone))
    given = "　".join(f"{label}：{value}" for label, value in contacts if value)
    for number, note in enumerate((*NOTES, given)):
        sheet.text(LEFT, bottom + (4 + 5.5 * number) * MM, note, Role.PLAIN, 9)
