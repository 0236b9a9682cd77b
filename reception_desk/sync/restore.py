"""A backup put back, or proved by putting it into a database that is dropped again.

A restored centre raises its generation. Every desk sees a new epoch at its next greeting, sends
again what the backup lacked (changes are kept 30 days after they were acknowledged) and reads
all anew. No desk has to be visited: its login comes back with the secret it has.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reception_desk.errors import CentreError
from reception_desk.records.centre_backup import BackupManifest, RestoreReport
from reception_desk.sync import backup, centre, enrolment, postgres_client
from reception_desk.sync.administrator import administrator, scalar

if TYPE_CHECKING:
    import psycopg


def restore(dump: Path, target_dsn: str) -> RestoreReport:
    """Put a backup into an empty database, prove it, let the desks in.

    Raises `CentreError` when the target is not empty, the backup is damaged, or what arrived is
    not what the manifest says.
    """
    manifest = backup.read_manifest(dump)
    _load(dump, manifest, target_dsn)
    with administrator(target_dsn) as connection:
        _require_equal(connection, manifest)
        locked_out = enrolment.recreate_logins(connection, manifest.logins)
        _raise_generation(connection)
    return RestoreReport(manifest, locked_out)


def prove(dump: Path, admin_dsn: str) -> BackupManifest:
    """Prove a backup on the server of `admin_dsn`: restore, compare, drop. Returns its manifest.

    Nothing but a passing database is made: no login, no change to the centre.
    """
    manifest = backup.read_manifest(dump)
    with _passing_database(admin_dsn) as dsn:
        _load(dump, manifest, dsn)
        with administrator(dsn) as connection:
            _require_equal(connection, manifest)
    return manifest


def raise_generation(admin_dsn: str) -> None:
    """Let every desk send again and read anew: a cold copy of the server was put back.

    Such a copy keeps its identity and timeline, so that nothing else would tell the desks.
    """
    with administrator(admin_dsn) as connection:
        centre.require_centre(connection)
        _raise_generation(connection)


def _load(dump: Path, manifest: BackupManifest, dsn: str) -> None:
    """Restore as the owner of the centre, in one transaction."""
    from psycopg.conninfo import make_conninfo

    with administrator(dsn) as connection:
        _require_empty(connection)
        major = connection.info.server_version // 10000
        if major < manifest.server_major:
            raise CentreError(
                f"备份来自 PostgreSQL {manifest.server_major}，目标服务器是 {major}。",
                advice=f"请在 {manifest.server_major} 或更高的版本上恢复。",
            )
        program = postgres_client.find("pg_restore", major)
        name = connection.info.dbname
        centre.prepare_roles(connection)
    postgres_client.call(
        program,
        "--single-transaction",
        "--no-owner",
        f"--role={centre.OWNER}",
        str(dump),
        dsn=make_conninfo(dsn, dbname=name),
    )


def _require_empty(connection: "psycopg.Connection[Any]") -> None:
    found = scalar(
        connection,
        "SELECT count(*) FROM pg_class WHERE relnamespace >= 16384 OR relnamespace = "
        "to_regnamespace('public')",
    ) + scalar(
        connection,
        "SELECT count(*) FROM pg_namespace WHERE nspname IN ('sync', 'app')",
    )
    if found:
        raise CentreError(
            f"目标数据库 {connection.info.dbname} 不是空的，没有恢复。",
            saved="目标中的内容没有改动。",
            advice="请新建一个空数据库（createdb）再恢复。",
        )


def _require_equal(connection: "psycopg.Connection[Any]", manifest: BackupManifest) -> None:
    """Compare rows, contents and heads; another major version may hash otherwise."""
    found = backup.contents(connection)
    is_same_major = connection.info.server_version // 10000 == manifest.server_major
    wrong = sorted(
        name
        for name in found.keys() | manifest.tables.keys()
        if name not in found
        or name not in manifest.tables
        or found[name].rows != manifest.tables[name].rows
        or (is_same_major and found[name].digest != manifest.tables[name].digest)
    )
    if backup.positions(connection) != manifest.heads:
        wrong.append("sync.stream")
    if wrong:
        raise CentreError(
            f"恢复出的内容与清单不符：{'、'.join(wrong)}。",
            advice="这份备份不能用，请换一份；刚恢复的数据库可以删除。",
        )


def _raise_generation(connection: "psycopg.Connection[Any]") -> None:
    connection.execute("UPDATE sync.centre SET generation = generation + 1")


@contextmanager
def _passing_database(admin_dsn: str) -> Iterator[str]:
    import psycopg
    from psycopg import sql
    from psycopg.conninfo import make_conninfo

    name = sql.Identifier(f"centre_test_{secrets.token_hex(4)}")
    try:
        with psycopg.connect(admin_dsn, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
            try:
                yield make_conninfo(admin_dsn, dbname=name.as_string(connection).strip('"'))
            finally:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
    except psycopg.Error as error:
        raise CentreError(
            "不能在这个服务器上建立试恢复用的临时数据库。", advice="请检查管理员权限。"
        ) from error
