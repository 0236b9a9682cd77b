"""Permission changes: a granted stream comes whole, a withdrawn one leaves the desk."""

import threading

import pytest
from sqlalchemy import insert, text

from reception_desk.models import Base
from reception_desk.models.base import synced_tables
from reception_desk.records.identifiers import new_id
from reception_desk.sync import enrolment, eviction, held, local_state
from reception_desk.sync.loop import SyncLoop
from tests.sync.desks import Desk, row

STREAMS = (1, 100, 101)


@pytest.fixture
def town(new_desk) -> Desk:
    """A desk that wrote into two units' streams."""
    return new_desk("TOWN", *STREAMS)


def fill(desk: Desk, stream: int, count: int) -> list[str]:
    """Add visits with persons whose names can be searched."""
    made = []
    for number in range(count):
        with desk.database.apply() as connection:
            connection.execute(text("UPDATE sync_state SET applying = 0"))
            person, visit = new_id(), new_id()
            connection.execute(
                insert(Base.metadata.tables["person"]),
                row("person", stream, {"id": person, "name": f"张{stream}{number}"}),
            )
            connection.execute(
                insert(Base.metadata.tables["visit"]),
                row(
                    "visit",
                    stream,
                    {
                        "id": visit,
                        "unit_id": new_id(),
                        "received_by": new_id(),
                        "claim": f"要求支付流转费{stream}",
                    },
                ),
            )
            made.append(visit)
    return made


def streams_at(desk: Desk) -> set[int]:
    """Return every stream of which the desk holds a row of any table."""
    return {
        stream
        for table in synced_tables()
        for stream in desk.values(f'SELECT DISTINCT stream FROM "{table.name}"')
    }


def test_a_granted_stream_is_read_whole(centre, town, new_desk):
    fill(town, 100, 3)
    fill(town, 101, 3)
    town.sync()
    other = new_desk("B", 1, 100)
    other.sync()
    assert streams_at(other) == {100}

    enrolment.grant(centre.dsn, "B", (1, 100, 101))
    other.sync()

    assert streams_at(other) == {100, 101}
    assert other.rows() == town.rows()


def test_a_withdrawn_stream_leaves_rows_keys_and_words(centre, town, new_desk):
    fill(town, 100, 3)
    fill(town, 101, 3)
    town.sync()
    other = new_desk("B", *STREAMS)
    other.sync()
    other.database.make_search_keys()
    assert other.scalar("SELECT count(*) FROM search_key WHERE text LIKE '张101%'")

    enrolment.grant(centre.dsn, "B", (1, 100))
    report = other.sync()

    assert streams_at(other) == {100}
    assert {(change.table, change.rows) for change in report.changes} == {
        ("visit", 3), ("person", 3),
    }  # fmt: skip
    kept = "SELECT count(*) FROM search_key WHERE text LIKE :name"
    assert other.scalar(kept, name="张101%") == 0
    assert other.scalar(kept, name="张100%") > 0
    found = "SELECT count(*) FROM visit_text WHERE visit_text MATCH :words"
    assert other.scalar(found, words='"流转费101"') == 0
    assert other.scalar(found, words='"流转费100"') == 3
    assert other.scalar("SELECT integrity_check FROM pragma_integrity_check") == "ok"
    assert other.values("SELECT stream FROM sync_cursor ORDER BY stream") == [1, 100]
    assert centre.query("SELECT count(*) FROM app.visit") == [(6,)]
    other.sync()
    assert other.sync().is_idle


def test_a_stream_granted_again_comes_back_whole(centre, town, new_desk):
    fill(town, 101, 3)
    town.sync()
    other = new_desk("B", *STREAMS)
    other.sync()
    enrolment.grant(centre.dsn, "B", (1, 100))
    other.sync()

    enrolment.grant(centre.dsn, "B", STREAMS)
    other.sync()

    assert other.rows() == town.rows()


def test_what_waited_in_a_withdrawn_stream_is_kept_at_the_centre(centre, town):
    """The right is gone, the words are not: an administrator finds them with the reason."""
    town.sync()
    fill(town, 101, 1)
    enrolment.grant(centre.dsn, "TOWN", (1, 100))

    town.sync()

    assert streams_at(town) == set()
    kept = centre.query("SELECT table_name, refusal, change FROM sync.dead ORDER BY table_name")
    assert [table for table, _, _ in kept] == ["person", "visit"]
    assert all("stream not granted" in reason for _, reason, _ in kept)
    assert "要求支付流转费101" in kept[1][2]


def test_a_row_stays_while_something_of_it_waits_and_goes_with_the_next_round(centre, town):
    """A clerk can write between the last push and the removal."""
    sent = fill(town, 101, 1)
    town.sync()
    late = town.add(name="刚登记", stream=101)
    enrolment.grant(centre.dsn, "TOWN", (1, 100))

    eviction.remove_withdrawn(town.database, {1, 100})

    assert town.values("SELECT id FROM person") == [late]
    assert town.get(sent[0], "id", table="visit") is None
    assert 101 in town.values("SELECT stream FROM sync_cursor")
    town.sync()
    assert streams_at(town) == set()
    assert 101 not in town.values("SELECT stream FROM sync_cursor")
    assert centre.query("SELECT row_id FROM sync.dead") == [(late,)]


def test_conflicts_of_a_withdrawn_stream_leave_too(centre, town, new_desk):
    person = town.add(name="张伟", stream=101)
    other = new_desk("B", *STREAMS)
    for desk in (town, other):
        desk.sync()
    for desk, phone in ((town, "1"), (other, "2")):
        desk.edit(person, phone=phone)
        desk.sync()
    assert other.scalar("SELECT count(*) FROM sync_conflict") == 1

    enrolment.grant(centre.dsn, "B", (1, 100))
    other.sync()

    assert other.scalar("SELECT count(*) FROM sync_conflict") == 0


def test_a_held_change_keeps_its_row(town):
    visit = fill(town, 101, 1)[0]
    town.sync()
    town.edit(visit, "visit", summary="改了")
    held.hold_back(town.database, {"visit"})

    eviction.remove_withdrawn(town.database, {1, 100})

    assert town.scalar("SELECT count(*) FROM visit") == 1
    assert town.scalar("SELECT count(*) FROM person") == 0


def test_a_stream_granted_again_before_its_last_row_had_left_comes_back_whole(centre, town):
    visits = fill(town, 101, 3)
    town.sync()
    town.edit(visits[0], "visit", summary="改了")
    held.hold_back(town.database, {"visit"})
    eviction.remove_withdrawn(town.database, {1, 100})
    assert town.values("SELECT id FROM visit") == visits[:1]

    eviction.remove_withdrawn(town.database, {1, 100})
    town.sync()

    assert sorted(town.values("SELECT id FROM visit")) == sorted(visits)
    assert town.scalar("SELECT count(*) FROM person") == 3


def restore_the_centre(_town: Desk, centre) -> None:
    centre.query("UPDATE sync.centre SET generation = generation + 1")
    centre.query("UPDATE sync.desk SET last_seq = 0, last_hlc = 0")


def update_the_program(town: Desk, _centre) -> None:
    town.execute("UPDATE local_setting SET value = '1' WHERE name = 'sync_schema'")


def put_the_file_back(town: Desk, _centre) -> None:
    local_state.become_new(town.database)


def renew_the_desk(town: Desk, centre) -> None:
    town.link = centre.admit(enrolment.renew_desk(centre.dsn, "TOWN"))


@pytest.mark.parametrize(
    "meanwhile", [restore_the_centre, update_the_program, put_the_file_back, renew_the_desk]
)
def test_a_stream_withdrawn_while_all_is_to_be_read_anew_leaves_too(centre, town, meanwhile):
    fill(town, 101, 2)
    kept = fill(town, 100, 2)
    town.sync()
    enrolment.grant(centre.dsn, "TOWN", (1, 100))
    meanwhile(town, centre)

    town.sync()

    assert streams_at(town) == {100}
    assert sorted(town.values("SELECT id FROM visit")) == sorted(kept)
    assert centre.query("SELECT count(*) FROM sync.dead") == [(0,)]


def test_a_restored_centre_asks_for_nothing_that_was_removed(centre, town):
    fill(town, 101, 2)
    fill(town, 100, 1)
    town.sync()
    enrolment.grant(centre.dsn, "TOWN", (1, 100))
    town.sync()
    local_state.send_again(town.database, 0)
    centre.query("TRUNCATE app.person, app.visit")
    centre.query("UPDATE sync.desk SET last_seq = 0, last_hlc = 0")

    town.sync()

    assert centre.query("SELECT DISTINCT stream FROM app.visit") == [(100,)]
    assert streams_at(town) == {100}


def test_a_removal_cut_in_the_middle_is_finished_by_the_next_round(
    centre, town, new_desk, monkeypatch
):
    fill(town, 101, 5)
    town.sync()
    other = new_desk("B", *STREAMS)
    other.sync()
    enrolment.grant(centre.dsn, "B", (1,))
    monkeypatch.setattr(eviction, "PAGE_ROWS", 2)
    removed = eviction._pages(other.database, _table("visit"), 101)
    assert next(removed) == 2  # and the program was killed here

    other.sync()

    assert streams_at(other) == set()


def _table(name: str):
    return next(table for table in synced_tables() if table.name == name)


def test_files_of_a_withdrawn_stream_leave_the_disk_and_others_stay(centre, new_desk):
    town, other = new_desk("TOWN", *STREAMS), new_desk("B", *STREAMS)
    shared, gone = other.files.put(b"in both streams"), other.files.put(b"in one stream")
    for sha256, stream in ((shared, 100), (shared, 101), (gone, 101)):
        town.add("document", stream=stream, sha256=sha256, size=1)
    town.sync()
    other.sync()

    enrolment.grant(centre.dsn, "B", (1, 100))
    run_loop_once(other)

    assert not other.files.path(gone).exists()
    assert other.files.path(shared).exists()
    assert other.scalar("SELECT count(*) FROM file_transfer") == 1


def test_a_file_whose_stream_came_back_at_once_stays(centre, new_desk):
    town, other = new_desk("TOWN", *STREAMS), new_desk("B", *STREAMS)
    sha256 = other.files.put(b"in one stream")
    town.add("document", stream=101, sha256=sha256, size=1)
    town.sync()
    other.sync()
    enrolment.grant(centre.dsn, "B", (1, 100))
    other.sync()
    assert other.file_state(sha256) == "withdrawn"

    enrolment.grant(centre.dsn, "B", STREAMS)
    run_loop_once(other)

    assert other.file_state(sha256) == "elsewhere"
    assert other.files.path(sha256).exists()


def run_loop_once(desk: Desk) -> None:
    """Run a desk's loop until its first report, then end it."""
    reported = threading.Event()
    loop = SyncLoop(desk.database, desk.link, desk.files)
    loop.start(lambda _report: reported.set(), lambda _status: None)
    assert reported.wait(30)
    loop.stop()
