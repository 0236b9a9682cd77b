"""The centre's schema: numbered migrations, and tables and functions made from the models.

Every synced table of the desks has a typed twin in schema `app`. Keys (`String(36)`) become
`uuid`: 16 bytes instead of 37 in each row and index, compared without a collation. Integers
become `bigint`, because SQLite's hold 64 bits. Columns may be null at the centre and there are
no foreign keys: an older desk does not send a newer column, and a parent may be parked while
its children arrive. The models' own checks hold at the desk.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, String, Table, Text

from reception_desk.models import migration
from reception_desk.models.base import (
    Base,
    UtcDateTime,
    file_columns,
    is_append_only,
    synced_tables,
)
from reception_desk.sync.erasure_functions import condition_to_stay, erasure_statements
from reception_desk.sync.releases import RELEASES, TABLES_OF_FIRST

DESK_ROLE = "reception_desk"
"""The group of every desk's login: may call the functions below and nothing else."""

OPEN_FUNCTIONS = (
    *("join", "confirm_wiped", "hello", "tell_reach", "changes", "push", "park", "reincarnate"),
    *("count_rows", "granted_streams", "close_dead"),
    *("blob_missing", "blob_begin", "put_chunk", "blob_done", "blob_found", "get_chunk"),
    *("bucket_access", "claim_ticket"),
)
_FUNCTIONS = (
    *("joining.sql", "identity.sql", "push.sql", "unknown.sql", "numbers.sql"),
    *("conflict.sql", "dead.sql", "files.sql", "measure.sql"),
    "tickets.sql",
)
CONFLICTS = "sync_conflict"
"""What a stream's conflicts are called among its tables, here and in the local file."""
_SQL = Path(__file__).parent / "sql"
_ROW_COLUMNS = {
    "_pos": "bigint",
    "_desk": "integer",
    "_hlc": "bigint",
    "_fv": "jsonb",
    "_by": "jsonb",
    "_extra": "jsonb",
}
_FIXED = ("id", "stream")


# Without sequential scans the planner gives the one of a table of a single row a price beyond
# any limit, and PostgreSQL compiled machine code for it: 150 ms of processor for a push of 5.
_INTERPRETED = """
DO $$ DECLARE found regprocedure; BEGIN
    FOR found IN SELECT oid FROM pg_proc WHERE pronamespace = 'sync'::regnamespace
                                           AND 'enable_seqscan=off' = ANY (proconfig) LOOP
        EXECUTE format('ALTER FUNCTION %s SET jit = off', found);
    END LOOP;
END $$
"""

_TICKET_INDEX = "CREATE INDEX IF NOT EXISTS ticket_event_ticket ON app.ticket_event (ticket_id)"
"""`sync.claim_ticket` looks for the calls of a ticket."""


@dataclass(frozen=True, slots=True)
class CentreTable:
    """One synced table: its columns with PostgreSQL types, `id` first."""

    name: str
    columns: tuple[tuple[str, str], ...]
    is_append_only: bool
    comment: str

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)


@cache
def centre_tables() -> tuple[CentreTable, ...]:
    """Return the synced tables, parents before children."""
    return tuple(
        CentreTable(
            name=table.name,
            columns=tuple(
                (column.name, _postgres_type(column))
                for column in sorted(table.columns, key=lambda column: column.name != "id")
            ),
            is_append_only=is_append_only(table),
            comment=_comment(table),
        )
        for table in synced_tables()
    )


@cache
def schema_version() -> int:
    """Return the revision of this program's models; desk and centre compare it."""
    return int(migration.head())


def migrations() -> list[tuple[int, str, str]]:
    """Return (number, name, SQL) of every migration, in order."""
    files = sorted((_SQL / "migrations").glob("*.sql"))
    return [
        (int(file.stem.split("_")[0]), file.stem, file.read_text(encoding="utf-8"))
        for file in files
    ]


def structure_statements() -> list[str]:
    """Return what brings tables to the models and makes every function.

    Safe to run again once the functions are dropped. Columns are only added: a desk of the
    version before still knows the others.
    """
    statements = [(_SQL / "functions" / name).read_text(encoding="utf-8") for name in _FUNCTIONS]
    for table in centre_tables():
        statements.append(_script("table/table.sql", table))
        statements += [_script("table/insert.sql", table), _script("table/pull.sql", table)]
        if not table.is_append_only:
            statements.append(_script("table/update.sql", table))
    statements.append(_TICKET_INDEX)
    made = [_changes_function(), *_file_statements(), *erasure_statements()]
    return [*statements, *made, _INTERPRETED, *_grants()]


def settling_statements() -> list[str]:
    """Return what moves the values of newer desks into columns that the tables have now."""
    return [_script("table/settle.sql", table) for table in centre_tables()]


def differences(found: dict[str, dict[str, str]]) -> list[str]:
    """Compare the centre's columns {table: {column: type}} with the models, in words."""
    expected = {table.name: dict(table.columns) | _ROW_COLUMNS for table in centre_tables()}
    lines: list[str] = []
    for name in sorted(expected.keys() | found.keys()):
        here, there = expected.get(name, {}), found.get(name, {})
        lines += [
            f"{name}.{column}: {here.get(column, '-')} / {there.get(column, '-')}"
            for column in sorted(here.keys() | there.keys())
            if here.get(column) != there.get(column)
        ]
    return lines


def _grants() -> list[str]:
    pulls = [f"pull_{name}" for name in (*(table.name for table in centre_tables()), CONFLICTS)]
    statements = [
        "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA sync FROM PUBLIC",
        "REVOKE ALL ON ALL TABLES IN SCHEMA sync, app FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA sync TO {DESK_ROLE}",
    ]
    return statements + [
        f"GRANT EXECUTE ON FUNCTION sync.{name} TO {DESK_ROLE}"
        for name in (*OPEN_FUNCTIONS, *pulls)
    ]


def _changes_function() -> str:
    sources = [(table.name, f"app.{table.name}", "_pos") for table in centre_tables()]
    sources.append((CONFLICTS, "sync.conflict", "pos"))
    probes = ", ".join(
        f"CASE WHEN {'' if name in TABLES_OF_FIRST else 'NOT is_first AND '}"
        f"EXISTS (SELECT FROM {source} AS t "
        f"WHERE t.stream = s.id AND t.{place} > c.pos) THEN '{name}' END"
        for name, source, place in sources
    )
    script = (_SQL / "table/changes.sql").read_text(encoding="utf-8")
    return script.replace("@probes@", probes).replace("@first@", str(RELEASES[0].schema))


def _file_statements() -> list[str]:
    """Return what tells in which streams a row names a file."""
    keys = [(column.table.name, column.name) for column in file_columns()]
    indexes = [
        f"CREATE INDEX IF NOT EXISTS {table}_{key} ON app.{table} ({key}, stream)"
        for table, key in keys
    ]
    names = " UNION ".join(
        f"SELECT t.stream FROM app.{table} AS t "
        f"WHERE t.{key} = p_sha256 AND t.stream = ANY (p_streams)"
        for table, key in keys
    )
    script = (_SQL / "table/naming.sql").read_text(encoding="utf-8")
    return [*indexes, script.replace("@names@", names)]


def _script(name: str, table: CentreTable) -> str:
    """Fill in one of the per-table scripts."""
    known = ", ".join(f"'{name}'" for name in table.column_names)
    editable = ", ".join(f"'{name}'" for name in table.column_names if name not in _FIXED)
    added = "\n".join(
        f'ALTER TABLE app.{table.name} ADD COLUMN IF NOT EXISTS "{column}" {kind};'
        for column, kind in table.columns
        if column not in _FIXED
    )
    places = {
        "table": table.name,
        "columns": ", ".join(f'"{column}"' for column in table.column_names),
        "sources": ", ".join(
            f"jsonb_array_elements_text(p_rows -> '{column}')" for column in table.column_names
        ),
        "typed_columns": ", ".join(f'r."{column}"::{kind}' for column, kind in table.columns),
        "row_columns": ", ".join(f'r."{column}"' for column in table.column_names),
        "editable": f"ARRAY[{editable}]::text[]",
        "known": f"ARRAY[{known}]::text[]",
        "added_columns": added,
        "stays": condition_to_stay(table.name),
        "comment": table.comment.replace("'", "''"),
        "desk_role": DESK_ROLE,
    }
    text = (_SQL / name).read_text(encoding="utf-8")
    for place, value in places.items():
        text = text.replace(f"@{place}@", value)
    return text


def _postgres_type(column: Column[Any]) -> str:
    kind = column.type
    if isinstance(kind, UtcDateTime):
        return "timestamp with time zone"
    if isinstance(kind, Date):
        return "date"
    if isinstance(kind, Boolean):
        return "boolean"
    if isinstance(kind, Integer):
        return "bigint"
    if isinstance(kind, String):
        is_key = kind.length == 36 and not isinstance(kind, Text)
        return "uuid" if is_key else "text"
    raise TypeError(f"no PostgreSQL type for {column}")


def _comment(table: Table) -> str:
    """Return the first line of the model's docstring."""
    for mapper in Base.registry.mappers:
        if mapper.local_table is table:
            return (mapper.class_.__doc__ or "").strip().splitlines()[0]
    return ""
