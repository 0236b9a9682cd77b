"""The last contact with the centre, as this desk's own file remembers it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from reception_desk.models import Database
from reception_desk.models.local import SyncState


@dataclass(frozen=True, slots=True)
class CentreContact:
    """`received_at` is when rows last came; `skew_ms` is the centre's clock minus this one."""

    received_at: datetime | None
    skew_ms: int


def centre_contact(database: Database) -> CentreContact:
    """Return what is remembered; a desk that works alone has never been in contact."""
    with database.read() as session:
        state = session.scalars(select(SyncState)).one()
        return CentreContact(state.synced_at, state.skew)
