"""Deadlines: the acceptance cases of the law and the properties that hold for every day."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.errors import InvalidInputError
from reception_desk.rules.calendar import (
    CalendarDay,
    DayStatus,
    WorkCalendar,
    office_calendar,
    shipped_calendar,
)
from reception_desk.rules.deadline_request import check_extension
from reception_desk.rules.deadlines import Deadline, due
from reception_desk.rules.duties import DUTIES, Count, Duty, parse_duty
from reception_desk.rules.holiday_roll import HolidayRoll, parse_policy

CALENDAR = shipped_calendar()
COUNTED = [
    duty for duty, rule in DUTIES.items() if rule.count in (Count.CALENDAR_DAYS, Count.WORKING_DAYS)
]
OPEN = [duty for duty, rule in DUTIES.items() if rule.count is Count.SET_BY_OFFICE]
PETITIONERS = [duty for duty, rule in DUTIES.items() if rule.is_petitioners]
STARTS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@dataclass(frozen=True)
class RecordingCalendar(WorkCalendar):
    """The shipped calendar that remembers which days it was asked about."""

    asked: set[date]

    def is_working(self, day: date) -> bool:
        """Answer as the shipped calendar does."""
        self.asked.add(day)
        return CALENDAR.is_working(day)


def days(deadline: Deadline) -> tuple[date, date, date]:
    """Return nominal, legal and internal day."""
    return deadline.nominal, deadline.legal, deadline.internal


def test_ac_01_registered_before_the_autumn_holidays():
    deadline = due(Duty.D2, date(2026, 9, 24), CALENDAR)
    assert days(deadline) == (date(2026, 10, 9),) * 3
    assert not deadline.provisional


def test_ac_03_mid_autumn_is_a_rest_day_and_a_working_saturday_does_not_roll():
    assert not CALENDAR.is_working(date(2026, 9, 25))
    deadline = due(Duty.D2, date(2026, 9, 25), CALENDAR)
    assert deadline.nominal == deadline.legal == date(2026, 10, 10)
    assert any("调休上班" in line for line in deadline.derivation)


def test_ac_04_registered_on_a_working_sunday():
    assert CALENDAR.is_working(date(2026, 9, 20))
    deadline = due(Duty.D2, date(2026, 9, 20), CALENDAR)
    assert days(deadline) == (date(2026, 10, 5), date(2026, 10, 8), date(2026, 9, 30))


def test_ac_06_unit_receives_a_transfer():
    deadline = due(Duty.D4, date(2026, 9, 22), CALENDAR)
    assert days(deadline) == (date(2026, 10, 7), date(2026, 10, 8), date(2026, 9, 30))


def test_ac_07_objection_within_five_working_days():
    deadline = due(Duty.D5, date(2026, 9, 24), CALENDAR)
    assert deadline.legal == date(2026, 10, 9)
    assert not deadline.is_late(date(2026, 10, 9))
    assert deadline.is_late(date(2026, 10, 10))


def test_ac_10_sixty_days_and_their_extension():
    assert due(Duty.D6, date(2026, 9, 28), CALENDAR).legal == date(2026, 11, 27)
    extended = due(Duty.D6, date(2026, 9, 28), CALENDAR, extend_days=30)
    assert (extended.nominal, extended.legal) == (date(2026, 12, 27), date(2026, 12, 28))


def test_ac_11_review_may_be_asked_until_after_the_holiday():
    deadline = due(Duty.D9, date(2026, 9, 1), CALENDAR)
    assert deadline.legal == date(2026, 10, 8)
    assert not deadline.is_late(date(2026, 10, 8))
    assert deadline.is_late(date(2026, 10, 9))


def test_ac_12_review_opinion():
    deadline = due(Duty.D10, date(2026, 10, 8), CALENDAR)
    assert days(deadline) == (date(2026, 11, 7), date(2026, 11, 9), date(2026, 11, 6))


def test_ac_13_recheck_may_be_asked():
    deadline = due(Duty.D11, date(2026, 11, 6), CALENDAR)
    assert (deadline.nominal, deadline.legal) == (date(2026, 12, 6), date(2026, 12, 7))


def test_e_28_next_year_is_provisional_until_its_notice_is_loaded():
    deadline = due(Duty.D6, date(2026, 11, 23), CALENDAR)
    assert deadline.nominal == date(2027, 1, 22)
    assert deadline.provisional
    assert "暂定" in deadline.derivation[-1]
    extended = due(Duty.D6, date(2026, 11, 23), CALENDAR, extend_days=30)
    assert (extended.nominal, extended.legal) == (date(2027, 2, 21), date(2027, 2, 22))
    notice = [
        CalendarDay(date(2027, month, 1), False, "通知", DayStatus.OFFICIAL, name)
        for month, name in ((1, "元旦"), (10, "国庆节"))
    ]
    assert not due(Duty.D6, date(2026, 11, 23), office_calendar(notice)).provisional


def test_e_35_strict_policy_stands_on_the_nominal_day_and_says_so():
    deadline = due(Duty.D2, date(2026, 9, 16), CALENDAR, HolidayRoll.STRICT)
    assert deadline.nominal == deadline.legal == date(2026, 10, 1)
    assert deadline.policy is HolidayRoll.STRICT
    assert any("strict" in line for line in deadline.derivation)


def test_strict_policy_leaves_the_petitioner_the_longer_reading():
    deadline = due(Duty.D9, date(2026, 9, 1), CALENDAR, HolidayRoll.STRICT)
    assert deadline.legal == date(2026, 10, 8)
    assert any("从长" in line for line in deadline.derivation)


def test_golden_days_of_autumn_2026():
    deadline = due(Duty.D2, date(2026, 11, 20), CALENDAR)
    assert (deadline.nominal, deadline.internal) == (date(2026, 12, 5), date(2026, 12, 4))
    assert due(Duty.D5, date(2026, 9, 28), CALENDAR).legal == date(2026, 10, 10)


def test_simple_handling_counts_working_days():
    assert due(Duty.D13, date(2026, 9, 29), CALENDAR).legal == date(2026, 10, 9)
    assert due(Duty.D14, date(2026, 9, 22), CALENDAR).legal == date(2026, 10, 13)


def test_hearing_days_are_left_out_of_the_recheck_only():
    deadline = due(Duty.D12, date(2026, 11, 2), CALENDAR, hearing_days=5)
    assert deadline.nominal == date(2026, 11, 2) + timedelta(days=35)
    assert any("听证5日不计算在内" in line for line in deadline.derivation)
    with pytest.raises(InvalidInputError, match="第三十六条第二款"):
        due(Duty.D6, date(2026, 11, 2), CALENDAR, hearing_days=5)
    with pytest.raises(InvalidInputError, match="第三十六条第二款"):
        due(Duty.D12, date(2026, 11, 2), CALENDAR, hearing_days=-1)


@pytest.mark.parametrize(
    ("duty", "extra"),
    [(Duty.D6, 31), (Duty.D6, -1), (Duty.D2, 10), (Duty.D10, 30), (Duty.D14, 5)],
)
def test_unlawful_extension_names_the_article(duty: Duty, extra: int):
    with pytest.raises(InvalidInputError, match="第三十四条"):
        due(duty, date(2026, 9, 28), CALENDAR, extend_days=extra)


def test_extension_is_granted_once_and_for_a_day_at_least():
    check_extension(Duty.D6, 30)
    for days_asked, before in ((10, True), (0, False)):
        with pytest.raises(InvalidInputError, match="第三十四条"):
            check_extension(Duty.D6, days_asked, is_extended_already=before)


def test_extension_is_not_a_clock_of_its_own():
    with pytest.raises(InvalidInputError, match="D6"):
        due(Duty.D7, date(2026, 11, 27), CALENDAR)


@pytest.mark.parametrize("duty", [Duty.D1, Duty.D17])
def test_duties_without_a_figure_are_due_the_same_day(duty: Duty):
    deadline = due(duty, date(2026, 10, 1), CALENDAR)
    assert days(deadline) == (date(2026, 10, 1),) * 3
    assert not deadline.provisional


@pytest.mark.parametrize("duty", OPEN)
def test_open_duties_take_the_day_the_office_set(duty: Duty):
    start = date(2026, 9, 1)
    assert due(duty, start, CALENDAR, target=date(2026, 10, 3)).legal == date(2026, 10, 8)
    assert due(duty, start, CALENDAR, set_days=32).nominal == date(2026, 10, 3)
    with pytest.raises(InvalidInputError, match=r"没有给.*规定天数"):
        due(duty, start, CALENDAR)
    with pytest.raises(InvalidInputError):
        due(duty, start, CALENDAR, target=date(2026, 8, 31))


def test_internal_target_is_not_before_an_event_within_a_holiday():
    assert due(Duty.D8, date(2026, 10, 1), CALENDAR, set_days=2).internal == date(2026, 10, 1)
    assert due(Duty.D2A, date(2026, 10, 2), CALENDAR).internal == date(2026, 10, 2)


def test_statutory_length_cannot_be_replaced():
    with pytest.raises(InvalidInputError, match="不能另行指定"):
        due(Duty.D2, date(2026, 9, 1), CALENDAR, set_days=30)
    with pytest.raises(InvalidInputError, match="不能另行指定"):
        due(Duty.D9, date(2026, 9, 1), CALENDAR, target=date(2027, 1, 1))


def test_hearing_notice_is_counted_back_and_never_shortened():
    hearing = date(2026, 10, 12)
    assert days(due(Duty.D15, hearing, CALENDAR)) == (
        date(2026, 10, 5), date(2026, 10, 5), date(2026, 9, 30),
    )  # fmt: skip
    assert due(Duty.D15, hearing, CALENDAR, set_days=10).nominal == date(2026, 10, 2)


def test_year_out_of_reach_is_refused():
    for start in (date(1, 1, 1), date(9999, 12, 31)):
        with pytest.raises(InvalidInputError, match="年份"):
            due(Duty.D6, start, CALENDAR)


def test_every_duty_has_a_row_and_is_read_by_its_number():
    assert list(DUTIES) == list(Duty)
    assert parse_duty(" d2A ") is Duty.D2A
    for text in ("D19", "", "六"):
        with pytest.raises(InvalidInputError):
            parse_duty(text)


def test_policy_is_read_from_the_setting():
    assert parse_policy("strict") is HolidayRoll.STRICT
    with pytest.raises(InvalidInputError, match="civil_code"):
        parse_policy("lenient")


def test_derivation_can_be_checked_by_hand():
    first_day = "收到信访事项之日为2026年9月20日（星期日），当日不计入，自次日起算"
    rolled = "届满日为休息日，跳过10月5日至10月7日（国庆节），顺延至2026年10月8日（星期四）"
    assert due(Duty.D2, date(2026, 9, 20), CALENDAR).derivation == (
        "依据：《信访工作条例》第二十二条第一款——信访部门应当在15日内转送、交办或者报告。",
        f"{first_day}（参照《民法典》第二百零一条）。",
        "按日历日数，第15日为2026年10月5日（星期一）。",
        f"{rolled}（参照《民法典》第二百零三条）。",
        "内部目标：2026年9月30日（星期三），提前避开10月1日至10月5日（国庆节）。",
        f"工作日历版本：{CALENDAR.version}。",
    )


@given(st.sampled_from(COUNTED), STARTS)
def test_legal_is_never_before_and_internal_never_after_the_nominal_day(duty: Duty, start: date):
    deadline = due(duty, start, CALENDAR)
    assert start <= deadline.internal <= deadline.nominal <= deadline.legal
    assert CALENDAR.is_working(deadline.legal)
    assert CALENDAR.is_working(deadline.internal) or deadline.internal == start


@given(st.sampled_from(COUNTED), STARTS, st.integers(1, 40), st.sampled_from(HolidayRoll))
def test_later_event_is_never_due_earlier(duty: Duty, start: date, gap: int, policy: HolidayRoll):
    first = due(duty, start, CALENDAR, policy)
    second = due(duty, start + timedelta(days=gap), CALENDAR, policy)
    assert all(a <= b for a, b in zip(days(first), days(second), strict=True))


@given(st.sampled_from(COUNTED), STARTS)
def test_strict_moves_only_the_petitioners_own_periods(duty: Duty, start: date):
    strict = due(duty, start, CALENDAR, HolidayRoll.STRICT)
    civil_code = due(duty, start, CALENDAR)
    assert strict.legal == (civil_code.legal if duty in PETITIONERS else strict.nominal)


@given(st.sampled_from(COUNTED), STARTS, st.sampled_from(HolidayRoll))
def test_provisional_exactly_when_a_day_without_a_notice_was_consulted(
    duty: Duty, start: date, policy: HolidayRoll
):
    asked: set[date] = set()
    calendar = RecordingCalendar(CALENDAR.days, CALENDAR.official_years, CALENDAR.version, asked)
    deadline = due(duty, start, calendar, policy)
    assert deadline.provisional == (not all(map(CALENDAR.is_official, asked)))


@given(STARTS, st.integers(1, 30))
def test_extension_runs_on_from_the_nominal_sixtieth_day(start: date, extra: int):
    extended = due(Duty.D6, start, CALENDAR, extend_days=extra)
    assert extended.nominal == start + timedelta(days=60 + extra)


@given(st.sampled_from([*OPEN, Duty.D1, Duty.D15, Duty.D17]), STARTS, st.integers(1, 400))
def test_duties_without_a_figure_answer_for_every_day(duty: Duty, start: date, count: int):
    is_same_day = DUTIES[duty].count is Count.SAME_DAY
    deadline = due(duty, start, CALENDAR, set_days=None if is_same_day else count)
    assert deadline.internal <= deadline.nominal <= deadline.legal
    assert all(deadline.derivation)
