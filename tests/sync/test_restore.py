"""Backup and restore: proved against the manifest, and nothing a desk has sent is lost."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from reception_desk.errors import CentreError
from reception_desk.sync import backup, enrolment, restore
from reception_desk.sync.embedded_postgres import running_postgres
from reception_desk.sync.link import connection_string
from tests.postgres import CentreDatabase, in_memory


def filled(centre, new_desk):
    a, b = new_desk("A"), new_desk("B")
    person = a.add(name="张伟", phone="1")
    a.add(name="李\0娜")
    a.sync()
    b.sync()
    return a, b, person


def centre_name(centre) -> str:
    return str(conninfo_to_dict(centre.dsn)["dbname"])


def changed(dump: Path, **values: Any) -> None:
    """Write other values into the manifest."""
    path = backup.manifest_path(dump)
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | values), encoding="utf-8")


@pytest.mark.slow
def test_after_a_restore_on_a_fresh_server_desks_go_on_and_nothing_is_lost(
    centre, new_desk, tmp_path
):
    a, b, person = filled(centre, new_desk)
    revoked = new_desk("R")
    enrolment.revoke(centre.dsn, "R")
    dump = backup.backup(centre.dsn, tmp_path / "backups")
    b.edit(person, phone="2")
    a.add(name="王芳")
    for desk in (a, b, a):
        desk.sync()
    before = a.rows()
    a.add(name="赵敏")  # still waiting when the old server is gone

    with running_postgres(within=in_memory()) as server:
        target = CentreDatabase(server, server.new_database("restored"))
        report = restore.restore(dump, target.dsn)

        assert (report.locked_out, report.manifest.heads) == ((), {"1": 1})
        for desk in (a, b, revoked):
            desk.link = replace(
                desk.link, dsn=make_conninfo(desk.link.dsn, port=server.port, dbname="restored")
            )
        for desk in (b, a, b):
            desk.sync()

        assert a.rows() == b.rows()
        assert len(a.rows()["person"]) == len(before["person"]) + 1
        assert target.query("SELECT phone FROM app.person WHERE id = %s", person) == [("2",)]
        assert target.query("SELECT count(*) FROM app.person") == [(4,)]
        assert target.query("SELECT count(*) FROM sync.conflict") == [(0,)]
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(connection_string(revoked.link))
        owners = target.query(
            "SELECT DISTINCT proowner::regrole::text FROM pg_proc "
            "WHERE pronamespace = 'sync'::regnamespace"
        )
        assert owners == [("reception_desk_centre",)]


def test_a_desk_to_be_wiped_may_still_come_and_learn_so(centre, new_desk, tmp_path):
    filled(centre, new_desk)
    enrolment.revoke(centre.dsn, "A", is_lost=True)
    enrolment.revoke(centre.dsn, "B")

    kept = backup.read_manifest(backup.backup(centre.dsn, tmp_path)).logins

    assert [(login.name, login.may_enter) for login in kept] == [("A", True), ("B", False)]


def test_a_backup_without_verifiers_names_the_desks_to_enrol_again(centre, new_desk, tmp_path):
    filled(centre, new_desk)
    dump = backup.backup(centre.dsn, tmp_path)
    kept = backup.read_manifest(dump).logins
    changed(dump, logins=[{"name": k.name, "login": f"{k.login}_elsewhere", "may_enter": True,
                           "verifier": None} for k in kept])  # fmt: skip
    target = centre.server.new_database(f"{centre_name(centre)}_again")

    assert restore.restore(dump, target).locked_out == ("A", "B")
    assert centre.query(
        "SELECT rolcanlogin FROM pg_roles WHERE rolname LIKE %s", f"{kept[0].login}_elsewhere"
    ) == [(False,)]


def test_a_test_restore_compares_everything_and_leaves_nothing(centre, new_desk, tmp_path):
    filled(centre, new_desk)
    dump = backup.backup(centre.dsn, tmp_path)
    databases = "SELECT count(*) FROM pg_database WHERE datname LIKE 'centre_test_%'"

    found = restore.prove(dump, centre.dsn)

    assert found.tables["app.person"].rows == 2
    assert centre.query("SELECT generation FROM sync.centre") == [(1,)]
    tables = json.loads(backup.manifest_path(dump).read_text("utf-8"))["tables"]
    changed(dump, tables=tables | {"app.person": {"rows": 2, "digest": "1"}})
    with pytest.raises(CentreError, match=r"与清单不符：app\.person"):
        restore.prove(dump, centre.dsn)
    changed(dump, tables=tables, heads={"1": 9})
    with pytest.raises(CentreError, match=r"与清单不符：sync\.stream"):
        restore.prove(dump, centre.dsn)
    assert centre.query(databases) == [(0,)]


def test_the_manifest_counts_what_is_dumped_while_desks_go_on(
    centre, new_desk, tmp_path, monkeypatch
):
    a, _, _ = filled(centre, new_desk)
    dumped = backup._dump

    def dump_while_a_desk_sends(*arguments: Any) -> None:
        a.add(name="王芳")
        a.sync()
        dumped(*arguments)

    monkeypatch.setattr(backup, "_dump", dump_while_a_desk_sends)

    dump = backup.backup(centre.dsn, tmp_path)

    assert restore.prove(dump, centre.dsn).tables["app.person"].rows == 2


def test_only_this_user_can_read_a_backup(centre, tmp_path):
    dump = backup.backup(centre.dsn, tmp_path)

    assert set(tmp_path.iterdir()) == {dump, backup.manifest_path(dump)}
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_a_target_that_holds_something_is_refused(centre, tmp_path):
    dump = backup.backup(centre.dsn, tmp_path)

    with pytest.raises(CentreError, match="不是空的"):
        restore.restore(dump, centre.dsn)

    foreign = centre.server.new_database(f"{centre_name(centre)}_foreign")
    with psycopg.connect(foreign, autocommit=True) as connection:
        connection.execute("CREATE TABLE public.theirs (a int)")
    with pytest.raises(CentreError, match="不是空的"):
        restore.restore(dump, foreign)


def test_a_damaged_backup_is_refused_before_anything_is_touched(centre, tmp_path):
    dump = backup.backup(centre.dsn, tmp_path)
    content = bytearray(dump.read_bytes())
    content[-1] ^= 1
    dump.write_bytes(content)

    with pytest.raises(CentreError, match="改动过或已损坏"):
        restore.prove(dump, centre.dsn)
    backup.manifest_path(dump).unlink()
    with pytest.raises(CentreError, match="不完整"):
        restore.prove(dump, centre.dsn)


def test_a_disk_without_room_is_told_before_anything_is_written(centre, tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1 << 20})())

    with pytest.raises(CentreError, match="只剩 1 MB"):
        backup.backup(centre.dsn, tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_failed_dump_leaves_no_file_that_looks_whole(centre, tmp_path):
    centre.query("CREATE ROLE desk_reader LOGIN PASSWORD 'x' IN ROLE reception_desk")
    centre.query("GRANT pg_read_all_data TO desk_reader")
    dsn = make_conninfo(centre.dsn, user="desk_reader", password="x")

    with pytest.raises(CentreError, match=r"pg_dump 没有成功.*row-level security"):
        backup.backup(dsn, tmp_path)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_copy_of_the_whole_server_is_verified(centre, new_desk, tmp_path):
    filled(centre, new_desk)

    dump = backup.backup(centre.dsn, tmp_path, physical=True)

    base = tmp_path / (backup.read_manifest(dump).base or "")
    assert (base / "backup_manifest").exists()
    assert base.stat().st_mode & 0o777 == 0o700


def test_raising_the_generation_tells_every_desk(centre, new_desk):
    a, _, _ = filled(centre, new_desk)
    with a.connected() as session:
        first = session.hello(a.scalar("SELECT client FROM sync_state"), 1).epoch
        restore.raise_generation(centre.dsn)
        assert session.hello(a.scalar("SELECT client FROM sync_state"), 1).epoch != first


def test_a_database_that_is_no_centre_has_nothing_to_back_up(postgres, tmp_path):
    for work in (lambda: backup.backup(postgres.dsn(), tmp_path),
                 lambda: restore.raise_generation(postgres.dsn())):  # fmt: skip
        with pytest.raises(CentreError, match="还不是中心"):
            work()
