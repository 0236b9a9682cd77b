"""What the office owes for the days ahead, and the events that say it was done."""

from datetime import date

import pytest

from reception_desk.errors import InvalidInputError, NotPermittedError
from reception_desk.records.leader_days import DayEvent
from reception_desk.rules.leader_days import PlannedDay
from reception_desk.rules.leader_owed import Owed
from reception_desk.services.leader_days import (
    DayChange,
    reception_day,
    record_change,
    tell_leader,
)
from reception_desk.services.leader_owed import owed_by_office
from reception_desk.services.leader_plan import keep_plan
from tests.leaders import MORNING, NOON, two_leaders
from tests.offices import SampleOffice

TODAY, DAY, LATER = date(2026, 12, 7), date(2026, 12, 9), date(2026, 12, 15)


def test_the_latest_act_comes_first_and_goes_when_it_is_done(desk: SampleOffice):
    planner, secretary, magistrate = two_leaders(desk)
    days = [
        PlannedDay(LATER, MORNING, NOON, magistrate, "接访室"),
        PlannedDay(DAY, MORNING, NOON, secretary, "接访室"),
    ]
    keep_plan(desk.database, planner, days)
    lines = owed_by_office(desk.database, planner, TODAY)
    assert [(line.one.standing.day, line.act.act, line.act.is_late(TODAY)) for line in lines] == [
        (DAY, Owed.TELL_LEADER, True),
        (DAY, Owed.PUBLISH, False),
        (DAY, Owed.REPORT_BOOKINGS, False),
        (LATER, Owed.TELL_LEADER, False),
    ]

    day_id = lines[0].one.standing.facts.day_id
    tell_leader(desk.database, planner, day_id, DayEvent.LEADER_TOLD, " 电话，秘书接的 ")
    record_change(desk.database, planner, day_id, DayChange(DayEvent.PUBLISHED))
    tell_leader(desk.database, planner, day_id, DayEvent.BOOKINGS_REPORTED, "书面通知")
    lines = owed_by_office(desk.database, planner, TODAY)
    assert [line.one.standing.day for line in lines] == [LATER]

    now = reception_day(desk.database, day_id)
    assert now.standing.told is not None
    assert now.standing.told.how == "电话，秘书接的"
    assert now.authors[now.standing.told.by_account or ""] == planner.name


def test_who_does_not_plan_may_not_and_a_day_that_is_over_is_told_no_more(desk: SampleOffice):
    planner, secretary, _ = two_leaders(desk)
    keep_plan(desk.database, planner, [PlannedDay(DAY, MORNING, NOON, secretary, "接访室")])
    day_id = owed_by_office(desk.database, planner, TODAY)[0].one.standing.facts.day_id

    with pytest.raises(NotPermittedError):
        tell_leader(desk.database, desk.clerk, day_id, DayEvent.LEADER_TOLD, "电话")
    with pytest.raises(NotPermittedError):
        owed_by_office(desk.database, desk.clerk, TODAY)
    with pytest.raises(InvalidInputError, match="怎么告知"):
        tell_leader(desk.database, planner, day_id, DayEvent.LEADER_TOLD, "　")
    record_change(desk.database, planner, day_id, DayChange(DayEvent.CANCELLED, "防汛"))
    with pytest.raises(InvalidInputError, match="已取消"):
        tell_leader(desk.database, planner, day_id, DayEvent.LEADER_TOLD, "电话")
