"""领导接访, the rest: the paper imported, days exported, units asked, the meeting counted."""

import tempfile
from pathlib import Path

from reception_desk.commands.shots.accounts import SETTLE_MS, Close, Open
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.rules.attendance import AttendanceEvent
from reception_desk.rules.leader_owed import Owed
from reception_desk.rules.leader_paper import HEADINGS
from reception_desk.rules.permissions import Role
from reception_desk.rules.units import UnitKind
from reception_desk.services.attendance import Asking, ask_units, record_attendance
from reception_desk.services.leader_bookings import bookings_of_day
from reception_desk.services.office import list_units
from reception_desk.ui.pages.leader_days import LeaderDaysPage
from reception_desk.ui.pages.leader_days.month_view import MonthView
from reception_desk.ui.rehearsal import Rehearsal

_PAPER = (
    ("刘示例", "县委书记", "县委全面工作", "每月15日", "8:30-11:30", "领导接访室", "顺延"),
    ("孙样本", "县长", "县政府全面工作", "不定期", "8:30-11:30", "领导接访室", "顺延"),
    ("何试用", "副县长", "自然资源", "每周二轮流", "上午", "领导接访室", "取消"),
    ("吕模拟", "副县长", "教育、卫生健康", "每周二轮流", "8:30-11:30", "领导接访室", "取消"),
)


def draw_leader_plan(day: SampleDay, rehearsal: Rehearsal, open_: Open, close: Close) -> None:
    """The page as the section sees it; the days are there already."""
    desk = open_(day.staff[Role.SECTION])
    page = desk.window.open_page("leader_days")
    if not isinstance(page, LeaderDaysPage):
        raise TypeError("who plans the days has their page")
    tasks, month = desk.workplace.tasks, page.month

    def rest(name: str) -> None:
        rehearsal.wait(lambda: not tasks.pending, name)
        rehearsal.settle(SETTLE_MS)

    rest("领导接访")
    _ask_units(day, month)
    page.reload()
    rest("到场单位")
    rehearsal.take_picture(desk.window, "leader-units")
    month.units.add_button.click()
    _take_form(rehearsal, month.units_acting, "leader-unit-form")
    told = next((key for key in month.owed.buttons if key[1] is not Owed.PUBLISH), None)
    if told is not None:
        month.owed.buttons[told].click()
        _take_form(rehearsal, month.acting, "leader-told", field="telling")
    month.export.click()
    _take_form(rehearsal, month.exporting, "leader-export")
    page.show_plan()
    page.plan.proposal.year_field.setValue(month.today.year + 1)
    with tempfile.TemporaryDirectory() as folder:
        page.plan.paper.read(_paper(Path(folder), page.plan.proposal.year))
        rehearsal.wait(lambda: page.plan.paper.form is not None, "导入")
    _take_form(rehearsal, page.plan.paper, "leader-paper")
    page.show_meeting()
    rehearsal.wait(lambda: page.meeting.pack is not None, "例会")
    rest("例会")
    rehearsal.take_picture(desk.window, "leader-meeting")
    close(desk)


def _ask_units(day: SampleDay, month: MonthView) -> None:
    """A town is asked for the first matter and comes, a bureau for the second."""
    if month.units.buttons:
        return
    section = day.staff[Role.SECTION]
    units = list_units(day.database)
    town = next(unit for unit in units if unit.kind is UnitKind.TOWN)
    bureau = next(unit for unit in units if unit.kind is UnitKind.GOVERNMENT)
    today = next(one for one in month.days if one.standing.day == month.today)
    bookings = bookings_of_day(day.database, section, today.standing.facts.day_id)
    keys = [one.standing.facts.booking_id for one in bookings]
    first = Asking(town.unit_id, booking_id=keys[0])
    ask_units(day.database, section, [first], "请带上征地补偿的发放名册")
    record_attendance(day.database, section, first, AttendanceEvent.CONFIRMED, "副镇长 王示例")
    ask_units(day.database, section, [Asking(bureau.unit_id, booking_id=keys[-1])])


def _take_form(rehearsal: Rehearsal, acting: object, name: str, field: str = "form") -> None:
    form = getattr(acting, field)
    rehearsal.settle(SETTLE_MS)
    rehearsal.take_picture(form, name)
    form.close()


def _paper(folder: Path, year: int) -> Path:
    from xlsxwriter import Workbook

    path = folder / f"{year}年县级领导接访安排.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [known[0] for known in HEADINGS.values()])
        for at, row in enumerate(_PAPER, 1):
            sheet.write_row(at, 0, row)
    return path
