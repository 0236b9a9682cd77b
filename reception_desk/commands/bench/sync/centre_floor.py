"""What PostgreSQL does with the same rows and nothing else: COPY in, SELECT out."""

import time
from collections.abc import Sequence
from typing import Any

from reception_desk.commands.bench.sync.office_rows import MadeRows
from reception_desk.sync.administrator import administrator, as_query

_SELECTED = {"uuid": "{}::text", "timestamp with time zone": "{}::text", "date": "{}::text"}


def copy_rows(admin_dsn: str, made: Sequence[MadeRows]) -> float:
    """Return the seconds of COPY into tables equal to the centre's, indexes and all."""
    with administrator(admin_dsn) as connection:
        connection.execute("CREATE SCHEMA floor")
        for part in made:
            connection.execute(
                as_query(f"CREATE TABLE floor.{part.table} (LIKE app.{part.table} INCLUDING ALL)")
            )
    started = time.perf_counter()
    with administrator(admin_dsn) as connection:
        for part in made:
            columns = ", ".join(f'"{name}"' for name in (*part.names, "_pos", "_desk", "_hlc"))
            statement = as_query(f"COPY floor.{part.table} ({columns}) FROM STDIN")
            with connection.cursor().copy(statement) as copy:
                for number, row in enumerate(part.rows):
                    copy.write_row((*row, number, 1, number))
    return time.perf_counter() - started


def read_rows(admin_dsn: str, part: MadeRows) -> list[tuple[Any, ...]]:
    """Return the copied rows in values that SQLite takes."""
    with administrator(admin_dsn) as connection:
        found = connection.execute(
            as_query(
                "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
                f"WHERE attrelid = 'floor.{part.table}'::regclass AND attnum > 0"
            )
        )
        kinds = {name: _SELECTED.get(kind, "{}") for name, kind in found.fetchall()}
        columns = ", ".join(kinds[name].format(f'"{name}"') for name in part.names)
        query = as_query(f"SELECT {columns} FROM floor.{part.table}")
        return connection.execute(query).fetchall()
