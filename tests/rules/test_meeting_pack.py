"""What the bi-monthly meeting counts: late stays late, small cells stay hidden."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.rules.meeting_pack import (
    LEAST_SHOWN,
    Owing,
    OwingCount,
    Period,
    by_unit,
    change,
    count_owing,
    share,
    subject_rows,
    two_months,
)

PERIOD = Period(date(2026, 9, 1), date(2026, 10, 31))
AFTER = date(2026, 11, 5)
DAYS = st.dates(date(2026, 7, 1), date(2026, 12, 31))
OWINGS = st.lists(st.builds(Owing, st.sampled_from("甲乙丙"), DAYS, st.none() | DAYS), max_size=30)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 1, 31), date(2026, 1, 1), date(2026, 2, 28)),
        (date(2028, 2, 29), date(2028, 1, 1), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2026, 11, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_its_two_months(day: date, first: date, last: date):
    assert two_months(day) == Period(first, last)


def test_the_period_before_is_as_long():
    assert two_months(date(2026, 1, 5)).before == Period(date(2025, 11, 1), date(2025, 12, 31))
    assert Period(date(2026, 9, 11), date(2026, 9, 20)).before == Period(
        date(2026, 9, 1), date(2026, 9, 10)
    )


def test_each_owing_is_counted_once_and_late_stays_late():
    day = date(2026, 9, 10)
    owings = (
        Owing("甲", day, day),
        Owing("甲", day, day + timedelta(days=1)),
        Owing("甲", day),
        Owing("甲", day, date(2026, 11, 2)),  # done after the period: not done in it
        Owing("甲", date(2026, 8, 31)),
        Owing("甲", date(2026, 8, 31), date(2026, 9, 2)),  # an older one, late, done in it
        Owing("甲", date(2026, 11, 1)),
    )

    count = count_owing(owings, PERIOD, AFTER)
    assert count == OwingCount(due=4, in_time=1, late=1, not_done=2, earlier=1)
    assert count.rate == "25.0%"
    assert by_unit(owings, PERIOD, AFTER) == (("甲", count),)


def test_what_has_still_time_is_not_counted_while_the_period_runs():
    today = date(2026, 9, 10)
    owings = (
        Owing("甲", today), Owing("甲", today + timedelta(days=5), today),
        Owing("甲", today - timedelta(days=1)),
    )  # fmt: skip

    assert count_owing(owings, PERIOD, today) == OwingCount(due=2, in_time=1, not_done=1)


@given(OWINGS, DAYS)
def test_the_parts_are_the_whole_and_the_units_the_sum(owings: list[Owing], today: date):
    whole = count_owing(owings, PERIOD, today)
    units = [count for _, count in by_unit(owings, PERIOD, today)]

    assert whole.due == whole.in_time + whole.late + whole.not_done
    for name in ("due", "in_time", "late", "not_done", "earlier"):
        assert getattr(whole, name) == sum(getattr(one, name) for one in units)


@given(OWINGS, DAYS)
def test_a_late_one_never_becomes_one_in_time(owings: list[Owing], today: date):
    late = [one for one in owings if one.met_on is None or one.met_on > one.due_on]
    assert count_owing(late, PERIOD, today).in_time == 0


def test_units_with_most_not_done_come_first():
    owings = (
        Owing("甲", date(2026, 9, 1), date(2026, 9, 1)),
        Owing("乙", date(2026, 9, 1), date(2026, 9, 2)),
        Owing("丙", date(2026, 8, 1)),
        Owing("丁", date(2026, 12, 1)),
    )
    assert [unit for unit, _ in by_unit(owings, PERIOD, AFTER)] == ["丙", "乙", "甲"]


def test_a_share_of_nothing_is_a_dash_and_so_is_a_change_from_too_little():
    assert (share(0, 0), share(1, 3)) == ("—", "33.3%")
    assert (change(5, 0), change(5, 2), change(3, 4)) == ("—", "—", "-25.0%")


def test_small_subjects_are_one_row_without_their_names():
    rows = subject_rows({"甲": 9, "乙": 3, "丙": 2, "丁": 1}, {"甲": 6}, 10)
    assert [(row.name, row.count, row.share, row.change) for row in rows] == [
        ("甲", "9", "60.0%", "+50.0%"),
        ("乙", "3", "20.0%", "—"),
        ("其他（2 类）", "3", "20.0%", "—"),
    ]
    assert [row.count for row in subject_rows({"甲": 9, "丙": 2}, {}, 10)] == ["9", "不足3"]
    assert subject_rows({}, {}, 10) == ()


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(1, 9), max_size=20))
def test_no_count_below_three_is_ever_shown(counts: dict[str, int]):
    for row in subject_rows(counts, {}, 5):
        assert not row.count.isdigit() or int(row.count) >= LEAST_SHOWN
