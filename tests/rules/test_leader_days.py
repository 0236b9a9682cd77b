"""领导接访日: the rules of a yearly plan give their days; what stands against them is told."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.errors import InvalidInputError
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.leader_days import (
    LeaderDayRule,
    PlannedDay,
    PlanTrouble,
    RestDay,
    Rhythm,
    conflicts,
    days_before,
    lay_out,
)

CALENDAR = shipped_calendar()
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
MORNING, NOON = time(8, 30), time(11, 30)


def rule(rhythm: Rhythm, *leaders: str, **more: object) -> LeaderDayRule:
    given = {"first": YEAR[0], "last": YEAR[1], "place": "第一接访室", **more}
    return LeaderDayRule(  # pyright: ignore[reportCallIssue]
        "r",
        rhythm,
        leaders or ("书记",),
        MORNING,
        NOON,
        **given,  # pyright: ignore
    )


def days(*rules: LeaderDayRule) -> list[date]:
    return [planned.day for planned in lay_out(rules, *YEAR, CALENDAR)]


def test_the_fifteenth_of_each_month_is_postponed_over_days_of_rest():
    """The county example of domain.md §1.7: the 15th, postponed if a holiday."""
    plan = lay_out([rule(Rhythm.MONTHLY_DAY, number=15)], *YEAR, CALENDAR)

    assert len(plan) == 12
    assert all(CALENDAR.is_working(one.day) for one in plan)
    february = next(one for one in plan if one.moved_from == date(2026, 2, 15))
    assert february.day == CALENDAR.roll_forward(date(2026, 2, 15))
    assert [one.moved_from for one in plan if one.day == date(2026, 1, 15)] == [None]


def test_mid_autumn_is_no_day_for_leaders():
    """AC-03: Friday 2026-09-25 is a holiday although it is a Friday."""
    fridays = rule(Rhythm.WEEKLY, weekday=4, rest_day=RestDay.DROPPED)

    assert date(2026, 9, 18) in days(fridays)
    assert date(2026, 9, 25) not in days(fridays)


def test_a_day_set_by_hand_on_a_holiday_is_told():
    """AC-03: a day that a person puts on a holiday is warned of."""
    planned = PlannedDay(date(2026, 9, 25), MORNING, NOON, "书记", "第一接访室")

    assert [found.trouble for found in conflicts([planned], CALENDAR)] == [PlanTrouble.REST_DAY]


def test_a_sunday_that_is_worked_counts_for_every_working_day():
    """调休: Sunday 2026-09-20 is worked (AC-04)."""
    assert date(2026, 9, 20) in days(rule(Rhythm.EVERY_WORKING_DAY))


def test_a_year_without_a_notice_is_provisional():
    """E-28: no crash without the table of 2027, and the days say what they are."""
    next_year = rule(Rhythm.MONTHLY_DAY, number=15, first=date(2027, 1, 1), last=date(2027, 12, 31))
    plan = lay_out([next_year], date(2027, 1, 1), date(2027, 12, 31), CALENDAR)

    assert len(plan) == 12
    assert all(one.is_provisional for one in plan)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, date(2026, 11, 2)), (4, date(2026, 11, 23)), (5, date(2026, 11, 30))],
)
def test_the_week_of_a_month_is_counted_and_five_is_the_last(number: int, expected: date):
    mondays = rule(Rhythm.MONTHLY_WEEKDAY, number=number, weekday=0)

    assert [day for day in days(mondays) if day.month == 11] == [expected]


def test_the_thirty_first_is_the_last_day_of_a_short_month():
    plan = lay_out([rule(Rhythm.MONTHLY_DAY, number=31, rest_day=RestDay.EARLIER)], *YEAR, CALENDAR)

    assert [one.day.month for one in plan] == list(range(1, 13))
    assert next(one for one in plan if one.day.month == 4).day == date(2026, 4, 30)


def test_a_roster_goes_on_in_turns_and_a_part_agrees_with_the_whole():
    roster = rule(Rhythm.EVERY_WORKING_DAY, "甲", "乙", "丙")
    whole = lay_out([roster], *YEAR, CALENDAR)
    part = lay_out([roster], date(2026, 6, 1), date(2026, 6, 30), CALENDAR)

    assert [one.leader_id for one in whole[:4]] == ["甲", "乙", "丙", "甲"]
    assert set(part) <= set(whole)
    assert {one.day for one in part} == {one.day for one in whole if one.day.month == 6}


def test_a_leader_at_two_places_at_once_is_told():
    monday, daily = rule(Rhythm.WEEKLY, weekday=0), rule(Rhythm.EVERY_WORKING_DAY, place="二楼")
    plan = lay_out([monday, daily], date(2026, 11, 23), date(2026, 11, 24), CALENDAR)

    assert [found.trouble for found in conflicts(plan, CALENDAR)] == [PlanTrouble.LEADER_TWICE]


def test_two_leaders_at_one_place_at_once_are_told():
    monday, daily = rule(Rhythm.WEEKLY, "甲", weekday=0), rule(Rhythm.EVERY_WORKING_DAY, "乙")
    plan = lay_out([monday, daily], date(2026, 11, 23), date(2026, 11, 24), CALENDAR)

    assert [found.trouble for found in conflicts(plan, CALENDAR)] == [PlanTrouble.PLACE_TWICE]


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": None},
        {"number": 0},
        {"number": 32},
        {"number": 1, "place": " "},
        {"number": 1, "first": date(2026, 2, 1), "last": date(2026, 1, 1)},
    ],
)
def test_a_rule_that_cannot_stand_is_refused_with_a_sentence(wrong: dict[str, object]):
    with pytest.raises(InvalidInputError) as refused:
        days(rule(Rhythm.MONTHLY_DAY, **wrong))
    assert refused.value.message.endswith("。")


RHYTHMS = st.one_of(
    st.builds(rule, st.just(Rhythm.EVERY_WORKING_DAY), st.sampled_from("甲乙丙")),
    st.builds(
        lambda weekday, rest: rule(Rhythm.WEEKLY, "甲", "乙", weekday=weekday, rest_day=rest),
        st.integers(0, 6),
        st.sampled_from(RestDay),
    ),
    st.builds(
        lambda number, rest: rule(Rhythm.MONTHLY_DAY, "丙", number=number, rest_day=rest),
        st.integers(1, 31),
        st.sampled_from(RestDay),
    ),
    st.builds(
        lambda number, weekday: rule(Rhythm.MONTHLY_WEEKDAY, number=number, weekday=weekday),
        st.integers(1, 5),
        st.integers(0, 6),
    ),
)


@given(RHYTHMS)
def test_no_rule_gives_a_day_of_rest_or_one_day_twice(any_rule: LeaderDayRule):
    found = days(any_rule)

    assert all(CALENDAR.is_working(day) for day in found)
    assert len(found) == len(set(found))


@given(st.dates(*YEAR), st.integers(1, 10))
def test_so_many_working_days_lie_between_a_notice_and_its_day(day: date, count: int):
    before = days_before(day, count, CALENDAR)
    span = (before + timedelta(days=n) for n in range((day - before).days))

    assert sum(CALENDAR.is_working(one) for one in span) == count
