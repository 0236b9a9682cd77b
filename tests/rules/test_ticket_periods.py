"""Waits and receptions out of the periods; what is in doubt is counted and left out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.tickets import TicketFacts
from reception_desk.rules.ticket_hall import count_hall
from reception_desk.rules.ticket_periods import (
    FEWEST,
    Doubt,
    day_of_hall,
    doubt_of,
    service_of,
    spread,
    wait_of,
)
from reception_desk.rules.ticket_queue import calling_order
from reception_desk.rules.ticket_standing import TicketStanding, advance, begun
from reception_desk.rules.ticket_transition import TicketEvent as Event
from reception_desk.rules.ticket_transition import TicketState
from tests.rules.test_tickets import an_event

DAY = date(2026, 11, 23)
TAKEN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def ticket(*steps: tuple[Event, float], number: str = "甲001", **facts: object) -> TicketStanding:
    """Return a number with what happened to it, in minutes after it was taken."""
    made = TicketFacts("t", number, DAY, TAKEN)
    standing = begun(TicketFacts(**{**{n: getattr(made, n) for n in made.__slots__}, **facts}))
    for event, minutes in steps:
        at = TAKEN + minutes * MINUTE
        values = {"holder_id": "b", "occurred_at": at, "day": DAY + timedelta(days=1)}
        standing = advance(standing, an_event(standing, event, **values))
    return standing


def served(wait: float, service: float, number: str = "甲001") -> TicketStanding:
    return ticket(
        (Event.CALLED, wait), (Event.BEGUN, wait + 1), (Event.DONE, wait + 1 + service),
        number=number,
    )  # fmt: skip


def test_a_wait_ends_at_the_window_and_hold_is_no_reception():
    one = ticket(
        (Event.CALLED, 12), (Event.BEGUN, 14), (Event.HELD, 20), (Event.RESUMED, 30),
        (Event.DONE, 41),
    )  # fmt: skip
    assert (wait_of(one), service_of(one)) == (12 * MINUTE, 17 * MINUTE)


def test_a_second_wait_counts_and_what_follows_a_missed_call_does_not():
    sent = ticket(
        (Event.CALLED, 10), (Event.BEGUN, 11), (Event.RETURNED, 15), (Event.RECEIVED, 22),
        (Event.DONE, 30),
    )  # fmt: skip
    assert (wait_of(sent), service_of(sent)) == (17 * MINUTE, 12 * MINUTE)
    missed = ticket((Event.CALLED, 10), (Event.MISSED, 13), (Event.CALLED, 40))
    assert (wait_of(missed), service_of(missed)) == (10 * MINUTE, None)


def test_who_comes_before_the_appointment_waits_from_then_on():
    booked = TAKEN + 30 * MINUTE
    assert wait_of(ticket((Event.CALLED, 34), booked_for=booked)) == 4 * MINUTE
    assert wait_of(ticket((Event.CALLED, 25), booked_for=booked)) == timedelta()
    assert wait_of(ticket((Event.LEFT, 25))) is None


@pytest.mark.parametrize(
    ("steps", "doubt"),
    [
        (((Event.CALLED, 5), (Event.BEGUN, 4)), Doubt.CLOCK_BACK),
        (((Event.CALLED, 5), (Event.CALLED, 6)), Doubt.CROSSED),
        (((Event.CALLED, 5), (Event.BEGUN, 24 * 60)), Doubt.OVER_NIGHT),
        (((Event.CARRIED_OVER, 5),), Doubt.OVER_NIGHT),
        (((Event.CALLED, 5), (Event.BEGUN, 5)), None),
    ],
)
def test_times_that_cannot_be_trusted_are_told(steps, doubt: Doubt | None):
    assert doubt_of(ticket(*steps), UTC) is doubt


def test_a_day_counts_everything_and_leaves_doubts_out_of_the_times():
    clear = [served(10 * n, 5 * n, f"甲{n:03d}") for n in range(1, 11)]
    doubtful = ticket(
        (Event.CALLED, 500), (Event.BEGUN, 400), (Event.DONE, 900), number="甲011"
    )  # fmt: skip
    waits = begun(TicketFacts("w", "甲012", DAY, TAKEN))
    day = day_of_hall(DAY, [*clear, doubtful, waits], UTC)
    assert (day.taken, day.carried, day.done, day.left, day.open) == (12, 0, 11, 0, 1)
    assert (day.waiting.count, day.waiting.half, day.waiting.most) == (10, 50 * MINUTE, 90 * MINUTE)
    assert (day.serving.half, day.serving.most) == (25 * MINUTE, 45 * MINUTE)
    assert day.doubts == {"甲011": Doubt.CLOCK_BACK}


TIMES = st.lists(st.integers(0, 10_000).map(lambda n: timedelta(seconds=n)), max_size=60)


@given(TIMES, st.randoms(use_true_random=False))
def test_the_middle_is_a_time_that_was_waited_and_keeps_its_share(times, chance):
    found = spread(times)
    assert found.count == len(times)
    if len(times) < FEWEST:
        assert (found.half, found.most) == (None, None)
        return
    assert found.half is not None
    assert found.most is not None
    assert {found.half, found.most} <= set(times)
    assert found.half <= found.most
    for share, bound in ((0.5, found.half), (0.9, found.most)):
        assert sum(one <= bound for one in times) >= share * len(times)
        assert sum(one < bound for one in times) < share * len(times)
    mixed = list(times)
    chance.shuffle(mixed)
    assert spread(mixed) == found


STEPS = st.lists(st.tuples(st.sampled_from(Event), st.integers(0, 600)), max_size=10)


@given(st.lists(STEPS, max_size=8))
def test_no_history_of_numbers_gives_a_time_below_nothing(histories):
    tickets = [ticket(*steps, number=f"甲{n:03d}") for n, steps in enumerate(histories)]
    day = day_of_hall(DAY, tickets, UTC)
    assert day.taken + day.carried == day.done + day.left + day.open == len(tickets)
    assert day.waiting.count + len(day.doubts) <= len(tickets)
    for one in tickets:
        times = [wait_of(one), service_of(one)]
        assert all(time is None or time >= timedelta() for time in times)
        assert service_of(one) is None or one.state is TicketState.DONE
    moment = TAKEN + 700 * MINUTE
    count = count_hall(tickets, calling_order(tickets, moment), moment)
    assert count.need_help <= count.waiting <= len(tickets)
    assert count.longest is None or count.longest <= 700 * MINUTE
