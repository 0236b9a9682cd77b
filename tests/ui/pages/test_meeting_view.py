"""The bi-monthly meeting on its page: a period chosen, the late ones opened, the pack saved."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.config import PrinterSettings
from reception_desk.devices.printer import Printer
from reception_desk.devices.printer.ippeve import LoopbackIppPrinter
from reception_desk.records.export import ExportKind
from reception_desk.records.steps import StepInput
from reception_desk.rules.permissions import Role
from reception_desk.rules.transition import Event
from reception_desk.services.steps import take_step
from reception_desk.ui import today
from reception_desk.ui.pages.leader_days import LeaderDaysPage
from reception_desk.ui.pages.leader_days.meeting_view import MeetingView
from reception_desk.ui.printers import open_desk_printer
from reception_desk.ui.tasks import Tasks
from tests.offices import SampleOffice
from tests.services.test_meeting_pack import BY, MONDAY
from tests.services.test_steps import registered, unit_id
from tests.ui.accessibility import nameless_controls
from tests.ui.desks import workplace
from tests.ui.stage import show

DUE = date(2026, 11, 25)


def words(part: QWidget) -> str:
    return "\n".join(one.text() for one in part.findChildren(QLabel))


@pytest.fixture(autouse=True)
def two_weeks_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open the view two weeks after the day, whenever the tests run."""
    moment = datetime(2026, 12, 9, 1, tzinfo=UTC)
    assert moment.date() == DUE + timedelta(days=14)
    monkeypatch.setattr(today, "now", lambda: moment)


def opened(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, printer: Printer | None = None
) -> MeetingView:
    """The meeting as it is counted two weeks after a result was due from a town."""
    work = workplace(desk, tasks, actor=desk.account(Role.SECTION), printer=printer)
    page = LeaderDaysPage(work)
    show(qtbot, page, width=1240, height=900)
    page.meeting_button.click()
    qtbot.waitUntil(lambda: page.meeting.pack is not None, timeout=20_000)
    return page.meeting


@pytest.fixture
def late(desk: SampleOffice) -> str:
    """A matter whose result the town owes since the 25th."""
    matter_id = registered(desk, category="010200", place_code="420921100")
    step = StepInput(Event.ASSIGNED, day=MONDAY, unit_id=unit_id(desk, "T100"), due_on=DUE)
    take_step(desk.database, desk.account(Role.BUREAU_LEADER), matter_id, step, BY)
    return matter_id


def test_the_period_is_counted_and_the_late_one_opens_its_matter(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, late: str
):
    meeting = opened(qtbot, desk, tasks)
    assert "花园镇" in words(meeting.duties)
    assert "0.0%" in words(meeting.duties)
    assert "逾期办结的始终计为逾期" in words(meeting.head)
    assert [row[1:4] for row in meeting.late.model.rows()] == [(14, "花园镇", "反馈交办结果")]
    assert nameless_controls(meeting) == []

    with qtbot.waitSignal(meeting.matter_asked) as asked:
        meeting.late.table.opened.emit(f"{late} 反馈交办结果")
    assert asked.args == [late]
    meeting.period.set_code("3")
    qtbot.waitUntil(lambda: meeting.pack is not None and meeting.pack.duties.due == 0)
    assert meeting.late.isHidden()


def test_the_pack_is_saved_as_pdf_and_excel(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, late: str, tmp_path: Path
):
    meeting = opened(qtbot, desk, tasks)
    for kind, button in (
        (ExportKind.PDF, meeting.pdf_button), (ExportKind.XLSX, meeting.excel_button)
    ):  # fmt: skip
        button.click()
        chooser = meeting._work.messages._window.findChild(QFileDialog)
        assert isinstance(chooser, QFileDialog)
        with qtbot.waitSignal(meeting.done) as told:
            chooser.fileSelected.emit(str(tmp_path / f"例会.{kind.value}"))
            chooser.reject()
        assert told.args == [f"例会材料已保存：例会.{kind.value}。"]
        assert (tmp_path / f"例会.{kind.value}").stat().st_size > 5_000


def test_the_pack_is_printed(qtbot: QtBot, desk: SampleOffice, tasks: Tasks, late: str):
    with LoopbackIppPrinter() as machine:
        meeting = opened(qtbot, desk, tasks, open_desk_printer(PrinterSettings(machine.url)))
        meeting.print_button.click()
        qtbot.waitUntil(lambda: tasks.pending == 0, timeout=20_000)
        printed = machine.printed("1")

    assert printed is not None
    assert "信访工作例会材料" in PdfReader(BytesIO(printed)).pages[0].extract_text()


def test_who_does_not_supervise_is_not_offered_it(qtbot: QtBot, desk: SampleOffice, tasks: Tasks):
    page = LeaderDaysPage(workplace(desk, tasks))
    show(qtbot, page, width=1240, height=660)
    qtbot.waitUntil(lambda: tasks.pending == 0)

    assert page.meeting_button.isHidden()
    page.show_meeting()
    assert page.month.isVisible()
