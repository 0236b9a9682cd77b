"""领导包案: none without leader, unit, plan and day; desks apart come to the same."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.undertakings import (
    UndertakingEvent,
    UndertakingEventRecord,
    UndertakingFacts,
    UndertakingInput,
)
from reception_desk.rules.undertakings import UndertakingState, fold, refuse_undertaking, why_not

DAY = date(2026, 11, 23)
FACTS = UndertakingFacts("u", "m", "sun", "town", "逐户核对后补偿", date(2026, 12, 10), DAY)
WHOLE = UndertakingInput("sun", "town", "逐户核对后补偿", date(2026, 12, 10))
EVIDENCE = "a" * 64
KEYS = [f"{number:02d}" for number in range(8)]


def event(key: str, kind: str, after: str | None = None, **more: object) -> UndertakingEventRecord:
    return replace(UndertakingEventRecord(key, kind, "已办", DAY, after), **more)


EVENTS = st.lists(
    st.builds(
        lambda key, kind, after, due, leader, proof: event(
            key, kind, after, due_on=due, leader_id=leader, evidence_sha256=proof
        ),
        st.sampled_from(KEYS),
        st.sampled_from([*UndertakingEvent, "of_a_later_release"]),
        st.none() | st.sampled_from(KEYS),
        st.none() | st.dates(date(2026, 11, 1), date(2027, 2, 1)),
        st.none() | st.sampled_from(["sun", "he"]),
        st.none() | st.just(EVIDENCE),
    ),
    unique_by=lambda one: one.event_id,
)


@given(EVENTS, st.randoms(use_true_random=False))
def test_events_of_two_desks_come_to_the_same_in_any_order(events, chance):
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert fold(FACTS, shuffled) == fold(FACTS, events)


@given(EVENTS)
def test_no_event_is_lost_none_settles_unproved_and_no_day_comes_nearer(events):
    standing = fold(FACTS, events)
    assert {one.event_id for one in standing.events} == {one.event_id for one in events}
    assert standing.due_on >= FACTS.due_on
    assert standing.leader_id
    if standing.state is UndertakingState.SETTLED:
        assert standing.evidence_sha256 == EVIDENCE
    assert standing.is_open == (standing.ended_on is None)


@given(
    st.sampled_from(["", "sun"]),
    st.sampled_from(["", "town"]),
    st.sampled_from(["", "逐户核对"]),
    st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 31)),
)
def test_none_without_leader_unit_plan_and_a_day_to_come(leader, unit, plan, due):
    why = refuse_undertaking(UndertakingInput(leader, unit, plan, due), DAY)
    assert (why == "") == bool(leader and unit and plan and due and due >= DAY)


def test_it_goes_from_hand_to_hand_and_ends_once():
    standing = fold(
        FACTS,
        [
            event("01", "reported"),
            event("02", "handed_over", "01", leader_id="he"),
            event("03", "extended", "02", due_on=date(2026, 12, 31)),
            event("04", "settled", "03", evidence_sha256=EVIDENCE),
            event("05", "lifted", "03"),
        ],
    )
    assert (standing.leader_id, standing.due_on) == ("he", date(2026, 12, 31))
    assert standing.state is UndertakingState.SETTLED
    assert [key for key, _ in standing.refused] == ["05"]
    assert "已化解" in standing.refused[0][1]


def test_what_an_event_lacks_is_said():
    standing = fold(FACTS, [])
    for given_, word in (
        (event("", "extended"), "延长到哪一天"),
        (event("", "extended", due_on=FACTS.due_on), "晚于"),
        (event("", "handed_over"), "移交给哪位"),
        (event("", "handed_over", leader_id="sun"), "现在就由"),
        (event("", "settled"), "佐证"),
        (event("", "lifted", text=""), "理由"),
        (event("", "unheard"), "没有这样"),
    ):
        assert word in why_not(standing, given_)


def test_a_late_one_stays_late_although_it_was_extended():
    late = event("01", "extended", day=date(2026, 12, 12), due_on=date(2026, 12, 31))
    standing = fold(FACTS, [late])
    assert standing.is_late(date(2026, 12, 13))
    assert not fold(FACTS, []).is_late(date(2026, 12, 10))
    assert fold(FACTS, []).is_late(date(2026, 12, 11))
