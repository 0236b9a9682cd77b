"""What a centre lets the level above read: chosen columns of chosen tables, never stream 2.

The login for it may read those columns and rows and no others. It must be allowed to replicate,
and whoever may replicate can ask PostgreSQL for more than a publication offers: give its secret
only to the administrator of the level above, and let pg_hba.conf admit it from there alone.
"""

import secrets
from typing import TYPE_CHECKING, Any

from reception_desk.errors import CentreError
from reception_desk.records.centre_levels import UpwardLink
from reception_desk.rules.levels import Level, columns_at
from reception_desk.rules.units import RESTRICTED_STREAM
from reception_desk.sync import upper_level
from reception_desk.sync.administrator import administrator, as_query, scalar
from reception_desk.sync.centre import OWNER, prepare_roles

if TYPE_CHECKING:
    import psycopg

UPWARD_ROLE = "reception_desk_upward"
FIXED_COLUMNS = ("id", "stream", "_county", "_pos")
"""Go up with every row: its key, what the filter reads, its place in the stream."""

_FILTER = f"stream <> {RESTRICTED_STREAM}"


def publish(admin_dsn: str, county: str = "", *, host: str = "", renew: bool = False) -> UpwardLink:
    """Publish this centre to the level above; run it again after every `migrate`.

    `county` is the code of a county's centre, needed the first time. The secret is told when the
    login is made or `renew` asks for a new one, else it is empty. Raises `CentreError` when the
    server does not keep what logical replication reads, or the county is another.
    """
    with administrator(admin_dsn) as connection:
        level = upper_level.level_of(connection)
        above = level.above
        if above is None:
            raise CentreError("省级中心没有上级。")
        if scalar(connection, "SHOW wal_level") != "logical":
            raise CentreError(
                "中心的 PostgreSQL 没有打开逻辑复制。",
                advice="请把 wal_level 设为 logical，重新启动 PostgreSQL 后再试。",
            )
        prepare_roles(connection)  # their rights on a database do not survive its copy
        secret = _let_in(connection, renew=renew)
        if level is Level.COUNTY:
            _name_county(connection, county, above)
        _grant(connection, above)
        name = publication_name(above)
        _publish(connection, name, above, is_partitioned=level is not Level.COUNTY)
        return UpwardLink(_dsn(connection, host), name, secret)


def publication_name(above: Level) -> str:
    return f"to_{above.value}"


def published_columns(table: str, above: Level) -> tuple[str, ...]:
    """Return the columns of a table that reach `above`."""
    return (*FIXED_COLUMNS, *columns_at(above)[table])


def _name_county(connection: "psycopg.Connection[Any]", county: str, above: Level) -> None:
    """Put the county's code and the key of replication on every published table."""
    known = scalar(
        connection,
        "SELECT substring(pg_get_expr(adbin, adrelid) FROM '\\d{6}') FROM pg_attrdef AS d "
        "JOIN pg_attribute AS a ON a.attrelid = d.adrelid AND a.attnum = d.adnum "
        "WHERE a.attname = '_county' LIMIT 1",
    )
    if known and county not in {"", known}:
        raise CentreError(f"这个中心已作为 {known} 公布，不能改为 {county}。", saved="没有改动。")
    (code,) = upper_level.checked_counties([county or known or ""])
    for table in upper_level.tables_at(above):
        script = upper_level.filled_script(
            "identity.sql", table.name, county=code, reader=UPWARD_ROLE, filter=_FILTER
        )
        connection.execute(as_query(script))


def _let_in(connection: "psycopg.Connection[Any]", *, renew: bool) -> str:
    """Make the login of the level above; return its secret when it is new."""
    is_there = scalar(connection, "SELECT to_regrole(%s) IS NOT NULL", UPWARD_ROLE)
    if not is_there:
        connection.execute(f"CREATE ROLE {UPWARD_ROLE} LOGIN REPLICATION CONNECTION LIMIT 12")
    if is_there and not renew:
        return ""
    secret = secrets.token_urlsafe(24)
    verifier = connection.pgconn.encrypt_password(
        secret.encode(), UPWARD_ROLE.encode(), b"scram-sha-256"
    )
    connection.execute(as_query(f"ALTER ROLE {UPWARD_ROLE} PASSWORD '{verifier.decode()}'"))
    return secret


def _grant(connection: "psycopg.Connection[Any]", above: Level) -> None:
    """Let the login read what is published, and take back what no longer is."""
    from psycopg import sql

    database = sql.Identifier(connection.info.dbname)
    role = sql.Identifier(UPWARD_ROLE)
    grant = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}; GRANT USAGE ON SCHEMA app TO {}")
    connection.execute(grant.format(database, role, role))
    connection.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA app FROM {UPWARD_ROLE}")
    for table in upper_level.tables_at(above):
        columns = _listed(published_columns(table.name, above))
        connection.execute(
            as_query(f"GRANT SELECT ({columns}) ON app.{table.name} TO {UPWARD_ROLE}")
        )


def _publish(
    connection: "psycopg.Connection[Any]", name: str, above: Level, *, is_partitioned: bool
) -> None:
    """Make the publication or bring it to what `above` may have."""
    tables = ", ".join(
        f"app.{table.name} ({_listed(published_columns(table.name, above))}) WHERE ({_FILTER})"
        for table in upper_level.tables_at(above)
    )
    connection.execute(f"SET LOCAL ROLE {OWNER}")
    if scalar(connection, "SELECT EXISTS (SELECT FROM pg_publication WHERE pubname = %s)", name):
        connection.execute(as_query(f"ALTER PUBLICATION {name} SET TABLE {tables}"))
    else:
        # Without truncate: of a single partition it would not be told above.
        options = (
            f"publish = 'insert, update, delete', publish_via_partition_root = {is_partitioned}"
        )
        connection.execute(
            as_query(f"CREATE PUBLICATION {name} FOR TABLE {tables} WITH ({options})")
        )


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _dsn(connection: "psycopg.Connection[Any]", host: str) -> str:
    from psycopg.conninfo import make_conninfo

    info = connection.info
    return make_conninfo(
        host=host or info.host, port=info.port, dbname=info.dbname, user=UPWARD_ROLE
    )
