"""Pull: no row skipped, none of another unit, and memory that does not grow with the rows."""

import threading
import tracemalloc
from itertools import count

import psycopg
import pytest

from reception_desk.sync import pull
from reception_desk.sync.centre_errors import CentreRefusedError
from reception_desk.sync.pull import pull_changes
from reception_desk.sync.push import push_waiting
from reception_desk.sync.round import run_round
from tests.postgres import CentreDatabase
from tests.sync.desks import agree_on_time


def test_a_late_commit_is_not_skipped(centre, new_desk):
    """The first writer takes its position and commits after the second has tried to."""
    a, b, reader = new_desk("A"), new_desk("B"), new_desk("C")
    for desk in (a, b):
        desk.sync()
    first, second = a.add(name="先"), b.add(name="后")
    with psycopg.connect(centre.dsn) as holder:
        holder.execute("SELECT FROM sync.stream WHERE id = 1 FOR UPDATE")
        pushes = [threading.Thread(target=desk.sync) for desk in (a, b)]
        for push in pushes:
            push.start()
        _wait_until_blocked(centre, 2)
        assert reader.sync().rows_down == 0
    for push in pushes:
        push.join()

    reader.sync()

    assert {row[0] for row in centre.query("SELECT id::text FROM app.person")} == {first, second}
    assert reader.get(first, "name") == ("先",)
    assert reader.get(second, "name") == ("后",)


def _wait_until_blocked(centre: CentreDatabase, count: int) -> None:
    """Return when `count` connections wait for a lock; PostgreSQL itself says so."""
    with psycopg.connect(centre.dsn, autocommit=True) as connection:
        while connection.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE wait_event_type = 'Lock' AND datname = current_database()"
        ).fetchone() != (count,):
            pass


def test_rows_of_other_units_are_not_seen(new_desk):
    town, bureau = new_desk("A", 1, 2), new_desk("B", 1)
    secret = town.add(stream=2, name="检举人")
    town.add(stream=1)
    town.sync()

    bureau.sync()

    assert bureau.get(secret, "name") is None
    assert bureau.scalar("SELECT count(*) FROM person") == 1


def test_a_page_of_a_foreign_stream_is_refused(new_desk):
    town, bureau = new_desk("A", 2), new_desk("B", 1)
    town.add(stream=2)
    town.sync()

    with bureau.connected() as session, pytest.raises(CentreRefusedError):
        session.rows("SELECT * FROM sync.pull_person(2, 0, %s::uuid, 9, 9)", ("0" * 32,))


def test_a_stream_granted_later_is_read_from_its_beginning(centre, new_desk):
    town, bureau = new_desk("A", 2), new_desk("B", 1)
    early = town.add(stream=2)
    town.sync()
    bureau.sync()

    centre.query("UPDATE sync.desk SET streams = '{1,2}' WHERE name = 'B'")
    bureau.sync()

    assert bureau.get(early, "id") == (early,)


def test_a_pull_cut_between_pages_is_made_good(new_desk):
    a, b = new_desk("A"), new_desk("B")
    for number in range(5):
        a.add(name=f"访民{number}")
    a.sync()
    with b.connected() as session:
        cut = pull_changes(b.database, session, page_rows=2, should_stop=lambda: True)
    assert sum(cut.rows.values()) == 2
    assert b.scalar("SELECT pos FROM sync_cursor WHERE stream = 1") == 0

    assert b.sync().rows_down == 3

    assert a.rows() == b.rows()


def test_what_changes_behind_a_cut_is_read_too(new_desk):
    """The reading goes on to the head of then; rows that moved beyond it come after."""
    a, b = new_desk("A"), new_desk("B")
    people = [a.add(name=f"访民{number}") for number in range(5)]
    a.add("unit", name="信访局", own_stream=10)
    a.sync()
    with b.connected() as session:
        pull_changes(b.database, session, page_rows=2, should_stop=lambda: True)
    a.edit(people[0], name="已读过的改了")
    a.edit(people[4], name="还没读的改了")
    a.add("unit", name="新单位", own_stream=11)
    a.sync()

    b.sync(page_rows=2)

    assert a.rows() == b.rows()
    assert b.scalar("SELECT head FROM sync_cursor WHERE stream = 1") is None
    assert b.sync().is_idle


@pytest.mark.parametrize("after", range(1, 40, 3))
def test_a_first_reading_cut_at_any_page_reads_no_row_twice(new_desk, after):
    a, b = new_desk("A", 1, 2), new_desk("B", 1, 2)
    for number in range(20):
        a.add(name=f"访民{number}", stream=1 + number % 2)
        a.add("unit", name=f"单位{number}", own_stream=10, stream=1 + number % 2)
    a.sync()
    pages = iter(range(after))
    with b.connected() as session:
        first = pull_changes(
            b.database, session, page_rows=1, should_stop=lambda: next(pages, None) is None
        )

    rest = b.sync(page_rows=3)

    assert sum(first.rows.values()) + rest.rows_down == 40
    assert a.rows() == b.rows()


def test_a_first_reading_tells_how_far_it_is(new_desk):
    a, b = new_desk("A"), new_desk("B")
    for number in range(6):
        a.add(name=f"访民{number}")
    a.sync()
    told: list[tuple[int, int]] = []

    b.sync(page_rows=2, on_rows=lambda done, total: told.append((done, total)))
    a.add(name="后来")
    a.sync()
    b.sync(on_rows=lambda done, total: told.append((done, total)))

    assert told == [(2, 6), (4, 6), (6, 6)]


def test_a_waiting_edit_stays_where_it_will_win_and_yields_where_it_will_lose(new_desk):
    a, b = new_desk("A"), new_desk("B")
    person = a.add(phone="1", address="1")
    a.sync()
    b.sync()

    agree_on_time(a, b)
    b.edit(person, phone="early")
    a.edit(person, phone="late", address="early")
    a.sync()
    agree_on_time(a, b)
    b.edit(person, address="late")
    with b.connected() as session:
        pull_changes(b.database, session)

    assert b.get(person, "phone", "address") == ("late", "late")
    b.sync()
    a.sync()
    assert a.rows() == b.rows()
    assert a.get(person, "phone", "address") == ("late", "late")


def test_an_edit_shown_by_a_wrong_clock_gives_way_when_it_loses_at_the_centre(new_desk):
    """B's clock is a day ahead, so its edit stays on the screen over A's; then it is stamped anew
    and loses, because A's clock is five minutes ahead, which the centre allows."""
    a, b = new_desk("A"), new_desk("B")
    person = a.add(phone="1")
    a.sync()
    b.sync()
    with a.connected() as at_a, b.connected() as at_b:
        a.execute("UPDATE sync_state SET skew = 300000")
        b.execute("UPDATE sync_state SET skew = 86400000")
        a.edit(person, phone="a")
        b.edit(person, phone="b")
        run_round(a.database, at_a)
        pull_changes(b.database, at_b)
        assert b.get(person, "phone") == ("b",)
        run_round(b.database, at_b)

    assert b.get(person, "phone") == ("a",)
    assert a.sync().rows_down == 2  # the row and the record of the clash
    assert a.rows() == b.rows()


def test_a_waiting_edit_of_one_field_survives_the_pull_of_another(new_desk):
    a, b = new_desk("A"), new_desk("B")
    person = a.add(phone="1", address="1")
    a.sync()
    b.sync()

    a.edit(person, address="2")
    a.sync()
    b.edit(person, phone="2")
    with b.connected() as session:
        pull_changes(b.database, session)
        assert b.get(person, "phone", "address") == ("2", "2")
        run_round(b.database, session)

    assert b.get(person, "phone", "address") == ("2", "2")


def test_pulled_persons_and_claims_can_be_searched(new_desk):
    a, b = new_desk("A"), new_desk("B")
    a.add(name="张伟")
    a.sync()
    b.sync()

    b.database.make_search_keys()
    assert b.scalar("SELECT count(*) FROM search_key WHERE text = '张伟'") == 1


def test_few_changed_rows_are_named_and_many_only_counted(new_desk, monkeypatch):
    monkeypatch.setattr(pull, "NAMED_ROWS", 3)
    a, b = new_desk("A"), new_desk("B")
    for _ in range(4):
        a.add()
    entry = a.add("audit_entry")
    a.sync()

    changes = {change.table: change for change in b.sync(page_rows=2).changes}

    assert (changes["person"].ids, changes["person"].rows) == ((), 4)
    assert (changes["audit_entry"].ids, changes["audit_entry"].rows) == ((entry,), 1)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows(centre, new_desk):
    desk = new_desk("A")
    desk.sync()
    centre.query(
        """
        INSERT INTO app.audit_entry (id, stream, desk_id, created_at, action, position,
               occurred_at, previous_hash, entry_hash, detail, _pos, _desk, _hlc)
        SELECT gen_random_uuid(), 1, gen_random_uuid(), now(), 'view', n, now(), repeat('0', 64),
               repeat('1', 64), repeat('字', 100), 1 + n / 10, 1, n
          FROM generate_series(1, 100000) AS n"""
    )
    centre.query("UPDATE sync.stream SET pos = 10001")
    pages = count(1)

    def begin_to_trace() -> bool:
        """Tracing is slow: the last quarter tells whether pages are kept."""
        if next(pages) == 150:
            tracemalloc.start()
        return False

    with desk.connected() as session:
        result = pull_changes(desk.database, session, should_stop=begin_to_trace)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert result.rows == {"audit_entry": 100_000}
    assert desk.scalar("SELECT count(*) FROM audit_entry") == 100_000
    assert kept < 200_000
    assert peak < 4_000_000  # the traced rows are over 15 MB
    assert push_waiting(desk.database, session, "").rows == 0


def test_what_came_is_named_by_the_record_it_belongs_to(new_desk):
    a, b = new_desk("A"), new_desk("B")
    unit = a.add("unit")
    clerk = a.add("account", unit_id=unit)
    visit = a.add("visit", unit_id=unit, received_by=clerk)
    person = a.add()
    a.add("visit_person", visit_id=visit, person_id=person)
    a.sync()

    named = {change.table: change.ids for change in b.sync().changes}

    assert named["visit"] == named["visit_person"] == (visit,)
    assert named["person"] == (person,)
