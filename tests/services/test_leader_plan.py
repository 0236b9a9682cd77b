"""The yearly plan: rules are kept, laid out, compared with what is on record, and kept once."""

from datetime import date, time

import pytest

from reception_desk.errors import InvalidInputError, NotPermittedError
from reception_desk.records.leader_days import DayEvent
from reception_desk.rules.leader_days import PlannedDay, PlanTrouble, Rhythm
from reception_desk.services.calendar import set_day
from reception_desk.services.leader_days import DayChange, reception_days, record_change
from reception_desk.services.leader_plan import (
    add_rule,
    keep_plan,
    plan_rules,
    propose_plan,
    withdraw_rule,
)
from tests.leaders import FIRST, LAST, MORNING, NOON, rule, two_leaders
from tests.offices import SampleOffice


def test_a_plan_is_laid_out_kept_and_kept_only_once(desk: SampleOffice):
    planner, secretary, _ = two_leaders(desk)
    add_rule(desk.database, planner, rule(Rhythm.MONTHLY_DAY, secretary, number=15))
    proposal = propose_plan(desk.database, planner, FIRST, LAST)

    assert (len(proposal.days), proposal.conflicts, proposal.known) == (12, (), 0)
    assert keep_plan(desk.database, planner, proposal.days) == 12
    assert keep_plan(desk.database, planner, proposal.days) == 0
    again = propose_plan(desk.database, planner, FIRST, LAST)
    assert (again.days, again.known) == ((), 12)
    found = reception_days(desk.database, date(2026, 11, 1), date(2026, 11, 30))
    assert [(one.leader.name, one.standing.day.month) for one in found] == [("何某", 11)]


def test_a_closed_hall_moves_the_day_and_a_kept_day_is_not_planned_twice(desk: SampleOffice):
    planner, secretary, _ = two_leaders(desk)
    add_rule(desk.database, planner, rule(Rhythm.MONTHLY_DAY, secretary, number=15))
    kept = propose_plan(desk.database, planner, FIRST, LAST).days
    keep_plan(desk.database, planner, kept)
    day = kept[-1].day
    set_day(
        desk.database, desk.administrator, day, is_working=False, note="停电检修", source="通知"
    )
    later = propose_plan(desk.database, planner, FIRST, LAST)

    assert later.days == ()
    assert [(one.trouble, one.planned.day) for one in later.conflicts] == [
        (PlanTrouble.REST_DAY, day)
    ]


def test_a_new_rule_that_meets_the_plan_on_record_is_told(desk: SampleOffice):
    planner, secretary, magistrate = two_leaders(desk)
    add_rule(desk.database, planner, rule(Rhythm.WEEKLY, secretary, weekday=0))
    keep_plan(desk.database, planner, propose_plan(desk.database, planner, FIRST, LAST).days)
    add_rule(desk.database, planner, rule(Rhythm.MONTHLY_WEEKDAY, magistrate, number=1, weekday=0))
    proposal = propose_plan(desk.database, planner, FIRST, LAST)

    assert {one.trouble for one in proposal.conflicts} == {PlanTrouble.PLACE_TWICE}
    assert 0 < len(proposal.conflicts) <= len(proposal.days)


def test_a_cancelled_day_is_not_planned_again_and_disturbs_nobody(desk: SampleOffice):
    planner, secretary, _ = two_leaders(desk)
    add_rule(desk.database, planner, rule(Rhythm.MONTHLY_DAY, secretary, number=15))
    keep_plan(desk.database, planner, propose_plan(desk.database, planner, FIRST, LAST).days)
    (day,) = reception_days(desk.database, date(2026, 12, 1), LAST)
    change = DayChange(DayEvent.CANCELLED, reason="防汛")
    record_change(desk.database, planner, day.standing.facts.day_id, change)
    proposal = propose_plan(desk.database, planner, FIRST, LAST)

    assert (proposal.days, proposal.known) == ((), 11)


def test_a_rule_is_withdrawn_with_a_reason_and_its_days_stay(desk: SampleOffice):
    planner, secretary, _ = two_leaders(desk)
    key = add_rule(desk.database, planner, rule(Rhythm.MONTHLY_DAY, secretary, number=15))
    keep_plan(desk.database, planner, propose_plan(desk.database, planner, FIRST, LAST).days)

    with pytest.raises(InvalidInputError, match="理由"):
        withdraw_rule(desk.database, planner, key, reason="")
    withdraw_rule(desk.database, planner, key, reason="两办文件调整")
    assert plan_rules(desk.database) == ()
    assert len(reception_days(desk.database, FIRST, LAST)) == 12


def test_a_day_set_by_hand_is_kept_once(desk: SampleOffice):
    planner, secretary, _ = two_leaders(desk)
    planned = PlannedDay(date(2026, 12, 2), MORNING, NOON, secretary, "二楼")

    assert keep_plan(desk.database, planner, [planned]) == 1
    assert keep_plan(desk.database, planner, [planned]) == 0


def test_what_cannot_stand_is_refused_with_a_sentence(desk: SampleOffice):
    planner, secretary, _ = two_leaders(desk)

    with pytest.raises(InvalidInputError, match="几日"):
        add_rule(desk.database, planner, rule(Rhythm.MONTHLY_DAY, secretary))
    with pytest.raises(InvalidInputError, match="这位领导"):
        add_rule(desk.database, planner, rule(Rhythm.EVERY_WORKING_DAY, "nobody"))
    with pytest.raises(InvalidInputError, match="这位领导"):
        keep_plan(desk.database, planner, [PlannedDay(FIRST, time(9), time(10), "nobody", "二楼")])
    with pytest.raises(NotPermittedError):
        add_rule(desk.database, desk.clerk, rule(Rhythm.EVERY_WORKING_DAY, secretary))
