"""What two windows and the centre owe each other."""

import pytest

from reception_desk.commands.bench.cable import Fault
from reception_desk.sync.centre_errors import CentreAwayError
from reception_desk.sync.push import push_waiting
from tests.sync.desks import agree_on_time


def after_one_batch():
    """Return a `should_stop` that lets one batch pass."""
    answers = iter([False])
    return lambda: next(answers, True)


def test_a_row_of_one_desk_reaches_the_other(centre, new_desk):
    a, b = new_desk("A"), new_desk("B")
    person = a.add(name="张伟", sex="1")

    sent, received = a.sync(), b.sync()

    assert (sent.rows_up, sent.rows_down, sent.waiting) == (1, 0, 0)
    assert received.rows_down == 1
    assert received.changes[0].ids == (person,)
    assert a.rows() == b.rows()
    assert centre.query("SELECT name FROM app.person") == [("张伟",)]


def test_what_comes_from_the_centre_does_not_go_back(new_desk):
    a, b = new_desk("A"), new_desk("B")
    a.add(name="张伟")
    a.sync()

    b.sync()

    assert b.scalar("SELECT count(*) FROM outbox") == 0


def test_own_rows_are_not_read_again(new_desk):
    a = new_desk("A")
    a.sync()
    a.add(name="张伟")

    assert a.sync().rows_down == 0
    assert a.sync().is_idle


def test_edits_of_different_fields_both_survive(centre, new_desk):
    a, b = new_desk("A"), new_desk("B")
    person = a.add(name="张伟", phone="1", address="旧")
    a.sync()
    b.sync()

    a.edit(person, phone="2")
    b.edit(person, address="新")
    for desk in (a, b, a):
        desk.sync()

    assert a.get(person, "phone", "address") == b.get(person, "phone", "address") == ("2", "新")
    assert centre.query("SELECT count(*) FROM sync.conflict") == [(0,)]


def test_edits_of_one_field_leave_one_winner_and_keep_the_other_value(centre, new_desk):
    a, b = new_desk("A"), new_desk("B")
    person = a.add(phone="1")
    a.sync()
    b.sync()
    agree_on_time(a, b)

    a.edit(person, phone="a")
    b.edit(person, phone="b")
    a.sync()
    report = b.sync()
    a.sync()

    assert report.conflicts == 1
    assert a.get(person, "phone") == b.get(person, "phone") == ("b",)
    assert centre.query(
        "SELECT row_id::text, column_name, saw, held, sent, sent_won FROM sync.conflict"
    ) == [(person, "phone", "1", "a", "b", True)]


def test_the_later_edit_wins_even_when_it_arrives_first(centre, new_desk):
    a, b = new_desk("A"), new_desk("B")
    person = a.add(phone="1")
    a.sync()
    b.sync()
    agree_on_time(a, b)

    a.edit(person, phone="earlier")
    b.edit(person, phone="later")
    b.sync()
    a.sync()
    b.sync()

    assert a.get(person, "phone") == b.get(person, "phone") == ("later",)
    assert centre.query("SELECT held, sent, sent_won FROM sync.conflict") == [
        ("later", "earlier", False)
    ]


def test_an_edit_made_after_seeing_a_value_wins_on_a_slow_clock(new_desk):
    a, b = new_desk("A"), new_desk("B")
    person = a.add(phone="1")
    a.sync()
    b.sync()
    with b.connected():
        b.execute("UPDATE sync_state SET skew = -86400000")

    b.edit(person, phone="2")
    b.sync()
    a.sync()

    assert a.get(person, "phone") == ("2",)


def test_a_value_changed_there_and_back_does_not_hide_a_lost_edit(centre, new_desk):
    a, b = new_desk("A"), new_desk("B")
    person = a.add(phone="1")
    a.sync()
    b.sync()
    agree_on_time(a, b)

    a.edit(person, phone="2")
    b.edit(person, phone="3")
    b.edit(person, phone="1")
    b.sync()
    a.sync()

    assert centre.query("SELECT held, sent, sent_won FROM sync.conflict") == [("1", "2", False)]


def test_several_edits_of_a_field_are_one_change_of_what_was_seen(centre, new_desk):
    a = new_desk("A")
    person = a.add(phone="1")
    a.sync()

    for phone in ("2", "3", "4"):
        a.edit(person, phone=phone)
    report = a.sync()

    assert report.conflicts == 0
    assert centre.query("SELECT phone FROM app.person") == [("4",)]


def test_an_edit_of_a_value_sent_early_with_the_row_is_later_than_it(new_desk):
    a, b = new_desk("A"), new_desk("B")
    person = a.add(phone="1")
    a.edit(person, phone="2")
    a.execute("UPDATE outbox SET hlc = hlc + (60000 << 16) WHERE operation = 'U'")
    with a.connected() as session:
        client = a.scalar("SELECT client FROM sync_state")
        push_waiting(a.database, session, client, batch_rows=1, should_stop=after_one_batch())
    b.sync()
    assert b.get(person, "phone") == ("2",)

    b.edit(person, phone="3")
    b.sync()
    a.sync()

    assert a.get(person, "phone") == ("3",)


def test_facts_merge_by_union(new_desk):
    a, b = new_desk("A"), new_desk("B")
    first = a.add("audit_entry", action="view")
    second = b.add("audit_entry", action="print")

    for desk in (a, b, a):
        desk.sync()

    assert a.rows() == b.rows()
    assert a.get(second, "action", table="audit_entry") == ("print",)
    assert b.get(first, "action", table="audit_entry") == ("view",)


@pytest.mark.parametrize("page_rows", [1, 2, 3, 6, 7])
def test_pages_end_and_begin_at_any_row(new_desk, page_rows):
    a, b = new_desk("A", 1, 2), new_desk("B", 1, 2)
    for number in range(6):
        a.add(name=f"访民{number}", stream=1 + number % 2)
        a.add("audit_entry", stream=1)
    a.sync(batch_rows=5)

    report = b.sync(page_rows=page_rows)

    assert report.rows_down == 12
    assert a.rows() == b.rows()
    assert b.sync().is_idle


def test_a_child_may_come_before_its_parent(new_desk):
    a, b = new_desk("A", 1, 2), new_desk("B", 1, 2)
    parent = a.add("unit", stream=2)
    a.add("unit", stream=1, parent_id=parent)
    a.sync()

    b.sync(page_rows=1)

    assert a.rows() == b.rows()


def test_both_go_on_without_the_cable_and_agree_when_it_is_back(new_desk, cable):
    a, b = new_desk("A", cable=cable), new_desk("B")
    person = a.add(name="张伟", phone="1")
    a.sync()
    b.sync()

    cable.set(Fault.UNPLUGGED)
    with pytest.raises(CentreAwayError, match="连接不上中心"):
        a.sync()
    a.add(name="李娜")
    a.edit(person, name="张玮")
    b.add(name="王芳")
    b.edit(person, phone="2")
    b.sync()
    cable.set(Fault.NONE)
    for desk in (a, b, a):
        desk.sync()

    assert a.rows() == b.rows()
    assert a.get(person, "name", "phone") == ("张玮", "2")
    assert len(a.rows()["person"]) == 3
