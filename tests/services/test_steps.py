"""Steps on a real file: the workflow decides, standing and board follow, the audit says who."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models.audit import AuditEntry
from reception_desk.models.organisation import Unit
from reception_desk.models.standing import MatterStanding, OpenDuty
from reception_desk.records.matters import DueGroup
from reception_desk.records.steps import StepDetails, StepInput
from reception_desk.rules.calendar import CalendarDay, DayStatus, WorkCalendar, shipped_calendar
from reception_desk.rules.duties import Duty
from reception_desk.rules.duty_ledger import Reckoning, last_entry, open_entry
from reception_desk.rules.permissions import Role
from reception_desk.rules.states import State
from reception_desk.rules.transition import PROPOSED, Event
from reception_desk.services import calendar
from reception_desk.services.due_board import due_board
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.services.standings import bring_up, count_waiting, reckon_again
from reception_desk.services.steps import matter_now, take_step
from tests.offices import SampleOffice, person, visit

MONDAY = date(2026, 11, 23)


@pytest.fixture
def by() -> Reckoning:
    return Reckoning(shipped_calendar())


@pytest.fixture
def matter_id(desk: SampleOffice) -> str:
    return registered(desk)


def registered(desk: SampleOffice, **values: object) -> str:
    """Register a visit and return the key of its matter."""
    record = register_visit(desk.database, desk.clerk, visit(person(), **values))
    assert record.matter_id is not None
    return record.matter_id


def unit_id(desk: SampleOffice, code: str) -> str:
    with desk.database.read() as session:
        return session.scalars(select(Unit.id).where(Unit.code == code)).one()


def next_legal(desk: SampleOffice, matter_id: str) -> date:
    due = standing_row(desk, matter_id).next_legal
    assert due is not None
    return due


def standing_row(desk: SampleOffice, matter_id: str) -> MatterStanding:
    with desk.database.read() as session:
        return session.get_one(MatterStanding, matter_id)


def test_a_registration_stands_in_the_queue_and_is_folded(desk, matter_id, by):
    assert count_waiting(desk.database) == 1
    assert not bring_up(desk.database, desk.clerk, by)
    assert count_waiting(desk.database) == 0
    row = standing_row(desk, matter_id)
    assert row.state == State.REGISTERED
    assert row.clerk_id == desk.clerk.account_id
    with desk.database.read() as session:
        duties = session.scalars(select(OpenDuty.duty)).all()
    assert duties == [Duty.D2.value]


def test_a_transfer_goes_from_proposal_to_the_unit_s_opinion(desk, matter_id, by):
    section, leader = desk.account(Role.SECTION), desk.account(Role.BUREAU_LEADER)
    town = unit_id(desk, "T100")
    proposal = StepInput(event=PROPOSED, result=Event.TRANSFERRED, unit_id=town)
    take_step(desk.database, section, matter_id, proposal, by)
    assert standing_row(desk, matter_id).proposal == Event.TRANSFERRED
    take_step(desk.database, leader, matter_id, StepInput(Event.TRANSFERRED, unit_id=town), by)
    row = standing_row(desk, matter_id)
    assert (row.state, row.unit_id, row.proposal) == (State.TRANSFERRED, town, None)
    for step in (
        StepInput(Event.UNIT_RECEIVED),
        StepInput(Event.ACCEPTED),
        StepInput(Event.OPINION_GIVEN, result="1", basis="《农村土地承包法》第三十七条"),
        StepInput(Event.SERVED, details=StepDetails(way="0", is_agreed=True)),
        StepInput(Event.CLOSED),
    ):
        take_step(desk.database, section, matter_id, step, by)
    now = matter_now(desk.database, section, matter_id, by)
    assert now.standing.state is State.CLOSED
    assert [step.event for step in now.case.steps][-1] == Event.CLOSED
    done = last_entry(now.standing.duties, Duty.D6)
    assert done is not None
    assert done.met_on is not None
    assert standing_row(desk, matter_id).next_legal is None


def test_what_the_table_refuses_leaves_nothing_behind(desk, matter_id, by):
    section = desk.account(Role.SECTION)
    with pytest.raises(InvalidInputError, match="第三十五条"):
        take_step(
            desk.database, section, matter_id,
            StepInput(Event.REVIEW_REQUESTED, details=StepDetails(is_written=True)), by,
        )  # fmt: skip
    with desk.database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM step")) == 1
        actions = session.scalars(select(AuditEntry.action)).all()
    assert "take_step" not in actions


def test_a_step_is_audited_with_its_event(desk, matter_id, by):
    take_step(desk.database, desk.clerk, matter_id, StepInput(Event.ANSWERED, reason="已说明"), by)
    with desk.database.read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "take_step")).one()
    assert (entry.subject_id, entry.detail, entry.reason) == (matter_id, Event.ANSWERED, "已说明")


@pytest.mark.parametrize("event", [Event.REGISTERED, Event.TICKET_ISSUED, "closed_by_hand"])
def test_only_steps_of_a_matter_are_taken(desk, matter_id, by, event):
    with pytest.raises(InvalidInputError, match="没有这样的办理步骤"):
        take_step(desk.database, desk.clerk, matter_id, StepInput(event), by)


def test_an_accusation_is_not_there_for_the_others(desk, by):
    matter = registered(desk, matter_class=ACCUSATION, respondent="花园镇某干部")
    section, keeper = desk.account(Role.SECTION), desk.account(Role.ACCUSATION_CLERK)
    with pytest.raises(DeskError, match="没有找到这件信访事项"):
        matter_now(desk.database, section, matter, by)
    bring_up(desk.database, section, by)
    assert due_board(desk.database, section, date(2027, 3, 1)).total.overdue == 0
    now = matter_now(desk.database, keeper, matter, by)
    assert [offer.transition.event for offer in now.offers] == [
        Event.ACCUSATION_FORWARDED, Event.WITHDRAWN,
    ]  # fmt: skip
    town, discipline = unit_id(desk, "T100"), unit_id(desk, "D10")
    assert town in now.case.facts.accused_units
    with pytest.raises(InvalidInputError, match="只能转送纪检监察"):
        take_step(
            desk.database, keeper, matter, StepInput(Event.ACCUSATION_FORWARDED, unit_id=town), by
        )
    forward = StepInput(Event.ACCUSATION_FORWARDED, unit_id=discipline)
    take_step(desk.database, keeper, matter, forward, by)
    assert standing_row(desk, matter).state == State.DISCIPLINE


def test_a_forged_step_is_kept_shown_and_changes_nothing(desk, matter_id, by):
    forged = "UPDATE sync_state SET applying = 1"
    with desk.database.write() as session:
        session.execute(text(forged))
        session.execute(
            text(
                "INSERT INTO step (id, stream, desk_id, created_at, created_by, matter_id, event, "
                "occurred_at) SELECT 'ffffffff-0000-7000-8000-000000000001', stream, desk_id, "
                "created_at, created_by, matter_id, 'closed', occurred_at FROM step"
            )
        )
        session.execute(text("UPDATE sync_state SET applying = 0"))
    bring_up(desk.database, desk.clerk, by)
    row = standing_row(desk, matter_id)
    assert (row.state, row.refused) == (State.REGISTERED, 1)
    now = matter_now(desk.database, desk.clerk, matter_id, by)
    assert "不能“办结”" in now.standing.refused[0].why


def test_the_board_counts_what_is_late_by_unit_and_by_clerk(desk, by):
    leader, section = desk.account(Role.BUREAU_LEADER), desk.account(Role.SECTION)
    late = registered(desk)
    sent = registered(desk)
    town = unit_id(desk, "T100")
    assign = StepInput(Event.ASSIGNED, day=MONDAY, unit_id=town, due_on=date(2026, 11, 25))
    take_step(desk.database, leader, sent, assign, by)
    bring_up(desk.database, section, by)
    due = next_legal(desk, late)
    board = due_board(desk.database, section, due + timedelta(days=1))
    names = {count.name: (count.overdue, count.today, count.soon) for count in board.by_unit}
    assert names == {"信访局（未转出）": (1, 0, 0), "花园镇": (1, 0, 0)}
    assert board.total.overdue == 2
    assert {line.matter_id for line in board.lines} == {late, sent}
    assert [count.name for count in board.by_clerk] == ["周敏"]
    only_town = due_board(desk.database, section, due + timedelta(days=1), unit_id=town)
    assert [line.matter_id for line in only_town.lines] == [sent]
    before = due_board(desk.database, section, due - timedelta(days=1), group=DueGroup.SOON)
    assert late in {line.matter_id for line in before.lines}


def test_what_has_no_unit_is_listed_by_itself(desk, by):
    leader, section = desk.account(Role.BUREAU_LEADER), desk.account(Role.SECTION)
    kept, sent = registered(desk), registered(desk)
    town = unit_id(desk, "T100")
    assign = StepInput(Event.ASSIGNED, day=MONDAY, unit_id=town, due_on=date(2026, 11, 25))
    take_step(desk.database, leader, sent, assign, by)
    bring_up(desk.database, section, by)
    late = next_legal(desk, kept) + timedelta(days=1)
    of_nobody = due_board(desk.database, section, late, unit_id="").lines
    assert [each.matter_id for each in of_nobody] == [kept]
    assert due_board(desk.database, section, late, clerk_id="").lines == ()


def test_an_objection_not_raised_is_no_delay(desk, matter_id, by):
    leader, section = desk.account(Role.BUREAU_LEADER), desk.account(Role.SECTION)
    town = unit_id(desk, "T100")
    sent = StepInput(Event.TRANSFERRED, day=MONDAY, unit_id=town)
    take_step(desk.database, leader, matter_id, sent, by)
    received = StepInput(Event.UNIT_RECEIVED, day=MONDAY)
    take_step(desk.database, section, matter_id, received, by)
    now = matter_now(desk.database, section, matter_id, by)
    (objection,) = (each for each in now.standing.open_duties if each.duty is Duty.D5)
    after = objection.deadline(by).legal + timedelta(days=1)
    assert next_legal(desk, matter_id) > after
    board = due_board(desk.database, section, after)
    assert (board.total.overdue, board.lines) == (0, ())


def test_a_change_of_the_calendar_moves_running_days_and_says_which(desk, matter_id, by):
    bring_up(desk.database, desk.clerk, by)
    due = next_legal(desk, matter_id)
    section = desk.account(Role.SECTION)
    calendar.set_day(
        desk.database, section, due, is_working=False, note="县里停电", source="县办通知"
    )
    after = Reckoning(calendar.work_calendar(desk.database))
    (moved,) = reckon_again(desk.database, section, after)
    assert (moved.matter_id, moved.duty, moved.before) == (matter_id, "D2", due)
    assert moved.after > due
    assert next_legal(desk, matter_id) == moved.after
    assert reckon_again(desk.database, section, after) == ()


def test_a_new_reckoning_may_be_ended_between_two_parts(desk, matter_id, by):
    bring_up(desk.database, desk.clerk, by)
    before = next_legal(desk, matter_id)
    section = desk.account(Role.SECTION)
    calendar.set_day(
        desk.database, section, before, is_working=False, note="县里停电", source="县办通知"
    )
    after = Reckoning(calendar.work_calendar(desk.database))

    def closing(done: int, total: int) -> None:
        assert (done, total) == (0, 1)
        raise DeskError("正在关闭。")

    with pytest.raises(DeskError, match="正在关闭"):
        reckon_again(desk.database, section, after, closing)
    assert next_legal(desk, matter_id) == before
    assert len(reckon_again(desk.database, section, after)) == 1


def test_the_calendar_s_version_says_that_a_day_of_the_office_was_set():
    shipped = shipped_calendar()
    day = CalendarDay(date(2026, 12, 8), False, "县办通知", DayStatus.OFFICE, "停电")
    assert WorkCalendar.from_rows([*shipped.days.values(), day]).version != shipped.version


def test_a_visit_again_begins_no_new_period(desk, matter_id, by):
    before = open_entry(
        matter_now(desk.database, desk.clerk, matter_id, by).standing.duties, Duty.D2
    )
    registered(desk, matter_id=matter_id)
    now = matter_now(desk.database, desk.clerk, matter_id, by)
    assert open_entry(now.standing.duties, Duty.D2) == before
    assert not now.case.facts.is_first_petition


def test_a_matter_is_joined_only_to_another_one_that_is_in_hand(desk, matter_id, by):
    other, done = registered(desk), registered(desk)
    take_step(desk.database, desk.clerk, done, StepInput(Event.ANSWERED, reason="已说明"), by)
    for linked, words in (
        (matter_id, "自己"),
        (done, "不在办理中"),
        ("no-such-matter", "没有找到"),
        (registered(desk, matter_class=ACCUSATION), "分开保管"),
    ):
        step = StepInput(Event.LINKED, linked_matter_id=linked, reason="同一事项")
        with pytest.raises(DeskError, match=words):
            take_step(desk.database, desk.clerk, matter_id, step, by)
    step = StepInput(Event.LINKED, linked_matter_id=other, reason="同一事项")
    take_step(desk.database, desk.clerk, matter_id, step, by)
    assert standing_row(desk, matter_id).state == State.LINKED


def test_nothing_is_declined_for_good_without_a_recheck_that_ended(desk, matter_id, by):
    leader, section = desk.account(Role.BUREAU_LEADER), desk.account(Role.SECTION)
    earlier = registered(desk)
    decline = StepInput(Event.DECLINED_FURTHER, linked_matter_id=earlier, reason="已经复核")
    propose = StepInput(
        PROPOSED, result=Event.DECLINED_FURTHER, linked_matter_id=earlier, reason="已经复核"
    )
    for actor, step in ((leader, decline), (section, propose)):
        with pytest.raises(InvalidInputError, match="第三十六条第三款"):
            take_step(desk.database, actor, matter_id, step, by)
    written, handed = StepDetails(is_written=True), StepDetails(way="0")
    steps = (
        StepInput(Event.UNIT_RECEIVED),
        StepInput(Event.ACCEPTED),
        StepInput(Event.OPINION_GIVEN, result="1", basis="《农村土地承包法》第三十七条"),
        StepInput(Event.SERVED, details=handed),
        StepInput(Event.REVIEW_REQUESTED, details=written),
        StepInput(Event.REVIEW_DECIDED, result="1", reason="事实清楚"),
        StepInput(Event.REVIEW_SERVED, details=handed),
        StepInput(Event.RECHECK_REQUESTED, details=written),
        StepInput(Event.RECHECK_DECIDED, result="1", reason="事实清楚"),
    )
    sent = StepInput(Event.TRANSFERRED, unit_id=unit_id(desk, "T100"))
    take_step(desk.database, leader, earlier, sent, by)
    for step in steps:
        take_step(desk.database, section, earlier, step, by)
    take_step(desk.database, leader, matter_id, decline, by)
    assert standing_row(desk, matter_id).state == State.NO_MORE
