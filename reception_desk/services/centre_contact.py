"""The last contact with the centre, as this desk's own file remembers it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.local import OPEN_REFUSAL, OutboxRow, SyncState
from reception_desk.services.conflicts import count_open


@dataclass(frozen=True, slots=True)
class CentreContact:
    """`received_at` is when rows last came; `skew_ms` is the centre's clock minus this one.

    `waiting` changes are still to be sent, `refused` ones the centre cannot hold; `conflicts`
    fields wait for a person.
    """

    received_at: datetime | None
    skew_ms: int
    waiting: int = 0
    refused: int = 0
    conflicts: int = 0


def centre_contact(database: Database) -> CentreContact:
    """Return what is remembered; a desk that works alone has never been in contact."""
    with database.read() as session:
        state = session.scalars(select(SyncState)).one()
        return CentreContact(
            state.synced_at,
            state.skew,
            waiting=_count(session, OutboxRow.seq > state.acked),
            refused=_count(session, OPEN_REFUSAL),
            conflicts=count_open(session),
        )


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(OutboxRow).where(condition)) or 0
