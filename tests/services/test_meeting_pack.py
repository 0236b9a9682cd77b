"""The pack of the bi-monthly meeting on a real file: counted, written as PDF and Excel."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from reception_desk.errors import NotPermittedError
from reception_desk.records.actor import Actor
from reception_desk.records.export import ExportKind
from reception_desk.records.leader_bookings import InstructionInput
from reception_desk.records.leader_days import DayEvent
from reception_desk.records.promises import ReportInput, ReportKind
from reception_desk.records.steps import StepInput
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.leader_days import PlannedDay
from reception_desk.rules.meeting_pack import OwingCount, two_months
from reception_desk.rules.permissions import Role
from reception_desk.rules.transition import Event
from reception_desk.services.leader_bookings import BookingInput, book
from reception_desk.services.leader_days import DayChange, reception_days, record_change
from reception_desk.services.leader_plan import keep_plan
from reception_desk.services.leader_reception import instruct
from reception_desk.services.meeting_pack import Counting, LeaderTally, MeetingPack, meeting_pack
from reception_desk.services.meeting_pack_files import export_pack, pack_order, pack_pdf
from reception_desk.services.promises import promises_of_matter, report_promise
from reception_desk.services.registration import ACCUSATION
from reception_desk.services.steps import take_step
from tests.leaders import MORNING as HALF_PAST_EIGHT
from tests.leaders import NOON, two_leaders
from tests.offices import SampleOffice, today
from tests.services.test_promises import paper, promise
from tests.services.test_steps import registered, unit_id

BY = Reckoning(shipped_calendar())
MONDAY, PERIOD = date(2026, 11, 23), two_months(date(2026, 11, 23))
LATER = date(2026, 12, 12)
"""Behind the day by which what was registered on that Monday is to be sent on (D2, 12-08)."""


def packed(desk: SampleOffice, actor: Actor | None = None, on: date = LATER) -> MeetingPack:
    who = actor or desk.account(Role.SECTION)
    return meeting_pack(desk.database, who, Counting(PERIOD, on, BY))


def assigned(desk: SampleOffice, due_on: date) -> str:
    matter_id = registered(desk, category="010200", place_code="420921100")
    step = StepInput(Event.ASSIGNED, day=MONDAY, unit_id=unit_id(desk, "T100"), due_on=due_on)
    take_step(desk.database, desk.account(Role.BUREAU_LEADER), matter_id, step, BY)
    return matter_id


def test_what_units_owed_is_counted_and_the_late_listed_with_what_it_is_about(
    desk: SampleOffice,
):
    kept, late = registered(desk), assigned(desk, date(2026, 11, 25))
    pack = packed(desk)

    counts = dict(pack.duties_by_unit)
    assert counts["花园镇"] == OwingCount(due=1, not_done=1)
    assert counts["花园镇"].rate == "0.0%"
    assert counts["信访局"].not_done == 1
    assert pack.duties.due == sum(count.due for count in counts.values())
    assert {(one.matter_id, one.unit) for one in pack.late} == {(kept, "信访局"), (late, "花园镇")}
    town = next(one for one in pack.late if one.unit == "花园镇")
    assert (town.category, town.due_on, town.days_late(LATER)) == (
        "土地承包经营", date(2026, 11, 25), 17,
    )  # fmt: skip
    before = packed(desk, on=date(2026, 11, 25))
    assert before.late == ()
    assert "花园镇" not in dict(before.duties_by_unit)


def test_promises_are_counted_by_their_day_and_one_kept_late_stays_late(desk: SampleOffice):
    matter_id = registered(desk)
    key = promise(desk, matter_id, due_on=today())
    promise(desk, matter_id, due_on=today())
    period = two_months(today())
    section = desk.account(Role.SECTION)
    closing = ReportInput(ReportKind.CLOSED, "已办", paper(desk))
    report_promise(desk.database, section, key, closing)

    pack = meeting_pack(desk.database, section, Counting(period, today() + timedelta(days=1), BY))
    assert pack.promises == OwingCount(due=2, in_time=1, not_done=1)
    assert [unit for unit, _ in pack.promises_by_unit] == ["花园镇"]
    assert [one.promise.promise_id for one in pack.late_promises] == [
        one.promise.promise_id
        for one in promises_of_matter(desk.database, section, matter_id)
        if one.standing.is_open
    ]


def test_leaders_days_that_were_held_are_told_and_nobody_is_named(desk: SampleOffice):
    planner, secretary, _ = two_leaders(desk)
    keep_plan(
        desk.database, planner, [PlannedDay(today(), HALF_PAST_EIGHT, NOON, secretary, "接访室")]
    )
    (day,) = reception_days(desk.database, today(), today())
    day_id = day.standing.facts.day_id
    key = book(desk.database, desk.clerk, BookingInput(day_id, registered(desk)), BY)
    record_change(desk.database, planner, day_id, DayChange(DayEvent.OPENED))
    given = InstructionInput("请办好", unit_id(desk, "T100"), "施某", today() + timedelta(days=9))
    instruct(desk.database, desk.clerk, key, given)
    period = two_months(today())
    open_day = meeting_pack(desk.database, planner, Counting(period, today(), BY))
    assert open_day.leader_days == LeaderTally(0, 0, 0, 0, 0)
    assert open_day.leader_days.rate == "—"

    record_change(desk.database, planner, day_id, DayChange(DayEvent.CLOSED))
    held = meeting_pack(desk.database, planner, Counting(period, today(), BY))
    assert held.leader_days == LeaderTally(1, 1, 1, 1, 0)
    assert "何某" not in text_of(held)


def text_of(pack: MeetingPack) -> str:
    pages = PdfReader(BytesIO(pack_pdf(pack))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_subjects_and_places_are_shown_from_three_matters_on(desk: SampleOffice):
    for _ in range(3):
        registered(desk, category="010200", place_code="420921100")
    registered(desk, category="030100", place_code="420921101")
    pack = packed(desk)

    assert pack.matters == 4
    assert [(one.name, one.count) for one in pack.subjects] == [
        ("农村农业", "3"), ("其他（1 类）", "不足3"),
    ]  # fmt: skip
    assert [(one.name, one.count) for one in pack.places] == [
        ("花园镇", "3"), ("其他（1 类）", "不足3"),
    ]  # fmt: skip


def test_an_accusation_is_in_no_figure_of_those_who_may_not_see_it(desk: SampleOffice):
    registered(desk, matter_class=ACCUSATION)

    assert packed(desk).matters == 0
    assert packed(desk).late == ()
    both = desk.account(Role.SECTION, Role.ACCUSATION_CLERK)
    assert packed(desk, both).matters == 1


def test_an_empty_period_is_written_with_dashes(desk: SampleOffice):
    pack = packed(desk)
    words = text_of(pack)

    assert pack.duties.rate == "—"
    assert "合计00000—" in words
    assert "0天，0位领导" in words
    assert "少于3件的合并" in words


def test_the_pack_is_written_as_pdf_and_excel_with_who_took_it(desk: SampleOffice, tmp_path: Path):
    assigned(desk, date(2026, 11, 25))
    section = desk.account(Role.SECTION)
    pack = packed(desk, section)
    for kind in (ExportKind.PDF, ExportKind.XLSX):
        target = tmp_path / f"例会.{kind.value}"
        export_pack(desk.database, section, pack, pack_order(target, kind, pack))
    from openpyxl import load_workbook

    words = "".join(
        "".join(page.extract_text().split()) for page in PdfReader(tmp_path / "例会.pdf").pages
    )
    assert "逾期17天" in words
    book = load_workbook(tmp_path / "例会.xlsx")
    assert book.sheetnames == [
        "办理期限", "承诺和领导批示", "反映集中的问题", "问题属地", "逾期未办", "领导接访和口径",
    ]  # fmt: skip
    late = [[cell.value for cell in row] for row in book["逾期未办"].iter_rows()]
    assert "导出人 测试员" in str(late[0][0])
    assert late[2] == ["花园镇", "反馈交办结果", "土地承包经营", "2026-11-25", 17]


def test_who_does_not_supervise_may_not(desk: SampleOffice, tmp_path: Path):
    for role in (Role.RECEPTIONIST, Role.UNIT, Role.ADMINISTRATOR):
        with pytest.raises(NotPermittedError):
            packed(desk, desk.account(role))
    pack = packed(desk)
    with pytest.raises(NotPermittedError):
        order = pack_order(tmp_path / "a.pdf", ExportKind.PDF, pack)
        export_pack(desk.database, desk.clerk, pack, order)


def test_a_count_says_how_far_it_is_and_can_be_stopped(desk: SampleOffice):
    registered(desk)
    said: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        said.append((done, total))
        raise InterruptedError

    with pytest.raises(InterruptedError):
        meeting_pack(desk.database, desk.account(Role.SECTION), Counting(PERIOD, LATER, BY, stop))
    assert said == [(0, 1)]
