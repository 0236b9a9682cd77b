"""The life of a ticket: the table, and the fold that several desks come to together."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.tickets import TicketEventRecord, TicketFacts
from reception_desk.rules.ticket_standing import TicketStanding, advance, begun, fold, why_not
from reception_desk.rules.ticket_transition import TicketEvent, TicketState
from reception_desk.rules.tickets import OPEN_STATES, TICKET_TRANSITIONS, leaving
from tests.offices import MORNING

FACTS = TicketFacts("t", "甲001", date(2026, 11, 23), MORNING)


def an_event(
    standing: TicketStanding, event: TicketEvent, *, desk: str = "a", **values: object
) -> TicketEventRecord:
    """Return the event as a desk that knows `standing` writes it, a minute after the last."""
    place = f"{len(standing.periods)}{len(standing.calls)}"
    made = TicketEventRecord(
        event_id=f"{place}{standing.last_event_id or ''}{desk}",
        event=event,
        occurred_at=standing.since + timedelta(minutes=1),
        desk_id=desk,
        turn=standing.turn,
        after_id=standing.last_event_id,
        window=desk,
    )
    return replace(made, **values)  # pyright: ignore[reportArgumentType]


def after(*events: TicketEvent, desk: str = "a", start: TicketStanding | None = None):
    """Return where a ticket stands after one desk wrote these events."""
    standing = start or begun(FACTS)
    for event in events:
        standing = advance(standing, an_event(standing, event, desk=desk))
        assert not standing.refused
    return standing


def test_a_plain_visit_and_its_periods():
    done = after(TicketEvent.CALLED, TicketEvent.BEGUN, TicketEvent.DONE)
    assert [(p.state, p.window) for p in done.periods] == [
        (TicketState.WAITING, ""),
        (TicketState.CALLED, "a"),
        (TicketState.SERVING, "a"),
        (TicketState.DONE, ""),
    ]
    for one, following in zip(done.periods, done.periods[1:], strict=False):
        assert one.until == following.since


def test_every_state_is_left_or_the_last():
    for state in TicketState:
        assert bool(list(leaving(state))) == (state is not TicketState.DONE)
    assert OPEN_STATES.isdisjoint({TicketState.DONE, TicketState.LEFT})
    assert [row.number for row in TICKET_TRANSITIONS.values()] == [
        f"Q{place:02d}" for place in range(1, len(TicketEvent) + 1)
    ]


def test_only_the_window_it_stands_at_goes_on():
    called = after(TicketEvent.CALLED)
    for event in (TicketEvent.BEGUN, TicketEvent.MISSED, TicketEvent.RECALLED):
        assert why_not(called, an_event(called, event, desk="b")) == "甲001在a号窗口。"
        assert why_not(called, an_event(called, event)) == ""


def test_a_number_sent_to_a_window_is_called_there_alone():
    serving = after(TicketEvent.CALLED, TicketEvent.BEGUN)
    no_desk = an_event(serving, TicketEvent.TRANSFERRED)
    assert why_not(serving, no_desk) == "请选择转到哪个窗口。"
    sent = advance(serving, replace(no_desk, holder_id="b"))
    assert (sent.state, sent.is_sent) == (TicketState.WAITING, True)
    assert why_not(sent, an_event(sent, TicketEvent.CALLED)) == "甲001由另一个窗口叫号。"
    assert after(TicketEvent.CALLED, desk="b", start=sent).window == "b"


def test_of_two_calls_that_cross_one_counts_and_the_other_is_told():
    waiting = begun(FACTS)
    here = an_event(waiting, TicketEvent.CALLED, desk="a")
    there = an_event(waiting, TicketEvent.CALLED, desk="b")
    standing = fold(FACTS, [there, here])
    assert standing == fold(FACTS, [here, there])
    assert (standing.window, [key for key, _ in standing.refused]) == ("a", [there.event_id])


def test_who_stands_at_the_window_is_received_whatever_was_called():
    waiting = begun(FACTS)
    called = an_event(waiting, TicketEvent.CALLED, desk="a")
    received = an_event(waiting, TicketEvent.RECEIVED, desk="b")
    missed = an_event(advance(waiting, called), TicketEvent.MISSED, desk="a")
    standing = fold(FACTS, [called, missed, received])
    assert (standing.state, standing.window, standing.turn) == (TicketState.SERVING, "b", 2)
    assert [key for key, _ in standing.refused] == [missed.event_id]


def test_left_is_no_bar_to_a_call_that_had_not_seen_it():
    waiting = begun(FACTS)
    left = an_event(waiting, TicketEvent.LEFT, desk="0")
    called = an_event(waiting, TicketEvent.CALLED, desk="a")
    assert fold(FACTS, [left, called]).state is TicketState.CALLED
    late = replace(left, event_id="z")
    assert fold(FACTS, [late, called]).state is TicketState.CALLED


@pytest.mark.parametrize("days", [0, -1])
def test_a_number_is_carried_over_to_a_later_day_only(days: int):
    waiting = begun(FACTS)
    carried = an_event(waiting, TicketEvent.CARRIED_OVER, day=FACTS.day + timedelta(days=days))
    assert why_not(waiting, carried) == "只能结转到以后的日子。"


def test_a_clock_that_is_behind_makes_no_period_end_before_it_began():
    called = after(TicketEvent.CALLED)
    early = an_event(called, TicketEvent.BEGUN, occurred_at=MORNING - timedelta(hours=1))
    periods = advance(called, early).periods
    assert all(one.until is None or one.until >= one.since for one in periods)


@given(
    st.lists(
        st.tuples(st.sampled_from(TicketEvent), st.sampled_from("ab"), st.integers(0, 6)),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_any_order_of_the_rows_gives_the_same_standing(steps, chance):
    events: list[TicketEventRecord] = []
    for place, (event, desk, seen) in enumerate(steps):
        known = fold(FACTS, events[: len(events) - seen] if seen else events)
        events.append(
            an_event(
                known, event, desk=desk, event_id=f"{place:02d}{desk}", visit_id="v",
                holder_id=desk if event is TicketEvent.TRANSFERRED else None,
                day=FACTS.day + timedelta(days=1),
            )
        )  # fmt: skip
    shuffled = list(events)
    chance.shuffle(shuffled)
    standing = fold(FACTS, shuffled)
    assert standing == fold(FACTS, events)
    assert standing.turn <= len(events)
    starts = [one.since for one in standing.periods]
    assert starts == sorted(starts)
