"""来访事项登记单: the record of a visit that receptionist and visitor sign (条例 Art. 22)."""

from dataclasses import replace

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths, Role
from reception_desk.documents.sheet import A4, MM, Properties, Sheet
from reception_desk.documents.table import Grid, Row, draw_rows, paginate
from reception_desk.documents.typesetting import Align, Style, set_title
from reception_desk.documents.wording import NOT_GIVEN, choice, day, moment, numbered
from reception_desk.records.papers import PaperMaterial, RegistrationFormData

TITLE = "来访事项登记单"
NOTE = "请如实陈述；您可随时更正本单内容。"
CONFIRMATION = "以上内容已向本人宣读，本人确认无误。"
SIGNED_ON = "　　　年　　月　　日"

# 订口 28 mm and a text block of 156 mm (GB/T 9704-2012 5.2); a table starts higher than a letter.
LEFT, WIDTH = 28 * MM, 156 * MM
LABEL_WIDTH = 21 * MM
THREE = (0.0, 64 * MM, 110.5 * MM)
TWO = (0.0, 64 * MM)
SIGNATURE_HEIGHT = 13 * MM
FIRST_TOP, NEXT_TOP, BOTTOM = 44 * MM, 32 * MM, 297 * MM - 24 * MM
FOOT = 297 * MM - 13 * MM


def registration_form(data: RegistrationFormData, fonts: FontPaths = SHIPPED_FONTS) -> bytes:
    """Return the form as an A4 PDF of one page or, with a long claim, several.

    Raises `DocumentError` naming a character that no font draws.
    """
    properties = Properties(TITLE, data.office.hall, data.registration_number)
    sheet = Sheet(A4, properties, fonts)
    pages = paginate(
        _rows(data, Grid(sheet, WIDTH, LABEL_WIDTH)), BOTTOM - FIRST_TOP, BOTTOM - NEXT_TOP
    )
    for number, rows in enumerate(pages, start=1):
        if number == 1:
            _head(sheet, data)
            bottom = draw_rows(sheet, rows, LEFT, FIRST_TOP)
        else:
            sheet.next_page()
            _repeated_head(sheet, data)
            bottom = draw_rows(sheet, rows, LEFT, NEXT_TOP)
        if number == len(pages):
            _note(sheet, data, bottom)
        page = f"第 {number} 页　共 {len(pages)} 页"
        sheet.text(LEFT + WIDTH / 2, FOOT, page, Role.NUMBERS, 9, align=Align.CENTRE)
    return sheet.pdf()


def _head(sheet: Sheet, data: RegistrationFormData) -> None:
    glyph = sheet.chain(Role.TITLE).glyph
    style = Style(22, 30, Align.CENTRE)
    middle = LEFT + WIDTH / 2
    sheet.text(middle, 18.5 * MM, data.office.hall, Role.BODY, 14, align=Align.CENTRE)
    sheet.lines(LEFT, 22.5 * MM, set_title(TITLE, WIDTH, style, glyph), style)
    _caption(sheet, data, FIRST_TOP - 4.5 * MM)


def _repeated_head(sheet: Sheet, data: RegistrationFormData) -> None:
    title = f"{TITLE}（续）"
    sheet.text(LEFT + WIDTH / 2, 20 * MM, title, Role.TITLE, 14, align=Align.CENTRE)
    _caption(sheet, data, NEXT_TOP - 4.5 * MM)


def _caption(sheet: Sheet, data: RegistrationFormData, middle: float) -> None:
    number = f"登记编号：{data.registration_number}"
    sheet.text(LEFT, middle, number, Role.NUMBERS, 10.5)
    form = choice(("口头", data.is_oral), ("书面", not data.is_oral))
    sheet.text(LEFT + WIDTH, middle, f"提出方式：{form}", Role.NUMBERS, 10.5, align=Align.RIGHT)


def _note(sheet: Sheet, data: RegistrationFormData, bottom: float) -> None:
    contacts = (("联系电话", data.office.phone), ("监督电话", data.office.supervision_phone))
    given = "　".join(f"{label}：{value}" for label, value in contacts if value)
    sheet.text(LEFT, bottom + 3.5 * MM, f"注：{NOTE}", Role.PLAIN, 9)
    sheet.text(LEFT + WIDTH, bottom + 3.5 * MM, given, Role.PLAIN, 9, align=Align.RIGHT)


def _rows(data: RegistrationFormData, grid: Grid) -> list[Row]:
    return [*_visit_rows(data, grid), *_matter_rows(data, grid), *_closing_rows(data, grid)]


def _visit_rows(data: RegistrationFormData, grid: Grid) -> list[Row]:
    person = data.person
    born = day(person.born) if person.born else ""
    collective = choice(("个人访", not data.is_collective), ("集体访", data.is_collective))
    order = choice(("初访", not data.is_repeat), ("重访", data.is_repeat))
    return [
        grid.row(
            ("来访时间", moment(data.visited_at)), ("窗口", data.window),
            ("接访员", data.receptionist), edges=THREE, missing=NOT_GIVEN,
        ),
        grid.row(
            ("姓名", person.name), ("性别", person.sex), ("民族", person.ethnic_group),
            edges=THREE, missing=NOT_GIVEN,
        ),
        grid.row(
            ("出生日期", born), ("联系电话", person.phone), ("职业", person.occupation),
            edges=THREE, missing=NOT_GIVEN,
        ),
        grid.row(
            ("证件类型", person.id_kind), ("证件号码", person.id_number),
            edges=TWO, missing=NOT_GIVEN,
        ),
        grid.wide("住址", person.address, flows=True, missing=NOT_GIVEN),
        grid.row(
            ("来访人数", f"{data.head_count}人"), ("来访形式", collective),
            edges=TWO, missing=NOT_GIVEN,
        ),
        grid.row(
            ("访次", order), ("上次编号", data.previous_number),
            edges=TWO, missing=NOT_GIVEN if data.is_repeat else "无",
        ),
        *_representatives(data, grid),
    ]  # fmt: skip


def _representatives(data: RegistrationFormData, grid: Grid) -> list[Row]:
    if not data.representatives:
        return []
    names = "、".join(data.representatives)
    text = f"推选代表{len(data.representatives)}人：{names}"
    return [grid.wide("代表名单", text, flows=True, missing=NOT_GIVEN)]


def _matter_rows(data: RegistrationFormData, grid: Grid) -> list[Row]:
    return [
        grid.row(
            ("信访目的", data.purpose), ("内容分类", data.category), edges=TWO, missing=NOT_GIVEN
        ),
        grid.row(
            ("问题属地", data.place), ("被反映单位", data.unit_concerned),
            edges=TWO, missing=NOT_GIVEN,
        ),
        grid.wide(
            "事实与理由", data.facts,
            lowest=28 * MM, share=0.6, indent=2, flows=True, missing=NOT_GIVEN,
        ),
        grid.wide("请求", numbered(data.requests), flows=True, missing=NOT_GIVEN),
        grid.wide("曾向何机关\n提出", data.earlier_offices, flows=True, missing=NOT_GIVEN),
        grid.wide("处理结果", data.earlier_result, flows=True, missing=NOT_GIVEN),
        grid.wide("诉讼仲裁\n复议情况", data.legal_proceedings, flows=True, missing=NOT_GIVEN),
        grid.wide("提交材料", _materials(data.materials), flows=True, missing="无"),
    ]  # fmt: skip


def _closing_rows(data: RegistrationFormData, grid: Grid) -> list[Row]:
    return [
        grid.wide("宣读确认", _confirmation(data)),
        _signatures(data, grid),
        grid.wide("当场处理", data.handled_at_once, flows=True),
        grid.wide("拟办意见", data.proposal, lowest=15 * MM, share=0.2, flows=True),
        grid.wide(
            "审核",
            data.review,
            lowest=16 * MM,
            share=0.2,
            closing=f"审核人签名：　　　　　　{SIGNED_ON}",
            flows=True,
        ),
        grid.row(("时限", data.time_limit), ("去向", data.destination), edges=TWO, missing=""),
    ]


def _confirmation(data: RegistrationFormData) -> str:
    """Say what a signature on the screen stands under: the words, by their hash."""
    signature = data.signature
    if signature is None:
        return CONFIRMATION
    at = moment(signature.signed_at)
    return f"{CONFIRMATION}（{at}在屏幕上手写签名，所签文字校验值 {signature.mark}）"


def _signatures(data: RegistrationFormData, grid: Grid) -> Row:
    second = TWO[1]
    cells = (
        grid.label(0, "信访人签名\n（指印）"),
        replace(
            grid.value(LABEL_WIDTH, second, ""),
            ink=data.signature.ink if data.signature else None,
        ),
        grid.label(second, "接访员签名"),
        grid.value(second + LABEL_WIDTH, WIDTH, "", closing=SIGNED_ON),
    )
    return Row(cells, SIGNATURE_HEIGHT)


def _materials(materials: tuple[PaperMaterial, ...]) -> str:
    if not materials:
        return ""
    named = "；".join(
        f"《{one.name}》{one.kind}{one.copies}份{f'{one.pages}页' if one.pages else ''}"
        for one in materials
    )
    copies, pages = sum(one.copies for one in materials), sum(one.pages for one in materials)
    return f"{named}。共{copies}份{pages}页。"
