"""The open file is tidied in quiet moments, and a failure is tried again later."""

import threading
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from reception_desk.errors import DatabaseError
from reception_desk.models import Database, upkeep
from reception_desk.models.database import now
from reception_desk.models.person import Person
from tests.offices import KEY


@pytest.fixture
def database(tmp_path: Path):
    opened = Database(tmp_path / "desk.db", KEY)
    yield opened
    opened.close()


@contextmanager
def kept_tidy(database: Database):
    closing = threading.Event()
    thread = threading.Thread(target=upkeep.keep_tidy, args=(database, closing))
    thread.start()
    try:
        yield
    finally:
        closing.set()
        thread.join()


def add_person(database: Database) -> None:
    with database.write() as session:
        session.add(Person(stream=10, desk_id="d", created_at=now(), name="张伟"))


def count(database: Database, table: str) -> int:
    with database.read() as session:
        return session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def test_keys_are_made_by_themselves(database: Database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(upkeep, "LOOK_SECONDS", 0.01)
    tidied = threading.Event()
    tidy = database.tidy

    def tidy_and_tell(until: Callable[[], bool]) -> None:
        tidy(until)
        tidied.set()

    monkeypatch.setattr(database, "tidy", tidy_and_tell)
    add_person(database)
    with kept_tidy(database):
        assert tidied.wait(10)

    assert count(database, "search_pending") == 0
    assert count(database, "search_key") > 0
    assert not database.is_untidy(after_seconds=0)


def test_keys_are_made_where_no_moment_is_quiet(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(upkeep, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(upkeep, "QUIET_SECONDS", 3600)
    monkeypatch.setattr(upkeep, "BUSY_SECONDS", 0)
    made = threading.Event()
    make = database.make_search_keys

    def make_and_tell(until: Callable[[], bool]) -> None:
        make(until)
        made.set()

    monkeypatch.setattr(database, "make_search_keys", make_and_tell)
    add_person(database)
    with kept_tidy(database):
        assert made.wait(10)

    assert count(database, "search_pending") == 0
    assert count(database, "search_key") > 0


def test_trouble_is_tried_again(database: Database, monkeypatch: pytest.MonkeyPatch, caplog):
    monkeypatch.setattr(upkeep, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(upkeep, "QUIET_SECONDS", 0)
    monkeypatch.setattr(upkeep, "AFTER_TROUBLE_SECONDS", 0.02)
    tried: list[bool] = []
    done = threading.Event()

    def fail_once(_until: Callable[[], bool]) -> None:
        tried.append(True)
        if len(tried) > 1:
            done.set()
            return
        raise DatabaseError("磁盘已满。")

    monkeypatch.setattr(database, "tidy", fail_once)
    with kept_tidy(database):
        assert done.wait(10)

    assert "磁盘已满" in caplog.text
