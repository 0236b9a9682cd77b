"""PostgreSQL restarted, killed or out of room in the middle of a push: nothing lost or doubled."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import psycopg
import pytest

from reception_desk.errors import CentreError, DatabaseError
from reception_desk.sync import centre as administration
from reception_desk.sync.batch import Batch
from reception_desk.sync.centre_errors import CentreAwayError
from reception_desk.sync.embedded_postgres import EmbeddedPostgres, running_postgres
from reception_desk.sync.round import run_round
from reception_desk.sync.session import PushAnswer
from tests.postgres import CentreDatabase
from tests.services.test_bad_input import full_disk
from tests.sync.desks import Desk, open_copy

pytestmark = pytest.mark.slow
_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


@pytest.fixture
def durable(empty_file: Path, tmp_path: Path) -> Iterator[tuple[CentreDatabase, Desk, Desk]]:
    """A server that flushes, of this test's own, and two desks that have met it."""
    with running_postgres(durable=True) as server:
        made = CentreDatabase(server, server.new_database("faults"))
        administration.init(made.dsn)
        desks = []
        for name in ("A", "B"):
            path = tmp_path / name / "desk.db"
            path.parent.mkdir()
            shutil.copy(empty_file, path)
            desks.append(Desk(open_copy(path), made.enrol(name, 1)))
            desks[-1].sync()
        yield made, desks[0], desks[1]
        for desk in desks:
            desk.close()


@pytest.mark.parametrize(
    "end", [EmbeddedPostgres.stop, EmbeddedPostgres.crash, EmbeddedPostgres.kill]
)
def test_a_server_that_ends_within_a_push_has_taken_nothing_of_it(durable, end):
    centre, desk, other = durable
    person = desk.add(name="张伟", phone="1")
    desk.sync()
    desk.edit(person, phone="2")
    made = [desk.add(name=f"访民{number}") for number in range(20)]
    ended: list[type[BaseException]] = []

    def push() -> None:
        try:
            desk.sync()
        except CentreAwayError as error:
            ended.append(type(error))

    pushing = threading.Thread(target=push)
    with suppress(psycopg.OperationalError), psycopg.connect(centre.dsn) as holder:
        holder.execute("SELECT FROM sync.stream WHERE id = 1 FOR UPDATE")
        pushing.start()
        with psycopg.connect(centre.dsn, autocommit=True) as connection:
            while connection.execute(_WAITING).fetchone() != (1,):
                pass
        end(centre.server)
    pushing.join()
    centre.server.start()
    assert ended == [CentreAwayError]
    assert centre.query("SELECT count(*) FROM app.person") == [(1,)]

    assert desk.sync().rows_up == 21
    other.sync()

    assert other.rows() == desk.rows()
    assert len(other.rows()["person"]) == len(made) + 1
    assert centre.query("SELECT seq FROM sync.dead UNION SELECT seq FROM sync.conflict") == []


def test_a_full_disk_at_the_centre_parks_nothing_and_is_made_good(durable):
    centre, desk, other = durable
    for number in range(300):
        desk.add(name=f"访民{number}", address="花园镇" * 2000)
    centre.server.limit_files(64 * 1024)

    with pytest.raises(CentreAwayError):
        desk.sync()
    assert desk.scalar("SELECT count(*) FROM outbox WHERE refusal IS NOT NULL") == 0
    with suppress(CentreError):  # a full disk may have ended it already
        centre.server.crash()
    centre.server.start()
    report = desk.sync()
    other.sync()

    assert (report.waiting, report.dead) == (0, 0)
    assert other.rows() == desk.rows()
    assert centre.query("SELECT count(*) FROM app.person") == [(300,)]


def test_a_full_disk_at_the_desk_cuts_a_reading_that_goes_on_later(
    new_desk: Callable[..., Desk],
):
    source, desk = new_desk("A"), new_desk("B")
    desk.sync()
    for number in range(200):
        source.add(name=f"访民{number}", address="花园镇" * 500)
    source.sync()

    with full_disk(300_000), pytest.raises(DatabaseError, match="磁盘已满"):
        desk.sync(page_rows=20)
    assert 0 < desk.scalar("SELECT count(*) FROM person") < 200
    desk.sync()

    assert desk.rows() == source.rows()


def test_a_full_disk_at_the_desk_loses_no_reply_of_the_centre(
    new_desk: Callable[..., Desk], centre: CentreDatabase
):
    """The centre has taken the batch; the desk cannot write that down."""
    desk = new_desk("A")
    desk.sync()
    for number in range(5):
        desk.add(name=f"访民{number}")
    with desk.connected() as session, ExitStack() as stack:
        push = session.push

        def fill_the_disk(client: str, batch: Batch) -> PushAnswer:
            answer = push(client, batch)
            stack.enter_context(full_disk(0))
            return answer

        session.push = fill_the_disk
        with pytest.raises(DatabaseError, match="磁盘已满"):
            run_round(desk.database, session)
    assert desk.scalar("SELECT acked FROM sync_state") == 0

    report = desk.sync()

    assert (report.waiting, report.dead) == (0, 0)
    assert centre.query("SELECT count(*), count(DISTINCT id) FROM app.person") == [(5, 5)]


@pytest.mark.parametrize(
    "state",
    ["53100", "53200", "53300", "57014", "57P01", "40001", "40P01", "55P03", "25006", "XX000"],
)
def test_trouble_of_the_server_is_never_taken_for_a_fault_of_the_change(
    new_desk: Callable[..., Desk], centre: CentreDatabase, state: str
):
    """Full, out of memory, too slow, locked, broken: what waits goes on waiting."""
    desk = new_desk("A")
    desk.sync()
    kept = centre.query("SELECT pg_get_functiondef('sync.give_numbers'::regproc)")[0][0]
    desk.add(name="张伟")
    centre.query(
        "CREATE OR REPLACE FUNCTION sync.give_numbers(p_streams bigint[]) RETURNS bigint "
        f"LANGUAGE plpgsql AS $$ BEGIN RAISE SQLSTATE '{state}'; END $$"
    )

    with pytest.raises(CentreAwayError) as raised:
        desk.sync()
    assert raised.value.advice
    assert centre.query("SELECT seq FROM sync.dead") == []
    centre.query(kept)

    assert desk.sync().rows_up == 1
    assert centre.query("SELECT name FROM app.person") == [("张伟",)]
