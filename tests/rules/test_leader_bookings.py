"""预约领导接访: where a booking stands, which times are free, and who comes next."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.leader_bookings import (
    BookingEvent,
    BookingEventRecord,
    BookingFacts,
)
from reception_desk.rules.leader_bookings import (
    BOOKING_TRANSITIONS,
    BookingState,
    fold,
    free_slots,
    in_front,
    in_order,
    next_awaited,
    slots,
    why_not,
)

MOMENT = datetime(2026, 12, 1, 1, tzinfo=UTC)
FACTS = BookingFacts("b", "day", "matter", "visit", time(9), MOMENT)


def event(number: int, kind: BookingEvent, **more: object) -> BookingEventRecord:
    given = {"after_id": f"{number - 1:03d}" if number else None, **more}
    moment = MOMENT + timedelta(hours=number)
    return BookingEventRecord(f"{number:03d}", kind.value, moment, **given)  # pyright: ignore


def test_whoever_did_not_come_is_booked_anew_or_received_after_all():
    missed = [event(0, BookingEvent.NOT_COME)]
    moved = event(1, BookingEvent.MOVED, reason="住院", day_id="later", at=time(10))

    standing = fold(FACTS, [*missed, moved])
    assert (standing.state, standing.day_id, standing.at) == (
        BookingState.BOOKED, "later", time(10),
    )  # fmt: skip
    assert fold(FACTS, [*missed, event(1, BookingEvent.RECEIVED)]).state is BookingState.RECEIVED


@pytest.mark.parametrize("kind", [BookingEvent.MOVED, BookingEvent.WITHDRAWN])
def test_a_change_asks_for_its_reason(kind: BookingEvent):
    assert why_not(fold(FACTS, []), event(0, kind)) == "请写明理由。"


def test_a_received_booking_is_not_withdrawn_and_the_attempt_stays_visible():
    events = [event(0, BookingEvent.RECEIVED), event(1, BookingEvent.WITHDRAWN, reason="误")]
    standing = fold(FACTS, events)

    assert standing.state is BookingState.RECEIVED
    assert [key for key, _ in standing.refused] == ["001"]


def test_half_an_hour_each_until_the_end():
    assert slots(time(8, 30), time(10, 10)) == (time(8, 30), time(9), time(9, 30))


def test_a_withdrawn_booking_frees_its_time():
    withdrawn = fold(FACTS, [event(0, BookingEvent.WITHDRAWN, reason="撤回")])

    assert time(9) not in free_slots(time(8, 30), time(10), [fold(FACTS, [])])
    assert time(9) in free_slots(time(8, 30), time(10), [withdrawn])


def test_those_with_a_time_come_before_those_without():
    walk_in = fold(BookingFacts("w", "day", "m", None, None, MOMENT - timedelta(days=1)), [])
    booked = fold(FACTS, [])

    assert in_order([walk_in, booked]) == (booked, walk_in)


EVENTS = st.lists(st.sampled_from(BookingEvent), max_size=7).map(
    lambda kinds: [
        event(number, kind, reason="因事", day_id="other", at=time(10))
        for number, kind in enumerate(kinds)
    ]
)


@given(EVENTS, st.randoms())
def test_desks_with_the_same_events_say_the_same(events, order):
    shuffled = list(events)
    order.shuffle(shuffled)

    assert fold(FACTS, shuffled) == fold(FACTS, events)


def test_a_reception_begins_and_ends_once():
    came = event(0, BookingEvent.RECEIVED)
    gone, again = event(1, BookingEvent.LEFT), event(2, BookingEvent.LEFT)
    assert "不能“结束接访”" in why_not(fold(FACTS, []), event(0, BookingEvent.LEFT))
    assert fold(FACTS, [came]).is_in_front
    standing = fold(FACTS, [came, gone, again])
    assert (standing.state, standing.is_in_front) == (BookingState.RECEIVED, False)
    assert (standing.received_at, standing.left_at) == (came.occurred_at, gone.occurred_at)
    assert standing.refused == (("002", "这一批接访已经结束。"),)


def test_of_two_that_nobody_ended_the_last_one_is_in_front():
    other = BookingFacts("c", "day", "matter", "visit", time(9, 30), MOMENT)
    first = fold(FACTS, [event(0, BookingEvent.RECEIVED)])
    late = BookingEventRecord("900", BookingEvent.RECEIVED.value, MOMENT + timedelta(hours=9))
    second, third = fold(other, [late]), fold(other, [])
    assert in_front([first, second]) is second
    assert in_front([third]) is None
    assert next_awaited([second, third]) is third
    assert next_awaited([first, second]) is None


@given(EVENTS)
def test_who_is_in_front_was_received(events):
    standing = fold(FACTS, events)
    assert not standing.is_in_front or standing.state is BookingState.RECEIVED
    assert standing.left_at is None or standing.received_at is not None


def test_every_event_has_its_row():
    assert set(BOOKING_TRANSITIONS) == set(BookingEvent)
