"""What the hall reads: numbers and windows, the newest call first."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.hall_board import HallBoard, HallCall
from reception_desk.rules.hall_board import MOST_CALLS, MOST_FOLLOWING, hall_board, new_calls
from reception_desk.rules.ticket_standing import TicketStanding
from reception_desk.rules.ticket_transition import TicketEvent
from tests.offices import MORNING
from tests.rules.test_ticket_queue import NOON, waiting
from tests.rules.test_tickets import after

CALLED, BEGUN, MISSED = TicketEvent.CALLED, TicketEvent.BEGUN, TicketEvent.MISSED


def at(standing: TicketStanding, minute: int) -> TicketStanding:
    return replace(standing, calls=(MORNING + timedelta(minutes=minute),))


def numbers(calls: Sequence[HallCall]) -> list[str]:
    return [call.number for call in calls]


def test_who_has_not_come_stands_above_who_is_received():
    here = at(after(CALLED, BEGUN, start=waiting(0)), 30)
    older, newer = (at(after(CALLED, start=waiting(0)), minute) for minute in (10, 20))
    board = hall_board([older, here, newer, waiting(40)], NOON)
    expected = [one.facts.number for one in (newer, older, here)]
    assert numbers(board.calls) == expected
    assert [call.is_here for call in board.calls] == [False, False, True]
    assert board.waiting == 1


def test_who_was_received_without_a_call_is_nobodys_news():
    received = after(TicketEvent.RECEIVED, start=waiting(0))
    assert hall_board([received], NOON).calls == ()


def test_a_missed_number_stands_with_the_missed_and_is_called_again():
    missed = after(CALLED, MISSED, start=waiting(0))
    board = hall_board([missed], NOON)
    assert (board.calls, board.missed) == ((), (missed.facts.number,))
    assert board.following == board.missed


def test_the_next_ones_are_those_called_next():
    plain, helped = waiting(1), waiting(2, needs_help=True)
    board = hall_board([plain, helped], NOON)
    assert board.following == (helped.facts.number, plain.facts.number)


@given(st.lists(st.sampled_from([(), (CALLED,), (CALLED, BEGUN), (CALLED, MISSED)]), max_size=30))
def test_the_board_has_room_for_all_it_shows(lives: Sequence[tuple[TicketEvent, ...]]):
    tickets = [after(*life, start=waiting(place)) for place, life in enumerate(lives)]
    board = hall_board(tickets, NOON)
    assert len(board.calls) <= MOST_CALLS
    assert len(board.following) <= MOST_FOLLOWING
    assert len(set(numbers(board.calls))) == len(board.calls)
    assert board.waiting == sum(life == () for life in lives)


def test_only_what_was_called_since_is_new():
    first = HallCall("甲001", "1", MORNING)
    second = HallCall("甲002", "2", MORNING + timedelta(seconds=4))
    again = replace(first, at=MORNING + timedelta(seconds=9))
    before = HallBoard((first,))
    assert new_calls(None, before) == ()
    assert new_calls(before, HallBoard((second, first))) == (second,)
    assert new_calls(before, HallBoard((again, second))) == (second, again)
    assert new_calls(before, HallBoard((replace(first, is_here=True),))) == ()


def test_a_board_names_nobody():
    told = {field.name for kind in (HallBoard, HallCall) for field in fields(kind)}
    assert told == {
        "calls", "following", "missed", "waiting", "minutes", "number", "window", "at", "is_here",
    }  # fmt: skip
