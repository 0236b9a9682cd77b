"""A backup of the centre: a dump, and beside it a manifest to prove a restored copy against.

Only the schemas `sync` and `app` are dumped. Publications and subscriptions belong to the server
and are made anew (`desk centre publish`, `subscribe`). Of the server's roles only the desks'
logins are kept: `pg_dumpall --roles-only` would also carry the administrators' passwords.
"""

import hashlib
import json
import os
import shutil
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reception_desk import __version__
from reception_desk.errors import CentreError
from reception_desk.records.centre_backup import BackupManifest, KeptLogin, TableContent
from reception_desk.sync import centre, enrolment, postgres_client
from reception_desk.sync.administrator import administrator, as_query, scalar

if TYPE_CHECKING:
    import psycopg

_SCHEMAS = ("sync", "app")
_COPY_PROGRAMS = ("pg_basebackup", "pg_verifybackup")


def backup(admin_dsn: str, folder: Path, *, physical: bool = False) -> Path:
    """Write `centre-….dump` and its manifest `.json` into `folder`; return the dump's path.

    The counts are taken in the snapshot that is dumped, while desks go on. With `physical` the
    whole server is copied too, into `centre-….base`, and verified. Raises `CentreError` when a
    program is missing or of another version, or the disk has too little room.
    """
    from psycopg.conninfo import make_conninfo

    with administrator(admin_dsn) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        centre.require_centre(connection)
        major = connection.info.server_version // 10000
        dump_program = postgres_client.find("pg_dump", major)
        copy_programs = [postgres_client.find(name, major) for name in _COPY_PROGRAMS if physical]
        folder.mkdir(parents=True, exist_ok=True)
        _require_room(connection, folder, physical=physical)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        dump = folder / f"centre-{connection.info.dbname}-{stamp}.dump"
        dsn = make_conninfo(admin_dsn, dbname=connection.info.dbname)
        _dump(connection, dump_program, dsn, dump)
        manifest = _manifest(connection, dump)
    if copy_programs:
        base = dump.with_suffix(".base")
        _copy_server(copy_programs, dsn, base)
        manifest = replace(manifest, base=base.name)
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
    _private(manifest_path(dump)).write_text(text, encoding="utf-8")
    return dump


def manifest_path(dump: Path) -> Path:
    return dump.with_suffix(".json")


def read_manifest(dump: Path) -> BackupManifest:
    """Return the manifest of a dump whose bytes are as they were written.

    Raises `CentreError` when one of the two files is missing, unreadable or changed.
    """
    try:
        values: dict[str, Any] = json.loads(manifest_path(dump).read_text(encoding="utf-8"))
        values["tables"] = {name: TableContent(**each) for name, each in values["tables"].items()}
        values["logins"] = tuple(KeptLogin(**each) for each in values["logins"])
        manifest = BackupManifest(**values)
        found = _sha256(dump)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise CentreError(
            f"备份 {dump.name} 不完整：它或它的清单（.json）读不出来。",
            advice="请换一份备份；两个文件要放在一起。",
        ) from error
    if found != manifest.sha256:
        raise CentreError(
            f"备份 {dump.name} 与清单不符：文件被改动过或已损坏。", advice="请换一份备份。"
        )
    return manifest


def contents(connection: "psycopg.Connection[Any]") -> dict[str, TableContent]:
    """Return what every table of the centre holds."""
    connection.execute("SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'")
    names = connection.execute(
        "SELECT relnamespace::regnamespace::text, relname::text FROM pg_class "
        "WHERE relnamespace::regnamespace::text = ANY (%s) AND relkind = 'r' ORDER BY 1, 2",
        (list(_SCHEMAS),),
    ).fetchall()
    return {f"{schema}.{name}": _content(connection, schema, name) for schema, name in names}


def positions(connection: "psycopg.Connection[Any]") -> dict[str, int]:
    """Return the streams' heads, by the stream's number as text."""
    return dict(connection.execute("SELECT id::text, pos FROM sync.stream ORDER BY id").fetchall())


def _content(connection: "psycopg.Connection[Any]", schema: str, name: str) -> TableContent:
    from psycopg import sql

    query = sql.SQL(
        "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text "
        "FROM {} AS t"
    )
    row = connection.execute(query.format(sql.Identifier(schema, name))).fetchone()
    return TableContent(*row) if row else TableContent(0, "0")


def _manifest(connection: "psycopg.Connection[Any]", dump: Path) -> BackupManifest:
    return BackupManifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        program_version=__version__,
        server_version=connection.info.server_version,
        schema_version=scalar(connection, "SELECT schema_version FROM sync.centre"),
        database=connection.info.dbname,
        generation=scalar(connection, "SELECT generation FROM sync.centre"),
        heads=positions(connection),
        tables=contents(connection),
        logins=enrolment.kept_logins(connection),
        dump=dump.name,
        size=dump.stat().st_size,
        sha256=_sha256(dump),
    )


def _require_room(connection: "psycopg.Connection[Any]", folder: Path, *, physical: bool) -> None:
    """A dump is smaller than its database; a copy of the server is as large as all of them."""
    query = "SELECT pg_database_size(current_database())"
    if physical:
        query += " + (SELECT sum(pg_database_size(oid)) FROM pg_database)::bigint"
    needed: int = scalar(connection, as_query(query))
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise CentreError(
            f"{folder} 只剩 {free >> 20} MB，备份最多需要 {needed >> 20} MB。",
            saved="没有写入任何文件。",
            advice="请腾出空间或换一个文件夹。",
        )


def _dump(connection: "psycopg.Connection[Any]", program: Path, dsn: str, dump: Path) -> None:
    """Dump this transaction's snapshot; a file cut short never bears the final name."""
    snapshot = scalar(connection, "SELECT pg_export_snapshot()")
    part = _private(dump.with_suffix(".part"))
    try:
        postgres_client.call(
            program,
            "--format=custom",
            f"--snapshot={snapshot}",
            f"--file={part}",
            *(f"--schema={schema}" for schema in _SCHEMAS),
            dsn=dsn,
        )
        part.rename(dump)
    finally:
        part.unlink(missing_ok=True)


def _copy_server(programs: list[Path], dsn: str, base: Path) -> None:
    basebackup, verifybackup = programs
    postgres_client.call(
        basebackup,
        f"--pgdata={base}",
        "--wal-method=stream",
        "--checkpoint=fast",
        dsn=dsn,
    )
    postgres_client.call(verifybackup, "--quiet", str(base))


def _private(path: Path) -> Path:
    """Make an empty file that only this user can read: a backup holds what petitioners told."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
