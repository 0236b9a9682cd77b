"""The state of the local file, for `desk doctor`."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text

from reception_desk.models import Database
from reception_desk.models.local import OutboxRow, SyncState


@dataclass(frozen=True, slots=True)
class DatabaseHealth:
    """`integrity` is SQLite's own word, `ok` when sound; `last_change` is the last edit's time."""

    integrity: str
    sqlite_version: str
    revision: str
    waiting: int
    last_change: datetime | None


def database_health(database: Database) -> DatabaseHealth:
    """Check every page of the file; takes a second per 100 MB."""
    with database.read() as session:
        acked = select(SyncState.acked).scalar_subquery()
        clock = session.scalars(select(SyncState.hlc)).one() >> 16
        return DatabaseHealth(
            integrity=str(session.scalar(text("PRAGMA integrity_check"))),
            sqlite_version=str(session.scalar(text("SELECT sqlite_version()"))),
            revision=str(session.scalar(text("SELECT version_num FROM alembic_version"))),
            waiting=session.scalar(
                select(func.count()).select_from(OutboxRow).where(OutboxRow.seq > acked)
            )
            or 0,
            last_change=datetime.fromtimestamp(clock / 1000).astimezone() if clock else None,
        )
