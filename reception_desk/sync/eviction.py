"""A stream that was withdrawn from this desk leaves it: rows, search keys, full text, files.

The centre keeps the rows. A row of which a change still waits to be sent stays until the centre
has that change or has put it aside, so a withdrawn right loses nothing. Rows go a page at a time:
a clerk goes on working, and a cut in between is made good by the next round, because the cursor
goes last. It goes back to the beginning first: a stream that is granted again before its last row
has left is read whole.
"""

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, Table, delete, text

from reception_desk.models import Database
from reception_desk.models.base import synced_tables
from reception_desk.models.conflict import SyncConflict
from reception_desk.models.local import SyncCursor
from reception_desk.models.removal import remove_by_rowid, withdraw_files
from reception_desk.records.sync import TableChange
from reception_desk.sync import local_state

PAGE_ROWS = 500
_WAITING = (
    "(SELECT row_id FROM outbox WHERE seq > (SELECT acked FROM sync_state) "
    "UNION ALL SELECT row_id FROM held_change)"
)


def remove_withdrawn(database: Database, granted: Collection[int]) -> tuple[TableChange, ...]:
    """Remove every stream that was read before and is not among `granted` now.

    Returns the tables to be read again.
    """
    withdrawn = _withdrawn(database, granted)
    if not withdrawn:
        return ()
    removed: dict[str, int] = {}
    local_state.begin_anew(database, withdrawn)
    forget_sent(database, granted)
    for stream in withdrawn:
        for table in reversed(synced_tables()):
            if rows := sum(_pages(database, table, stream)):
                removed[table.name] = removed.get(table.name, 0) + rows
    with database.apply() as connection:
        withdraw_files(connection)
        gone = [stream for stream in withdrawn if _is_empty(connection, stream)]
        connection.execute(delete(SyncConflict).where(SyncConflict.stream.in_(withdrawn)))
        connection.execute(delete(SyncCursor).where(SyncCursor.stream.in_(gone)))
    return tuple(TableChange(name, (), rows) for name, rows in removed.items())


def forget_sent(database: Database, granted: Collection[int]) -> None:
    """Drop what was sent of rows that will be gone: a restored centre cannot have it from here."""
    for stream in _withdrawn(database, granted):
        for table in synced_tables():
            sent = (
                "DELETE FROM outbox WHERE seq <= (SELECT acked FROM sync_state) "
                "AND table_name = :name "
                f'AND row_id IN (SELECT id FROM "{table.name}" WHERE stream = :stream) '
                f"AND row_id NOT IN {_WAITING}"
            )
            with database.apply() as connection:
                connection.execute(text(sent), {"name": table.name, "stream": stream})


def _withdrawn(database: Database, granted: Collection[int]) -> list[int]:
    """Return the streams this file has rows of and may not see any more."""
    return sorted(local_state.read_cursors(database).keys() - set(granted))


def _pages(database: Database, table: Table, stream: int) -> Iterator[int]:
    """Remove the stream's rows of a table, a page at a time; yield how many went."""
    page = text(
        f'SELECT rowid FROM "{table.name}" WHERE stream = :stream AND id NOT IN {_WAITING} '
        "ORDER BY rowid LIMIT :limit"
    )
    whole = PAGE_ROWS
    while whole == PAGE_ROWS:
        with database.apply() as connection:
            found = connection.execute(page, {"stream": stream, "limit": PAGE_ROWS}).scalars()
            whole = remove_by_rowid(connection, table, list(found))
        yield whole


def _is_empty(connection: Connection, stream: int) -> bool:
    return not any(
        connection.execute(
            text(f'SELECT 1 FROM "{table.name}" WHERE stream = :s LIMIT 1'),
            {"s": stream},
        ).first()
        for table in synced_tables()
    )
