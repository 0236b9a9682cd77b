"""The tickets of one day in the hall as they stand; only what is new since is folded."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError
from reception_desk.models.ticket import Ticket, TicketEvent
from reception_desk.records.actor import Actor
from reception_desk.records.tickets import TicketEventRecord, TicketFacts
from reception_desk.rules.ticket_standing import TicketStanding, fold

_EVENT = (
    TicketEvent.ticket_id, TicketEvent.id, TicketEvent.event, TicketEvent.occurred_at,
    TicketEvent.desk_id, TicketEvent.turn, TicketEvent.after_id, TicketEvent.window,
    TicketEvent.holder_id, TicketEvent.visit_id, TicketEvent.day,
)  # fmt: skip
"""In the order of `TicketEventRecord`, after the ticket."""


MOST_KEPT = 10_000
"""Tickets: ten days of a large hall. A board or a kiosk runs for weeks and must not grow."""


class KnownStandings:
    """Keeps where tickets stood, so that a day is not folded anew for every event.

    Rows are append-only: a ticket with as many events as before stands where it stood. Once too
    many are kept all are forgotten, and the next reading folds its day anew.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[int, TicketStanding]] = {}

    def of(self, counts: Mapping[str, int]) -> dict[str, TicketStanding]:
        """Return where those tickets stood that have as many events as then."""
        found: dict[str, TicketStanding] = {}
        for ticket_id, count in counts.items():
            kept = self._kept.get(ticket_id)
            if kept is not None and kept[0] == count:
                found[ticket_id] = kept[1]
        return found

    def keep(self, standing: TicketStanding, events: int) -> None:
        """Remember a standing."""
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[standing.facts.ticket_id] = (events, standing)


def day_of(actor: Actor, moment: datetime) -> date:
    """Return the day in the hall at that moment."""
    return moment.astimezone(ZoneInfo(actor.desk.zone)).date()


def tickets_of(
    session: Session, actor: Actor, day: date, known: KnownStandings | None = None
) -> tuple[TicketStanding, ...]:
    """Return the hall's tickets of a day, with those carried over to it, by their arrival."""
    carried = select(TicketEvent.ticket_id).where(TicketEvent.day == day)
    events = select(func.count()).where(TicketEvent.ticket_id == Ticket.id).scalar_subquery()
    counted = select(Ticket.id, events).where(
        Ticket.stream == actor.desk.stream, or_(Ticket.day == day, Ticket.id.in_(carried))
    )
    counts = {key: count for key, count in session.execute(counted)}  # noqa: C416 - rows
    todays = (
        one for one in _standings(session, counts, known or KnownStandings()) if one.day == day
    )
    return tuple(sorted(todays, key=lambda one: (one.facts.issued_at, one.facts.number)))


def ticket_now(session: Session, actor: Actor, ticket_id: str) -> TicketStanding:
    """Return one ticket as it stands. Raises `DeskError` for one that is not in this hall."""
    row = session.get(Ticket, ticket_id)
    if row is None or row.stream != actor.desk.stream:
        raise DeskError("没有找到这个号码。", advice="它可能还没有同步到本机。")
    (found,) = standings_of(session, [ticket_id])
    return found


def standings_of(session: Session, keys: Sequence[str]) -> list[TicketStanding]:
    """Return where tickets stand."""
    counted = (
        select(TicketEvent.ticket_id, func.count())
        .where(TicketEvent.ticket_id.in_(keys))
        .group_by(TicketEvent.ticket_id)
    )
    counts = dict.fromkeys(keys, 0)
    counts.update({key: count for key, count in session.execute(counted)})  # noqa: C416 - rows
    return _standings(session, counts, KnownStandings())


def _standings(
    session: Session, counts: Mapping[str, int], kept: KnownStandings
) -> list[TicketStanding]:
    """Return where tickets stand that have so many events; only what is new is folded."""
    found = kept.of(counts)
    for standing, events in _folded(session, [key for key in counts if key not in found]):
        kept.keep(standing, events)
        found[standing.facts.ticket_id] = standing
    return [found[key] for key in counts if key in found]


def _folded(session: Session, keys: Sequence[str]) -> list[tuple[TicketStanding, int]]:
    events: dict[str, list[TicketEventRecord]] = defaultdict(list)
    if keys:
        found = select(*_EVENT).where(TicketEvent.ticket_id.in_(keys))
        for row in session.execute(found):
            told: tuple[Any, ...] = row[1:]
            events[row[0]].append(TicketEventRecord(*told))
    facts = select(
        Ticket.id, Ticket.number, Ticket.day, Ticket.created_at, Ticket.needs_help,
        Ticket.booked_for, Ticket.holder_id,
    ).where(Ticket.id.in_(keys))  # fmt: skip
    rows = session.execute(facts).all() if keys else ()
    return [(fold(TicketFacts(*row), events[row.id]), len(events[row.id])) for row in rows]
