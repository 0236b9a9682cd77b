"""The table of a session's life: complete, every state reached, every refusal a sentence."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reception_desk.records.video_sessions import SessionEventRecord
from reception_desk.rules.permissions import Role
from reception_desk.rules.session_standing import SessionStanding, fold
from reception_desk.rules.session_transition import (
    SessionEvent as Event,
)
from reception_desk.rules.session_transition import (
    SessionGuard,
    SessionNeed,
    SessionState,
)
from reception_desk.rules.video_sessions import (
    LAST,
    REQUESTED,
    SESSION_TRANSITIONS,
    UNSIGNED,
    leaving,
    result_words,
)
from tests.rules.session_cases import (
    FACTS,
    PETITIONER,
    RECEIVER,
    START,
    SessionCase,
    play,
)


def test_every_event_has_one_row_with_its_number():
    assert set(SESSION_TRANSITIONS) == set(Event)
    numbers = [row.number for row in SESSION_TRANSITIONS.values()]
    assert numbers == [f"V{number:02d}" for number in range(1, len(numbers) + 1)]


def test_every_guard_and_need_is_used_and_every_word_is_there():
    rows = SESSION_TRANSITIONS.values()
    assert {guard for row in rows for guard in row.guards} == set(SessionGuard)
    assert {need for row in rows for need in row.needs} == set(SessionNeed)
    for row in rows:
        assert bool(row.results) == (SessionGuard.KNOWN_RESULT in row.guards)
        assert row.action.roles
    assert result_words(Event.MISSED, "far") == "接访端未到"
    assert result_words("unheard", "far") == ""


def test_only_the_archive_and_a_cancelled_session_are_left_by_nothing():
    assert {state for state in SessionState if not list(leaving(state))} == LAST


def test_random_lives_come_through_every_state():
    chance, seen = Random(7), set()
    for _ in range(150):
        case = play(chance, 40)
        assert case.standing.refused == ()
        assert fold(FACTS, case.events) == case.standing
        seen |= case.states
    assert seen == set(SessionState)


@st.composite
def lives(draw: st.DrawFn) -> SessionCase:
    return play(draw(st.randoms(use_true_random=False)), draw(st.integers(1, 30)))


@given(lives(), st.randoms(use_true_random=False))
@settings(max_examples=80)
def test_desks_that_hold_the_same_events_agree_whatever_order_they_came_in(case, chance):
    shuffled = list(case.events)
    chance.shuffle(shuffled)
    assert fold(FACTS, shuffled) == case.standing


@given(lives(), lives(), st.randoms(use_true_random=False))
@settings(max_examples=80)
def test_two_desks_that_went_on_apart_agree_and_lose_nothing(one, two, chance):
    """Both began from the application; what does not fit is refused, shown and the same."""
    apart = [renamed(event) for event in two.events[1:]]
    both = [*one.events, *apart]
    shuffled = list(both)
    chance.shuffle(shuffled)
    here, there = fold(FACTS, both), fold(FACTS, shuffled)
    assert here == there
    refused = {event.event_id for event in here.refused}
    assert refused <= {event.event_id for event in both}


def renamed(event: SessionEventRecord) -> SessionEventRecord:
    """Return the event as the other desk wrote it; both follow the same application."""
    after = event.after_id if event.after_id == "0001" else f"b{event.after_id}"
    return replace(event, event_id=f"b{event.event_id}", after_id=after)


@given(lives(), st.sampled_from(sorted(Event)))
@settings(max_examples=150)
def test_what_the_table_does_not_allow_is_refused_with_a_sentence(case, event):
    before: SessionStanding = case.standing
    assert before.state is not None
    if event in {row.event for row in leaving(before.state)}:
        return
    assert case.take(event).endswith("。")
    assert case.standing.state is before.state


def test_it_does_not_begin_before_the_question_about_recusal():
    case = SessionCase().take_all(Event.APPLIED, Event.AGREED, Event.APPOINTED)
    assert "信访人" in case.take(Event.BEGUN)
    case.take_all(Event.ARRIVED)
    assert "询问" in case.take(Event.BEGUN)
    case.take(Event.RECUSAL_ASKED, result=REQUESTED, reason="亲属", participant_id=RECEIVER)
    assert "还没有作出决定" in case.take(Event.BEGUN)


def test_who_stepped_back_is_not_in_the_room():
    case = SessionCase().take_all(Event.APPLIED, Event.AGREED, Event.APPOINTED, Event.ARRIVED)
    assert case.take(Event.ARRIVED, participant_id=RECEIVER) == ""
    case.take(Event.RECUSAL_ASKED, result=REQUESTED, reason="亲属", participant_id=RECEIVER)
    case.take_all(Event.RECUSAL_GRANTED)
    assert "何某已经回避" in case.take(Event.BEGUN)
    assert case.take(Event.LEFT, participant_id=RECEIVER) == ""
    case.take_all(Event.BEGUN)
    assert case.standing.recused == {RECEIVER}


def test_a_failure_ends_with_an_explanation_and_goes_on_another_day():
    case = SessionCase().begun()
    assert "理由" in case.take(Event.BROKEN_OFF, reason="")
    case.take_all(Event.BROKEN_OFF, Event.MOVED)
    assert not case.standing.is_present(PETITIONER)
    case.take_all(Event.ARRIVED, Event.BEGUN, Event.ENDED)
    assert [bool(part.explanation) for part in case.standing.parts] == [True, False]


def test_who_does_not_sign_has_the_reason_on_record():
    case = SessionCase().begun().take_all(Event.ENDED, Event.READ_BACK)
    assert "张伟" in case.take(Event.SIGNED)
    assert "理由" in case.take(Event.SIGNATURE, result=UNSIGNED)
    assert case.take(Event.SIGNATURE, result=UNSIGNED, reason="不同意面积") == ""
    case.take_all(Event.SIGNED, Event.ARCHIVED)
    assert case.standing.signatures[PETITIONER].reason == "不同意面积"


def test_a_corrected_record_is_signed_anew():
    case = SessionCase().begun().take_all(Event.ENDED, Event.READ_BACK, Event.SIGNATURE)
    case.take_all(Event.RECORD_CORRECTED)
    assert case.standing.state is SessionState.ENDED
    assert case.standing.signatures == {}


def test_nothing_is_dated_ahead_or_before_what_it_follows():
    case = SessionCase().take_all(Event.APPLIED)
    assert "晚于现在" in case.take(Event.AGREED, occurred_at=START + timedelta(days=1))
    assert "早于上一步" in case.take(Event.AGREED, occurred_at=START - timedelta(days=1))


def test_an_appointment_ends_after_it_begins_and_the_same_day():
    case = SessionCase().take_all(Event.APPLIED, Event.AGREED)
    assert "晚于开始" in case.take(Event.APPOINTED, ends_at=START)
    assert "12小时" in case.take(Event.APPOINTED, ends_at=START + timedelta(days=1))


@pytest.mark.parametrize("role", [Role.GUIDE, Role.UNIT, Role.AUDITOR, Role.COUNTY_LEADER])
def test_who_does_not_hold_sessions_records_nothing(role: Role):
    case = SessionCase()
    assert "视频接访" in case.take(Event.APPLIED, roles=frozenset({role.value}))
    assert case.standing.state is None
