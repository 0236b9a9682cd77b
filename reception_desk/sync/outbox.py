"""The desk's outbox: what waits, what the centre has taken, what it refused.

The triggers of models/capture.py fill it; here it is only read and marked.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select, update

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.local import (
    OPEN_REFUSAL,
    HeldChange,
    OutboxRow,
    SyncCursor,
    SyncState,
)
from reception_desk.sync.batch import Batch

_ACKED = select(SyncState.acked).scalar_subquery()
_IS_RESENT = OutboxRow.refusal.is_not(None) & (OutboxRow.resent_as <= _ACKED)
_COUNT = select(func.count())
_COUNTS = select(
    _COUNT.select_from(OutboxRow).where(OutboxRow.seq > _ACKED).scalar_subquery(),
    _COUNT.select_from(OutboxRow).where(OPEN_REFUSAL).scalar_subquery(),
    _COUNT.select_from(HeldChange).scalar_subquery(),
    _COUNT.select_from(OutboxRow).where(_IS_RESENT).scalar_subquery(),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many changes are still to be sent, and how many were put aside.

    `held` of the unsent wait for the centre's update. `resent` were put aside, and their rows have
    reached the centre since.
    """

    unsent: int
    dead: int
    held: int = 0
    resent: int = 0


def count_waiting(database: Database) -> Waiting:
    with database.read() as session:
        unsent, dead, held, resent = session.execute(_COUNTS).one()
        return Waiting(unsent + held, dead, held, resent)


def clock_of(database: Database, seq: int) -> int | None:
    """Return the clock of change `seq`; None when it is no longer kept."""
    with database.read() as session:
        return session.scalar(select(OutboxRow.hlc).where(OutboxRow.seq == seq))


def last_waiting(database: Database) -> int:
    """Return the number of the last change that is still to be sent; 0 when there is none."""
    with database.read() as session:
        last = select(func.max(OutboxRow.seq)).where(OutboxRow.seq > _ACKED)
        return session.scalar(last) or 0


def acknowledge(database: Database, batch: Batch, heads: Mapping[int, int] | None) -> None:
    """Note that the centre has taken `batch`.

    `heads` are the positions its rows took: a cursor directly before one steps over this desk's
    own echo. A refused row that went up whole needs no further care.
    """
    with database.write() as session:
        session.execute(update(SyncState).values(acked=batch.last, synced_at=now()))
        for stream, pos in (heads or {}).items():
            session.execute(
                update(SyncCursor)
                .where(SyncCursor.stream == stream, SyncCursor.pos == pos - 1)
                .values(pos=pos)
            )
        if batch.inserted and session.scalar(select(OutboxRow.seq).where(OPEN_REFUSAL).limit(1)):
            ids = [change.row_id for change in batch.changes if change.is_insert]
            session.execute(
                update(OutboxRow)
                .where(OPEN_REFUSAL, OutboxRow.row_id.in_(ids))
                .values(resent_as=batch.last)
            )


def refuse(database: Database, seq: int, reason: str) -> None:
    """Note that the centre has put change `seq` aside."""
    with database.write() as session:
        session.execute(update(SyncState).values(acked=seq, synced_at=now()))
        told = {"refusal": reason, "resent_as": None}
        session.execute(update(OutboxRow).where(OutboxRow.seq == seq).values(told))


def catch_up(database: Database, seq: int) -> None:
    """Note that the centre has everything up to change `seq`, whose reply never came."""
    with database.write() as session:
        session.execute(update(SyncState).values(acked=seq, synced_at=now()))


def resent(database: Database) -> list[int]:
    """Return the refused changes whose rows have meanwhile reached the centre."""
    with database.read() as session:
        return list(session.scalars(select(OutboxRow.seq).where(_IS_RESENT)))


def forget_refusals(database: Database, seqs: list[int]) -> None:
    """Note that the centre no longer keeps these changes open."""
    with database.write() as session:
        session.execute(update(OutboxRow).where(OutboxRow.seq.in_(seqs)).values(refusal=None))


def stamp_anew(database: Database, after_seq: int, skew_ms: int, now_ms: int) -> None:
    """Give changes after `after_seq` the centre's time where this machine's clock was ahead.

    Their order stays. No other desk has seen those clocks. A change that a restored centre is sent
    again keeps its own, or it would win over what came after it.
    """
    with database.write() as session:
        before = session.scalar(select(OutboxRow.hlc).where(OutboxRow.seq == after_seq)) or 0
        present = now_ms << 16
        base = max(before, present) - after_seq
        later = OutboxRow.seq > after_seq
        ahead = later & (OutboxRow.hlc > present)
        session.execute(update(OutboxRow).where(ahead).values(hlc=base + OutboxRow.seq))
        latest = session.scalar(select(func.max(OutboxRow.hlc)).where(later))
        session.execute(update(SyncState).values(hlc=latest, skew=skew_ms))


def pending_updates(connection: Connection, table: str, ids: list[str]) -> list[tuple[Any, ...]]:
    """Return (id, clock, new values) of unsent changes to these rows, in order."""
    return [
        (row_id, hlc, json.loads(values))
        for row_id, hlc, values in connection.exec_driver_sql(
            "SELECT row_id, hlc, new_values FROM outbox "
            "WHERE table_name = ? AND row_id IN (SELECT value FROM json_each(?)) "
            "AND seq > (SELECT acked FROM sync_state) AND operation = 'U' ORDER BY seq",
            (table, json.dumps(ids)),
        )
    ]
