"""Push: nothing lost, nothing twice, and no change may stop the others."""

import json
import threading
from dataclasses import replace

import pytest

from reception_desk.commands.bench.cable import Fault
from reception_desk.records.identifiers import new_id
from reception_desk.sync import batch, enrolment
from reception_desk.sync.batch import Batch, Change, next_batch
from reception_desk.sync.centre_errors import (
    CentreAwayError,
    CentreRefusedError,
    ChangeRefusedError,
    RowMissingError,
)
from reception_desk.sync.push import push_waiting
from reception_desk.sync.session import PushOutcome
from tests.sync.desks import DESK_ID, agree_on_time


def client_of(desk):
    return desk.scalar("SELECT client FROM sync_state")


def waiting_batch(desk) -> Batch:
    batch = next_batch(desk.database)
    assert batch is not None
    return batch


def forged(seq, table, content, *, stream=1, is_insert=True):
    """Return a batch of one change, as a desk without our triggers could send it."""
    update = "" if is_insert else json.dumps(content)
    change = Change(seq, seq, table, str(content), stream, update)
    if not is_insert:
        return Batch(seq, seq, (change,))
    columns = {name: [value] for name, value in content.items()}
    return Batch(seq, seq, (change,), json.dumps({table: columns}))


def forged_row(stream: int = 1, **values: object) -> dict[str, object]:
    created = "2026-11-23T01:00:00.000Z"
    return {
        "id": new_id(), "stream": stream, "desk_id": DESK_ID, "created_at": created, "_hlc": 1,
    } | values  # fmt: skip


def test_a_lost_reply_neither_loses_nor_doubles(centre, new_desk, cable):
    a = new_desk("A", cable=cable)
    a.sync()
    a.add(name="张伟")
    with a.connected() as session:
        cable.set(Fault.REPLIES_LOST)
        with pytest.raises(CentreAwayError):
            session.push(client_of(a), waiting_batch(a))
    cable.set(Fault.NONE)
    assert centre.query("SELECT count(*) FROM app.person") == [(1,)]

    a.add(name="李娜")
    report = a.sync()

    assert report.rows_up == 1
    assert centre.query("SELECT count(*), max(last_seq) FROM app.person, sync.desk") == [(2, 2)]


def test_a_batch_that_comes_twice_is_known(centre, new_desk):
    a = new_desk("A")
    person = a.add(phone="1")
    a.edit(person, phone="2")
    batch = waiting_batch(a)
    with a.connected() as session:
        first = session.push(client_of(a), batch)
        second = session.push(client_of(a), batch)

    assert (first.outcome, second.outcome) == (PushOutcome.ACCEPTED, PushOutcome.DUPLICATE)
    assert (second.last_seq, second.last_hlc) == (batch.last, batch.hlc)
    assert centre.query("SELECT pos FROM sync.stream") == [(1,)]


def test_a_gap_is_refused(centre, new_desk):
    a = new_desk("A")
    with a.connected() as session:
        answer = session.push(client_of(a), forged(2, "person", forged_row()))

    assert (answer.outcome, answer.last_seq) == (PushOutcome.GAP, 0)
    assert centre.query("SELECT count(*) FROM app.person") == [(0,)]


def test_another_file_may_not_push_under_the_login(new_desk):
    a = new_desk("A")
    with a.connected() as session:
        answer = session.push(new_id(), forged(1, "person", forged_row()))

    assert answer.outcome is PushOutcome.CLIENT


def test_a_clock_in_the_future_is_put_right(centre, new_desk):
    a, b = new_desk("A"), new_desk("B")
    a.sync()
    a.execute("UPDATE sync_state SET skew = 86400000")
    person = a.add(phone="1")
    a.edit(person, phone="2")

    with a.connected() as session:
        a.execute("UPDATE sync_state SET skew = 86400000")
        answer = session.push(client_of(a), waiting_batch(a))
    assert answer.outcome is PushOutcome.CLOCK
    assert a.sync().rows_up == 2
    b.sync()
    b.edit(person, phone="3")
    b.sync()
    a.sync()

    assert a.get(person, "phone") == ("3",)
    assert centre.query("SELECT count(*) FROM sync.conflict") == [(0,)]


def test_changes_with_a_fit_clock_keep_it_beside_one_from_the_future(centre, new_desk):
    """A restored centre is sent again what it had taken, together with what waits."""
    a, b = new_desk("A"), new_desk("B")
    person = a.add(phone="1")
    a.sync()
    b.sync()
    agree_on_time(a, b)
    a.edit(person, phone="2")
    a.sync()
    b.sync()
    b.edit(person, phone="3")
    b.sync()
    a.execute("UPDATE sync_state SET skew = 86400000")
    a.edit(person, address="新")
    centre.query("UPDATE sync.desk SET last_seq = 0, last_hlc = 0 WHERE name = 'A'")
    centre.query("UPDATE sync.centre SET generation = generation + 1")

    for desk in (a, b):
        desk.sync()

    assert a.get(person, "phone", "address") == b.get(person, "phone", "address") == ("3", "新")


def test_a_clock_hidden_in_a_row_is_refused(new_desk):
    a = new_desk("A")
    for lie in (forged_row(_hlc=2**62), forged_row(_fv={"name": 2**62})):
        with a.connected() as session, pytest.raises(ChangeRefusedError, match="时钟"):
            session.push(client_of(a), forged(1, "person", lie))


def test_a_row_of_a_foreign_stream_is_refused(centre, new_desk):
    a = new_desk("A", 1)
    centre.enrol("B", 2)
    with a.connected() as session:
        for claimed in (1, 2):
            with pytest.raises(ChangeRefusedError, match="不在本窗口可见的范围"):
                session.push(
                    client_of(a), forged(1, "person", forged_row(stream=2), stream=claimed)
                )

    assert centre.query("SELECT count(*) FROM app.person") == [(0,)]


def test_a_row_of_a_foreign_stream_cannot_be_changed(centre, new_desk):
    a, b = new_desk("A", 1), new_desk("B", 2)
    theirs = b.add(stream=2, phone="1")
    b.sync()
    change = [1, theirs, 1, {"phone": "2"}, {"phone": "1"}]
    with a.connected() as session, pytest.raises(ChangeRefusedError, match="不在本窗口可见的范围"):
        session.push(client_of(a), forged(1, "person", change, is_insert=False))

    assert centre.query("SELECT phone FROM app.person") == [("1",)]


def test_a_row_cannot_move_to_another_stream(new_desk):
    a = new_desk("A", 1, 2)
    person = a.add()
    a.sync()
    change = [2, person, 2, {"stream": 2}, {"stream": 1}]
    with a.connected() as session, pytest.raises(ChangeRefusedError, match="不能保存"):
        session.push(client_of(a), forged(2, "person", change, is_insert=False))


def test_a_fact_cannot_be_changed(new_desk):
    a = new_desk("A")
    entry = a.add("audit_entry")
    a.sync()
    change = [2, entry, 2, {"action": "none"}, {"action": ""}]
    with a.connected() as session, pytest.raises(ChangeRefusedError, match="只能新增"):
        session.push(client_of(a), forged(2, "audit_entry", change, is_insert=False))


@pytest.mark.parametrize("table", ["no_such", "visit; DROP TABLE app.visit", "x" * 80])
def test_an_unknown_table_is_refused(new_desk, table):
    a = new_desk("A")
    with a.connected() as session, pytest.raises(ChangeRefusedError, match="还没有存放"):
        session.push(client_of(a), forged(1, table, forged_row()))


@pytest.mark.parametrize("batch_rows", [1, 2, 3, 500])
def test_a_change_the_centre_cannot_hold_is_put_aside_and_the_rest_goes_on(
    centre, new_desk, batch_rows
):
    a, b = new_desk("A"), new_desk("B")
    for number in range(3):
        a.add(name=f"访民{number}")
    poison = a.add(name="错", created_by="not a key")
    for number in range(4):
        a.add(name=f"访客{number}")

    report = a.sync(batch_rows=batch_rows)
    b.sync()

    assert (report.rows_up, report.refused, report.waiting, report.dead) == (7, 1, 0, 1)
    assert len(b.rows()["person"]) == 7
    refusal = a.scalar("SELECT refusal FROM outbox WHERE row_id = :r", r=poison)
    assert refusal == "有一项内容的写法不合规定（代码 22P02）。"
    [(table, row_id, technical)] = centre.query("SELECT table_name, row_id, refusal FROM sync.dead")
    assert (table, row_id) == ("person", poison)
    assert "not a key" in technical


@pytest.mark.parametrize(
    ("technical", "told"),
    [
        ('invalid input syntax for type uuid: "not a key"', "中心不能保存这项内容。"),
        ("batch too large", "内容太长，超过了中心的上限。"),
    ],
)
def test_a_change_put_aside_is_shown_by_a_desk_that_ended_before_it_heard_of_it(
    centre, new_desk, technical, told
):
    a = new_desk("A")
    a.sync()
    poison = a.add(name="错", created_by="not a key")
    with a.connected() as session:
        session.park(client_of(a), waiting_batch(a), technical)
    a.add(name="李娜")

    report = a.sync()

    assert (report.rows_up, report.refused, report.waiting, report.dead) == (1, 1, 0, 1)
    assert a.scalar("SELECT refusal FROM outbox WHERE row_id = :r", r=poison) == told
    a.edit(poison, created_by=None)
    assert a.sync().dead == 0
    assert centre.query("SELECT count(*) FROM app.person") == [(2,)]
    assert centre.query("SELECT closed_by FROM sync.dead") == [("A",)]


def test_a_row_put_aside_goes_up_whole_once_it_is_mended(centre, new_desk):
    a = new_desk("A")
    poison = a.add(name="错", created_by="not a key")
    assert a.sync().dead == 1

    a.edit(poison, created_by=None)
    report = a.sync()

    assert (report.rows_up, report.refused, report.dead) == (1, 0, 0)
    assert centre.query("SELECT name FROM app.person") == [("错",)]
    assert centre.query("SELECT closed_by FROM sync.dead") == [("A",)]


def test_what_was_refused_once_and_is_taken_by_a_restored_centre_is_no_longer_shown(
    centre, new_desk
):
    a = new_desk("A", 1, 2)
    person = a.add(stream=2, phone="1")
    a.sync()
    [backup] = centre.query("SELECT last_seq, last_hlc FROM sync.desk")
    a.edit(person, phone="2")
    unfit = a.add(name="错", created_by="not a key")
    with a.connected() as session:
        centre.query("UPDATE sync.desk SET streams = '{1}'")
        assert push_waiting(a.database, session, client_of(a)).refused == 2
    centre.query("UPDATE sync.desk SET streams = '{1,2}', last_seq = %s, last_hlc = %s", *backup)
    centre.query("UPDATE sync.centre SET generation = generation + 1")

    report = a.sync()

    assert centre.query("SELECT phone FROM app.person") == [("2",)]
    assert report.dead == 1
    open_entries = "SELECT row_id FROM sync.dead WHERE closed_at IS NULL"
    assert centre.query(open_entries) == [(unfit,)]
    assert a.values("SELECT row_id FROM outbox WHERE refusal IS NOT NULL") == [unfit]


@pytest.mark.parametrize("gone", ["(1, 2)", "(2)", "(4)", "(2, 4)", "(1, 2, 4, 5)"])
def test_a_change_put_aside_between_numbers_that_are_gone_is_shown_and_stops_nothing(
    centre, new_desk, gone
):
    """An erasure takes waiting changes away, and what an older centre cannot hold is kept apart."""
    a = new_desk("A")
    for number in (1, 2):
        a.add(name=f"访民{number}")
    poison = a.add(name="错", created_by="not a key")
    for number in (4, 5):
        a.add(name=f"访民{number}")
    a.execute(f"DELETE FROM outbox WHERE seq IN {gone}")
    waited = a.scalar("SELECT count(*) FROM outbox")

    report = a.sync()

    assert (report.rows_up, report.refused, report.waiting) == (waited - 1, 1, 0)
    assert a.values("SELECT row_id FROM outbox WHERE refusal IS NOT NULL") == [poison]
    assert centre.query("SELECT seq, row_id FROM sync.dead") == [(3, poison)]
    assert a.sync().is_idle


def test_a_reply_lost_before_its_last_change_is_gone_loses_nothing(centre, new_desk, cable):
    """The change was sent; then an erasure was read, and took it away here."""
    a = new_desk("A", cable=cable)
    a.sync()
    first, second = a.add(name="一"), a.add(name="二")
    with a.connected() as session:
        cable.set(Fault.REPLIES_LOST)
        with pytest.raises(CentreAwayError):
            session.push(client_of(a), waiting_batch(a))
    cable.set(Fault.NONE)
    a.execute("DELETE FROM outbox WHERE row_id = :i", i=second)
    third = a.add(name="三")

    report = a.sync()

    assert (report.waiting, report.dead) == (0, 0)
    assert {row for (row,) in centre.query("SELECT id::text FROM app.person")} == {
        first, second, third,
    }  # fmt: skip
    assert centre.query("SELECT seq FROM sync.conflict") == []


def test_a_change_that_mends_an_unfit_value_is_not_refused_for_the_value_it_replaces(
    centre, new_desk
):
    a = new_desk("A")
    person = a.add(name="张伟")
    a.sync()
    a.edit(person, created_by="not a key", name="张玮")
    assert a.sync().refused == 1

    a.edit(person, created_by=None, name="张炜")
    report = a.sync()

    assert (report.rows_up, report.refused) == (1, 0)
    assert centre.query("SELECT name FROM app.person") == [("张炜",)]
    assert centre.query("SELECT count(*) FROM sync.conflict") == [(0,)]


def test_a_change_of_a_row_that_never_went_up_carries_the_whole_row(centre, new_desk):
    """The shipped units are on every desk without having been sent."""
    a, b = new_desk("A"), new_desk("B")
    unit = new_id()
    for desk in (a, b):
        desk.add("unit", id=unit, name="信访局", own_stream=10)
        desk.execute("DELETE FROM outbox")

    a.edit(unit, "unit", phone="1")
    b.edit(unit, "unit", address="花园镇")
    for desk in (a, b, a):
        assert desk.sync().refused == 0

    assert a.get(unit, "name", "phone", "address", table="unit") == ("信访局", "1", "花园镇")
    assert a.rows() == b.rows()


def test_the_centre_says_when_it_lacks_a_row(new_desk):
    a = new_desk("A")
    change = [1, new_id(), 1, {"phone": "2"}, {"phone": "1"}]
    with a.connected() as session, pytest.raises(RowMissingError):
        session.push(client_of(a), forged(1, "person", change, is_insert=False))


def test_a_large_row_goes_alone(centre, new_desk, monkeypatch):
    monkeypatch.setattr(batch, "BATCH_CHARACTERS", 10_000)
    a, b = new_desk("A"), new_desk("B")
    for size in (10, 10, 50_000, 10):
        a.add(address="字" * size)

    assert len(waiting_batch(a).changes) == 2
    assert a.sync().rows_up == 4
    b.sync()

    assert a.rows() == b.rows()


def test_a_revoked_desk_is_told_so(centre, new_desk):
    a = new_desk("A")
    a.add(name="张伟")
    with a.connected() as session:
        enrolment.revoke(centre.dsn, "A")
        with pytest.raises(CentreAwayError):
            session.changes({})

    with pytest.raises(CentreRefusedError, match="拒绝了本机的登录") as refusal:
        a.sync()
    assert "照常办理" in refusal.value.saved
    assert centre.query("SELECT count(*) FROM app.person") == [(0,)]


def test_revocation_holds_even_for_an_open_connection(centre, new_desk):
    a = new_desk("A")
    a.sync()
    a.add(name="张伟")
    with a.connected() as session:
        centre.query("UPDATE sync.desk SET revoked_at = now()")
        for call in (
            lambda: session.push(client_of(a), waiting_batch(a)),
            lambda: session.changes({}),
            lambda: session.rows(
                "SELECT * FROM sync.pull_person(1, 0, %s::uuid, 9, 9)", (new_id(),)
            ),
        ):
            with pytest.raises(CentreRefusedError):
                call()


def test_a_wrong_secret_is_told_so(centre, new_desk):
    a = new_desk("A")
    a.link = replace(a.link, secret="wrong")

    with pytest.raises(CentreRefusedError, match="口令不对"):
        a.sync()


def test_two_desks_pushing_at_once_do_not_lock_each_other_out(centre, new_desk):
    desks = [new_desk("A", 1, 2), new_desk("B", 1, 2)]
    for desk in desks:
        for number in range(20):
            desk.add(stream=1 + number % 2)
    errors = []

    def work(desk):
        try:
            desk.sync(batch_rows=2)
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            errors.append(error)

    threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert centre.query("SELECT count(*) FROM app.person") == [(40,)]
    for desk in desks:
        desk.sync()
    assert desks[0].rows() == desks[1].rows()


def test_halves_carry_their_own_rows_and_changes(new_desk):
    a = new_desk("A")
    persons = [a.add(name=name, phone=None) for name in ("张伟", "李娜", "王芳")]
    a.edit(persons[0], phone="2")
    unit = a.add("unit", name="信访局", division_code="420921")
    whole_batch = waiting_batch(a)
    first, second = whole_batch.halves()

    assert (first.first, second.last) == (whole_batch.first, whole_batch.last)
    assert first.last + 1 == second.first
    assert first.changes + second.changes == whole_batch.changes
    assert [row["name"] for row in first.rows()["person"]] == ["张伟", "李娜"]
    assert [row["id"] for row in second.rows()["person"]] == [persons[2]]
    assert [row["id"] for row in second.rows()["unit"]] == [unit]
    assert "unit" not in first.rows()
    assert second.updates() != "{}"
    assert "phone" not in second.rows()["person"][0]


def test_text_that_json_must_write_otherwise_arrives_as_it_was(new_desk):
    a, b = new_desk("A"), new_desk("B")
    text = '\0"\\\x01\x1f\x7f\n\t\u2028\ufdd0\ufffe𠮷</script>' + "é"
    person = a.add(name=text, address=text)
    a.sync()
    b.sync()

    assert b.get(person, "name", "address") == (text, text)
