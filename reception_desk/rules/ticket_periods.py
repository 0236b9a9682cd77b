"""How long people waited and were received on a day, out of the periods; never by clerk or window.

A wait runs from the number (from the appointed time where that is later) to a window, with every
later wait in the common queue or for another window; what passes after a missed call is not
counted. A reception is the time at a window without 暂离 (domain.md §7: 平均等候/接谈时长).
Numbers whose times are in doubt are counted and left out, so that nobody reads them as waits.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum, auto
from itertools import pairwise

from reception_desk.rules.ticket_standing import Period, TicketStanding
from reception_desk.rules.ticket_transition import TicketState

FEWEST = 5
"""Of fewer times no middle is told: a single long wait would be it."""
_REACHED = frozenset({TicketState.CALLED, TicketState.SERVING})


class Doubt(StrEnum):
    """Why the times of a number are not counted; `label` is its Chinese name."""

    CLOCK_BACK = auto()
    CROSSED = auto()
    OVER_NIGHT = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return _LABELS[self]


_LABELS = {
    Doubt.CLOCK_BACK: "时钟倒退",
    Doubt.CROSSED: "记录交叉",
    Doubt.OVER_NIGHT: "隔夜",
}


@dataclass(frozen=True, slots=True)
class Spread:
    """Of `count` times the one that half and the one that nine tenths do not exceed.

    Both are None for fewer than `FEWEST`.
    """

    count: int
    half: timedelta | None = None
    most: timedelta | None = None


@dataclass(frozen=True, slots=True)
class DayOfHall:
    """A day in numbers: taken that day or carried over to it, finished, left, still open."""

    day: date
    taken: int
    carried: int
    done: int
    left: int
    open: int
    waiting: Spread
    serving: Spread
    doubts: Mapping[str, Doubt]


def wait_of(ticket: TicketStanding) -> timedelta | None:
    """Return how long it waited until it reached a window, None where it never did."""
    waits = [
        one.until - _begins(ticket, one)
        for one, after in pairwise(ticket.periods)
        if one.state is TicketState.WAITING and after.state in _REACHED and one.until is not None
    ]
    return sum((max(one, timedelta()) for one in waits), timedelta()) if waits else None


def service_of(ticket: TicketStanding) -> timedelta | None:
    """Return how long it was received, None before the reception is finished."""
    if ticket.state is not TicketState.DONE:
        return None
    times = [
        one.until - one.since
        for one in ticket.periods
        if one.state is TicketState.SERVING and one.until is not None
    ]
    return sum(times, timedelta()) if times else None


def doubt_of(ticket: TicketStanding, zone: tzinfo) -> Doubt | None:
    """Return why the times of a number cannot be trusted, None where they can."""
    if ticket.clock_went_back:
        return Doubt.CLOCK_BACK
    if ticket.refused:
        return Doubt.CROSSED
    days = {one.since.astimezone(zone).date() for one in ticket.periods}
    return Doubt.OVER_NIGHT if days | {ticket.day} != {ticket.facts.day} else None


def spread(times: Iterable[timedelta]) -> Spread:
    """Return the middle and the nine tenths by the nearest one, which somebody really waited."""
    ordered = sorted(times)
    count = len(ordered)
    if count < FEWEST:
        return Spread(count)
    half, most = (ordered[math.ceil(share * count / 10) - 1] for share in (5, 9))
    return Spread(count, half, most)


def day_of_hall(day: date, tickets: Iterable[TicketStanding], zone: tzinfo) -> DayOfHall:
    """Count the tickets that stand at `day`."""
    known = tuple(tickets)
    doubts = {
        one.facts.number: doubt for one in known if (doubt := doubt_of(one, zone)) is not None
    }
    clear = [one for one in known if one.facts.number not in doubts]
    states = Counter(one.state for one in known)
    waits = (wait_of(one) for one in clear)
    services = (service_of(one) for one in clear)
    return DayOfHall(
        day=day,
        taken=sum(one.facts.day == day for one in known),
        carried=sum(one.facts.day != day for one in known),
        done=states[TicketState.DONE],
        left=states[TicketState.LEFT],
        open=len(known) - states[TicketState.DONE] - states[TicketState.LEFT],
        waiting=spread(one for one in waits if one is not None),
        serving=spread(one for one in services if one is not None),
        doubts=doubts,
    )


def _begins(ticket: TicketStanding, period: Period) -> datetime:
    """Return when a wait begins: who comes before the appointed time has not waited until then."""
    return max(period.since, ticket.facts.booked_for or period.since)
