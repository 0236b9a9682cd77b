"""Who made a row, where and when: the columns every synced row carries."""

from datetime import datetime
from typing import TypedDict

from reception_desk.models.database import now
from reception_desk.records.actor import Actor


class Authorship(TypedDict):
    """Values for `models.base.SyncedRow`."""

    stream: int
    desk_id: str
    created_at: datetime
    created_by: str | None


def by(actor: Actor, *, stream: int | None = None) -> Authorship:
    """Return the authorship of a row made now by `actor`, in their unit's stream by default."""
    return Authorship(
        stream=actor.desk.stream if stream is None else stream,
        desk_id=actor.desk.desk_id,
        created_at=now(),
        created_by=actor.account_id,
    )
