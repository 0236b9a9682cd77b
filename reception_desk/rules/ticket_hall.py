"""The hall at a moment: who waits and what stands at each window; counts of numbers, nobody's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reception_desk.rules.ticket_standing import TicketStanding
from reception_desk.rules.ticket_transition import TicketState

AT_WINDOW = frozenset({TicketState.CALLED, TicketState.SERVING, TicketState.ON_HOLD})


@dataclass(frozen=True, slots=True)
class HallCount:
    """How many numbers are called in their turn; `longest` is the longest wait of those that never
    missed it, None without any; `missed` are still to come back.
    """

    waiting: int
    longest: timedelta | None
    need_help: int
    booked: int
    missed: int
    serving: int


def count_hall(
    tickets: Iterable[TicketStanding], order: Sequence[TicketStanding], moment: datetime
) -> HallCount:
    """Count the tickets of the day as they stand; `order` are those called in their turn."""
    known = tuple(tickets)
    waits = [
        max(moment - waits_since(one), timedelta())
        for one in order
        if one.state is TicketState.WAITING
    ]
    returned = sum(one.state is TicketState.MISSED for one in order)
    return HallCount(
        waiting=len(order),
        longest=max(waits, default=None),
        need_help=sum(one.needs_help for one in order),
        booked=sum(one.facts.booked_for is not None for one in order),
        missed=sum(one.state is TicketState.MISSED for one in known) - returned,
        serving=sum(one.state is TicketState.SERVING for one in known),
    )


def waits_since(ticket: TicketStanding) -> datetime:
    """Return since when a wait counts: since it was taken, carried over or is to begin.

    Who comes before the appointed time has not waited until then.
    """
    taken = ticket.facts.issued_at
    if ticket.facts.day != ticket.day:
        taken = ticket.periods[-1].since
    return max(taken, ticket.facts.booked_for or taken)
