"""The tickets of one day in the hall as they stand, read whole in two queries."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError
from reception_desk.models.ticket import Ticket, TicketEvent
from reception_desk.records.actor import Actor
from reception_desk.records.tickets import TicketEventRecord, TicketFacts
from reception_desk.rules.ticket_standing import TicketStanding, fold

_COPIED = tuple(name for name in TicketEventRecord.__dataclass_fields__ if name != "event_id")


def day_of(actor: Actor, moment: datetime) -> date:
    """Return the day in the hall at that moment."""
    return moment.astimezone(ZoneInfo(actor.desk.zone)).date()


def tickets_of(session: Session, actor: Actor, day: date) -> tuple[TicketStanding, ...]:
    """Return the hall's tickets of a day, with those carried over to it, by their arrival."""
    carried = select(TicketEvent.ticket_id).where(TicketEvent.day == day)
    wanted = select(Ticket.id).where(
        Ticket.stream == actor.desk.stream, or_(Ticket.day == day, Ticket.id.in_(carried))
    )
    keys = session.scalars(wanted).all()
    found = _standings(session, keys)
    todays = (one for one in found if one.day == day)
    return tuple(sorted(todays, key=lambda one: (one.facts.issued_at, one.facts.number)))


def ticket_now(session: Session, actor: Actor, ticket_id: str) -> TicketStanding:
    """Return one ticket as it stands. Raises `DeskError` for one that is not in this hall."""
    row = session.get(Ticket, ticket_id)
    if row is None or row.stream != actor.desk.stream:
        raise DeskError("没有找到这个号码。", advice="它可能还没有同步到本机。")
    (found,) = _standings(session, [ticket_id])
    return found


def _standings(session: Session, keys: Sequence[str]) -> list[TicketStanding]:
    events: dict[str, list[TicketEventRecord]] = defaultdict(list)
    for row in session.scalars(select(TicketEvent).where(TicketEvent.ticket_id.in_(keys))):
        copied: dict[str, Any] = {name: getattr(row, name) for name in _COPIED}
        events[row.ticket_id].append(TicketEventRecord(event_id=row.id, **copied))
    facts = select(
        Ticket.id, Ticket.number, Ticket.day, Ticket.created_at, Ticket.needs_help,
        Ticket.booked_for, Ticket.holder_id,
    ).where(Ticket.id.in_(keys))  # fmt: skip
    return [fold(TicketFacts(*row), events[row.id]) for row in session.execute(facts)]
