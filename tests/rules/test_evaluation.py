"""Who may evaluate what, until when, and which counts are shown."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.evaluation import Grade, Opinion, Subject
from reception_desk.rules import codes
from reception_desk.rules.codes import CodeListName
from reception_desk.rules.evaluation import (
    FEWEST,
    EvaluationDays,
    EvaluationState,
    evaluation_days,
    grades_of,
    has_window,
    is_answer,
    is_in_scope,
    reason_choices,
    shown,
    state_of,
    window_days,
)
from reception_desk.rules.transition import Event
from tests.rules.cases import ACCUSED, CLERK, LEADER, SECTION, TOWN, TOWN_CLERK, Case

DAY = date(2026, 9, 21)
BODIES = [Subject.OFFICE, Subject.UNIT]
COUNTS = st.dictionaries(st.sampled_from(list(Grade)), st.integers(0, 40))


def days(case: Case, subject: Subject, length: int = 30) -> EvaluationDays | None:
    return evaluation_days(
        subject, case.standing, case.steps, replace(case.by, evaluation_days=length)
    )


def test_the_names_and_codes_are_the_national_ones():
    assert [state.code for state in EvaluationState] == ["0", "1", "2", "3"]
    assert [state.label for state in EvaluationState] == [
        "待评价",
        "未评价",
        "已评价",
        "超期未评价",
    ]
    three = codes.code_list(CodeListName.SATISFACTION).entries()
    assert [grade.label for grade in grades_of(Subject.OFFICE)] == [one.name for one in three]
    assert grades_of(Subject.UNIT) == grades_of(Subject.OFFICE)
    assert [grade.label for grade in grades_of(Subject.WINDOW)] == [
        "非常满意", "满意", "基本满意", "不满意", "非常不满意",
    ]  # fmt: skip


def test_the_office_is_evaluated_from_the_transfer_and_the_unit_from_its_reply():
    case = Case().registered(DAY)
    assert [days(case, subject) for subject in BODIES] == [None, None]
    case.take(Event.TRANSFERRED, DAY + timedelta(days=1), LEADER, unit_id=TOWN)
    case.take(Event.UNIT_RECEIVED, DAY + timedelta(days=2), TOWN_CLERK)
    found = days(case, Subject.OFFICE)
    assert found is not None
    assert found.first == DAY + timedelta(days=1)
    assert days(case, Subject.UNIT) is None

    served = Case().served(DAY)
    assert days(served, Subject.UNIT) == EvaluationDays(DAY, date(2026, 10, 21))


def test_a_last_day_of_rest_moves_to_the_next_working_day():
    served = Case().served(date(2026, 9, 2))
    assert days(served, Subject.UNIT, 30) == EvaluationDays(date(2026, 9, 2), date(2026, 10, 8))


def test_what_was_answered_at_once_is_the_offices():
    case = Case().registered(DAY)
    assert case.take(Event.ANSWERED, DAY, CLERK, reason="当场说明") == ""
    found = days(case, Subject.OFFICE)
    assert found is not None
    assert found.first == DAY
    assert days(case, Subject.UNIT) is None
    assert days(case, Subject.WINDOW) is None, "the window has days of its own"


@pytest.mark.parametrize("event", [Event.GUIDED, Event.WITHDRAWN])
def test_legal_routes_and_what_was_withdrawn_are_not_evaluated(event: Event):
    case = Case().registered(DAY)
    assert is_in_scope(case.facts, case.standing, case.steps)
    said = {"reason": "请向人民法院提出", "is_written": True}
    assert case.take(event, DAY, SECTION if event is Event.GUIDED else CLERK, **said) == ""
    assert not is_in_scope(case.facts, case.standing, case.steps)


def test_an_accusation_is_not_evaluated():
    case = Case(facts=ACCUSED).registered(DAY)
    assert not is_in_scope(case.facts, case.standing, case.steps)


def test_a_step_that_the_table_refuses_takes_nothing_away_and_opens_nothing():
    case = Case().registered(DAY)
    assert case.take(Event.SERVED, DAY, TOWN_CLERK, way="0"), "there is no opinion to serve"
    assert days(case, Subject.UNIT) is None


def test_a_second_reply_after_a_review_begins_no_second_evaluation():
    """First handling only (谁初次办理、谁接受评价)."""
    case = Case().served(DAY)
    before = days(case, Subject.UNIT)
    steps = [*case.steps, case.step(Event.SERVED, DAY + timedelta(days=90), TOWN_CLERK, way="0")]
    after = evaluation_days(Subject.UNIT, case.standing, steps, case.by)
    assert after == before


@given(st.integers(0, 400), st.integers(1, 400), st.integers(-500, 500), st.booleans())
def test_every_day_has_one_state_and_an_answer_stays(
    start: int, length: int, offset: int, is_done: bool
):
    first = DAY + timedelta(days=start)
    period = EvaluationDays(first, first + timedelta(days=length))
    today = first + timedelta(days=offset)

    state = state_of(period, today, is_done=is_done)

    if is_done:
        assert state is EvaluationState.DONE
    else:
        assert (state is EvaluationState.PENDING) == (today < period.first)
        assert (state is EvaluationState.OPEN) == (period.first <= today <= period.last)
        assert (state is EvaluationState.EXPIRED) == (today > period.last)


@given(st.integers(0, 700), st.integers(0, 400))
def test_a_reception_is_open_from_its_end_for_as_long_as_a_body(start: int, length: int):
    ended_on = DAY - timedelta(days=350) + timedelta(days=start)
    by = replace(Case().by, evaluation_days=length)

    found = window_days(ended_on, by)

    assert found is not None
    assert found.first == ended_on
    assert found.last >= ended_on + timedelta(days=length), "the longer reading"
    assert found.last == by.calendar.roll_forward(ended_on + timedelta(days=length))
    assert state_of(found, ended_on, is_done=False) is EvaluationState.OPEN
    assert state_of(found, found.first - timedelta(days=1), is_done=False) is (
        EvaluationState.PENDING
    )


def test_before_its_end_a_reception_is_not_evaluated():
    assert window_days(None, Case().by) is None


def test_whoever_was_received_met_a_window():
    forms = {entry.code for entry in codes.code_list(CodeListName.VISIT_FORM).entries()}
    assert {form for form in forms if has_window(form)} == {"200", "700"}


def test_before_a_notice_nothing_can_be_evaluated():
    assert state_of(None, DAY, is_done=False) is EvaluationState.PENDING


@given(
    st.sampled_from(list(Subject)),
    st.sampled_from(list(Grade)),
    st.lists(st.sampled_from(["1", "2", "3", "4", "5", "6", "9", ""]), max_size=4),
)
def test_reasons_go_with_dissatisfaction_only(subject: Subject, grade: Grade, reasons: list[str]):
    known = [code for code, _ in reason_choices()]
    expected = grade in grades_of(subject) and (
        not reasons
        or (
            grade is Grade.DISSATISFIED
            and subject is not Subject.WINDOW
            and all(code in known for code in reasons)
            and len(set(reasons)) == len(reasons)
        )
    )
    assert is_answer(subject, Opinion(grade, tuple(reasons))) == expected


@given(st.sampled_from(list(Subject)), COUNTS)
def test_no_small_count_is_shown_nor_can_be_reckoned(subject: Subject, found: dict[Grade, int]):
    counts = shown(subject, found)

    for one in counts.counts:
        real = found.get(one.grade, 0)
        assert one.count == (real if real >= FEWEST else None)
    hidden = [one for one in counts.counts if one.count is None]
    assert (counts.total is None) == bool(hidden)
    if counts.total is not None:
        assert counts.total == sum(one.count or 0 for one in counts.counts)
