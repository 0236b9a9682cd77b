"""Reading the centres below by PostgreSQL's logical replication: one subscription for each.

A subscription that meets an error (a column or county this centre does not have yet) tries again
by itself and goes on where it stopped; meanwhile the source keeps its log.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from reception_desk.errors import CentreError, InvalidInputError
from reception_desk.records.centre_levels import SourceStanding, SubscriberStanding, UpperStatus
from reception_desk.rules.levels import Level
from reception_desk.sync import publication, upper_level
from reception_desk.sync.administrator import administrator, as_query, open_connection, scalar

if TYPE_CHECKING:
    import psycopg

_NAME = re.compile(r"[a-z0-9_]{1,40}")

_SOURCES = """
SELECT o.name, o.counties, t.pid IS NOT NULL,
       (SELECT count(*) FROM pg_subscription_rel AS r
         WHERE r.srsubid = s.oid AND r.srsubstate NOT IN ('r', 's')),
       pg_wal_lsn_diff(t.received_lsn, t.latest_end_lsn)::bigint,
       extract(epoch FROM clock_timestamp() - t.last_msg_receipt_time)::float8,
       coalesce(e.apply_error_count + e.sync_error_count, 0)
  FROM sync.source AS o
  LEFT JOIN pg_subscription AS s
         ON s.subname = %s || '_' || o.name
        AND s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
  LEFT JOIN pg_stat_subscription AS t ON t.subid = s.oid AND t.relid IS NULL
  LEFT JOIN pg_stat_subscription_stats AS e ON e.subid = s.oid
 ORDER BY o.name"""


def subscribe(
    admin_dsn: str, name: str, source_dsn: str, counties: Iterable[str], *, again: bool = False
) -> None:
    """Read a centre below from now on; its present rows are copied first.

    `source_dsn` is seen from this server and holds the password. With `again` the counties' rows
    are removed and copied anew: the source was restored or made anew, and its log no longer
    continues the one read so far. Raises `CentreError` when either side refuses.
    """
    codes = upper_level.checked_counties(counties)
    if not _NAME.fullmatch(name):
        raise InvalidInputError("下级中心的名称只能用小写字母、数字和 _。")
    with open_connection(admin_dsn) as connection:
        level = _upper(connection)
        _require_partitions(connection, level, codes)
        title = f"{level.value}_{name}"
        is_there = _exists(connection, title)
        if is_there and not again:
            raise CentreError(
                f"已经订阅了 {name}。", advice="来源恢复或重建过的，请加 --again 重新复制。"
            )
        _drop(connection, title, source_dsn, is_there=is_there)
        if again:
            _empty(connection, level, codes)
        connection.execute(
            "INSERT INTO sync.source (name, counties) VALUES (%s, %s) "
            "ON CONFLICT (name) DO UPDATE SET counties = excluded.counties",
            (name, list(codes)),
        )
        _create(connection, title, source_dsn, publication.publication_name(level))


def with_secret(source_dsn: str, secret: str) -> str:
    """Return the connection string that the upper server keeps; only its superusers read it."""
    from psycopg.conninfo import make_conninfo

    return make_conninfo(source_dsn, password=secret) if secret else source_dsn


def refresh(admin_dsn: str, name: str) -> None:
    """Take up tables that the source publishes since; columns need no refreshing."""
    with open_connection(admin_dsn) as connection:
        title = f"{_upper(connection).value}_{name}"
        if not _exists(connection, title):
            raise CentreError(f"没有订阅 {name}。")
        connection.execute(as_query(f'ALTER SUBSCRIPTION "{title}" REFRESH PUBLICATION'))


def upper_status(admin_dsn: str) -> UpperStatus:
    """Return how far each centre below has been read; nothing is written."""
    with administrator(admin_dsn) as connection:
        level = _upper(connection)
        tables = [table.name for table in upper_level.tables_at(level)]
        found = connection.execute(_SOURCES, (level.value,)).fetchall()
        return UpperStatus(
            level=level.value,
            schema_version=scalar(connection, "SELECT schema_version FROM sync.upper_level"),
            sources=tuple(
                SourceStanding(
                    name=row[0],
                    counties=tuple(row[1]),
                    is_connected=row[2],
                    copying=row[3],
                    behind=row[4],
                    silent=row[5],
                    newest=_newest(connection, row[1]),
                    errors=row[6],
                )
                for row in found
            ),
            rows={
                table: scalar(connection, f"SELECT count(*) FROM app.{table}") for table in tables
            },
        )


def subscribers(admin_dsn: str) -> tuple[SubscriberStanding, ...]:
    """Return the centres above that read this one."""
    with administrator(admin_dsn) as connection:
        rows = connection.execute(
            "SELECT slot_name::text, active, "
            "coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint "
            "FROM pg_replication_slots WHERE database = current_database() ORDER BY 1"
        ).fetchall()
        return tuple(SubscriberStanding(*row) for row in rows)


def _upper(connection: "psycopg.Connection[Any]") -> Level:
    level = upper_level.level_of(connection)
    if level is Level.COUNTY:
        raise CentreError("县级中心没有下级可以订阅。", advice="请在市级或省级中心运行。")
    return level


def _newest(connection: "psycopg.Connection[Any]", counties: list[str]) -> Any:
    """Return when the latest visit known from these counties was registered below."""
    query = "SELECT max(created_at) FROM app.visit WHERE _county = ANY (%s)"
    return scalar(connection, query, counties)


def _require_partitions(
    connection: "psycopg.Connection[Any]", level: Level, codes: tuple[str, ...]
) -> None:
    table = upper_level.tables_at(level)[0].name
    for code in codes:
        if not scalar(connection, "SELECT to_regclass(%s) IS NOT NULL", f"app.{table}_{code}"):
            raise CentreError(
                f"本中心还没有县区 {code}。",
                advice=f"请先运行 desk centre init --level {level.value} --counties {code}。",
            )


def _exists(connection: "psycopg.Connection[Any]", title: str) -> bool:
    return scalar(
        connection,
        "SELECT EXISTS (SELECT FROM pg_subscription WHERE subname = %s AND subdbid = "
        "(SELECT oid FROM pg_database WHERE datname = current_database()))",
        title,
    )


def _drop(
    connection: "psycopg.Connection[Any]", title: str, source_dsn: str, *, is_there: bool
) -> None:
    """Remove the subscription and its slot at the source, whichever of the two is left."""
    with open_connection(source_dsn) as source:
        _require_another_server(connection, source)
        slot = "SELECT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = %s)"
        has_slot = scalar(source, slot, title)
        if is_there and not has_slot:
            connection.execute(as_query(f'ALTER SUBSCRIPTION "{title}" DISABLE'))
            connection.execute(as_query(f'ALTER SUBSCRIPTION "{title}" SET (slot_name = NONE)'))
        if is_there:
            connection.execute(as_query(f'DROP SUBSCRIPTION "{title}"'))
        elif has_slot:
            source.execute("SELECT pg_drop_replication_slot(%s)", (title,))


def _require_another_server(
    connection: "psycopg.Connection[Any]", source: "psycopg.Connection[Any]"
) -> None:
    """Refuse a source on this very server: the slot would wait for our own statement for ever."""
    query = "SELECT system_identifier FROM pg_control_system()"
    if scalar(connection, query) == scalar(source, query):
        raise CentreError(
            "下级与本中心在同一个 PostgreSQL 中，不能订阅。", advice="两级中心要各有自己的服务器。"
        )


def _empty(connection: "psycopg.Connection[Any]", level: Level, codes: tuple[str, ...]) -> None:
    """Delete the counties' rows; row by row, because the level above has to be told."""
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")  # past `read_only`
        for table in upper_level.tables_at(level):
            statement = as_query(f"DELETE FROM app.{table.name} WHERE _county = ANY (%s)")
            connection.execute(statement, (list(codes),))


def _create(connection: "psycopg.Connection[Any]", title: str, source_dsn: str, name: str) -> None:
    from psycopg import sql

    statement = sql.SQL("CREATE SUBSCRIPTION {} CONNECTION {} PUBLICATION {}")
    connection.execute(
        statement.format(sql.Identifier(title), sql.Literal(source_dsn), sql.Identifier(name))
    )
