"""Two real connections: a row that commits late is never skipped by who reads in between."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest

from reception_desk.sync.batch import next_batch
from reception_desk.sync.link import connection_string
from tests.postgres import CentreDatabase
from tests.sync.desks import Desk

_PUSH = "SELECT sync.push(%s, %s, %s, %s, %s, %s::json, %s::jsonb)"
_WAITING = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


@pytest.fixture
def desks(new_desk: Callable[..., Desk]) -> tuple[Desk, Desk, Desk]:
    """Two that write and one that reads; each has met the centre."""
    made = new_desk("A", 1, 2), new_desk("B", 1, 2), new_desk("C", 1, 2)
    for desk in made:
        desk.sync()
    return made


@contextmanager
def uncommitted(desk: Desk) -> Iterator[psycopg.Connection]:
    """Push what waits in a transaction that stays open: its positions are taken."""
    batch = next_batch(desk.database)
    assert batch is not None
    client = desk.scalar("SELECT client FROM sync_state")
    body = batch.inserts(in_columns=True), batch.updates()
    with psycopg.connect(connection_string(desk.link)) as connection:
        values = (client, batch.first, batch.last, batch.hlc, batch.streams, *body)
        answer = connection.execute(_PUSH, values).fetchone()
        assert answer is not None
        assert answer[0]["outcome"] == "accepted"
        yield connection


@contextmanager
def meanwhile(desk: Desk, centre: CentreDatabase) -> Iterator[threading.Thread]:
    """Let the desk sync beside the body, which begins when that waits for a lock or is done."""
    pushing = threading.Thread(target=desk.sync)
    pushing.start()
    with psycopg.connect(centre.dsn, autocommit=True) as connection:
        while pushing.is_alive() and connection.execute(_WAITING).fetchone() != (1,):
            pass
    yield pushing
    pushing.join()


def test_the_first_takes_its_position_and_commits_after_the_second_wanted_to(desks, centre):
    first, second, reader = desks
    early, late = first.add(name="先"), second.add(name="后")
    with uncommitted(first) as connection, meanwhile(second, centre):
        reader.sync()
        connection.commit()
        reader.sync()
    reader.sync()

    assert set(reader.values("SELECT id FROM person")) == {early, late}
    assert centre.query("SELECT id::text, _pos FROM app.person ORDER BY _pos") == [
        (early, 1), (late, 2),
    ]  # fmt: skip


def test_a_position_that_was_taken_and_given_back_hides_nobody(desks, centre):
    first, second, reader = desks
    early, late = first.add(name="先"), second.add(name="后")
    with uncommitted(first) as connection, meanwhile(second, centre):
        reader.sync()
        connection.rollback()
    reader.sync()
    assert reader.values("SELECT id FROM person") == [late]

    first.sync()
    reader.sync()

    assert set(reader.values("SELECT id FROM person")) == {early, late}


def test_a_stream_whose_row_is_late_does_not_keep_the_other_waiting(desks, centre):
    first, second, reader = desks
    early, late = first.add(name="先", stream=1), second.add(name="后", stream=2)
    with uncommitted(first) as connection:
        with meanwhile(second, centre) as pushing:
            assert not pushing.is_alive()
            reader.sync()
            assert reader.values("SELECT id FROM person") == [late]
        connection.commit()
    reader.sync()

    assert set(reader.values("SELECT id FROM person")) == {early, late}
