"""A morning's queue for pictures: numbers taken and called at three windows of the hall."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.organisation import Desk
from reception_desk.models.rows import add_row
from reception_desk.models.ticket import Ticket, TicketEvent
from reception_desk.records.actor import Actor
from reception_desk.rules.ticket_queue import write_number
from reception_desk.rules.ticket_transition import TicketEvent as Event
from reception_desk.services.authorship import by
from reception_desk.services.office import list_desks
from reception_desk.services.ticket_day import day_of

_Events = tuple[tuple[Event, int, int], ...]
_SERVED = (
    (Event.CALLED, 1, 6), (Event.BEGUN, 1, 8), (Event.DONE, 1, 21),
)  # fmt: skip
_EVERY_MINUTES = 7
_NUMBERS: tuple[_Events, ...] = (
    _SERVED, _SERVED, _SERVED, _SERVED, _SERVED, _SERVED,
    ((Event.CALLED, 2, 9), (Event.BEGUN, 2, 11)),
    ((Event.CALLED, 3, 12), (Event.MISSED, 3, 17)),
    ((Event.CALLED, 1, 10), (Event.BEGUN, 1, 12), (Event.HELD, 1, 20)),
    ((Event.CALLED, 3, 5), (Event.LEFT, 3, 14)),
    ((Event.CALLED, 3, 12), (Event.BEGUN, 3, 14)),
    (), (), (), (), (), (),
)  # fmt: skip
"""Each number with what happened to it: event, window, minutes after it was taken."""
_LEFT = ((Event.CALLED, 3, 5), (Event.LEFT, 3, 14))
_HELPED, _BOOKED = 14, 15


@dataclass
class _Morning:
    """Writes rows as they came into being at the windows; windows 2 and 3 are made."""

    session: Any
    actor: Actor
    desks: dict[int, str]
    day: date

    def take(self, ordinal: int, at: datetime) -> str:
        booked = at + timedelta(minutes=10) if ordinal == _BOOKED else None
        return add_row(
            self.session, Ticket, **{**by(self.actor), "created_at": at},
            number=write_number("1", ordinal), ordinal=ordinal, day=self.day,
            needs_help=ordinal == _HELPED, booked_for=booked, holder_id=None,
        )  # fmt: skip

    def happen(self, ticket_id: str, event: Event, at: datetime, window: int, seen: Any) -> str:
        last, turn = seen
        return add_row(
            self.session, TicketEvent,
            **{**by(self.actor), "created_at": at, "desk_id": self.desks[window]},
            ticket_id=ticket_id, event=event, occurred_at=at, after_id=last, turn=turn,
            window=str(window), holder_id=None, visit_id=None, day=None,
        )  # fmt: skip


def sample_queue(database: Database, clerk: Actor, *, days_ago: int = 0) -> None:
    """Let the hall work for two hours: served, on hold, missed, left, and six who wait.

    Today's morning ends now. One of an earlier day begins at nine and is settled, but for one
    number of yesterday.
    """
    day = day_of(clerk, now()) - timedelta(days=days_ago)
    begin = datetime.combine(day, time(1), UTC)
    if not days_ago:
        begin = now() - timedelta(minutes=_EVERY_MINUTES * len(_NUMBERS))
    desks = _windows(database, clerk)
    with database.write() as session:
        morning = _Morning(session, clerk, desks, day)
        for ordinal, events in enumerate(_numbers(days_ago), start=1):
            taken = begin + timedelta(minutes=_EVERY_MINUTES * (ordinal - 1))
            key = morning.take(ordinal, taken)
            last, turn = None, 0
            for event, window, minutes in events:
                at = taken + timedelta(minutes=minutes)
                last = morning.happen(key, event, at, window, (last, turn))
                turn += event is Event.CALLED


def _numbers(days_ago: int) -> tuple[_Events, ...]:
    if not days_ago:
        return _NUMBERS
    return (*(_SERVED,) * (8 + days_ago), _LEFT, *((),) * (days_ago == 1))


def _windows(database: Database, clerk: Actor) -> dict[int, str]:
    """Return the desks of windows 1 to 3; those that are not there are set up."""
    found = {int(one.window): one.desk_id for one in list_desks(database, clerk)}
    with database.write() as session:
        for window in {2, 3} - found.keys():
            found[window] = add_row(
                session, Desk, **by(clerk), unit_id=clerk.desk.unit_id, code=str(window),
                name=f"信访局{window}号窗口", window=str(window),
            )  # fmt: skip
    return found
