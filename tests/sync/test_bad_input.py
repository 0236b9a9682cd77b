"""What a desk's login may send to the centre by hand, and what comes of it: a reason, no change."""

import json
import queue
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg
import pytest

from reception_desk.records.identifiers import new_id
from reception_desk.records.sync import LinkState, LinkStatus
from reception_desk.sync import enrolment, schema
from reception_desk.sync.centre_errors import CentreError, CentreRefusedError, ChangeRefusedError
from reception_desk.sync.link import connection_string
from reception_desk.sync.loop import SyncLoop
from reception_desk.sync.schema import centre_tables
from reception_desk.sync.session import CentreSession
from tests.sync.desks import Desk

INJECTION = "'; DROP TABLE app.person; --"
PUSH = "SELECT sync.push(%s, %s, %s, %s, %s, %s::json, %s::jsonb)"
TABLES = [table.name for table in centre_tables()]


@pytest.fixture
def desk(new_desk: Callable[..., Desk]) -> Desk:
    made = new_desk("A", 1)
    made.add(name="张伟")
    made.sync()
    return made


def person(**values: Any) -> str:
    columns = {"id": new_id(), "stream": 1, "desk_id": new_id(), "_hlc": 1} | values
    return json.dumps({"person": {name: [value] for name, value in columns.items()}})


def push(desk: Desk, **given: Any) -> Any:
    """Call the centre as a forged program would, with a row that would be taken."""
    state = {
        "client": desk.scalar("SELECT client FROM sync_state"),
        "first": 2,
        "last": 2,
        "hlc": 1,
        "streams": [1],
        "inserts": person(),
        "updates": "{}",
    } | given
    with desk.connected() as session:
        return session.rows(PUSH, tuple(state.values()))[0][0]


def reason(desk: Desk, row_id: str) -> str:
    """Return what the desk shows of a change that the centre put aside."""
    return desk.scalar("SELECT refusal FROM outbox WHERE row_id = :i AND operation = 'I'", i=row_id)


def first_word(desk: Desk) -> LinkStatus:
    """Return what the desk's loop tells the lamp first."""
    told: queue.Queue[LinkStatus] = queue.Queue()
    loop = SyncLoop(desk.database, desk.link, desk.files)
    loop.start(lambda _report: None, told.put)
    try:
        while (status := told.get(timeout=30)).state is LinkState.CONNECTING:
            pass
        return status
    finally:
        loop.stop()


def test_the_forged_program_of_these_tests_would_be_taken(desk, centre):
    assert push(desk)["outcome"] == "accepted"
    assert centre.query("SELECT count(*) FROM app.person") == [(2,)]


UNFIT: dict[str, Callable[[], dict[str, Any]]] = {
    "foreign stream": lambda: {"streams": [2]},
    "own and foreign stream": lambda: {"streams": [1, 2]},
    "no stream": lambda: {"streams": []},
    "row of a foreign stream": lambda: {"inserts": person(stream=2)},
    "key that is none": lambda: {"inserts": person(id="no key")},
    "no key": lambda: {"inserts": person(id=None)},
    "time that is none": lambda: {"inserts": person(created_at="no time")},
    "SQL as stream": lambda: {"inserts": person(stream="1; DROP TABLE app.person")},
    "word as clock": lambda: {"inserts": person(_hlc="x")},
    "clock of a row": lambda: {"inserts": person(_hlc=2**62)},
    "clock of a field": lambda: {"inserts": person(_fv={"name": 2**62})},
    "half a batch": lambda: {"inserts": '{"person": '},
    "SQL as table": lambda: {"inserts": '{"person; DROP TABLE app.person": {}}'},
    "table of the centre": lambda: {"inserts": '{"pg_class": {"id": []}}'},
    "columns of two lengths": lambda: {"inserts": '{"desk": {"id": [1, 2], "stream": [1]}}'},
    "too large": lambda: {"inserts": person(address="x" * 33 * 2**20)},
    "change without key": lambda: {"updates": '{"person": [[2, "no key", 1, {}, {}]]}'},
    "change of nothing": lambda: {
        "updates": f'{{"person": [[2, "{new_id()}", 1, {{"name": 1}}, {{}}]]}}'
    },
    "change of a fact": lambda: {"updates": '{"audit_entry": []}'},
    "list of changes": lambda: {"updates": "[]"},
    "word as changes": lambda: {"updates": '"x"'},
    "word as number": lambda: {"first": "one"},
    "word as file": lambda: {"client": "me"},
}


@pytest.mark.parametrize("kind", UNFIT)
def test_what_does_not_fit_is_refused_whole(desk, centre, kind):
    with pytest.raises(CentreError) as found:
        push(desk, **UNFIT[kind]())

    assert isinstance(found.value, ChangeRefusedError | CentreRefusedError)
    assert found.value.message
    assert centre.query("SELECT name FROM app.person") == [("张伟",)]
    assert centre.query("SELECT last_seq FROM sync.desk WHERE name = 'A'") == [(1,)]


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({"first": 1, "last": 1}, "duplicate"),
        ({"first": 9, "last": 9}, "gap"),
        ({"first": 2, "last": 1}, "gap"),
        ({"first": -5, "last": -1}, "duplicate"),
        ({"client": "00000000-0000-0000-0000-000000000000"}, "client"),
        ({"hlc": 2**62}, "clock"),
    ],
)
def test_another_desks_numbers_files_and_clocks_are_told_and_nothing_is_taken(
    desk, centre, given, outcome
):
    assert push(desk, **given)["outcome"] == outcome

    assert centre.query("SELECT name FROM app.person") == [("张伟",)]


def test_a_row_of_another_stream_cannot_be_changed_or_moved(desk, centre, new_desk):
    other = new_desk("B", 2)
    foreign = other.add(name="他人", stream=2)
    other.sync()
    own = centre.query("SELECT id::text FROM app.person WHERE stream = 1")[0][0]
    for row_id, new in (
        (foreign, '{"name": "改了"}'),
        (own, '{"stream": 2}'),
        (own, '{"id": "x"}'),
    ):
        change = f'{{"person": [[2, "{row_id}", {2**55}, {new}, {{}}]]}}'
        with pytest.raises(ChangeRefusedError):
            push(desk, inserts="{}", updates=change)

    assert centre.query("SELECT stream, name FROM app.person ORDER BY 1") == [
        (1, "张伟"), (2, "他人"),
    ]  # fmt: skip


def test_sql_in_every_text_of_every_table_is_text(desk, centre, new_desk):
    other = new_desk("B", 1)
    texts = {
        table.name: [name for name, kind in table.columns if kind == "text"]
        for table in centre_tables()
    }
    made = desk.add_one_of_each(INJECTION)

    assert desk.sync().refused == 1
    other.sync()

    assert centre.query("SELECT count(*) FROM app.person") == [(2,)]
    assert "依法删除的范围" in reason(desk, made["erased_row"])  # of a table called like that
    del texts["erased_row"]
    for table, names in texts.items():
        if names:
            found = other.get(made[table], *names, table=table)
            assert found == (INJECTION,) * len(names)


def test_sql_in_names_of_tables_and_columns_does_nothing_in_any_function(desk, centre):
    none = "00000000-0000-0000-0000-000000000000"
    calls: list[tuple[str, tuple[Any, ...]]] = [
        ("SELECT sync.changes(%s::jsonb)", (json.dumps({INJECTION: 1}),)),
        ("SELECT sync.count_rows(%s::jsonb)", (json.dumps([[INJECTION, 1, 0, none, 9]]),)),
        ("SELECT sync.count_rows(%s::jsonb)", (json.dumps([["person", INJECTION, 0, none, 9]]),)),
        ("SELECT sync.park(%s, 2, 1, %s, %s, %s, %s)", (new_id(), *[INJECTION] * 4)),
        ("SELECT sync.reincarnate(%s, %s)", (INJECTION, INJECTION)),
    ]
    for query, values in calls:
        with desk.connected() as session, suppress(CentreError):
            session.rows(query, values)

    assert centre.query("SELECT name FROM app.person") == [("张伟",)]


def test_rows_of_a_stream_that_was_not_granted_are_not_counted(desk, new_desk):
    other = new_desk("B", 2)
    other.add(stream=2)
    other.sync()
    part = ["person", 2, 0, "ffffffff-ffff-ffff-ffff-ffffffffffff", 99]

    with desk.connected() as session:
        counted = session.rows("SELECT sync.count_rows(%s::jsonb)", (json.dumps([part]),))

    assert counted == [(0,)]


def test_a_row_too_large_to_hold_is_put_aside_and_the_next_goes_up(desk, centre):
    large = desk.add(name="很大", address="x" * 33 * 2**20)
    desk.add(name="后面的")

    report = desk.sync()

    assert (report.refused, report.dead) == (1, 1)
    assert centre.query("SELECT name FROM app.person ORDER BY name DESC") == [
        ("张伟",), ("后面的",),
    ]  # fmt: skip
    assert "内容太长" in reason(desk, large)
    assert desk.get(large, "name") == ("很大",)


def test_a_row_of_a_foreign_stream_stays_here_with_its_reason_and_reaches_nobody(
    desk, centre, new_desk
):
    other = new_desk("B", 2)
    forged = desk.add(name="伪造", stream=2)

    report = desk.sync()
    other.sync()

    assert (report.refused, report.dead) == (1, 1)
    assert "不在本窗口可见的范围内" in reason(desk, forged)
    assert desk.get(forged, "name") == ("伪造",)
    assert centre.query("SELECT stream, name FROM app.person") == [(1, "张伟")]
    assert other.values("SELECT name FROM person") == []


def test_a_desk_with_a_clock_a_year_ahead_is_put_right_and_overrules_nobody(desk, new_desk):
    other = new_desk("B", 1)
    other.sync()
    person_id = other.values("SELECT id FROM person")[0]
    desk.execute("UPDATE sync_state SET hlc = hlc + :ahead", ahead=365 * 86_400_000 << 16)
    desk.edit(person_id, phone="1")
    assert desk.sync().refused == 0

    other.sync()
    other.edit(person_id, phone="2")
    other.sync()
    desk.sync()

    assert desk.get(person_id, "phone") == other.get(person_id, "phone") == ("2",)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ("UPDATE sync.desk SET client = gen_random_uuid()", "另一份数据文件"),
        ("UPDATE sync.centre SET oldest_schema_version = 999", "版本过旧"),
        ("UPDATE sync.desk SET revoked_at = now()", "停用"),
    ],
    ids=["the login is used from another file", "an old program", "a revoked desk"],
)
def test_a_desk_that_is_shut_out_shows_why_and_keeps_what_waits(desk, spoil, words, centre):
    centre.query(spoil)
    desk.add(name="等着的")

    told = first_word(desk)

    assert told.state is LinkState.REFUSED
    assert words in told.sentence
    assert told.waiting == 1
    assert desk.values("SELECT name FROM person ORDER BY name") == ["张伟", "等着的"]
    assert centre.query("SELECT name FROM app.person") == [("张伟",)]


@pytest.fixture
def direct(centre, desk):
    """A desk's login with a right it never has: to read the tables themselves."""
    centre.query("GRANT USAGE ON SCHEMA app TO reception_desk")
    centre.query("GRANT SELECT ON ALL TABLES IN SCHEMA app TO reception_desk")
    for name in TABLES:
        for stream in (1, 2):
            centre.query(
                f"INSERT INTO app.{name} (id, stream, _pos, _desk, _hlc) "
                "VALUES (gen_random_uuid(), %s, 1, 1, 1)",
                stream,
            )
    with psycopg.connect(connection_string(desk.link), autocommit=True) as connection:
        yield connection


def test_row_level_security_holds_in_every_table(direct):
    for name in TABLES:
        seen = direct.execute(f"SELECT DISTINCT stream FROM app.{name}").fetchall()
        hidden = direct.execute(f"SELECT count(*) FROM app.{name} WHERE stream = 2").fetchone()
        assert (name, seen, hidden) == (name, [(1,)], (0,))


def test_a_revoked_desk_sees_nothing_even_in_an_open_connection(direct, centre):
    centre.query("UPDATE sync.desk SET revoked_at = now()")
    assert direct.execute("SELECT count(*) FROM app.person").fetchone() == (0,)


def test_a_code_that_was_not_used_sees_nothing(centre, direct):
    told = enrolment.add_desk(centre.dsn, "NEW", [1, 2], login=f"new_{new_id()[-12:]}")
    place = f"{told.dsn} password={told.secret}"
    with psycopg.connect(place) as connection:
        assert connection.execute("SELECT count(*) FROM app.person").fetchone() == (0,)


def test_every_table_has_row_level_security(centre):
    found = centre.query(
        "SELECT relname FROM pg_class WHERE relnamespace = 'app'::regnamespace "
        "AND relkind = 'r' AND relrowsecurity"
    )

    assert {name for (name,) in found} >= set(TABLES)


def test_a_withdrawn_stream_is_shut_in_the_middle_of_a_connection(centre, new_desk):
    desk = new_desk("B", 1, 2)
    with desk.connected() as session:
        centre.query("UPDATE sync.desk SET streams = '{1}' WHERE name = 'B'")
        with pytest.raises(CentreRefusedError):
            session.rows("SELECT id FROM sync.pull_person(2, 0, %s, 9, 9)", (new_id(),))


def test_no_function_is_open_by_oversight(centre):
    found = centre.query(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'sync'::regnamespace "
        "AND has_function_privilege('reception_desk', oid, 'EXECUTE')"
    )
    pulls = {f"pull_{name}" for name in (*TABLES, schema.CONFLICTS)}

    assert {name for (name,) in found} - pulls == set(schema.OPEN_FUNCTIONS)


def test_a_session_that_failed_goes_on(desk):
    with CentreSession(desk.link) as session:
        with pytest.raises(CentreError):
            session.rows("SELECT sync.count_rows('x')", ())
        assert session.changes({1: 99}) == []
