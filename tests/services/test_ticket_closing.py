"""What earlier days left open is found, named and settled."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from reception_desk.errors import NotPermittedError
from reception_desk.models.audit import AuditEntry
from reception_desk.models.database import now
from reception_desk.models.rows import add_row
from reception_desk.models.ticket import Ticket, TicketEvent
from reception_desk.records.identifiers import new_id
from reception_desk.records.tickets import TicketInput
from reception_desk.rules.permissions import Role
from reception_desk.rules.ticket_queue import write_number
from reception_desk.rules.ticket_standing import why_not
from reception_desk.rules.ticket_transition import TicketEvent as Event
from reception_desk.rules.ticket_transition import TicketState
from reception_desk.services.authorship import by
from reception_desk.services.ticket_closing import close_day, close_earlier, open_before
from reception_desk.services.ticket_day import day_of, ticket_now
from reception_desk.services.ticket_events import event_by
from reception_desk.services.tickets import issue_ticket, queue_now, receive
from tests.offices import SampleOffice

DAY = timedelta(days=1)


def yesterdays(desk: SampleOffice, ordinal: int, *events: Event, window: str = "1") -> str:
    """Put a number of yesterday, 11 o'clock, on record with what happened to it."""
    at = datetime.combine(day_of(desk.clerk, now()) - DAY, time(3), UTC)
    mine = by(desk.clerk)
    there = mine if window == "1" else replace_desk(mine, window)
    with desk.database.write() as session:
        key = add_row(
            session, Ticket, **{**mine, "created_at": at}, number=write_number("1", ordinal),
            ordinal=ordinal, day=day_of(desk.clerk, at), needs_help=False, booked_for=None,
            holder_id=None,
        )  # fmt: skip
        last, turn = None, 0
        for event in events:
            at += timedelta(minutes=1)
            last = add_row(
                session, TicketEvent, **{**there, "created_at": at}, ticket_id=key, event=event,
                occurred_at=at, after_id=last, turn=turn, window=window, holder_id=None,
                visit_id=None, day=None,
            )  # fmt: skip
            turn += event in (Event.CALLED, Event.RECEIVED)
    return key


def replace_desk(authorship, window: str):
    return {**authorship, "desk_id": f"0198a000-0000-7000-8000-00000000000{window}"}


def numbers(desk: SampleOffice) -> list[str]:
    return [one.facts.number for one in open_before(desk.database, desk.clerk)]


@pytest.fixture
def left_open(desk: SampleOffice) -> SampleOffice:
    """Of six numbers of yesterday four are open; one ended twice around a call."""
    yesterdays(desk, 1, Event.CALLED, Event.BEGUN, Event.DONE)
    yesterdays(desk, 2)
    yesterdays(desk, 3, Event.CALLED, Event.MISSED)
    yesterdays(desk, 4, Event.CALLED, Event.BEGUN)
    yesterdays(desk, 5, Event.LEFT, Event.RECEIVED, window="2")
    yesterdays(desk, 6, Event.CALLED, Event.LEFT, Event.CALLED, Event.LEFT)
    return desk


def test_only_what_nobody_settled_is_named(left_open: SampleOffice):
    assert numbers(left_open) == ["甲002", "甲003", "甲004", "甲005"]
    assert queue_now(left_open.database, left_open.clerk).tickets == ()


def test_it_is_carried_over_and_ended_where_it_stands(left_open: SampleOffice):
    today = day_of(left_open.clerk, now())
    closing = close_earlier(left_open.database, left_open.clerk, carry_to=today)
    assert closing.carried == ("甲002", "甲003")
    assert (closing.done, closing.left, closing.at_window) == (("甲004", "甲005"), (), ())
    assert numbers(left_open) == []
    order = queue_now(left_open.database, left_open.clerk).order
    assert [(one.facts.number, one.state, one.day) for one in order] == [
        ("甲002", TicketState.WAITING, today),
        ("甲003", TicketState.WAITING, today),
    ]


def test_it_is_noted_as_left_and_said_in_the_audit(left_open: SampleOffice):
    closing = close_earlier(left_open.database, left_open.clerk, carry_to=None)
    assert (closing.left, closing.done) == (("甲002", "甲003"), ("甲004", "甲005"))
    assert numbers(left_open) == []
    again = close_earlier(left_open.database, left_open.clerk, carry_to=None)
    assert (again.left, again.done, again.at_window) == ((), (), ())
    with left_open.database.read() as session:
        wanted = select(AuditEntry.detail).where(AuditEntry.action == "settle_tickets")
        assert session.scalars(wanted).all() == ["记为离开：2 个；接待完毕：2 个"]


def test_a_reception_of_today_is_left_to_its_window(desk: SampleOffice):
    issued = issue_ticket(desk.database, desk.clerk, TicketInput())
    there = replace(desk.clerk, desk=replace(desk.clerk.desk, desk_id=new_id(), window="2"))
    receive(desk.database, there, issued.ticket_id)
    closing = close_day(desk.database, desk.clerk, carry_to=None)
    assert (closing.done, closing.at_window) == ((), ("甲001",))
    with desk.database.read() as session:
        standing = ticket_now(session, desk.clerk, issued.ticket_id)
    record = event_by(desk.clerk, standing, Event.SETTLED_LATER, day=standing.day)
    assert why_not(standing, record) == "甲001当天由2号窗口结清。"


def test_who_does_not_work_in_the_hall_settles_nothing(left_open: SampleOffice):
    section = left_open.account(Role.SECTION)
    for act in (open_before, lambda *given: close_earlier(*given, carry_to=None)):
        with pytest.raises(NotPermittedError):
            act(left_open.database, section)
