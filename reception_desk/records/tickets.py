"""Queue tickets as rules, services and screens read them; nothing in them says who somebody is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class TicketInput:
    """What is asked when a number is taken; nothing has to be answered.

    `booked_for` is the appointed time of a visitor with an appointment, `is_kept` says that the
    centre is away: only this desk calls the number until it gives it back.
    """

    needs_help: bool = False
    booked_for: datetime | None = None
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """A ticket as it was issued; `holder_id` is the desk that kept it, None for the common queue.

    `day` is the day in the hall's zone.
    """

    ticket_id: str
    number: str
    day: date
    issued_at: datetime
    needs_help: bool = False
    booked_for: datetime | None = None
    holder_id: str | None = None


@dataclass(frozen=True, slots=True)
class TicketEventRecord:
    """Something that happened to a ticket.

    `turn` is how often it had been called as far as the author had seen, `after_id` the last
    event seen. `desk_id` and `window` are the author's, `holder_id` the desk that alone may call
    it from now on, `day` the day it is carried over to, `visit_id` the registration made for it.
    """

    event_id: str
    event: str
    occurred_at: datetime
    desk_id: str
    turn: int
    after_id: str | None = None
    window: str = ""
    holder_id: str | None = None
    visit_id: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """A ticket of the common queue that a desk wants to take out, at the turn it stands at."""

    ticket_id: str
    turn: int


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """The first wish that the centre granted, None where others were faster with all of them.

    `is_away` says that the centre did not answer, so that nobody knows.
    """

    ticket_id: str | None = None
    is_away: bool = False


Claim = Callable[[Sequence[Wish]], ClaimAnswer]
"""Asks the centre for one of these tickets, in their order."""
