"""What is left of removed rows goes in idle moments, also where somebody stands in the way."""

from pathlib import Path

import pytest
from sqlalchemy import text

from reception_desk.models import Database, traces
from tests.erasures import pages_with
from tests.offices import KEY


@pytest.fixture
def database(tmp_path: Path):
    made = Database(tmp_path / "desk.db", KEY)
    yield made
    made.close()


def keep_and_remove(database: Database, word: str) -> None:
    with database.write() as session:
        session.execute(text("INSERT INTO local_setting VALUES ('x', :w)"), {"w": word})
    with database.write() as session:
        session.execute(text("DELETE FROM local_setting WHERE name = 'x'"))
        traces.leave(session.connection())


def is_done(database: Database) -> bool:
    with database.read() as session:
        return not traces.has_any(session.connection())


def test_a_removed_word_is_in_no_page_after_an_idle_moment(database: Database):
    keep_and_remove(database, "界石被挪走了")
    assert pages_with(database.path, "界石被挪走了")

    database.tidy()

    assert is_done(database)
    assert pages_with(database.path, "界石被挪走了") == set()


def test_a_reader_of_an_older_state_puts_it_off(database: Database, monkeypatch):
    with database.write() as session:
        session.execute(text("INSERT INTO local_setting VALUES ('y', '旧')"))
    monkeypatch.setattr(traces, "cut_wal", lambda connection: _impatient(connection))
    with database.read() as reader:
        reader.execute(text("SELECT count(*) FROM local_setting")).scalar()
        keep_and_remove(database, "界石被挪走了")
        database.tidy()
        assert not is_done(database)
        assert database.is_untidy(after_seconds=0)

    database.tidy()

    assert is_done(database)
    assert pages_with(database.path, "界石被挪走了") == set()


CUT = traces.cut_wal


def _impatient(connection) -> bool:
    """Without the five seconds that a busy file is waited for."""
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    return CUT(connection)
