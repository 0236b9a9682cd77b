"""The hall's days in numbers, for who looks after it; nothing speaks of a person or a clerk."""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from reception_desk.models import Database
from reception_desk.models.ticket import Ticket, TicketEvent
from reception_desk.records.actor import Actor
from reception_desk.rules.permissions import Action
from reception_desk.rules.ticket_periods import DayOfHall, day_of_hall
from reception_desk.services.permissions import require
from reception_desk.services.ticket_day import KnownStandings, tickets_of


def days_of_hall(
    database: Database,
    actor: Actor,
    first: date,
    last: date,
    known: KnownStandings | None = None,
) -> tuple[DayOfHall, ...]:
    """Return the days from `first` to `last` on which the hall had numbers, the latest first.

    Each day is read for itself, so that calling never waits for long behind a month.
    """
    require(actor, Action.VIEW_HALL)
    zone = ZoneInfo(actor.desk.zone)
    found = []
    for day in _days(database, actor, first, last):
        with database.read() as session:
            tickets = tickets_of(session, actor, day, known)
        if tickets:
            found.append(day_of_hall(day, tickets, zone))
    return tuple(found)


def _days(database: Database, actor: Actor, first: date, last: date) -> Sequence[date]:
    """Return the days with numbers taken or carried over to them, the latest first."""
    stream = actor.desk.stream
    with database.read() as session:
        taken = session.scalars(
            select(Ticket.day)
            .where(Ticket.stream == stream, Ticket.day.between(first, last))
            .distinct()
        ).all()
        carried = session.scalars(
            select(TicketEvent.day)
            .where(TicketEvent.stream == stream, TicketEvent.day.between(first, last))
            .distinct()
        ).all()
    return sorted({*taken, *(day for day in carried if day is not None)}, reverse=True)


def weeks_before(day: date, weeks: int) -> date:
    """Return the first day of a span of so many weeks that ends with `day`."""
    return day - timedelta(days=7 * weeks - 1)
