"""Letting desks in and out: one login of PostgreSQL for each desk."""

import re
import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from reception_desk.errors import CentreError, InvalidInputError
from reception_desk.records.centre_backup import KeptLogin
from reception_desk.records.sync import Enrolment
from reception_desk.sync import schema
from reception_desk.sync.administrator import administrator, as_query, scalar
from reception_desk.sync.centre import require_centre

if TYPE_CHECKING:
    import psycopg

_DESK_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,40}")

_DESK_LIMITS = {
    "statement_timeout": "60s",
    "lock_timeout": "20s",
    "idle_in_transaction_session_timeout": "60s",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}


def add_desk(
    admin_dsn: str, name: str, streams: Iterable[int], *, host: str = "", login: str = ""
) -> Enrolment:
    """Make a login that sees `streams`, with a new secret that is told once.

    `host` is the address desks use when it is not the administrator's. Raises
    `InvalidInputError` for an unfit name, `CentreError` when the desk or login exists.
    """
    granted = sorted(set(streams))
    if not _DESK_NAME.fullmatch(name) or not granted:
        raise InvalidInputError(
            "窗口名称只能用字母、数字、- 和 _，并且至少要有一个可见范围。",
            advice="例如：desk centre add-desk W1 --streams 1。",
        )
    role = login or f"desk_{name.lower().replace('-', '_')}"
    with administrator(admin_dsn) as connection:
        require_centre(connection)
        if scalar(connection, "SELECT to_regrole(quote_ident(%s)) IS NOT NULL", role) or scalar(
            connection, "SELECT EXISTS (SELECT FROM sync.desk WHERE name = %s)", name
        ):
            raise CentreError(
                f"窗口“{name}”（登录名 {role}）已经登记过。", advice="要重新登记请加 --renew。"
            )
        connection.execute(
            "INSERT INTO sync.stream (id) SELECT unnest(%s::bigint[]) ON CONFLICT DO NOTHING",
            (granted,),
        )
        connection.execute(
            "INSERT INTO sync.desk (name, login, streams) VALUES (%s, %s, %s)",
            (name, role, granted),
        )
        _create_login(connection, role)
        return _let_in(connection, name, role, host)


def renew_desk(admin_dsn: str, name: str, *, host: str = "") -> Enrolment:
    """Give a desk a new secret and let a new local file take its place."""
    with administrator(admin_dsn) as connection:
        role = scalar(
            connection,
            "UPDATE sync.desk SET client = NULL, last_seq = 0, last_hlc = 0, revoked_at = NULL, "
            "reach_told_at = NULL WHERE name = %s RETURNING login",
            name,
        )
        _require_desk(name, role)
        return _let_in(connection, name, role, host)


def revoke(admin_dsn: str, name: str) -> None:
    """Shut a desk out at once: no call, no new connection, open connections cut.

    Raises `CentreError` when no desk has that name.
    """
    with administrator(admin_dsn) as connection:
        role = scalar(
            connection,
            "UPDATE sync.desk SET revoked_at = coalesce(revoked_at, clock_timestamp()) "
            "WHERE name = %s RETURNING login",
            name,
        )
        _require_desk(name, role)
        _role(connection, "ALTER ROLE {} NOLOGIN PASSWORD NULL", role)
    with administrator(
        admin_dsn
    ) as connection:  # after the commit: a new login finds the door shut
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (role,)
        )


def kept_logins(connection: "psycopg.Connection[Any]") -> tuple[KeptLogin, ...]:
    """Return every desk's login for a backup, with verifiers where the administrator sees them."""
    sees_all = scalar(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    verifier, roles = ("a.rolpassword", "pg_authid") if sees_all else ("NULL", "pg_roles")
    query = as_query(
        f"SELECT d.name, d.login, d.revoked_at IS NULL AND coalesce(a.rolcanlogin, false), "
        f"{verifier} FROM sync.desk AS d LEFT JOIN {roles} AS a ON a.rolname = d.login "
        "ORDER BY d.id"
    )
    return tuple(KeptLogin(*row) for row in connection.execute(query).fetchall())


def recreate_logins(
    connection: "psycopg.Connection[Any]", logins: Iterable[KeptLogin]
) -> tuple[str, ...]:
    """Make the logins this server lacks; return the desks that need a new secret.

    A desk enters again with the secret it has when its verifier was kept. A login that is there
    already stays as it is.
    """
    locked_out: list[str] = []
    for kept in logins:
        if not scalar(connection, "SELECT to_regrole(quote_ident(%s)) IS NOT NULL", kept.login):
            _create_login(connection, kept.login)
            if kept.may_enter and kept.verifier:
                _set_verifier(connection, kept.login, kept.verifier)
            elif kept.may_enter:
                locked_out.append(kept.name)
    return tuple(locked_out)


def _create_login(connection: "psycopg.Connection[Any]", role: str) -> None:
    _role(connection, "CREATE ROLE {} NOLOGIN CONNECTION LIMIT 6", role)
    _role(connection, f"GRANT {schema.DESK_ROLE} TO {{}}", role)
    for setting, value in _DESK_LIMITS.items():
        _role(connection, f"ALTER ROLE {{}} SET {setting} = '{value}'", role)


def _set_verifier(connection: "psycopg.Connection[Any]", role: str, verifier: str) -> None:
    from psycopg import sql

    statement = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}")
    connection.execute(statement.format(sql.Identifier(role), sql.Literal(verifier)))


def _let_in(connection: "psycopg.Connection[Any]", name: str, role: str, host: str) -> Enrolment:
    from psycopg.conninfo import make_conninfo

    secret = secrets.token_urlsafe(24)
    verifier = connection.pgconn.encrypt_password(  # the secret itself never reaches a server log
        secret.encode(), role.encode(), b"scram-sha-256"
    )
    _set_verifier(connection, role, verifier.decode())
    info = connection.info
    dsn = make_conninfo(host=host or info.host, port=info.port, dbname=info.dbname, user=role)
    return Enrolment(name=name, login=role, dsn=dsn, secret=secret)


def _require_desk(name: str, role: str | None) -> None:
    if role is None:
        raise CentreError(f"中心没有登记过窗口“{name}”。", advice="请用 desk centre status 查看。")


def _role(connection: "psycopg.Connection[Any]", statement: str, role: str) -> None:
    from psycopg import sql

    connection.execute(sql.SQL(as_query(statement)).format(sql.Identifier(role)))
