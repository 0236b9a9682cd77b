"""Batches of changes on their way to the centre, read with their rows in one snapshot.

Rows travel by columns, `{table: {column: [value, …]}}`: a column's name goes once per batch and
not once per row, a third of the bytes. SQLite itself writes them as JSON, five times as fast as
Python could. Desks and centres of release 0.1.0 know rows only.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import select

from reception_desk.models import Database
from reception_desk.models.local import SyncState
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


class Change(NamedTuple):
    """One outbox row and the stream it touches.

    An update carries its JSON `[seq, id, hlc, {new}, {old}, account]`; the row of an insert stands
    in its batch.
    """

    seq: int
    hlc: int
    table: str
    row_id: str
    stream: int
    update: str = ""

    @property
    def is_insert(self) -> bool:
        return not self.update


@dataclass(frozen=True, slots=True)
class Batch:
    """Changes in order of their numbers; `first` to `last` is the span they stand for.

    `columns` holds the inserted rows as JSON, `{table: {column: [value, …]}}` in the order of
    their changes, with `_hlc` and perhaps `_fv` and `_by`; empty columns stay at home.
    """

    first: int
    last: int
    changes: tuple[Change, ...]
    columns: str = "{}"

    @property
    def hlc(self) -> int:
        return self.changes[-1].hlc if self.changes else 0

    @property
    def streams(self) -> list[int]:
        return sorted({change.stream for change in self.changes})

    @property
    def inserted(self) -> int:
        return sum(change.is_insert for change in self.changes)

    @property
    def characters(self) -> int:
        return len(self.columns) + sum(len(change.update) for change in self.changes)

    @property
    def body(self) -> str:
        """The only change of the batch as JSON: its row, or the update."""
        (change,) = self.changes
        return change.update or _json(self.rows()[change.table][0])

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Return the inserted rows of each table, without their empty cells."""
        return {
            table: [
                {name: cell for name, cell in zip(columns, cells, strict=True) if cell is not None}
                for cells in zip(*columns.values(), strict=True)
            ]
            for table, columns in json.loads(self.columns).items()
        }

    def inserts(self, *, in_columns: bool) -> str:
        """Return the new rows of each table as JSON, by columns or as `{table: [row, …]}`."""
        return json_to_centre(self.columns if in_columns else _json(self.rows()))

    def updates(self) -> str:
        """Return `{table: [update, …]}` as JSON."""
        tables: dict[str, list[str]] = {}
        for change in self.changes:
            if not change.is_insert:
                tables.setdefault(change.table, []).append(change.update)
        lists = {table: f"[{','.join(updates)}]" for table, updates in tables.items()}
        return json_to_centre(_object(lists))

    def halves(self) -> tuple["Batch", "Batch"]:
        """Split a batch of more than one change."""
        middle = len(self.changes) // 2
        first, second = self.changes[:middle], self.changes[middle:]
        border = first[-1].seq  # numbers that are gone belong to the change after them
        taken = Counter(change.table for change in first if change.is_insert)
        parts: tuple[dict[str, Any], dict[str, Any]] = {}, {}
        for table, columns in json.loads(self.columns).items():
            spans = slice(taken[table]), slice(taken[table], None)
            for part, span in zip(parts, spans, strict=True):
                if columns["_hlc"][span]:
                    part[table] = {name: cells[span] for name, cells in columns.items()}
        return (
            Batch(self.first, border, first, _json(parts[0])),
            Batch(border + 1, self.last, second, _json(parts[1])),
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
        batch = reader.batch(after, limit)
        while batch and len(batch.changes) > 1 and batch.characters > BATCH_CHARACTERS:
            batch = reader.batch(after, len(batch.changes) // 2)
        return batch


def whole(database: Database, batch: Batch) -> Batch:
    """Return a batch of one update as the whole row, for a centre that lacks it."""
    (change,) = batch.changes
    with database.read() as session:
        reader = _Reader(session.connection().connection.driver_connection)
        columns = reader.rows(change.table, change.seq, change.seq, "U")
        row = _object({change.table: _object(columns)})
        return replace(batch, changes=(change._replace(update=""),), columns=row)


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
    return change._replace(update=_json([seq, row_id, hlc, new, old, actor]))


class _Reader:
    """Reads outbox rows and what they speak of; a table of a batch takes one query."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def batch(self, acked: int, limit: int) -> Batch | None:
        found = self._driver.execute(_CHANGE, (acked, limit)).fetchall()
        if not found:
            return None
        first, last = acked + 1, found[-1][0]
        tables = dict.fromkeys(row[1] for row in found if row[3] == "I")
        columns = {table: self.rows(table, first, last, "I") for table in tables}
        updated = [row for row in found if row[3] != "I"]
        streams = self._streams(updated) | {
            (table, row_id): stream
            for table, rows in columns.items()
            for row_id, stream in zip(
                json.loads(rows["id"]), json.loads(rows["stream"]), strict=True
            )
        }
        changes = tuple(
            Change(
                seq, hlc, table, row_id, streams[table, row_id],
                "" if operation == "I"
                else f"[{seq},{_json(row_id)},{hlc},{new},{old},{_json(actor)}]",
            )
            for seq, table, row_id, operation, hlc, new, old, actor in found
        )  # fmt: skip
        rows = _object({table: _object(cells) for table, cells in columns.items()})
        return Batch(first, last, changes, rows)

    def rows(self, table: str, first: int, last: int, operation: str) -> dict[str, str]:
        """Return {column: JSON array} of the rows that changes `first` to `last` speak of.

        They stand as they are now, so they carry clock and account of what was changed since:
        without these another desk could change what it sees and still be older than it.
        """
        names, query = _row_query(table)
        cells = self._driver.execute(query, (first, last, table, operation)).fetchone()
        columns = {name: cell for name, cell in zip(names, cells, strict=True) if cell is not None}
        return columns | self._later_changes(table, columns)

    def _streams(self, updated: list[tuple[Any, ...]]) -> dict[tuple[str, str], int]:
        """Return {(table, id): stream} of changed rows."""
        streams: dict[tuple[str, str], int] = {}
        for table, rows in _by_table(updated).items():
            query = f'SELECT id, stream FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))'
            ids = _json([row[2] for row in rows])
            streams |= {(table, row): stream for row, stream in self._driver.execute(query, (ids,))}
        return streams

    def _later_changes(self, table: str, columns: dict[str, str]) -> dict[str, str]:
        """Return `_fv`, clocks, and `_by`, accounts, of the fields changed after their rows."""
        later: dict[str, dict[str, tuple[int, str | None]]] = {}
        for name, row_id, hlc, actor, new in self._driver.execute(_LATER, (columns["id"],)):
            if name == table:
                changes = later.setdefault(row_id, {})
                changes |= dict.fromkeys(json.loads(new), (hlc, actor))
        if not later:
            return {}
        pairs = zip(json.loads(columns["id"]), json.loads(columns["_hlc"]), strict=True)
        newer = [
            {name: change for name, change in later.get(row_id, {}).items() if change[0] > made}
            for row_id, made in pairs
        ]
        if not any(newer):
            return {}
        return {
            "_fv": _json([{name: at for name, (at, _) in row.items()} or None for row in newer]),
            "_by": _json([{name: by for name, (_, by) in row.items()} or None for row in newer]),
        }


def _object(members: dict[str, str]) -> str:
    """Return a JSON object of members that are JSON already."""
    return "{" + ",".join(f'"{name}":{member}' for name, member in members.items()) + "}"


def _by_table(found: Iterable[tuple[Any, ...]]) -> dict[str, list[tuple[Any, ...]]]:
    tables: dict[str, list[tuple[Any, ...]]] = {}
    for row in found:
        tables.setdefault(row[1], []).append(row)
    return tables


@cache
def _row_query(table: str) -> tuple[tuple[str, ...], str]:
    """Return names and query of a table's columns as JSON arrays, NULL for an empty one."""
    names = next(each.column_names for each in centre_tables() if each.name == table)
    arrays = ", ".join(
        f'CASE WHEN count(t."{name}") THEN json_group_array(t."{name}") END' for name in names
    )
    return (*names, "_hlc"), (
        f"SELECT {arrays}, json_group_array(o.hlc) "
        f'FROM outbox AS o CROSS JOIN "{table}" AS t ON t.id = o.row_id '
        "WHERE o.seq BETWEEN ? AND ? AND o.table_name = ? AND o.operation = ?"
    )
