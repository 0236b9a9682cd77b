"""Changes the centre cannot hold: told in plain words, sent again, never in the way of others."""

from typing import Any

import pytest
from sqlalchemy import text

from reception_desk.models.person import Person
from reception_desk.services.conflicts import open_conflicts
from reception_desk.services.refused_changes import (
    hand_over_text,
    refused_changes,
    send_refused_again,
)
from reception_desk.services.registration import register_visit
from reception_desk.services.sync_standing import sync_standing
from reception_desk.sync import dead
from tests.offices import person, visit
from tests.windows import Window, meet

Pair = tuple[Window, Window]
POISON: dict[str, tuple[dict[str, Any], str]] = {
    "bad uuid": ({"created_by": "not a key"}, "写法不合规定"),
    "no number": ({"desk_id": "x" * 36}, "写法不合规定"),
    "impossible date": ({"birth_date": "1990-02-31"}, "日期或时间不成立"),
}


def reasons(window: Window) -> list[str]:
    return [change.reason for change in refused_changes(window.database, window.clerk)]


@pytest.mark.parametrize("kind", sorted(POISON))
def test_each_kind_of_poison_is_told_and_lets_the_rest_go_on(windows: Pair, kind: str):
    one, two = windows
    meet(*windows)
    values, reason = POISON[kind]
    before = one.desk.add(name="甲", stream=10)
    poisoned = one.desk.add(name="错", stream=10)
    with one.database.write() as session:  # past the model, as a damaged file would hold it
        ((column, value),) = values.items()
        session.execute(
            text(f"UPDATE person SET {column} = :v WHERE id = :i"), {"v": value, "i": poisoned}
        )
    after = one.desk.add(name="乙", stream=10)

    report = one.sync()
    two.sync()

    assert report.refused >= 1
    assert report.waiting == 0
    assert all(reason in told for told in reasons(one))
    for row in (before, after):
        assert two.desk.get(row, "name") is not None


def test_nul_travels_and_is_no_poison(windows: Pair):
    one, two = windows
    row = one.desk.add(name="a\0b", stream=10)
    meet(*windows)

    assert reasons(one) == []
    assert two.desk.get(row, "name") == ("a\0b",)


def test_a_number_beyond_what_the_centre_holds_is_told(windows: Pair, centre):
    one, two = windows
    meet(*windows)
    centre.query("ALTER TABLE app.unit ALTER COLUMN own_stream TYPE smallint")
    big = one.desk.add("unit", 10, own_stream=70_000)
    small = one.desk.add("unit", 10, own_stream=7)

    one.sync()
    two.sync()

    assert "数字太大" in reasons(one)[0]
    assert two.desk.get(small, "own_stream", table="unit") == (7,)
    assert two.desk.get(big, "own_stream", table="unit") is None


def test_a_text_too_long_for_the_centre_is_told(windows: Pair, centre):
    one, two = windows
    meet(*windows)
    centre.query("ALTER TABLE app.person ALTER COLUMN address TYPE varchar(1000)")
    large = one.desk.add(address="长" * 1001, stream=10)
    small = one.desk.add(name="甲", stream=10)

    one.sync()
    two.sync()

    assert [change.row_id for change in refused_changes(one.database, one.clerk)] == [large]
    assert "内容太长" in reasons(one)[0]
    assert two.desk.get(small, "name") == ("甲",)


def test_the_record_is_named_and_can_be_opened(windows: Pair, centre):
    one, _ = windows
    record = register_visit(one.database, one.clerk, visit(person("李䶮")))
    meet(*windows)
    poison(one, "visit", record.visit_id)

    [change] = refused_changes(one.database, one.clerk)

    [(number,)] = centre.query("SELECT number FROM app.visit")
    assert str(change.record) == f"来访登记 {number}"
    assert change.record.visit_id == record.visit_id
    assert not change.is_new_row


def poison(window: Window, table: str, row_id: str, **also: str) -> None:
    """Change a field to something the centre cannot hold, and send it."""
    cells = {"created_by": "nobody", **also}
    names = ", ".join(f"{name} = :{name}" for name in cells)
    with window.database.write() as session:
        session.execute(text(f"UPDATE {table} SET {names} WHERE id = :i"), {"i": row_id, **cells})
    window.sync()


def test_sent_again_as_it_stands_it_goes_up_and_the_centre_closes_the_entry(windows: Pair, centre):
    one, two = windows
    row = one.desk.add(name="错", stream=10, created_by="not a key")
    one.sync()
    with one.database.apply() as connection:  # mended without a change being captured
        connection.execute(text("UPDATE person SET created_by = NULL WHERE id = :i"), {"i": row})

    assert send_refused_again(one.database, one.clerk) == 1
    assert refused_changes(one.database, one.clerk) == ()
    meet(*windows)

    assert two.desk.get(row, "name") == ("错",)
    assert refused_changes(one.database, one.clerk) == ()
    assert dead.dead_entries(centre.dsn) == []
    [entry] = dead.dead_entries(centre.dsn, with_closed=True)
    assert entry.closed_by == "W1"


def test_what_is_still_refused_comes_back_to_the_list_under_its_new_number(windows: Pair, centre):
    one, _ = windows
    one.desk.add(stream=10, created_by="not a key")
    one.sync()
    [first] = refused_changes(one.database, one.clerk)

    send_refused_again(one.database, one.clerk, [first.seq])
    one.sync()

    [second] = refused_changes(one.database, one.clerk)
    assert second.seq > first.seq
    assert [entry.seq for entry in dead.dead_entries(centre.dsn)] == [second.seq]


def test_a_change_sent_again_does_not_win_over_a_later_one(windows: Pair):
    one, two = windows
    row = one.desk.add(name="甲", phone="1", stream=10)
    meet(*windows)
    poison(one, "person", row, phone="2")
    two.desk.execute("UPDATE sync_state SET skew = skew + 1000")
    two.desk.edit(row, phone="3")
    two.sync()
    with one.database.apply() as connection:
        connection.execute(text("UPDATE person SET created_by = NULL WHERE id = :i"), {"i": row})

    send_refused_again(one.database, one.clerk)
    meet(*windows)

    assert one.desk.get(row, "phone") == two.desk.get(row, "phone") == ("3",)
    [conflict] = open_conflicts(two.database, two.clerk)
    assert conflict.field == "联系电话"


def test_a_change_mended_by_a_later_one_is_no_conflict_when_sent_again(windows: Pair):
    one, two = windows
    row = one.desk.add(phone="1", stream=10)
    meet(*windows)
    poison(one, "person", row, phone="2")
    one.desk.edit(row, phone="3", created_by=None)
    one.sync()

    send_refused_again(one.database, one.clerk)
    meet(*windows)

    assert two.desk.get(row, "phone") == ("3",)
    assert open_conflicts(one.database, one.clerk) == ()
    assert refused_changes(one.database, one.clerk) == ()


def test_one_can_be_chosen_and_the_others_stay(windows: Pair):
    one, _ = windows
    for _ in range(3):
        one.desk.add(stream=10, created_by="not a key")
    one.sync()
    middle = refused_changes(one.database, one.clerk)[1]

    assert send_refused_again(one.database, one.clerk, [middle.seq]) == 1
    assert middle.seq not in [change.seq for change in refused_changes(one.database, one.clerk)]
    assert len(refused_changes(one.database, one.clerk)) == 2


def test_the_text_for_the_administrator_names_no_person(windows: Pair):
    one, _ = windows
    record = register_visit(one.database, one.clerk, visit(person("欧阳样本")))
    meet(*windows)
    poison(one, "person", record.persons[0].person_id, phone="13912345678")

    told = hand_over_text(one.database, one.clerk, refused_changes(one.database, one.clerk))

    assert "信访局1号窗口：中心没有收下 1 项内容" in told
    assert "写法不合规定（代码 22P02）" in told
    assert record.persons[0].person_id in told
    for secret in ("欧阳", "样本", "13912345678"):
        assert secret not in told


def test_what_waits_is_counted_by_kind(windows: Pair):
    one, _ = windows
    meet(*windows)
    assert sync_standing(one.database, one.clerk).waiting == ()
    register_visit(one.database, one.clerk, visit(person(), person("李娜")))

    standing = sync_standing(one.database, one.clerk)

    kinds = {kind.noun: kind.count for kind in standing.waiting}
    assert (kinds["来访登记"], kinds["信访人"], kinds["来访人"]) == (1, 2, 2)
    assert standing.unsent == sum(kinds.values())
    assert standing.last_success is not None


def test_persons_are_never_named_by_the_reason(windows: Pair):
    one, _ = windows
    with one.database.write() as session:
        session.add(
            Person(
                stream=10,
                desk_id=one.clerk.desk.desk_id,
                created_at=visit().arrived_at,
                created_by="欧阳样本",
            )
        )
    one.sync()

    assert "欧阳" not in reasons(one)[0]
