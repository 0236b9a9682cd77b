"""PostgreSQL's programs: the right version, a sentence without one, no password in sight."""

from pathlib import Path

import pytest

from reception_desk.errors import CentreError
from reception_desk.sync import postgres_client


def program(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def only(monkeypatch, tmp_path: Path) -> Path:
    """The one folder where programs are looked for."""
    monkeypatch.setattr(postgres_client, "_DEBIAN", tmp_path / "none")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PG_BIN", raising=False)
    return tmp_path


def test_without_the_program_the_package_is_named(only):
    with pytest.raises(CentreError, match="没有 PostgreSQL 的 pg_dump") as error:
        postgres_client.find("pg_dump", 15)

    assert "postgresql-client-15" in error.value.advice


def test_another_major_version_is_not_used(only):
    program(only, "pg_dump", "echo 'pg_dump (PostgreSQL) 14.9 (Debian 14.9-1)'")

    with pytest.raises(CentreError, match="是 14 版，中心的 PostgreSQL 是 15 版"):
        postgres_client.find("pg_dump", 15)


def test_the_matching_version_is_taken_wherever_it_stands(only, monkeypatch):
    program(only, "pg_dump", "echo 'pg_dump (PostgreSQL) 14.9'")
    folder = only / "none" / "15" / "bin"
    folder.mkdir(parents=True)
    ours = program(folder, "pg_dump", "echo 'pg_dump (PostgreSQL) 15.1'")

    assert postgres_client.find("pg_dump", 15) == ours


def test_the_password_is_not_among_the_arguments(only):
    seen = only / "seen"
    asked = program(only, "ask", f'printf "%s\\n" "$@" "$PGPASSWORD" > {seen}')

    postgres_client.call(asked, "--more", dsn="host=h password=geheim")

    assert seen.read_text().split("\n")[:4] == [
        "--no-password", "--dbname=host=h", "--more", "geheim",
    ]  # fmt: skip


def test_only_the_line_of_the_error_is_told(only):
    failing = program(only, "fail", "echo 'fail: error: broken' >&2; echo '李娜' >&2; exit 1")

    with pytest.raises(CentreError, match="fail 没有成功：fail: error: broken") as error:
        postgres_client.call(failing)

    assert "李娜" not in str(error.value)
