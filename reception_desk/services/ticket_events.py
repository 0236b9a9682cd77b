"""Putting an event of a ticket on record, as the table will read it."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from reception_desk.errors import InvalidInputError
from reception_desk.models.database import now
from reception_desk.models.rows import add_row
from reception_desk.models.ticket import TicketEvent
from reception_desk.records.actor import Actor
from reception_desk.records.tickets import TicketEventRecord
from reception_desk.rules.ticket_standing import TicketStanding, advance, why_not
from reception_desk.rules.ticket_transition import TicketEvent as Event
from reception_desk.services.authorship import by
from reception_desk.services.ticket_day import ticket_now

UNTOUCHED = "这个号码没有改动。"


def event_by(
    actor: Actor,
    standing: TicketStanding,
    event: Event,
    *,
    holder_id: str | None = None,
    visit_id: str | None = None,
    day: date | None = None,
) -> TicketEventRecord:
    """Return the event as the table will read it once it is on record."""
    return TicketEventRecord(
        event_id="",
        event=event,
        occurred_at=now(),
        desk_id=actor.desk.desk_id,
        turn=standing.turn,
        after_id=standing.last_event_id,
        window=actor.desk.window,
        holder_id=holder_id,
        visit_id=visit_id,
        day=day,
    )


def refuse(standing: TicketStanding, record: TicketEventRecord) -> None:
    """Raise `InvalidInputError` where the table does not allow the event."""
    if why := why_not(standing, record):
        raise InvalidInputError(why, saved=UNTOUCHED)


def add_event(
    session: Session, actor: Actor, standing: TicketStanding, record: TicketEventRecord
) -> TicketStanding:
    """Write an event in the caller's unit of work; return where the ticket stands then.

    The event comes after all its author saw. Where some of those were refused, whether they still
    are is for the fold to say.
    """
    ticket_id = standing.facts.ticket_id
    event_id = add_row(
        session,
        TicketEvent,
        **by(actor),
        ticket_id=ticket_id,
        event=record.event,
        occurred_at=record.occurred_at,
        after_id=record.after_id,
        turn=record.turn,
        window=record.window,
        holder_id=record.holder_id,
        visit_id=record.visit_id,
        day=record.day,
    )
    if standing.refused:
        return ticket_now(session, actor, ticket_id)
    return advance(standing, replace(record, event_id=event_id))
