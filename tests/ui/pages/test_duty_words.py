"""The clock of a matter in words."""

from datetime import date, timedelta

import pytest

from reception_desk.rules.transition import Event
from reception_desk.ui.pages.matters.duty_words import Clock, clock
from tests.rules.cases import CLERK, LEADER, SECTION, TOWN, Case

MONDAY = date(2026, 10, 19)


@pytest.fixture
def case() -> Case:
    """Registered and transferred on one Monday, received two days later."""
    made = Case()
    made.take(Event.REGISTERED, MONDAY, CLERK)
    made.take(Event.TRANSFERRED, MONDAY, LEADER, unit_id=TOWN)
    assert made.take(Event.UNIT_RECEIVED, MONDAY + timedelta(days=2), SECTION) == ""
    return made


def shown(case: Case, today: date) -> Clock:
    return clock(case.standing, case.by, today)


def test_a_duty_says_its_three_days_who_bears_it_and_why(case: Case):
    (notice, _) = shown(case, MONDAY + timedelta(days=3)).running
    assert notice.title == "转送、交办事项的书面告知"
    assert notice.bearer == "责任单位"
    assert notice.last_day == "2026年11月5日（星期四）"
    assert notice.left == "还有 14 天"
    assert notice.days == "内部目标 2026-11-05 · 名义日 2026-11-05"
    assert any("第二十三条第三款" in words for words in notice.derivation)


def test_a_late_duty_says_so_and_a_right_that_lapsed_does_not(case: Case):
    notice, objection = shown(case, date(2026, 11, 10)).running
    assert notice.left == "已超期 5 天"
    assert (objection.left, objection.is_right) == ("期限已过", True)


def test_what_is_done_says_whether_in_time(case: Case):
    assert case.take(Event.ACCEPTED, date(2026, 11, 9), SECTION) == ""
    past = {duty.title: duty for duty in shown(case, date(2026, 11, 9)).past}
    assert past["转送、交办或者报告"].words == "2026-10-19 完成，按期"
    late = past["转送、交办事项的书面告知"]
    assert (late.words, late.is_late) == ("2026-11-09 完成，超期 4 天", True)
    assert past["提出异议（不属于本单位职权）"].words == "2026-11-09 终止，不再需要"


def test_a_day_in_a_year_without_a_calendar_is_provisional(case: Case):
    case.take(Event.ACCEPTED, date(2026, 11, 23), SECTION)
    (opinion,) = shown(case, date(2026, 11, 24)).running
    assert opinion.last_day == "2027年1月22日（星期五）（暂定）"


def test_the_petitioner_has_days_and_no_target(case: Case):
    case.take(Event.ACCEPTED, date(2026, 10, 23), SECTION)
    case.take(Event.OPINION_GIVEN, date(2026, 10, 26), SECTION, result="1", basis="法第一条")
    assert case.take(Event.SERVED, date(2026, 10, 27), SECTION, way="0") == ""
    (review,) = shown(case, date(2026, 11, 26)).running
    assert review.left == "最后一天"
    assert review.days.startswith("名义日")
