"""The quick days of an instruction: counted from today, never on a day of rest."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.instruction_days import QUICK_SPANS, quick_days

CALENDAR = shipped_calendar()


def test_a_day_of_rest_moves_on_and_says_so():
    week, fortnight, month = quick_days(date(2026, 11, 28), CALENDAR)

    assert (week.day, week.nominal) == (date(2026, 12, 7), date(2026, 12, 5))
    assert week.words == "12月7日 星期一（12月5日休息，顺延）"
    assert (fortnight.day, month.day) == (date(2026, 12, 14), date(2026, 12, 28))


def test_a_working_day_is_named_alone():
    assert quick_days(date(2026, 11, 24), CALENDAR)[0].words == "12月1日 星期二"


def test_a_holiday_is_called_by_its_name():
    week = quick_days(date(2026, 9, 24), CALENDAR)[0]
    assert "国庆" in week.words


@given(st.dates(date(2024, 1, 1), date(2026, 11, 30)))
def test_no_quick_day_rests_and_none_comes_before_its_span(today: date):
    for span, quick in zip(QUICK_SPANS, quick_days(today, CALENDAR), strict=True):
        assert CALENDAR.is_working(quick.day)
        assert quick.day >= today + timedelta(days=span)
