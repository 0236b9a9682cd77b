"""A matter that comes again: its progress, the supervision of its unit, or no more (AC-19)."""

from datetime import date

import pytest

from reception_desk.records.document import DocumentKind
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.deadlines import due
from reception_desk.rules.duties import Duty
from reception_desk.rules.standstill import RunningDuty, standstill
from reception_desk.rules.states import State

ACCEPTED_ON = date(2026, 10, 12)
D6 = RunningDuty(Duty.D6, ACCEPTED_ON, due(Duty.D6, ACCEPTED_ON, shipped_calendar()).legal)


def told(day: date, *duties: RunningDuty, unit: str = "花园镇", state: State = State.ACCEPTED):
    found = standstill(state, ACCEPTED_ON, duties or (D6,), unit, day)
    assert found is not None
    return found


def test_ac_19_within_the_period_the_progress_is_told():
    found = told(date(2026, 11, 23))

    assert found.last_day == date(2026, 12, 11)
    assert found.article == "《信访工作条例》第十九条第三款"
    assert found.paper is DocumentKind.NON_ACCEPTANCE_NOTICE
    assert "花园镇于2026年10月12日受理，2026年12月11日前答复" in found.sentence


def test_ac_19_the_last_day_is_within_and_the_next_is_not():
    assert told(D6.legal).paper is DocumentKind.NON_ACCEPTANCE_NOTICE
    late = told(date(2026, 12, 12), unit="")

    assert late.paper is DocumentKind.SUPERVISION_LETTER
    assert late.article == "《信访工作条例》第四十条"
    assert late.sentence.startswith("责任单位于2026年10月12日受理")


def test_a_unit_that_has_only_received_it_is_within_its_fifteen_days():
    received = RunningDuty(Duty.D4, date(2026, 11, 20), date(2026, 12, 7))

    assert "收到，2026年12月7日前书面告知" in told(date(2026, 11, 23), received).sentence


@pytest.mark.parametrize(
    ("duty", "words"), [(Duty.D10, "出具复查意见"), (Duty.D12, "出具复核意见")]
)
def test_a_review_under_way_is_waited_for(duty: Duty, words: str):
    running = RunningDuty(duty, date(2026, 11, 20), date(2026, 12, 21))

    assert words in told(date(2026, 11, 23), running, state=State.REVIEW).sentence


def test_after_the_recheck_the_same_facts_are_not_taken_again():
    found = told(date(2026, 12, 1), state=State.FINAL)

    assert found.last_day is None
    assert found.article == "《信访工作条例》第三十六条第三款"
    assert found.paper is DocumentKind.NO_FURTHER_ACCEPTANCE_NOTICE


@pytest.mark.parametrize("state", sorted(set(State) - {State.FINAL}))
def test_without_a_running_duty_nothing_stands_still(state: State):
    own = RunningDuty(Duty.D9, ACCEPTED_ON, date(2026, 11, 11))

    assert standstill(state, ACCEPTED_ON, (own,), "花园镇", date(2026, 11, 23)) is None
