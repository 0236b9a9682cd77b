"""积案台账 on a real file: matters with offices and days, nobody who came; fast by its index."""

from datetime import timedelta

from sqlalchemy import text

from reception_desk.records.joint_matters import JointInput, MatterTrait
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.long_open import LongOpen
from reception_desk.rules.permissions import Role
from reception_desk.services.joint_matters import name_joint_units
from reception_desk.services.long_open import LongOpenRow, long_open_ledger
from reception_desk.services.registration import ACCUSATION
from reception_desk.services.standings import bring_up
from tests.leaders import two_leaders
from tests.offices import SampleOffice, today
from tests.services.test_promises import promise
from tests.services.test_steps import next_legal, registered, unit_id
from tests.undertakings import undertaken


def standing(desk: SampleOffice, *matter_ids: str, state: str = "") -> None:
    bring_up(desk.database, desk.clerk, Reckoning(shipped_calendar()))
    if state:
        with desk.database.write() as session:
            for matter_id in matter_ids:
                session.execute(
                    text(
                        "UPDATE matter_standing SET state = :state, next_legal = NULL "
                        "WHERE matter_id = :id"
                    ),
                    {"state": state, "id": matter_id},
                )


def test_what_is_long_past_its_day_is_listed_with_who_answers_for_it(desk: SampleOffice):
    section, secretary, _ = two_leaders(desk)
    matter_id = registered(desk)
    standing(desk)
    due = next_legal(desk, matter_id)
    assert long_open_ledger(desk.database, section, due + timedelta(days=30), 30).rows == ()
    day = due + timedelta(days=31)
    (row,) = long_open_ledger(desk.database, section, day, 30).rows
    assert (row.matter_id, row.why, row.legal) == (matter_id, LongOpen.OVERDUE, due)
    assert (row.leader, row.next_on) == ("", None)

    to_come = max(day, today())
    undertaken(desk, matter_id, secretary, due_on=to_come + timedelta(days=9))
    promise(desk, matter_id, due_on=to_come + timedelta(days=5))
    town = unit_id(desk, "T101")
    joint = JointInput((MatterTrait.CROSSES_DEPARTMENTS,), town)
    name_joint_units(desk.database, section, matter_id, joint)
    (row,) = long_open_ledger(desk.database, section, day, 30).rows
    assert (row.leader, row.next_on) == ("何某", to_come + timedelta(days=5))
    assert row.unit


def test_what_is_contested_after_the_review_stands_below(desk: SampleOffice):
    section = desk.account(Role.SECTION)
    late, contested, ended = (registered(desk) for _ in range(3))
    standing(desk, contested, state="recheck")
    standing(desk, ended, state="closed")
    found = long_open_ledger(desk.database, section, next_legal(desk, late) + timedelta(99), 90)
    assert [(row.matter_id, row.why) for row in found.rows] == [
        (late, LongOpen.OVERDUE), (contested, LongOpen.CONTESTED)
    ]  # fmt: skip
    first = long_open_ledger(
        desk.database, section, next_legal(desk, late) + timedelta(99), 90, most=1
    )
    assert (len(first.rows), first.total) == (1, 2)


def test_it_names_nobody_who_came_and_no_accusation_to_the_others(desk: SampleOffice):
    assert not {"person", "petitioner", "name", "clerk"} & set(LongOpenRow.__slots__)
    section = desk.account(Role.SECTION)
    matter_id = registered(desk, matter_class=ACCUSATION)
    standing(desk)
    day = next_legal(desk, matter_id) + timedelta(days=99)
    assert long_open_ledger(desk.database, section, day, 90).total == 0
    both = desk.account(Role.SECTION, Role.ACCUSATION_CLERK)
    assert long_open_ledger(desk.database, both, day, 90).total == 1


def test_it_walks_the_index_of_what_falls_due(desk: SampleOffice):
    with desk.database.read() as session:
        plan = session.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT matter_id FROM matter_standing "
                "WHERE next_legal <= '2026-01-01' AND ifnull(state, '') IN ('accepted') "
                "AND stream != 2 ORDER BY next_legal, matter_id LIMIT 500"
            )
        ).all()
    assert "ix_matter_standing_next" in plan[0].detail
    assert not any("TEMP B-TREE" in row.detail for row in plan)
