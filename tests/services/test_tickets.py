"""Numbers at one window: taken, called, settled at the end of the day."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from reception_desk.errors import CentreError, InvalidInputError, NotPermittedError
from reception_desk.models.database import now
from reception_desk.models.rows import add_row
from reception_desk.models.ticket import Ticket
from reception_desk.models.ticket import TicketEvent as EventRow
from reception_desk.records.tickets import ClaimAnswer, TicketInput, Wish
from reception_desk.rules.permissions import Role
from reception_desk.rules.ticket_queue import KIOSK_SPAN, MOST_AT_A_KIOSK
from reception_desk.rules.ticket_transition import TicketEvent, TicketState
from reception_desk.services import ticket_day
from reception_desk.services.authorship import by
from reception_desk.services.self_service import visitor_at
from reception_desk.services.ticket_closing import close_day
from reception_desk.services.ticket_day import KnownStandings, day_of, ticket_now
from reception_desk.services.ticket_events import add_event, event_by
from reception_desk.services.tickets import (
    HallQueue,
    call_next,
    call_this,
    give_back_kept,
    issue_ticket,
    note_event,
    queue_now,
    receive,
)
from tests.offices import SampleOffice


def take(desk: SampleOffice, *, is_kept: bool = False) -> str:
    return issue_ticket(desk.database, desk.clerk, TicketInput(is_kept=is_kept)).ticket_id


def away(_wishes: Sequence[Wish]) -> ClaimAnswer:
    return ClaimAnswer(is_away=True)


def test_numbers_run_on_and_are_called_in_order(desk: SampleOffice):
    issued = [issue_ticket(desk.database, desk.clerk, TicketInput()) for _ in range(3)]
    assert [one.number for one in issued] == ["甲001", "甲002", "甲003"]
    assert [(one.ahead, one.minutes) for one in issued] == [(0, None), (1, None), (2, None)]
    helped = issue_ticket(desk.database, desk.clerk, TicketInput(needs_help=True))
    assert helped.ahead == 0
    called = [call_next(desk.database, desk.clerk, None) for _ in range(5)]
    numbers = [one.facts.number if one else None for one in called]
    assert numbers == ["甲004", "甲001", "甲002", "甲003", None]


def test_a_visit_from_number_to_the_end(desk: SampleOffice):
    take(desk)
    called = call_next(desk.database, desk.clerk, None)
    assert called is not None
    key = called.facts.ticket_id
    steps = (
        TicketEvent.RECALLED, TicketEvent.BEGUN, TicketEvent.HELD, TicketEvent.RESUMED,
        TicketEvent.HELP_ASKED,
    )  # fmt: skip
    for event in steps:
        note_event(desk.database, desk.clerk, key, event)
    for visit in ("v1", "v2"):  # two matters, one number
        note_event(desk.database, desk.clerk, key, TicketEvent.REGISTERED, visit_id=visit)
    done = note_event(desk.database, desk.clerk, key, TicketEvent.DONE)
    assert (done.state, done.visits, len(done.calls)) == (TicketState.DONE, ("v1", "v2"), 2)
    with pytest.raises(InvalidInputError, match="甲001现在是“已接待”"):
        note_event(desk.database, desk.clerk, key, TicketEvent.BEGUN)


def test_what_was_written_in_ignorance_is_folded_with_what_comes_after(desk: SampleOffice):
    key = take(desk)
    with desk.database.read() as session:
        unknown = ticket_now(session, desk.clerk, key)
    called = call_next(desk.database, desk.clerk, None)
    assert called is not None
    with desk.database.write() as session:  # three of a window that had not seen the call
        for _ in range(3):
            record = event_by(desk.clerk, unknown, TicketEvent.MISSED)
            add_event(session, desk.clerk, unknown, record)
            after = session.scalars(select(EventRow.id).order_by(EventRow.id.desc())).first()
            unknown = replace(unknown, last_event_id=after)

    begun = note_event(desk.database, desk.clerk, key, TicketEvent.BEGUN)

    with desk.database.read() as session:
        assert begun == ticket_now(session, desk.clerk, key)
    assert (begun.state, len(begun.refused)) == (TicketState.SERVING, 3)


def test_what_is_known_of_a_day_changes_nothing_and_does_not_grow(
    desk: SampleOffice, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ticket_day, "MOST_KEPT", 3)
    known = KnownStandings()
    for _ in range(5):
        take(desk)
        call_next(desk.database, desk.clerk, None, known)
        asked = dict.fromkeys((one.facts.ticket_id for one in queue_of(desk, None).tickets), 1)
        assert queue_of(desk, known) == queue_of(desk, None)
        assert len(known.of(asked)) <= 3


def queue_of(desk: SampleOffice, known: KnownStandings | None) -> HallQueue:
    return queue_now(desk.database, desk.clerk, known)


def test_many_threads_call_each_number_once(desk: SampleOffice):
    keys = {take(desk) for _ in range(12)}
    with ThreadPoolExecutor(6) as pool:
        calls = pool.map(lambda _: call_next(desk.database, desk.clerk, None), range(30))
        called = [one.facts.ticket_id for one in calls if one]
    assert len(called) == len(set(called))
    assert set(called) <= keys


def test_without_the_centre_only_what_the_desk_kept_is_called(desk: SampleOffice):
    common, kept = take(desk), take(desk, is_kept=True)
    called = call_next(desk.database, desk.clerk, away)
    assert called is not None
    assert called.facts.ticket_id == kept
    with pytest.raises(CentreError, match="联系不上中心"):
        call_next(desk.database, desk.clerk, away)
    with pytest.raises(CentreError):
        call_this(desk.database, desk.clerk, common, away)
    assert receive(desk.database, desk.clerk, common).state is TicketState.SERVING


def test_what_was_kept_goes_back_to_the_common_queue(desk: SampleOffice):
    take(desk, is_kept=True)
    kept = take(desk, is_kept=True)
    called = call_next(desk.database, desk.clerk, away)
    assert called is not None
    missed = note_event(
        desk.database, desk.clerk, called.facts.ticket_id, TicketEvent.MISSED, is_away=True
    )
    assert missed.holder_id == desk.clerk.desk.desk_id
    assert set(give_back_kept(desk.database, desk.clerk)) == {"甲001", "甲002"}
    assert give_back_kept(desk.database, desk.clerk) == ()
    with pytest.raises(CentreError):
        call_this(desk.database, desk.clerk, kept, away)


def test_a_number_that_another_window_took_is_told(desk: SampleOffice):
    key = take(desk)
    with pytest.raises(InvalidInputError, match="由其他窗口叫号"):
        call_this(desk.database, desk.clerk, key, lambda _: ClaimAnswer())


def test_the_end_of_the_day_settles_or_carries_over(desk: SampleOffice):
    for _ in range(2):
        take(desk)
    at_glass = call_next(desk.database, desk.clerk, None)
    assert at_glass is not None
    tomorrow = day_of(desk.clerk, now()) + timedelta(days=1)
    closing = close_day(desk.database, desk.clerk, carry_to=tomorrow)
    assert (closing.carried, closing.left, closing.at_window) == (("甲002",), (), ("甲001",))
    assert [one.facts.number for one in queue_now(desk.database, desk.clerk).tickets] == ["甲001"]
    note_event(desk.database, desk.clerk, at_glass.facts.ticket_id, TicketEvent.RETURNED)
    closing = close_day(desk.database, desk.clerk, carry_to=None)
    assert closing.left == ("甲001",)
    (left,) = queue_now(desk.database, desk.clerk).standing(TicketState.LEFT)
    assert left.facts.number == "甲001"


def test_who_does_not_work_in_the_hall_calls_nobody(desk: SampleOffice):
    auditor = desk.account(Role.AUDITOR)
    with pytest.raises(NotPermittedError):
        issue_ticket(desk.database, auditor, TicketInput())
    with pytest.raises(NotPermittedError):
        call_next(desk.database, auditor, None)


@pytest.mark.parametrize("age", [timedelta(), KIOSK_SPAN])
def test_visitors_take_many_numbers_and_the_kiosk_rests_a_moment(
    desk: SampleOffice, age: timedelta
):
    visitor, day = visitor_at(desk.clerk.desk), day_of(desk.clerk, now())
    made = {**by(visitor), "created_at": now() - age}
    with desk.database.write() as session:
        for place in range(1, MOST_AT_A_KIOSK + 1):
            add_row(
                session, Ticket, **made, number=f"甲{place:03d}", ordinal=place, day=day,
                needs_help=False, booked_for=None, holder_id=None,
            )  # fmt: skip
    if age:
        assert issue_ticket(desk.database, visitor, TicketInput()).number == "甲021"
        return
    with pytest.raises(InvalidInputError, match="先歇 3 分钟"):
        issue_ticket(desk.database, visitor, TicketInput())
    following = issue_ticket(desk.database, desk.clerk, TicketInput())
    assert following.number == "甲021", "a clerk issues on, and nothing was issued in between"
    assert following.ahead == MOST_AT_A_KIOSK, "every number counts"


def test_numbers_of_clerks_let_no_kiosk_rest(desk: SampleOffice):
    for _ in range(MOST_AT_A_KIOSK):
        take(desk)
    assert issue_ticket(desk.database, visitor_at(desk.clerk.desk), TicketInput()).number
