"""Letting desks in and out: one login of PostgreSQL for each desk."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from reception_desk.errors import CentreError, InvalidInputError
from reception_desk.records.centre_backup import KeptLogin
from reception_desk.records.sync import Enrolment
from reception_desk.sync import join_code, schema
from reception_desk.sync.administrator import administrator, as_query, scalar
from reception_desk.sync.centre import require_centre
from reception_desk.sync.join_code import JoinCode

if TYPE_CHECKING:
    import psycopg

CODE_HOURS = 24
"""A code that was not used by then is worth nothing."""
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
    admin_dsn: str,
    name: str,
    streams: Iterable[int],
    *,
    host: str = "",
    login: str = "",
    hours: int = CODE_HOURS,
) -> Enrolment:
    """Make a login that sees `streams`, and a code by which one desk joins within `hours`.

    `host` is the address desks use when it is not the administrator's; several are the centre
    and its standbys. Raises `InvalidInputError` for an unfit name, `CentreError` when the desk or
    login exists.
    """
    granted = _checked_streams(streams)
    if not _DESK_NAME.fullmatch(name):
        raise InvalidInputError(
            "窗口名称只能用字母、数字、- 和 _。",
            advice="例如：desk centre add-desk W1 --unit XFJ。",
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
        _make_streams(connection, granted)
        connection.execute(
            "INSERT INTO sync.desk (name, login, streams) VALUES (%s, %s, %s)",
            (name, role, granted),
        )
        _create_login(connection, role)
        return _let_in(connection, name, role, host, hours)


def renew_desk(admin_dsn: str, name: str, *, host: str = "", hours: int = CODE_HOURS) -> Enrolment:
    """Give a desk a new code and let a new local file take its place; the old secret is void."""
    with administrator(admin_dsn) as connection:
        role = scalar(
            connection,
            "UPDATE sync.desk SET client = NULL, last_seq = 0, last_hlc = 0, revoked_at = NULL, "
            "reach_told_at = NULL, joined_at = NULL, wipe_asked_at = NULL, wiped_at = NULL "
            "WHERE name = %s RETURNING login",
            name,
        )
        _require_desk(name, role)
        told = _let_in(connection, name, role, host, hours)
    _cut_off(admin_dsn, role)
    return told


def grant(admin_dsn: str, name: str, streams: Iterable[int]) -> None:
    """Let a desk see exactly `streams` from now on.

    It is cut off to greet again: it reads a new stream whole and removes a withdrawn one.
    """
    granted = _checked_streams(streams)
    with administrator(admin_dsn) as connection:
        _make_streams(connection, granted)
        role = scalar(
            connection,
            "UPDATE sync.desk SET streams = %s WHERE name = %s RETURNING login",
            granted,
            name,
        )
        _require_desk(name, role)
    _cut_off(admin_dsn, role)


def revoke(admin_dsn: str, name: str, *, is_lost: bool = False) -> None:
    """Shut a desk out at once: no call, no new connection, open connections cut.

    A lost desk may still connect, to hear only that it is to destroy its key. Raises
    `CentreError` when no desk has that name.
    """
    with administrator(admin_dsn) as connection:
        role = scalar(
            connection,
            "UPDATE sync.desk SET revoked_at = coalesce(revoked_at, clock_timestamp()), "
            "wipe_asked_at = CASE WHEN %s THEN coalesce(wipe_asked_at, clock_timestamp()) END "
            "WHERE name = %s RETURNING login",
            is_lost,
            name,
        )
        _require_desk(name, role)
        if not is_lost:
            _role(connection, "ALTER ROLE {} NOLOGIN PASSWORD NULL", role)
    _cut_off(admin_dsn, role)


def _cut_off(admin_dsn: str, role: str) -> None:
    """End the desk's connections, after the commit: a new one finds things as they are now."""
    with administrator(admin_dsn) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (role,)
        )


def _checked_streams(streams: Iterable[int]) -> list[int]:
    granted = sorted(set(streams))
    if not granted:
        raise InvalidInputError("至少要有一个可见范围。", advice="例如 --unit XFJ。")
    return granted


def _make_streams(connection: "psycopg.Connection[Any]", streams: list[int]) -> None:
    connection.execute(
        "INSERT INTO sync.stream (id) SELECT unnest(%s::bigint[]) ON CONFLICT DO NOTHING",
        (streams,),
    )


def kept_logins(connection: "psycopg.Connection[Any]") -> tuple[KeptLogin, ...]:
    """Return every desk's login for a backup, with verifiers where the administrator sees them."""
    sees_all = scalar(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    verifier, roles = ("a.rolpassword", "pg_authid") if sees_all else ("NULL", "pg_roles")
    query = as_query(
        f"SELECT d.name, d.login, coalesce(a.rolcanlogin, false), "
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


def _let_in(
    connection: "psycopg.Connection[Any]", name: str, role: str, host: str, hours: int
) -> Enrolment:
    info = connection.info
    here = info.host if info.host and not info.host.startswith("/") else "localhost"
    secret = join_code.new_secret()
    places = join_code.read_hosts(host or here, port=str(info.port))
    code = JoinCode(role, secret, places, info.dbname)
    _set_verifier(connection, role, verifier(connection, role, secret))
    until = scalar(
        connection,
        "UPDATE sync.desk SET joined_at = NULL, "
        "code_until = clock_timestamp() + make_interval(hours => %s) WHERE name = %s "
        "RETURNING code_until",
        hours,
        name,
    )
    return Enrolment(name, role, code.dsn, secret, str(code), until)


def verifier(connection: "psycopg.Connection[Any]", role: str, secret: str) -> str:
    """Return what the server keeps of a secret; the secret itself never reaches its log."""
    made = connection.pgconn.encrypt_password(secret.encode(), role.encode(), b"scram-sha-256")
    return made.decode()


def _require_desk(name: str, role: str | None) -> None:
    if role is None:
        raise CentreError(f"中心没有登记过窗口“{name}”。", advice="请用 desk centre status 查看。")


def _role(connection: "psycopg.Connection[Any]", statement: str, role: str) -> None:
    from psycopg import sql

    connection.execute(sql.SQL(as_query(statement)).format(sql.Identifier(role)))
