"""领导接访事项简报: one page, whatever is on record; nothing of the person but what they need."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from reception_desk.documents.leader_brief import BriefTerms, leader_brief
from reception_desk.errors import DeskError
from reception_desk.imaging.whole_file import page_count
from reception_desk.models.audit import AuditEntry
from reception_desk.models.leader_day import LeaderBooking
from reception_desk.models.rows import add_row
from reception_desk.records.leader_briefs import LeaderBrief
from reception_desk.records.promises import ReportInput, ReportKind
from reception_desk.records.steps import StepInput
from reception_desk.rules.permissions import Role
from reception_desk.rules.transition import Event
from reception_desk.rules.units import RESTRICTED_STREAM
from reception_desk.services.authorship import by
from reception_desk.services.leader_bookings import BookingInput, book
from reception_desk.services.leader_briefs import briefs_of_day, open_brief
from reception_desk.services.leader_reception import instruct
from reception_desk.services.promises import open_promises, report_promise
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.services.steps import take_step
from tests.documents.reading import pdfium_pages, without_space
from tests.offices import SampleOffice, person, visit
from tests.services.test_leader_bookings import BY, FIRST, TODAY, booked, days, instruction
from tests.services.test_steps import unit_id

__all__ = ["days"]
TERMS = BriefTerms("孝昌县信访局", "县委书记何某", FIRST, "第 1 件，共 1 件", "无")


def page(brief: LeaderBrief) -> str:
    pdf = leader_brief(brief, TERMS)
    assert page_count(pdf) == 1
    return without_space("".join(pdfium_pages(pdf)))


def test_a_brief_tells_the_matter_and_of_the_person_only_the_masked_name(
    desk: SampleOffice, days: tuple[str, str]
):
    given = visit(person(), claim="请发放补偿款，我的电话13812345678。", needs=("1",))
    matter_id = register_visit(desk.database, desk.clerk, given).matter_id or ""
    leader = desk.account(Role.BUREAU_LEADER)
    step = StepInput(Event.TRANSFERRED, unit_id=unit_id(desk, "T100"))
    take_step(desk.database, leader, matter_id, step, BY)
    key = book(desk.database, desk.clerk, BookingInput(days[0], matter_id, at=time(9)), BY)

    brief = open_brief(desk.database, desk.account(Role.COUNTY_LEADER), key, BY)
    assert [one.words for one in brief.steps] == ["登记", "转送 → 花园镇"]
    assert brief.unit == "孝昌县花园镇人民政府"
    assert brief.care
    said = page(brief)
    assert brief.petitioner in said
    assert "张伟" not in said
    assert "13812345678" not in said
    assert "138****5678" in said
    assert brief.care[0] in said


def test_what_runs_stands_there_with_who_owes_it_and_when(
    desk: SampleOffice, days: tuple[str, str]
):
    matter_id, key = booked(desk, days[0])
    leader, section = desk.account(Role.BUREAU_LEADER), desk.account(Role.SECTION)
    for who, step in (
        (leader, StepInput(Event.TRANSFERRED, unit_id=unit_id(desk, "T100"))),
        (section, StepInput(Event.UNIT_RECEIVED)),
        (section, StepInput(Event.ACCEPTED)),
    ):
        take_step(desk.database, who, matter_id, step, BY)
    brief = open_brief(desk.database, desk.clerk, key, BY)
    assert [one.title for one in brief.duties] == ["办结（出具信访处理意见书）"]
    (duty,) = brief.duties
    assert (duty.left, duty.is_late) == ("还有60天", False)
    assert duty.bearer in page(brief)


def test_the_look_at_a_brief_is_audited(desk: SampleOffice, days: tuple[str, str]):
    matter_id, key = booked(desk, days[0])
    open_brief(desk.database, desk.clerk, key, BY)
    with desk.database.read() as session:
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.subject_id == matter_id)
        ).all()
    assert "领导接访" in {entry.reason for entry in entries if entry.action == "view_matter"}


def test_what_was_promised_earlier_stands_there_with_what_became_of_it(
    desk: SampleOffice, days: tuple[str, str]
):
    matter_id, key = booked(desk, days[0])
    instruct(desk.database, desk.clerk, key, instruction(desk))
    again = book(desk.database, desk.clerk, BookingInput(days[1], matter_id), BY)
    (promise,) = open_brief(desk.database, desk.clerk, again, BY).promises
    assert (promise.is_open, promise.outcome) == (True, "未到期，还没有反馈")
    assert open_brief(desk.database, desk.clerk, key, BY).promises == ()

    (owed,) = open_promises(desk.database, desk.clerk)
    report = ReportInput(ReportKind.REPORTED, "已经重新测量")
    report_promise(desk.database, desk.clerk, owed.promise.promise_id, report)
    brief = open_brief(desk.database, desk.clerk, again, BY)
    assert "最近反馈：已经重新测量" in page(brief)


def test_a_long_life_still_fits_one_page_and_says_what_it_leaves_out(
    desk: SampleOffice, days: tuple[str, str]
):
    given = visit(
        person(), claim="\n".join(f"{n}、" + "请求按实测面积补偿。" * 12 for n in range(30))
    )
    matter_id = register_visit(desk.database, desk.clerk, given).matter_id or ""
    key = book(desk.database, desk.clerk, BookingInput(days[0], matter_id), BY)
    for number in range(40):
        asked = instruction(
            desk, text=f"第{number}次批示：" + "请尽快核实并书面答复。" * 20,
            due_on=TODAY + timedelta(days=number + 1),
        )  # fmt: skip
        instruct(desk.database, desk.clerk, key, asked)
    again = book(desk.database, desk.clerk, BookingInput(days[1], matter_id), BY)

    said = page(open_brief(desk.database, desk.clerk, again, BY))
    assert "见卷宗" in said
    assert "此前还有" in said


def booked_accusation(desk: SampleOffice, day_id: str) -> str:
    """Return the booking of an accusation as another release might have sent it: none is made."""
    given = visit(person(), matter_class=ACCUSATION, respondent="何某")
    matter_id = register_visit(desk.database, desk.clerk, given).matter_id or ""
    with desk.database.write() as session:
        return add_row(
            session,
            LeaderBooking,
            **by(desk.clerk, stream=RESTRICTED_STREAM),
            day_id=day_id,
            matter_id=matter_id,
            visit_id=None,
            at=None,
        )


def test_an_accusation_has_no_brief(desk: SampleOffice, days: tuple[str, str]):
    booked(desk, days[0])
    key = booked_accusation(desk, days[0])

    with pytest.raises(DeskError, match="检举控告"):
        open_brief(desk.database, desk.clerk, key, BY)
    with pytest.raises(DeskError, match="没有找到"):
        open_brief(desk.database, desk.account(Role.COUNTY_LEADER), key, BY)
    keeper = briefs_of_day(desk.database, desk.account(Role.ACCUSATION_CLERK), days[0], BY)
    assert (keeper.briefs, keeper.left_out) == ((), 1)
    found = briefs_of_day(desk.database, desk.account(Role.COUNTY_LEADER), days[0], BY)
    assert (len(found.briefs), found.left_out) == (1, 0)
