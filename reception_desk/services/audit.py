"""The hash-chained record of what was seen, printed, exported and changed (domain.md §8)."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.audit import AuditEntry
from reception_desk.models.database import now
from reception_desk.models.rows import add_row, read_first
from reception_desk.records.actor import Actor
from reception_desk.rules.permissions import Action
from reception_desk.services.authorship import Authorship, by
from reception_desk.services.permissions import require

FIRST_HASH = "0" * 64
_LAST = (
    "SELECT position, entry_hash FROM audit_entry WHERE desk_id = ? ORDER BY position DESC LIMIT 1"
)
_HASHED = (
    "desk_id",
    "position",
    "occurred_at",
    "created_by",
    "action",
    "subject_table",
    "subject_id",
    "reason",
    "detail",
    "previous_hash",
)


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """The first entry of a desk's chain that does not follow from the one before."""

    desk_id: str
    position: int
    sentence: str


def record(
    session: Session,
    actor: Actor,
    action: str,
    *,
    table: str | None = None,
    row_id: str | None = None,
    reason: str | None = None,
    detail: str | None = None,
) -> None:
    """Append an entry in the caller's unit of work, so that act and entry stand or fall together.

    `detail` never holds names or numbers of persons.
    """
    record_by(session, by(actor), action, table=table, row_id=row_id, reason=reason, detail=detail)


def record_by(
    session: Session,
    authorship: Authorship,
    action: str,
    *,
    table: str | None = None,
    row_id: str | None = None,
    reason: str | None = None,
    detail: str | None = None,
) -> None:
    """Append an entry of an act that nobody signed in has done, or not yet."""
    position, last_hash = read_first(session, _LAST, (authorship["desk_id"],)) or (0, FIRST_HASH)
    fields = {
        **authorship,
        "position": position + 1,
        "occurred_at": now(),
        "action": action,
        "subject_table": table,
        "subject_id": row_id,
        "reason": reason,
        "detail": detail,
        "previous_hash": last_hash,
    }
    add_row(session, AuditEntry, **fields, entry_hash=entry_hash(fields))


def entry_hash(entry: Mapping[str, Any]) -> str:
    """Return the SHA-256 that binds an entry to its predecessor."""
    fields = [
        entry["occurred_at"].isoformat() if name == "occurred_at" else entry[name]
        for name in _HASHED
    ]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


def verify(database: Database, actor: Actor) -> tuple[ChainBreak, ...]:
    """Check every desk's chain on this file; an empty answer means nothing was altered."""
    require(actor, Action.VIEW_AUDIT)
    with database.read() as session:
        return tuple(_breaks(session))


def _breaks(session: Session) -> Iterator[ChainBreak]:
    previous: AuditEntry | None = None
    entries = session.scalars(
        select(AuditEntry)
        .order_by(AuditEntry.desk_id, AuditEntry.position)
        .execution_options(yield_per=1000)
    )
    for entry in entries:
        follows = previous if previous and previous.desk_id == entry.desk_id else None
        expected = follows.entry_hash if follows else FIRST_HASH
        position = follows.position + 1 if follows else 1
        if entry.position != position or entry.previous_hash != expected:
            yield ChainBreak(entry.desk_id, entry.position, "审计记录缺失或次序不符。")
        elif entry.entry_hash != entry_hash({name: getattr(entry, name) for name in _HASHED}):
            yield ChainBreak(entry.desk_id, entry.position, "审计记录内容被改动。")
        previous = entry
