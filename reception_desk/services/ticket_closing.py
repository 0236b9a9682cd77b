"""The end of the hall's day: no number stays open without somebody having said what became of it.

Numbers of earlier days that are still open are found and named; they are carried over to a day
that a window works on, or noted as left.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.ticket import Ticket, TicketEvent
from reception_desk.records.actor import Actor
from reception_desk.rules.permissions import Action
from reception_desk.rules.ticket_standing import TicketStanding, why_not
from reception_desk.rules.ticket_transition import TicketEvent as Event
from reception_desk.rules.tickets import OPEN_STATES
from reception_desk.services import audit
from reception_desk.services.permissions import require
from reception_desk.services.ticket_day import day_of, standings_of, tickets_of
from reception_desk.services.ticket_events import add_event, event_by

LOOKED_BACK = timedelta(days=31)
"""How far back numbers are looked for: what is older was never missed by anybody."""
_ENDS = (Event.LEFT, Event.DONE)


@dataclass(frozen=True, slots=True)
class DayClosing:
    """Numbers that were carried over, those closed as left, and those still at a window."""

    carried: tuple[str, ...]
    left: tuple[str, ...]
    at_window: tuple[str, ...]


def open_today(database: Database, actor: Actor) -> tuple[TicketStanding, ...]:
    """Return today's numbers that are still open."""
    require(actor, Action.CALL_TICKET)
    with database.read() as session:
        found = tickets_of(session, actor, day_of(actor, now()))
    return tuple(one for one in found if one.state in OPEN_STATES)


def open_before(database: Database, actor: Actor) -> tuple[TicketStanding, ...]:
    """Return the numbers of earlier days that nobody settled, the oldest first."""
    require(actor, Action.CALL_TICKET)
    with database.read() as session:
        return _open_before(session, actor)


def close_day(database: Database, actor: Actor, *, carry_to: date | None) -> DayClosing:
    """Settle what is open today: carry it over to a day, or note that they have left.

    A number that is being served stays until its window has finished it.
    """
    require(actor, Action.CALL_TICKET)
    with database.write() as session:
        found = tickets_of(session, actor, day_of(actor, now()))
        return _settle(session, actor, found, carry_to)


def close_earlier(database: Database, actor: Actor, *, carry_to: date | None) -> DayClosing:
    """Settle what is open of earlier days, as `close_day` does for today."""
    require(actor, Action.CALL_TICKET)
    with database.write() as session:
        return _settle(session, actor, _open_before(session, actor), carry_to)


def _settle(
    session: Session, actor: Actor, tickets: tuple[TicketStanding, ...], carry_to: date | None
) -> DayClosing:
    carried, left, at_window = [], [], []
    for one in tickets:
        if one.state not in OPEN_STATES:
            continue
        event = Event.CARRIED_OVER if carry_to else Event.LEFT
        record = event_by(actor, one, event, day=carry_to)
        if why_not(one, record):
            at_window.append(one.facts.number)
            continue
        add_event(session, actor, one, record)
        (carried if carry_to else left).append(one.facts.number)
    if carried or left:
        what = f"结转到 {carry_to}：{len(carried)} 个" if carry_to else f"记为离开：{len(left)} 个"
        audit.record(session, actor, "settle_tickets", table="ticket", detail=what)
    return DayClosing(tuple(carried), tuple(left), tuple(at_window))


def _open_before(session: Session, actor: Actor) -> tuple[TicketStanding, ...]:
    """Fold only what may be open: what ended in its last turn is settled."""
    today = day_of(actor, now())
    other = aliased(TicketEvent)
    last_turn = select(func.max(other.turn)).where(other.ticket_id == TicketEvent.ticket_id)
    ended = exists().where(
        TicketEvent.ticket_id == Ticket.id,
        TicketEvent.event.in_(_ENDS),
        TicketEvent.turn == last_turn.scalar_subquery(),
    )
    keys = session.scalars(
        select(Ticket.id).where(
            Ticket.stream == actor.desk.stream,
            Ticket.day < today,
            Ticket.day >= today - LOOKED_BACK,
            ~ended,
        )
    ).all()
    found = [one for one in standings_of(session, keys) if one.state in OPEN_STATES]
    return tuple(
        sorted(
            (one for one in found if one.day < today),
            key=lambda one: (one.day, one.facts.issued_at, one.facts.number),
        )
    )
