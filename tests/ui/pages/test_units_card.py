"""Units are asked to attend a leader's day on its page, and their letter is printed."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.config import PrinterSettings
from reception_desk.devices.printer.ippeve import LoopbackIppPrinter
from reception_desk.rules.attendance import AttendanceEvent
from reception_desk.rules.leader_days import PlannedDay
from reception_desk.services.attendance import units_of_day
from reception_desk.services.leader_bookings import BookingInput, book
from reception_desk.services.leader_days import reception_days
from reception_desk.services.leader_plan import keep_plan
from reception_desk.services.office import list_units
from reception_desk.ui.dialogs.attendance_form import AttendanceForm
from reception_desk.ui.dialogs.reason_form import ReasonForm
from reception_desk.ui.pages.leader_days import LeaderDaysPage
from reception_desk.ui.pages.leader_days.units_card import LETTER
from reception_desk.ui.printers import open_desk_printer
from reception_desk.ui.tasks import Tasks
from tests.leaders import MORNING, NOON, two_leaders
from tests.offices import SampleOffice, today
from tests.services.test_leader_bookings import BY
from tests.services.test_steps import registered
from tests.ui.accessibility import nameless_controls
from tests.ui.desks import workplace
from tests.ui.stage import show


def words(part: QWidget) -> str:
    return "\n".join(one.text() for one in part.findChildren(QLabel))


@pytest.fixture
def booked(desk: SampleOffice) -> str:
    """A leader receives today, and a matter is booked; return the day's key."""
    planner, secretary, _ = two_leaders(desk)
    keep_plan(desk.database, planner, [PlannedDay(today(), MORNING, NOON, secretary, "接访室")])
    (day,) = reception_days(desk.database, today(), today())
    day_id = day.standing.facts.day_id
    book(desk.database, desk.clerk, BookingInput(day_id, registered(desk), at=MORNING), BY)
    return day_id


def opened(qtbot: QtBot, page: LeaderDaysPage, tasks: Tasks) -> LeaderDaysPage:
    show(qtbot, page, width=1240, height=660)
    qtbot.waitUntil(lambda: not page.month.units.isHidden() and tasks.pending == 0)
    return page


def test_a_unit_is_asked_confirmed_and_released_on_the_page(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, booked: str
):
    page = opened(qtbot, LeaderDaysPage(workplace(desk, tasks)), tasks)
    month = page.month
    assert "还没有通知单位" in words(month.units)
    month.units.add_button.click()
    form = month.units_acting.form
    assert isinstance(form, AttendanceForm)
    assert nameless_controls(form) == []
    form.press.click()
    assert "请选择单位。" in words(form)
    unit = list_units(desk.database)[0]
    form.unit.set_code(unit.unit_id)
    form.note.setText("带卷宗")
    form.press.click()

    qtbot.waitUntil(lambda: bool(month.units.buttons))
    assert "08:30 " in words(month.units)
    assert "等回复" in words(month.units)
    assert "带卷宗" in words(month.units)
    for event, note in (
        (AttendanceEvent.CONFIRMED, "副局长 王某"),
        (AttendanceEvent.RELEASED, "来访人改天来"),
    ):
        (asked,) = units_of_day(desk.database, desk.clerk, booked)
        month.units.buttons[asked.asking, event].click()
        reason = month.units_acting.form
        assert isinstance(reason, ReasonForm)
        reason.reason.set_text(note)
        reason.press.click()
        qtbot.waitUntil(lambda said=note: said in words(month.units))
        qtbot.waitUntil(lambda: tasks.pending == 0)
    assert month.units.buttons == {}


def test_the_letter_names_the_matter_and_is_printed(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, booked: str
):
    with LoopbackIppPrinter() as machine:
        printer = open_desk_printer(PrinterSettings(machine.url))
        page = opened(qtbot, LeaderDaysPage(workplace(desk, tasks, printer=printer)), tasks)
        month = page.month
        month.units.add_button.click()
        form = month.units_acting.form
        assert isinstance(form, AttendanceForm)
        form.unit.set_code(list_units(desk.database)[0].unit_id)
        form.press.click()
        qtbot.waitUntil(lambda: bool(month.units.buttons))
        next(button for (_, act), button in month.units.buttons.items() if act == LETTER).click()
        qtbot.waitUntil(lambda: "到场通知已送打印机" in page.bar.text)
        qtbot.waitUntil(lambda: tasks.pending == 0, timeout=20_000)
        printed = machine.printed("1")

    assert printed is not None
    text = "".join("".join(one.extract_text().split()) for one in PdfReader(BytesIO(printed)).pages)
    assert list_units(desk.database)[0].name in text
    assert "8:30要求支付" in text
