"""Batches of changes on their way to the centre, read with their rows in one snapshot.

Rows travel by columns, `{table: {column: [value, …]}}`: a column's name goes once per batch and
not once per row, a third of the bytes. Desks and centres of release 0.1.0 know rows only.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import Any

from sqlalchemy import select

from reception_desk.models import Database
from reception_desk.models.local import OutboxRow, SyncState
from reception_desk.sync.centre_text import json_to_centre
from reception_desk.sync.schema import centre_tables

BATCH_ROWS = 1000
BATCH_CHARACTERS = 4_000_000
"""A batch ends early where its text grows beyond this; one large row goes alone."""

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_CHANGE = (
    "SELECT seq, table_name, row_id, operation, hlc, new_values, old_values, actor FROM outbox "
    "WHERE seq > ? ORDER BY seq LIMIT ?"
)
_LATER = (
    "SELECT table_name, row_id, hlc, actor, new_values FROM outbox WHERE operation = 'U' "
    "AND row_id IN (SELECT value FROM json_each(?)) ORDER BY hlc"
)
_REFUSED_BEFORE = (
    "SELECT old_values FROM outbox WHERE table_name = ? AND row_id = ? AND seq < ? "
    "AND operation = 'U' AND refusal IS NOT NULL ORDER BY seq DESC"
)


@dataclass(frozen=True, slots=True)
class Change:
    """One outbox row and the stream it touches.

    An insert carries its `row` (`{column: value}` with `_hlc` and perhaps `_fv` and `_by`; empty
    cells stay at home), an update its JSON `[seq, id, hlc, {new}, {old}, account]`.
    """

    seq: int
    hlc: int
    table: str
    row_id: str
    stream: int
    row: Mapping[str, Any] | None = None
    update: str = ""

    @property
    def is_insert(self) -> bool:
        return self.row is not None

    @property
    def body(self) -> str:
        """The change as JSON, by itself."""
        return self.update if self.row is None else _json(self.row)


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

    def inserts(self, *, in_columns: bool) -> str:
        """Return the new rows of each table as JSON, by columns or as `{table: [row, …]}`."""
        tables: dict[str, Any] = {}
        for change in self.changes:
            if change.row is not None:
                tables.setdefault(change.table, []).append(change.row)
        if in_columns:
            tables = {table: _columns(rows) for table, rows in tables.items()}
        return json_to_centre(_json(tables))

    def updates(self) -> str:
        """Return `{table: [update, …]}` as JSON."""
        tables: dict[str, list[str]] = {}
        for change in self.changes:
            if not change.is_insert:
                tables.setdefault(change.table, []).append(change.update)
        parts = (f'"{table}":[{",".join(updates)}]' for table, updates in tables.items())
        return json_to_centre(f"{{{','.join(parts)}}}")

    def halves(self) -> tuple["Batch", "Batch"]:
        """Split a batch of more than one change."""
        middle = len(self.changes) // 2
        border = self.changes[middle].seq
        return (
            Batch(self.first, border - 1, self.changes[:middle]),
            Batch(border, self.last, self.changes[middle:]),
        )


def next_batch(
    database: Database, limit: int = BATCH_ROWS, *, after: int | None = None
) -> Batch | None:
    """Return the next changes to send, behind number `after` or else behind what was confirmed.

    None when nothing waits there.
    """
    with database.read() as session:
        connection = session.connection()
        if after is None:
            after = connection.execute(select(SyncState.acked)).scalar_one()
        reader = _Reader(connection.connection.driver_connection)
        changes = _fitting(reader.changes(after, limit))
    return Batch(after + 1, changes[-1].seq, changes) if changes else None


def whole(database: Database, change: Change) -> Change:
    """Return an update as the whole row, for a centre that lacks it."""
    with database.read() as session:
        reader = _Reader(session.connection().connection.driver_connection)
        seq = session.execute(select(OutboxRow.seq).where(OutboxRow.seq == change.seq)).scalar_one()
        row = (seq, change.table, change.row_id, "I", change.hlc, None, None, None)
        return reader.inserted([row])[0]


def as_seen(database: Database, change: Change) -> Change:
    """Return an update with the values the centre last showed in place of ones it never took.

    Otherwise a change that mends an unfit value would be refused for the value it replaces.
    """
    seq, row_id, hlc, new, old, actor = json.loads(change.update)
    with database.read() as session:
        driver: Any = session.connection().connection.driver_connection
        found = driver.execute(_REFUSED_BEFORE, (change.table, row_id, seq))
        for (unsent,) in found:
            old |= {name: value for name, value in json.loads(unsent).items() if name in old}
    return replace(change, update=_json([seq, row_id, hlc, new, old, actor]))


class _Reader:
    """Reads outbox rows and what they speak of; a table of a batch takes one query."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def changes(self, acked: int, limit: int) -> list[Change]:
        found = self._driver.execute(_CHANGE, (acked, limit)).fetchall()
        inserts = [row for row in found if row[3] == "I"]
        updates = [row for row in found if row[3] != "I"]
        return sorted(
            [*self.inserted(inserts), *self._updated(updates)], key=lambda change: change.seq
        )

    def inserted(self, found: list[tuple[Any, ...]]) -> list[Change]:
        """Return rows as they stand now, with clock and account of what was changed since.

        Without the clocks another desk could change what it sees and still be older than it.
        """
        later = self._later_changes([row[2] for row in found])
        changes: list[Change] = []
        for table, rows in _by_table(found).items():
            contents = self._rows(table, [row[2] for row in rows])
            for seq, _, row_id, _, hlc, *_ in rows:
                content = contents[row_id]
                content["_hlc"] = hlc
                since = later.get((table, row_id), {}).items()
                if newer := {name: change for name, change in since if change[0] > hlc}:
                    content["_fv"] = {name: at for name, (at, _) in newer.items()}
                    content["_by"] = {name: account for name, (_, account) in newer.items()}
                changes.append(Change(seq, hlc, table, row_id, content["stream"], row=content))
        return changes

    def _updated(self, found: list[tuple[Any, ...]]) -> list[Change]:
        changes: list[Change] = []
        for table, rows in _by_table(found).items():
            query = f'SELECT id, stream FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))'
            ids = _json([row[2] for row in rows])
            streams = dict(self._driver.execute(query, (ids,)).fetchall())
            changes += [
                Change(
                    seq, hlc, table, row_id, streams[row_id],
                    update=f"[{seq},{_json(row_id)},{hlc},{new},{old},{_json(actor)}]",
                )
                for seq, _, row_id, _, hlc, new, old, actor in rows
            ]  # fmt: skip
        return changes

    def _rows(self, table: str, ids: list[str]) -> dict[str, dict[str, Any]]:
        names, query = _row_query(table)
        return {
            cells[0]: {
                name: cell for name, cell in zip(names, cells, strict=True) if cell is not None
            }
            for cells in self._driver.execute(query, (_json(ids),))
        }

    def _later_changes(
        self, ids: list[str]
    ) -> dict[tuple[str, str], dict[str, tuple[int, str | None]]]:
        """Return {(table, id): {column: clock and account of its last change}}."""
        found: dict[tuple[str, str], dict[str, tuple[int, str | None]]] = {}
        for table, row_id, hlc, actor, new in self._driver.execute(_LATER, (_json(ids),)):
            changes = found.setdefault((table, row_id), {})
            changes |= dict.fromkeys(json.loads(new), (hlc, actor))
        return found


def _fitting(changes: list[Change]) -> tuple[Change, ...]:
    """Return as many changes as one call should carry; at least one."""
    sizes = accumulate(_characters(change) for change in changes)
    fitting = sum(size <= BATCH_CHARACTERS for size in sizes)
    return tuple(changes[: max(fitting, 1)])


def _characters(change: Change) -> int:
    if change.row is None:
        return len(change.update)
    return sum(len(cell) for cell in change.row.values() if cell.__class__ is str)


def _columns(rows: list[Mapping[str, Any]]) -> dict[str, list[Any]]:
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def _by_table(found: Iterable[tuple[Any, ...]]) -> dict[str, list[tuple[Any, ...]]]:
    tables: dict[str, list[tuple[Any, ...]]] = {}
    for row in found:
        tables.setdefault(row[1], []).append(row)
    return tables


@cache
def _row_query(table: str) -> tuple[tuple[str, ...], str]:
    names = next(each.column_names for each in centre_tables() if each.name == table)
    columns = ", ".join(f'"{name}"' for name in names)
    return names, f'SELECT {columns} FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))'
