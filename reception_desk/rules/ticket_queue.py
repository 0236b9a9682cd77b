"""The queue of the hall: how numbers are written, who is called next, how long it may take."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import quantiles

from reception_desk.rules.inquiry import rest_after
from reception_desk.rules.ticket_standing import TicketStanding
from reception_desk.rules.ticket_transition import TicketState

MISSED_WAITS_FOR = 3
"""A missed number is called again after so many others."""

MOST_AT_A_KIOSK, KIOSK_SPAN = 20, timedelta(minutes=3)
"""Numbers that visitors take at one machine before it rests until the first is so long ago.

People who queue for it need ten seconds each and more; faster is who plays with it. Who waits is
sent to the window, where a clerk issues numbers without a limit.
"""

_SIGNS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_FEWEST_INTERVALS = 5
_LATEST_CALLS = 20
_STEP_MINUTES = 5


def prefix_of(desk_code: str) -> str:
    """Return what the numbers of a desk begin with; no two codes of a unit share it.

    Signs are spoken by every voice; a code that is no plain number from 1 to 22 stands as it is.
    """
    if desk_code.isascii() and desk_code.isdigit() and not desk_code.startswith("0"):
        place = int(desk_code) - 1
        if place < len(_SIGNS):
            return _SIGNS[place]
    return f"{desk_code}-"


def write_number(desk_code: str, ordinal: int) -> str:
    """Return a number as it stands on ticket and board: `甲001`."""
    return f"{prefix_of(desk_code)}{ordinal:03d}"


def kiosk_rest(taken: Iterable[datetime], moment: datetime) -> timedelta:
    """Return how long a kiosk issues no number, zero where it does; of persons it knows nothing."""
    return rest_after(taken, moment, MOST_AT_A_KIOSK, KIOSK_SPAN)


def calling_order(
    tickets: Iterable[TicketStanding], moment: datetime
) -> tuple[TicketStanding, ...]:
    """Return who is called, in order: appointments that are due, who needs help, by arrival.

    A missed number comes back in its old place when `MISSED_WAITS_FOR` others were called since,
    or when nobody else waits; it is not lost and not put last.
    """
    known = tuple(tickets)
    calls = calls_of(known)
    waiting = [one for one in known if one.state is TicketState.WAITING]
    missed = [one for one in known if one.state is TicketState.MISSED]
    back = [one for one in missed if not calls_before_return(one, calls)]
    found = waiting + back if waiting or back else missed
    return tuple(sorted(found, key=lambda one: _place(one, moment)))


def calls_of(tickets: Iterable[TicketStanding]) -> tuple[datetime, ...]:
    """Return when numbers were called in the hall, in order of time."""
    return tuple(sorted(call for one in tickets for call in one.calls))


def calls_before_return(missed: TicketStanding, calls: Sequence[datetime]) -> int:
    """Return how many more are called before a missed number comes back to its old place.

    `calls` are those of the hall in order of time.
    """
    return max(MISSED_WAITS_FOR - (len(calls) - bisect_right(calls, missed.since)), 0)


def _place(ticket: TicketStanding, moment: datetime) -> tuple[int, datetime, str]:
    facts = ticket.facts
    if facts.booked_for is not None and facts.booked_for <= moment:
        return 0, facts.booked_for, facts.number
    return (1 if ticket.needs_help else 2), facts.issued_at, facts.number


def expected_wait(ahead: int, calls: Sequence[datetime]) -> tuple[int, int] | None:
    """Return the shortest and longest wait to expect, in minutes, for one with `ahead` before.

    From a quarter to nine tenths of the latest intervals between two calls of the hall, rounded
    outwards to five minutes; None while too few were made to say anything.
    """
    latest = sorted(calls)[-_LATEST_CALLS:]
    gaps = [(b - a).total_seconds() / 60 for a, b in pairwise(latest)]
    if len(gaps) < _FEWEST_INTERVALS:
        return None
    tenths = quantiles(gaps, n=20, method="inclusive")
    short, long = tenths[4] * (ahead + 1), tenths[17] * (ahead + 1)
    low = math.floor(short / _STEP_MINUTES) * _STEP_MINUTES
    return low, max(math.ceil(long / _STEP_MINUTES) * _STEP_MINUTES, low + _STEP_MINUTES)
