"""Days as text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.errors import InvalidInputError
from reception_desk.rules.chinese_dates import day_text, group_days, parse_day, span_text


@given(st.dates(date(1000, 1, 1)))
def test_three_ways_of_typing_a_day_are_read(day: date):
    assert parse_day(day.isoformat()) == day
    assert parse_day(f"{day:%Y%m%d}") == day
    assert parse_day(f" {day_text(day)} ") == day


@given(st.text(st.characters(exclude_categories=["Nd"]), max_size=12))
def test_anything_without_digits_is_refused_with_what_was_typed(text: str):
    with pytest.raises(InvalidInputError) as refused:
        parse_day(text)
    assert text in refused.value.message


@pytest.mark.parametrize("text", ["2026-02-30", "0000-01-01", "２０２６-01-01", "2026-9", "明天"])
def test_impossible_day_is_refused(text: str):
    with pytest.raises(InvalidInputError):
        parse_day(text)


def test_span_names_years_only_across_a_turn_of_the_year():
    assert span_text(date(2026, 10, 1), date(2026, 10, 1)) == "10月1日"
    assert span_text(date(2026, 10, 1), date(2026, 10, 7)) == "10月1日至10月7日"
    assert span_text(date(2026, 12, 31), date(2027, 1, 1)) == "2026年12月31日至2027年1月1日"


def test_grouping_joins_neighbours_of_one_name_only():
    days = [(date(2026, 10, 1), "a"), (date(2026, 10, 2), "a"), (date(2026, 10, 4), "a"),
            (date(2026, 10, 5), "b")]  # fmt: skip
    assert [name for _, _, name in group_days(days)] == ["a", "a", "b"]
