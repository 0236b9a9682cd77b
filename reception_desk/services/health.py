"""The state of the local file, for `desk doctor`."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.local import OPEN_REFUSAL, OutboxRow, SyncState


@dataclass(frozen=True, slots=True)
class DatabaseHealth:
    """`integrity` is SQLite's own word, `ok` when sound; `last_change` the last edit's time here.

    `waiting` changes are still to be sent, `refused` ones were put aside by the centre; `skew` is
    how far the centre's clock was ahead of this machine's when they last spoke.
    """

    integrity: str
    sqlite_version: str
    revision: str
    waiting: int
    refused: int
    skew: timedelta
    last_change: datetime | None


def database_health(database: Database) -> DatabaseHealth:
    """Check every page of the file; takes a second per 100 MB."""
    with database.read() as session:
        state = session.scalars(select(SyncState)).one()
        clock = (state.hlc >> 16) - state.skew  # the hybrid clock runs on the centre's time
        return DatabaseHealth(
            integrity=str(session.scalar(text("PRAGMA integrity_check"))),
            sqlite_version=str(session.scalar(text("SELECT sqlite_version()"))),
            revision=str(session.scalar(text("SELECT version_num FROM alembic_version"))),
            waiting=_count(session, OutboxRow.seq > state.acked),
            refused=_count(session, OPEN_REFUSAL),
            skew=timedelta(milliseconds=state.skew),
            last_change=datetime.fromtimestamp(clock / 1000).astimezone() if state.hlc else None,
        )


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(OutboxRow).where(condition)) or 0
