"""A matter that comes again: its progress, the supervision of its unit, or no more (AC-19)."""

from datetime import date

from reception_desk.records.document import DocumentKind
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.deadlines import due
from reception_desk.rules.duties import Duty
from reception_desk.rules.standstill import after_recheck, in_hand

D6 = due(Duty.D6, date(2026, 10, 12), shipped_calendar())


def test_ac_19_within_the_period_the_progress_is_told():
    told = in_hand("花园镇", D6, date(2026, 11, 23))

    assert told.last_day == date(2026, 12, 11)
    assert told.article == "《信访工作条例》第十九条第三款"
    assert told.paper is DocumentKind.NON_ACCEPTANCE_NOTICE
    assert "2026年12月11日前答复" in told.sentence


def test_ac_19_the_last_day_is_within_and_the_next_is_not():
    assert in_hand("花园镇", D6, D6.legal).paper is DocumentKind.NON_ACCEPTANCE_NOTICE
    late = in_hand("", D6, date(2026, 12, 12))

    assert late.paper is DocumentKind.SUPERVISION_LETTER
    assert late.article == "《信访工作条例》第四十条"
    assert late.sentence.startswith("责任单位于2026年10月12日受理")


def test_after_the_recheck_nothing_is_owed_any_more():
    told = after_recheck(date(2026, 11, 6))

    assert told.last_day is None
    assert told.article == "《信访工作条例》第三十六条第三款"
    assert told.paper is DocumentKind.NO_FURTHER_ACCEPTANCE_NOTICE
