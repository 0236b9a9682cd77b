"""Reception days leave the page as a calendar, a table, or a notice for the wall."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from pypdf import PdfReader
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from reception_desk.records.export import ExportKind
from reception_desk.rules.leader_day_standing import DayState
from reception_desk.rules.leader_days import PlannedDay
from reception_desk.services.leader_days import reception_days
from reception_desk.services.leader_plan import keep_plan
from reception_desk.services.sheet_reading import read_sheet
from reception_desk.ui.dialogs.leader_days_export_form import WALL, LeaderDaysExportForm
from reception_desk.ui.pages.leader_days import LeaderDaysPage
from reception_desk.ui.pages.leader_days.month_view import MonthView
from reception_desk.ui.tasks import Tasks
from tests.leaders import MORNING, NOON, two_leaders
from tests.offices import SampleOffice
from tests.ui.accessibility import nameless_controls
from tests.ui.desks import workplace
from tests.ui.stage import show


@pytest.fixture
def month(qtbot: QtBot, desk: SampleOffice, tasks: Tasks) -> MonthView:
    """The page on today's month, in which a leader receives today."""
    planner, secretary, _ = two_leaders(desk)
    page = LeaderDaysPage(workplace(desk, tasks, actor=planner))
    keep_plan(
        desk.database, planner,
        [PlannedDay(page.month.today, MORNING, NOON, secretary, "接访室")],
    )  # fmt: skip
    show(qtbot, page, width=1240, height=660)
    qtbot.waitUntil(lambda: tasks.pending == 0)
    return page.month


def asked(month: MonthView, kind: str) -> LeaderDaysExportForm:
    month.export.click()
    form = month.exporting.form
    assert form is not None
    form.kind_field.set_code(kind)
    return form


def choose(month: MonthView, path: Path) -> None:
    chooser = month._work.messages._window.findChild(QFileDialog)
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(path))
    chooser.reject()


def test_the_month_is_exported_as_a_calendar_and_a_table(
    qtbot: QtBot, month: MonthView, tmp_path: Path
):
    for kind in (ExportKind.ICS, ExportKind.XLSX):
        form = asked(month, kind.value)
        assert nameless_controls(form) == []
        with qtbot.waitSignal(month.done) as told:
            form.press.click()
            choose(month, tmp_path / f"日程.{kind.value}")
        assert told.args == [f"已导出 1 个接访日：日程.{kind.value}。"]

    (event,) = Calendar.from_ical((tmp_path / "日程.ics").read_bytes()).events
    assert event.decoded("DTSTART").astimezone(ZoneInfo("Asia/Shanghai")).date() == month.today
    assert len(read_sheet(tmp_path / "日程.xlsx")) == 3


def test_a_span_that_ends_before_it_begins_is_refused_in_the_form(month: MonthView):
    form = asked(month, ExportKind.ICS.value)
    first, last = form.span
    form.first.set_day(last)
    form.last.set_day(first)
    form.press.click()

    assert form.isVisible()
    assert month._work.messages._window.findChild(QFileDialog) is None


def test_the_notice_for_the_wall_is_a3_and_counts_as_published(
    qtbot: QtBot, month: MonthView, desk: SampleOffice, tmp_path: Path
):
    form = asked(month, WALL)
    assert not form.first.isVisible()
    with qtbot.waitSignal(month.done) as told:
        form.press.click()
        choose(month, tmp_path / "公示.pdf")

    assert "1 个接访日记为已公示" in str(told.args)
    (page,) = PdfReader(tmp_path / "公示.pdf").pages
    assert round(page.mediabox.width) == 842
    (found,) = reception_days(desk.database, month.today, month.today)
    assert found.standing.state is DayState.PUBLISHED


def test_an_empty_span_is_told_on_the_page(qtbot: QtBot, month: MonthView, tmp_path: Path):
    form = asked(month, ExportKind.ICS.value)
    for field in (form.first, form.last):
        field.set_day(month.today.replace(year=2031, day=1))
    with qtbot.waitSignal(month.failed):
        form.press.click()
        choose(month, tmp_path / "日程.ics")

    assert not (tmp_path / "日程.ics").exists()
