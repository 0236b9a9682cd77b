"""Who is called next, how numbers are written, and what a wait may honestly be said to be."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.tickets import TicketFacts
from reception_desk.rules.ticket_queue import (
    KIOSK_SPAN,
    MISSED_WAITS_FOR,
    MOST_AT_A_KIOSK,
    calling_order,
    expected_wait,
    kiosk_rest,
    prefix_of,
    write_number,
)
from reception_desk.rules.ticket_standing import TicketStanding, begun
from reception_desk.rules.ticket_transition import TicketEvent
from tests.offices import MORNING
from tests.rules.test_tickets import after

NOON = MORNING + timedelta(hours=3)
_keys = count(1)


def waiting(minute: int, **values: object) -> TicketStanding:
    key = next(_keys)
    facts = TicketFacts(
        str(key), f"甲{key:03d}", date(2026, 11, 23), MORNING + timedelta(minutes=minute)
    )
    return begun(replace(facts, **values))  # pyright: ignore[reportArgumentType]


def test_due_appointments_then_help_then_arrival():
    first, second = waiting(1), waiting(2)
    helped = waiting(3, needs_help=True)
    due = waiting(4, booked_for=NOON - timedelta(minutes=1))
    later = waiting(0, booked_for=NOON + timedelta(hours=1))
    order = calling_order([second, helped, later, due, first], NOON)
    assert order == (due, helped, later, first, second)


def test_a_missed_number_comes_back_in_its_place_after_some_others():
    missed = after(TicketEvent.CALLED, TicketEvent.MISSED, start=waiting(0))
    others = [waiting(10 + place) for place in range(MISSED_WAITS_FOR + 1)]
    called: list[TicketStanding] = []
    for other in others[:-1]:
        order = calling_order([missed, *called, *others[len(called) :]], NOON)
        assert order[0] is other
        called.append(after(TicketEvent.CALLED, start=other))
    assert calling_order([missed, *called, others[-1]], NOON) == (missed, others[-1])


def test_a_missed_number_is_called_when_nobody_else_waits():
    missed = after(TicketEvent.CALLED, TicketEvent.MISSED, start=waiting(0))
    assert calling_order([missed], NOON) == (missed,)


@given(st.lists(st.integers(0, 10_000), unique=True))
def test_numbers_of_two_desks_never_collide(codes):
    numbers = {write_number(code, n) for code in ("W1", "W10", "01") for n in (1, 10, 100)}
    numbers |= {write_number(str(code), n) for code in codes for n in (1, 10, 999)}
    assert len(numbers) == 9 + 3 * len(codes)


def test_a_number_is_written_in_signs_that_every_voice_speaks():
    assert write_number("1", 1) == "甲001"
    assert (prefix_of("22"), prefix_of("23"), prefix_of("01")) == ("亥", "23-", "01-")


def test_a_wait_is_told_as_a_range_or_not_at_all():
    calls = [MORNING + timedelta(minutes=6 * place) for place in range(5)]
    assert expected_wait(2, calls) is None
    calls.append(MORNING + timedelta(minutes=30))
    assert expected_wait(0, calls) == (5, 10)
    assert expected_wait(4, calls) == (30, 35)


@given(st.integers(0, 60), st.lists(st.integers(0, 500), min_size=6, max_size=40))
def test_a_range_is_whole_and_grows_with_those_ahead(ahead, minutes):
    calls = [MORNING + timedelta(minutes=minute) for minute in minutes]
    low, high = expected_wait(ahead, calls) or (-1, -1)
    assert 0 <= low < high
    assert low % 5 == high % 5 == 0
    longer = expected_wait(ahead + 1, calls)
    assert longer is not None
    assert longer >= (low, high)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=120))
def test_a_kiosk_never_gives_more_than_its_share_and_comes_back(gaps: list[int]):
    """Somebody presses again after so many seconds, whatever the machine says."""
    moment, taken = NOON, []
    for gap in gaps:
        moment += timedelta(seconds=gap)
        rest = kiosk_rest(taken, moment)
        assert timedelta() <= rest <= KIOSK_SPAN
        assert kiosk_rest(taken, moment + rest) == timedelta()
        if not rest:
            taken.append(moment)
    for first, last in zip(taken, taken[MOST_AT_A_KIOSK:], strict=False):
        assert last - first >= KIOSK_SPAN


def test_people_in_a_queue_are_never_turned_away():
    taken = [NOON + timedelta(seconds=10 * place) for place in range(200)]
    assert not any(kiosk_rest(taken[:place], taken[place]) for place in range(200))
