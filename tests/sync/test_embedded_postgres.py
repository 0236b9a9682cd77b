"""The server of the demonstration: found, started without rights, stopped, started again."""

import os
from pathlib import Path

import psycopg
import pytest

from reception_desk.errors import CentreError
from reception_desk.sync import embedded_postgres
from reception_desk.sync.embedded_postgres import EmbeddedPostgres, find_programs, running_postgres


@pytest.mark.slow
@pytest.mark.parametrize("end", [EmbeddedPostgres.crash, EmbeddedPostgres.kill])
def test_rows_survive_a_crash_of_a_durable_server(end):
    with running_postgres(durable=True) as server:
        dsn = server.new_database("kept")
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("CREATE TABLE t AS SELECT 1 AS a")
            owner = connection.execute("SELECT pg_read_file('postmaster.pid')").fetchone()
        assert owner is not None
        process = int(owner[0].splitlines()[0])
        if os.name != "nt":
            assert Path(f"/proc/{process}").stat().st_uid != 0
        end(server)
        assert not Path(f"/proc/{process}/exe").exists()
        server.start()
        with psycopg.connect(dsn) as connection:
            assert connection.execute("SELECT a FROM t").fetchall() == [(1,)]

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(dsn)


def test_a_machine_without_postgresql_is_told_what_to_install(monkeypatch, tmp_path: Path):
    monkeypatch.setattr(embedded_postgres, "_DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PG_BIN", raising=False)

    with pytest.raises(CentreError, match="安装 postgresql"):
        find_programs()


def test_the_newest_of_debians_versions_is_taken(monkeypatch, tmp_path: Path):
    for version in ("9.6", "15", "17"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        for program in ("initdb", "pg_ctl", "postgres"):
            (folder / program).write_text("")
            (folder / program).chmod(0o755)
    (tmp_path / "17" / "bin" / "initdb").unlink()
    monkeypatch.setattr(embedded_postgres, "_DEBIAN", tmp_path)
    monkeypatch.delenv("PG_BIN", raising=False)

    assert find_programs() == tmp_path / "15" / "bin"


def test_a_named_folder_comes_first(monkeypatch):
    found = find_programs()
    monkeypatch.setattr(embedded_postgres, "_DEBIAN", Path("/nowhere"))
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PG_BIN", str(found))

    assert find_programs() == found


def test_a_server_that_cannot_start_says_why(tmp_path: Path):
    with running_postgres() as server:
        server.stop()
        (server._data / "postgresql.conf").write_text("no_such_setting = 1\n")
        with pytest.raises(CentreError, match="no_such_setting"):
            server.start()
