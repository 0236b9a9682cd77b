"""What of the queue stands on the board of the hall, and which calls are new there.

Numbers only (个人信息保护法 Art. 6): nobody in the hall reads who somebody is or why they came.
"""

from collections.abc import Iterable
from datetime import datetime

from reception_desk.records.hall_board import HallBoard, HallCall
from reception_desk.rules.ticket_queue import calling_order, expected_wait
from reception_desk.rules.ticket_standing import TicketStanding
from reception_desk.rules.ticket_transition import TicketState

MOST_CALLS = 12
MOST_FOLLOWING = 4
MOST_MISSED = 3

_AT_WINDOW = frozenset({TicketState.CALLED, TicketState.SERVING})


def hall_board(tickets: Iterable[TicketStanding], moment: datetime) -> HallBoard:
    """Return what the hall reads of the day's `tickets` at `moment`.

    Who was called and has not come stands above who is received already, the newest call first;
    who was received without a call is nobody's news.
    """
    known = tuple(tickets)
    calls = [_call(one) for one in known if one.state in _AT_WINDOW and one.calls]
    calls.sort(key=lambda call: (call.is_here, -call.at.timestamp(), call.number))
    order = calling_order(known, moment)
    missed = sorted(
        (one for one in known if one.state is TicketState.MISSED),
        key=lambda one: one.since,
        reverse=True,
    )
    return HallBoard(
        calls=tuple(calls[:MOST_CALLS]),
        following=tuple(one.facts.number for one in order[:MOST_FOLLOWING]),
        missed=tuple(one.facts.number for one in missed[:MOST_MISSED]),
        waiting=sum(one.state is TicketState.WAITING for one in known),
        minutes=expected_wait(len(order), [at for one in known for at in one.calls]),
    )


def new_calls(before: HallBoard | None, after: HallBoard) -> tuple[HallCall, ...]:
    """Return the calls that were not there `before`, the oldest first; a recall is one again.

    Nothing is new on a board that is just switched on.
    """
    if before is None:
        return ()
    known = {(call.number, call.at) for call in before.calls}
    fresh = [c for c in after.calls if not c.is_here and (c.number, c.at) not in known]
    return tuple(sorted(fresh, key=lambda call: (call.at, call.number)))


def wait_span(minutes: tuple[int, int] | None) -> str:
    """Return a wait to expect in words, "" where nothing can honestly be said."""
    if minutes is None:
        return ""
    short, long = minutes
    return f"{short} 至 {long} 分钟" if short else f"{long} 分钟以内"


def _call(ticket: TicketStanding) -> HallCall:
    return HallCall(
        ticket.facts.number,
        ticket.window,
        max(ticket.calls),
        is_here=ticket.state is TicketState.SERVING,
    )
