"""Rows leave this file for good: the rows, their keys and words, changes, drafts and files.

Everywhere else rows are voided. Here they go because a privacy order says so, or because the
stream they belong to was withdrawn (sync/eviction.py).
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from json import dumps
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, select, text

from reception_desk.models import traces
from reception_desk.models.base import Base, file_columns, synced_tables
from reception_desk.models.database import Database
from reception_desk.models.erasure import ERASURE_TABLES
from reception_desk.models.local import FileTransfer
from reception_desk.models.search_keys import forget_rows
from reception_desk.records.sync import FileState

Rows = Mapping[str, Collection[str]]
"""{table: keys}."""

_SHARED = {"unit", "account", "desk", "person"}
_KEYS = "(SELECT value FROM json_each(:keys))"
_NAMED = " ".join(
    f'AND NOT EXISTS (SELECT 1 FROM "{column.table.name}" AS n WHERE n."{column.name}" = t.sha256)'  # noqa: S608
    for column in file_columns()
)
_WITHDRAW_FILES = text(
    f"UPDATE file_transfer AS t SET state = '{FileState.WITHDRAWN}', reason = NULL "  # noqa: S608
    f"WHERE state <> '{FileState.WITHDRAWN}' {_NAMED}"
)
# A reprint is in no row's file column: its hash stands in the answer of the printer only.
_WITHDRAW_REPRINTS = text(
    "INSERT INTO file_transfer (sha256, size, is_own, state) "  # noqa: S608
    f"SELECT DISTINCT sha256, 0, 0, '{FileState.WITHDRAWN}' FROM print_event "
    f"WHERE id IN {_KEYS} AND sha256 IS NOT NULL ON CONFLICT (sha256) DO NOTHING"
)
_FORGET_CORRECTIONS = text(
    "DELETE FROM draft WHERE EXISTS "
    "(SELECT 1 FROM json_each(:keys) AS k WHERE instr(draft.payload, k.value))"
)
# A page that was sent to the batch of another visit is that one's, whoever scanned it for what.
_HOME = "(SELECT p.batch_id FROM scan_batch_page AS p WHERE p.id = scan_batch_piece.page_id)"
_BATCHES = f"(SELECT id FROM scan_batch WHERE visit_id IN {_KEYS})"  # noqa: S608
_FORGET_SCANS = [
    text(f"UPDATE scan_batch_piece SET batch_id = {_HOME} WHERE {_HOME} <> batch_id"),  # noqa: S608
    text(f"DELETE FROM scan_batch_piece WHERE batch_id IN {_BATCHES}"),  # noqa: S608
    text(f"DELETE FROM scan_batch_page WHERE batch_id IN {_BATCHES}"),  # noqa: S608
    text(f"DELETE FROM scan_batch WHERE visit_id IN {_KEYS}"),  # noqa: S608
]
# Somebody else's registration under way goes on, as a matter of its own.
_FORGET_MATTERS = text(
    "UPDATE draft SET payload = json_set(payload, '$.matter_id', '', '$.matter_title', '') "  # noqa: S608
    f"WHERE json_extract(payload, '$.matter_id') IN {_KEYS}"
)


def owners(table: Table) -> list[tuple[Column[Any], str]]:
    """Return (column, table) of the rows that a row of `table` is a part of.

    Who handled it, and the person who came, are not: they outlive it where others need them.
    """
    return [
        (column, key.column.table.name)
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name not in _SHARED and column.table.name not in ERASURE_TABLES
    ]


def erasable_tables() -> list[Table]:
    """Return the tables whose rows an order may name, owners first; never the audit or accounts."""
    roots = {"visit", "person", "matter"}
    return [table for table in synced_tables() if table.name in roots or owners(table)]


def with_parts(connection: Connection, rows: Rows) -> dict[str, set[str]]:
    """Return the rows and every row that is a part of them, at any depth."""
    found = {name: set(keys) for name, keys in rows.items()}
    for table in synced_tables():  # parents first
        for column, owner in owners(table):
            if keys := found.get(owner):
                query = f'SELECT id FROM "{table.name}" WHERE "{column.name}" IN {_KEYS}'  # noqa: S608
                parts = connection.execute(text(query), {"keys": dumps(list(keys))}).scalars()
                found.setdefault(table.name, set()).update(parts)
    return {name: keys for name, keys in found.items() if keys}


def remove_rows(connection: Connection, rows: Rows) -> None:
    """Remove rows with everything this file knows of them; the caller lets capture rest.

    What is left of them in free pages goes with the next `Database.tidy`.
    """
    keys = {"keys": dumps([key for some in rows.values() for key in some])}
    connection.execute(_WITHDRAW_REPRINTS, keys)
    for table in reversed(synced_tables()):
        if some := rows.get(table.name):
            query = text(f'SELECT rowid FROM "{table.name}" WHERE id IN {_KEYS}')  # noqa: S608
            found = connection.execute(query, {"keys": dumps(list(some))}).scalars()
            remove_by_rowid(connection, table, list(found))
    forget_changes(connection, keys["keys"])
    connection.execute(_FORGET_CORRECTIONS, {"keys": dumps(list(rows.get("visit", ())))})
    for forget in _FORGET_SCANS:
        connection.execute(forget, {"keys": dumps(list(rows.get("visit", ())))})
    connection.execute(_FORGET_MATTERS, {"keys": dumps(list(rows.get("matter", ())))})
    withdraw_files(connection)
    traces.leave(connection)


@contextmanager
def capture_resting(connection: Connection) -> Iterator[None]:
    """Write inside the caller's transaction without telling the outbox."""
    connection.execute(text("UPDATE sync_state SET applying = 1"))
    yield
    connection.execute(text("UPDATE sync_state SET applying = 0"))


def remove_by_rowid(connection: Connection, table: Table, rowids: list[int]) -> int:
    """Remove rows with their search keys and words; return how many went."""
    rows = dumps(rowids)
    forget_rows(connection, table.name, rows)
    gone = text(f'DELETE FROM "{table.name}" WHERE rowid IN (SELECT value FROM json_each(:rows))')  # noqa: S608
    return connection.execute(gone, {"rows": rows}).rowcount


def forget_changes(connection: Connection, keys: str) -> None:
    """Drop every change of these rows that waits or was kept; `keys` is a JSON list."""
    for table in Base.metadata.tables.values():
        if "row_id" in table.columns and table.name not in ERASURE_TABLES:
            connection.execute(
                text(f'DELETE FROM "{table.name}" WHERE row_id IN {_KEYS}'),  # noqa: S608
                {"keys": keys},
            )


def forget_field(connection: Connection, row_id: str, column: str) -> None:
    """Drop what a field of a row that stays held before, wherever a change was kept."""
    values = {"row": row_id, "column": column, "path": f"$.{column}"}
    for table in Base.metadata.tables.values():
        if "row_id" not in table.columns or table.name in ERASURE_TABLES:
            continue
        if "column_name" in table.columns:
            statement = f'DELETE FROM "{table.name}" WHERE row_id = :row AND column_name = :column'  # noqa: S608
        else:
            statement = (
                f'UPDATE "{table.name}" SET new_values = json_remove(new_values, :path), '  # noqa: S608
                "old_values = json_remove(old_values, :path) "
                "WHERE row_id = :row AND operation = 'U'"
            )
        connection.execute(text(statement), values)


def withdraw_files(connection: Connection) -> None:
    """Mark the files that no row names any more; who holds the file store removes them."""
    connection.execute(_WITHDRAW_FILES)


def withdrawn_files(database: Database) -> list[str]:
    """Return the files that are to leave the disk."""
    with database.read() as session:
        found = select(FileTransfer.sha256).where(FileTransfer.state == FileState.WITHDRAWN)
        return list(session.scalars(found))


def note_removed(database: Database, sha256: str) -> None:
    """Note that a withdrawn file has left the disk."""
    with database.write() as session:
        session.execute(
            delete(FileTransfer).where(
                FileTransfer.sha256 == sha256, FileTransfer.state == FileState.WITHDRAWN
            )
        )
