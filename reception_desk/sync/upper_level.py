"""A centre of a city or a province: partitioned by county, fed by replication, never written to.

It holds the columns that `rules/levels.py` lets rise so far and no others, so that a mistaken
publication below stops with an error instead of filling a column that should not be there.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reception_desk.errors import CentreError, InvalidInputError
from reception_desk.rules.levels import Level, columns_at
from reception_desk.sync import schema
from reception_desk.sync.administrator import administrator, as_query, scalar
from reception_desk.sync.centre import OWNER, prepare_roles

if TYPE_CHECKING:
    import psycopg

READER_ROLE = "reception_desk_reader"
"""The group of those who read an upper centre: reports, supervision."""

_SQL = Path(__file__).parent / "sql" / "levels"
_COUNTY = re.compile(r"\d{6}")


def init(admin_dsn: str, level: Level, counties: Iterable[str]) -> None:
    """Make an upper centre, or bring it up to date and add counties; safe to repeat.

    Raises `InvalidInputError` for a code that is no county's, `CentreError` when the database
    is a county's centre or of another level.
    """
    codes = checked_counties(counties)
    with administrator(admin_dsn) as connection:
        if scalar(connection, "SELECT to_regclass('sync.migration') IS NOT NULL"):
            raise CentreError("这个数据库已是县级中心。", advice="请为上级中心另建一个数据库。")
        prepare_roles(connection)
        _make_reader(connection)
        connection.execute(f"SET LOCAL ROLE {OWNER}")
        connection.execute(as_query((_SQL / "upper.sql").read_text(encoding="utf-8")))
        _note_level(connection, level)
        for table in tables_at(level):
            connection.execute(as_query(_table_script(table, level)))
            for code in {*codes, *_known_counties(connection)}:
                connection.execute(
                    as_query(filled_script("partition.sql", table.name, county=code))
                )


def read_level(admin_dsn: str) -> Level:
    """Return where the centre stands. Raises `CentreError` when the database is none."""
    with administrator(admin_dsn) as connection:
        return level_of(connection)


def level_of(connection: "psycopg.Connection[Any]") -> Level:
    """Do the same on an open connection."""
    if scalar(connection, "SELECT to_regclass('sync.upper_level') IS NOT NULL"):
        return Level(scalar(connection, "SELECT level FROM sync.upper_level"))
    if scalar(connection, "SELECT to_regclass('sync.migration') IS NOT NULL"):
        return Level.COUNTY
    raise CentreError("这个数据库还不是中心。", advice="请先运行 desk centre init。")


def tables_at(level: Level) -> list[schema.CentreTable]:
    """Return the tables that reach `level`, parents before children."""
    return [table for table in schema.centre_tables() if table.name in columns_at(level)]


def checked_counties(counties: Iterable[str]) -> tuple[str, ...]:
    """Return county codes in order. Raises `InvalidInputError` for anything else."""
    codes = tuple(sorted(set(counties)))
    if not codes or not all(_COUNTY.fullmatch(code) for code in codes):
        raise InvalidInputError(
            "县区要写六位行政区划代码。", advice="例如：--counties 420921,420922。"
        )
    return codes


def filled_script(name: str, table: str, **values: str) -> str:
    """Return one of the scripts of `sql/levels` for a table."""
    text = (_SQL / name).read_text(encoding="utf-8")
    for place, value in {"table": table, **values}.items():
        text = text.replace(f"@{place}@", value)
    return text


def _table_script(table: schema.CentreTable, level: Level) -> str:
    types = dict(table.columns)
    added = "\n".join(
        f'ALTER TABLE app.{table.name} ADD COLUMN IF NOT EXISTS "{name}" {types[name]};'
        for name in columns_at(level)[table.name]
    )
    return filled_script(
        "table.sql",
        table.name,
        added_columns=added,
        comment=table.comment.replace("'", "''"),
        reader=READER_ROLE,
    )


def _make_reader(connection: "psycopg.Connection[Any]") -> None:
    if not scalar(connection, "SELECT to_regrole(%s) IS NOT NULL", READER_ROLE):
        connection.execute(f"CREATE ROLE {READER_ROLE} NOLOGIN")
    connection.execute("CREATE SCHEMA IF NOT EXISTS app AUTHORIZATION " + OWNER)
    connection.execute(f"GRANT USAGE ON SCHEMA app TO {READER_ROLE}")


def _note_level(connection: "psycopg.Connection[Any]", level: Level) -> None:
    found = scalar(connection, "SELECT level FROM sync.upper_level")
    if found not in {None, level.value}:
        raise CentreError(f"这个数据库已是{Level(found).label}中心。")
    connection.execute(
        "INSERT INTO sync.upper_level (level, schema_version) VALUES (%s, %s) "
        "ON CONFLICT (one) DO UPDATE SET schema_version = excluded.schema_version",
        (level.value, schema.schema_version()),
    )


def _known_counties(connection: "psycopg.Connection[Any]") -> set[str]:
    """Return the counties that have partitions: a new table needs them too."""
    rows = connection.execute(
        "SELECT DISTINCT right(c.relname, 6) FROM pg_inherits AS i "
        "JOIN pg_class AS c ON c.oid = i.inhrelid "
        "WHERE c.relnamespace = 'app'::regnamespace AND c.relkind = 'r'"
    ).fetchall()
    return {row[0] for row in rows}
