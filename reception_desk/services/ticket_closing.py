"""The end of the hall's day: no number stays open without somebody having said what became of it.

Numbers of earlier days that are still open are found and named; they are carried over to a day
that a window works on, or noted as left.
"""

from collections import defaultdict
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
from reception_desk.rules.ticket_transition import TicketState
from reception_desk.rules.tickets import OPEN_STATES, TICKET_TRANSITIONS
from reception_desk.services import audit
from reception_desk.services.permissions import require
from reception_desk.services.ticket_day import day_of, standings_of, tickets_of
from reception_desk.services.ticket_events import add_event, event_by

LOOKED_BACK = timedelta(days=31)
"""How far back numbers are looked for: what is older was never missed by anybody."""
_ENDS = (Event.LEFT, Event.DONE, Event.SETTLED_LATER)
_TAKES_TURN = tuple(row.event for row in TICKET_TRANSITIONS.values() if row.takes_turn)


@dataclass(frozen=True, slots=True)
class DayClosing:
    """Numbers that were carried over, closed as left or as done, and those still at a window."""

    carried: tuple[str, ...]
    left: tuple[str, ...]
    at_window: tuple[str, ...]
    done: tuple[str, ...] = ()


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
    """Settle what is open of earlier days, as `close_day` does for today.

    A reception that nobody ended is ended, whichever window it stood at: no screen shows it any
    more, and its window may never come back.
    """
    require(actor, Action.CALL_TICKET)
    with database.write() as session:
        return _settle(session, actor, _open_before(session, actor), carry_to)


def _settle(
    session: Session, actor: Actor, tickets: tuple[TicketStanding, ...], carry_to: date | None
) -> DayClosing:
    today = day_of(actor, now())
    settled: dict[Event | None, list[str]] = defaultdict(list)
    for one in tickets:
        if one.state not in OPEN_STATES:
            continue
        event, day = (Event.CARRIED_OVER, carry_to) if carry_to else (Event.LEFT, None)
        if one.day < today and one.state is TicketState.SERVING:
            event, day = Event.SETTLED_LATER, today
        record = event_by(actor, one, event, day=day)
        if why_not(one, record):
            settled[None].append(one.facts.number)
        else:
            add_event(session, actor, one, record)
            settled[event].append(one.facts.number)
    carried, left, done = (
        tuple(settled[event]) for event in (Event.CARRIED_OVER, Event.LEFT, Event.SETTLED_LATER)
    )
    if carried or left or done:
        to = f"结转到 {carry_to}：{len(carried)} 个；" if carry_to else ""
        what = f"{to}记为离开：{len(left)} 个；接待完毕：{len(done)} 个"
        audit.record(session, actor, "settle_tickets", table="ticket", detail=what)
    return DayClosing(carried, left, tuple(settled[None]), done)


def _open_before(session: Session, actor: Actor) -> tuple[TicketStanding, ...]:
    """Fold only what may be open: what ended after it was last called or received is settled."""
    today = day_of(actor, now())
    taking = aliased(TicketEvent)
    last_taken = select(func.max(taking.turn)).where(
        taking.ticket_id == TicketEvent.ticket_id, taking.event.in_(_TAKES_TURN)
    )
    ended = exists().where(
        TicketEvent.ticket_id == Ticket.id,
        TicketEvent.event.in_(_ENDS),
        TicketEvent.turn > func.coalesce(last_taken.scalar_subquery(), -1),
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
