"""The working calendar: the official years, the estimated ones, the office's own days."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.config import resource
from reception_desk.errors import InvalidInputError
from reception_desk.rules.calendar import (
    CalendarDay,
    DayStatus,
    WorkCalendar,
    office_calendar,
    qingming,
    read_days,
    shipped_calendar,
)

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def test_shipped_table_equals_the_notices_of_2024_to_2026():
    calendar = shipped_calendar()
    day = date(2024, 1, 1)
    while day <= date(2026, 12, 31):
        assert calendar.is_working(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_shipped_table_names_each_day_once_and_only_special_ones():
    rows = read_days(resource("calendar.csv"))
    assert [row.day for row in rows] == sorted({row.day for row in rows})
    assert all(row.note and row.source for row in rows)
    assert all(row.day.weekday() >= 5 for row in rows if row.is_working)


@pytest.mark.parametrize(
    ("day", "is_working", "name"),
    [
        (date(2026, 9, 25), False, "中秋节"),
        (date(2026, 9, 20), True, "国庆节调休上班"),
        (date(2026, 10, 10), True, "国庆节调休上班"),
        (date(2026, 10, 8), True, "星期四"),
        (date(2026, 11, 7), False, "星期六"),
        (date(2027, 2, 5), False, "春节"),
        (date(2027, 2, 8), False, "春节"),
        (date(2027, 2, 9), True, "星期二"),
    ],
)
def test_day_is_working_and_says_why(day: date, is_working: bool, name: str):
    assert shipped_calendar().is_working(day) is is_working
    assert shipped_calendar().day_name(day) == name


def test_years_without_a_notice_are_not_official():
    calendar = shipped_calendar()
    assert calendar.official_years == {2024, 2025, 2026}
    assert calendar.is_official(date(2026, 12, 31))
    assert not calendar.is_official(date(2027, 1, 1))
    assert not calendar.is_official(date(2023, 12, 29))


def test_years_beyond_the_table_keep_the_fixed_statutory_days():
    calendar = shipped_calendar()
    assert not calendar.is_working(date(2035, 10, 1))
    assert calendar.day_name(date(2035, 4, 5)) == "清明节"
    assert not calendar.is_working(date(2035, 5, 2))


@pytest.mark.parametrize(
    "day", [date(2024, 4, 4), date(2025, 4, 4), date(2026, 4, 5), date(2027, 4, 5)]
)
def test_qingming_is_reckoned(day: date):
    assert qingming(day.year) == day


def test_half_typed_notice_leaves_the_year_provisional():
    new_year = CalendarDay(date(2027, 1, 1), False, "通知", DayStatus.OFFICIAL, "元旦")
    national = CalendarDay(date(2027, 10, 1), False, "通知", DayStatus.OFFICIAL, "国庆节")
    assert not office_calendar([new_year]).is_official(date(2027, 1, 1))
    assert office_calendar([new_year, national]).is_official(date(2027, 3, 3))


def test_office_day_wins_over_the_shipped_one_and_changes_the_version():
    closed = CalendarDay(date(2026, 11, 24), False, "本机关", DayStatus.OFFICE, "大厅检修")
    calendar = office_calendar([closed])
    assert calendar.roll_forward(date(2026, 11, 24)) == date(2026, 11, 25)
    assert calendar.day_name(date(2026, 11, 24)) == "大厅检修"
    assert calendar.version != shipped_calendar().version
    assert shipped_calendar().is_working(date(2026, 11, 24))


def test_version_does_not_depend_on_the_order_of_rows():
    rows = read_days(resource("calendar.csv"))
    assert WorkCalendar.from_rows(reversed(rows)).version == shipped_calendar().version


@pytest.mark.parametrize(
    "line",
    ["2026-13-01,false,a,official,b", "2026-01-01,no,a,official,b", "2026-01-01,true,a,sure,b",
     "2026-01-01,true"],
)  # fmt: skip
def test_wrong_line_is_named(tmp_path: Path, line: str):
    path = tmp_path / "calendar.csv"
    path.write_text(f"day,is_working,source,status,note\n{line}\n", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="第2行"):
        WorkCalendar.from_csv(path)


@given(DAYS)
def test_rolling_ends_on_a_working_day_within_a_fortnight(day: date):
    calendar = shipped_calendar()
    forward, back = calendar.roll_forward(day), calendar.roll_back(day)
    assert calendar.is_working(forward)
    assert calendar.is_working(back)
    assert timedelta(0) <= forward - day <= timedelta(days=14)
    assert timedelta(0) <= day - back <= timedelta(days=14)


@given(DAYS, st.integers(0, 30))
def test_adding_working_days_counts_exactly_the_working_days_between(day: date, count: int):
    calendar = shipped_calendar()
    end = calendar.add_working_days(day, count)
    between = (day + timedelta(days=number) for number in range(1, (end - day).days + 1))
    assert sum(calendar.is_working(each) for each in between) == count
