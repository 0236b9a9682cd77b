"""The desk's outbox: batches on their way to the centre, acknowledgement, refusal.

The triggers of models/capture.py fill it; here it is only read and marked.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, func, select, update

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.local import HeldChange, OutboxRow, SyncCursor, SyncState
from reception_desk.sync.centre_text import json_to_centre
from reception_desk.sync.schema import centre_tables

BATCH_ROWS = 500
BATCH_CHARACTERS = 4_000_000
"""A batch ends early where its text grows beyond this; one large row goes alone."""

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_REFUSED = OutboxRow.refusal.is_not(None)
_CHANGE = (
    OutboxRow.seq,
    OutboxRow.table_name,
    OutboxRow.row_id,
    OutboxRow.operation,
    OutboxRow.hlc,
    OutboxRow.new_values,
    OutboxRow.old_values,
)


@dataclass(frozen=True, slots=True)
class Change:
    """One outbox row in the centre's JSON, and the stream it touches."""

    seq: int
    hlc: int
    table: str
    row_id: str
    is_insert: bool
    stream: int
    body: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Changes in order of their numbers; `first` to `last` is the span they stand for."""

    first: int
    last: int
    changes: tuple[Change, ...]

    @property
    def hlc(self) -> int:
        return self.changes[-1].hlc

    @property
    def streams(self) -> list[int]:
        return sorted({change.stream for change in self.changes})

    @property
    def inserted(self) -> int:
        return sum(change.is_insert for change in self.changes)

    def body(self, *, inserts: bool) -> str:
        """Return `{table: [change, …]}` as JSON, of the inserts or of the updates."""
        tables: dict[str, list[str]] = {}
        for change in self.changes:
            if change.is_insert is inserts:
                tables.setdefault(change.table, []).append(change.body)
        parts = (f'"{table}":[{",".join(bodies)}]' for table, bodies in tables.items())
        return json_to_centre(f"{{{','.join(parts)}}}")

    def halves(self) -> tuple["Batch", "Batch"]:
        """Split a batch of more than one change."""
        middle = len(self.changes) // 2
        border = self.changes[middle].seq
        return (
            Batch(self.first, border - 1, self.changes[:middle]),
            Batch(border, self.last, self.changes[middle:]),
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many changes are still to be sent, and how many were put aside.

    `held` of the unsent wait for the centre's update.
    """

    unsent: int
    dead: int
    held: int = 0


def next_batch(database: Database, limit: int = BATCH_ROWS) -> Batch | None:
    """Return the next changes to send, read with their rows in one snapshot."""
    with database.read() as session:
        connection = session.connection()
        acked = connection.execute(select(SyncState.acked)).scalar_one()
        found = connection.execute(
            select(*_CHANGE).where(OutboxRow.seq > acked).order_by(OutboxRow.seq).limit(limit)
        ).all()
        changes: list[Change] = []
        size = 0
        driver: Any = connection.connection.driver_connection
        for row in found:
            change = _change(driver, row)
            size += len(change.body)
            if changes and size > BATCH_CHARACTERS:
                break
            changes.append(change)
    return Batch(acked + 1, changes[-1].seq, tuple(changes)) if changes else None


def count_waiting(database: Database) -> Waiting:
    with database.read() as session:
        acked = select(SyncState.acked).scalar_subquery()
        unsent = session.scalar(
            select(func.count()).select_from(OutboxRow).where(OutboxRow.seq > acked)
        )
        dead = session.scalar(select(func.count()).select_from(OutboxRow).where(_REFUSED))
        held = session.scalar(select(func.count()).select_from(HeldChange)) or 0
        return Waiting(unsent=(unsent or 0) + held, dead=dead or 0, held=held)


def clock_of(database: Database, seq: int) -> int | None:
    """Return the clock of change `seq`; None when it is no longer kept."""
    with database.read() as session:
        return session.scalar(select(OutboxRow.hlc).where(OutboxRow.seq == seq))


def acknowledge(database: Database, batch: Batch, heads: Mapping[int, int] | None) -> None:
    """Note that the centre has taken `batch`.

    `heads` are the positions its rows took: a cursor directly before one steps over this desk's
    own echo. A row that went up whole is no longer refused.
    """
    with database.write() as session:
        session.execute(update(SyncState).values(acked=batch.last, synced_at=now()))
        for stream, pos in (heads or {}).items():
            session.execute(
                update(SyncCursor)
                .where(SyncCursor.stream == stream, SyncCursor.pos == pos - 1)
                .values(pos=pos)
            )
        if batch.inserted and session.scalar(select(OutboxRow.seq).where(_REFUSED).limit(1)):
            ids = [change.row_id for change in batch.changes if change.is_insert]
            session.execute(
                update(OutboxRow).where(_REFUSED, OutboxRow.row_id.in_(ids)).values(refusal=None)
            )


def refuse(database: Database, seq: int, reason: str) -> None:
    """Note that the centre has put change `seq` aside."""
    with database.write() as session:
        session.execute(update(SyncState).values(acked=seq, synced_at=now()))
        session.execute(update(OutboxRow).where(OutboxRow.seq == seq).values(refusal=reason))


def catch_up(database: Database, seq: int) -> None:
    """Note that the centre has everything up to change `seq`, whose reply never came."""
    with database.write() as session:
        session.execute(update(SyncState).values(acked=seq, synced_at=now()))


def whole(database: Database, change: Change) -> Change:
    """Return an update as the whole row, for a centre that lacks it."""
    with database.read() as session:
        driver: Any = session.connection().connection.driver_connection
        row = session.execute(select(*_CHANGE).where(OutboxRow.seq == change.seq)).one()
        return _inserted(driver, row)


def stamp_anew(database: Database, after_seq: int, skew_ms: int, now_ms: int) -> None:
    """Give the changes after `after_seq` the centre's time: this machine's clock was ahead.

    Their order stays. None of them was ever accepted, so no other desk has seen their clocks.
    """
    with database.write() as session:
        before = session.scalar(select(OutboxRow.hlc).where(OutboxRow.seq == after_seq)) or 0
        base = max(before, now_ms << 16) - after_seq
        later = OutboxRow.seq > after_seq
        session.execute(update(OutboxRow).where(later).values(hlc=base + OutboxRow.seq))
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


def _change(driver: Any, row: Any) -> Change:
    if row.operation == "I":
        return _inserted(driver, row)
    query = f'SELECT stream FROM "{row.table_name}" WHERE id = ?'
    return Change(
        seq=row.seq,
        hlc=row.hlc,
        table=row.table_name,
        row_id=row.row_id,
        is_insert=False,
        stream=driver.execute(query, (row.row_id,)).fetchone()[0],
        body=f"[{row.seq},{_json(row.row_id)},{row.hlc},{row.new_values},{row.old_values}]",
    )


def _inserted(driver: Any, row: Any) -> Change:
    """Return a row as it stands now; empty cells stay at home."""
    names = _columns()[row.table_name]
    cells = driver.execute(_row_query(row.table_name), (row.row_id,)).fetchone()
    content = {name: cell for name, cell in zip(names, cells, strict=True) if cell is not None}
    content["_hlc"] = row.hlc
    if clocks := _later_clocks(driver, row):
        content["_fv"] = clocks
    return Change(
        seq=row.seq,
        hlc=row.hlc,
        table=row.table_name,
        row_id=row.row_id,
        is_insert=True,
        stream=content["stream"],
        body=_json(content),
    )


def _later_clocks(driver: Any, row: Any) -> dict[str, int]:
    """Return the clocks of fields changed after the insert: the row is sent as it stands now.

    Without them another desk could change what it sees and still be older than it.
    """
    clocks: dict[str, int] = {}
    for hlc, new in driver.execute(
        "SELECT hlc, new_values FROM outbox WHERE table_name = ? AND row_id = ? "
        "AND seq > ? AND operation = 'U' ORDER BY seq",
        (row.table_name, row.row_id, row.seq),
    ):
        clocks |= dict.fromkeys(json.loads(new), hlc)
    return clocks


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    return {table.name: table.column_names for table in centre_tables()}


@cache
def _row_query(table: str) -> str:
    columns = ", ".join(f'"{name}"' for name in _columns()[table])
    return f'SELECT {columns} FROM "{table}" WHERE id = ?'
