"""The life of a leader's reception day: published, stood in for, moved, held; nothing is lost."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.leader_days import DayEvent, DayEventRecord, DayFacts
from reception_desk.rules.leader_day_standing import DAY_TRANSITIONS, DayState, begun, fold, why_not

DAY = date(2026, 12, 15)
FACTS = DayFacts("d", DAY, time(8, 30), time(11, 30), "书记", "第一接访室")
MOMENT = datetime(2026, 12, 1, 1, tzinfo=UTC)


def event(number: int, kind: DayEvent, **more: object) -> DayEventRecord:
    given = {"after_id": f"{number - 1:03d}" if number else None, **more}
    moment = MOMENT + timedelta(hours=number)
    return DayEventRecord(f"{number:03d}", kind.value, moment, **given)  # pyright: ignore


MOVE = {
    "day": date(2026, 12, 16), "starts_at": time(9), "ends_at": time(12), "place": "二楼",
    "reason": "会议",
}  # fmt: skip
STAND_IN = {"leader_id": "县长", "reason": "出差"}


def test_a_day_is_published_opened_and_held():
    standing = fold(
        FACTS,
        [event(0, DayEvent.PUBLISHED), event(1, DayEvent.OPENED), event(2, DayEvent.CLOSED)],
    )

    assert (standing.state, standing.leader_id, standing.is_stale) == (
        DayState.HELD, "书记", False,
    )  # fmt: skip


def test_a_stand_in_receives_and_the_plan_stays_on_record():
    standing = fold(
        FACTS, [event(0, DayEvent.PUBLISHED), event(1, DayEvent.SUBSTITUTED, **STAND_IN)]
    )

    assert (standing.leader_id, standing.planned_leader_id) == ("县长", "书记")
    assert standing.is_stale
    assert [(label, why) for _, label, why in standing.changes] == [("由其他领导代接", "出差")]


def test_a_day_moved_after_its_publication_is_published_anew():
    moved = [event(0, DayEvent.PUBLISHED), event(1, DayEvent.MOVED, **MOVE)]
    standing = fold(FACTS, moved)
    assert (standing.state, standing.day, standing.is_stale) == (
        DayState.PLANNED, date(2026, 12, 16), True,
    )  # fmt: skip

    again = fold(FACTS, [*moved, event(2, DayEvent.PUBLISHED)])
    assert (again.state, again.is_stale) == (DayState.PUBLISHED, False)


@pytest.mark.parametrize("kind", [DayEvent.SUBSTITUTED, DayEvent.MOVED, DayEvent.CANCELLED])
def test_a_change_asks_for_what_it_needs(kind: DayEvent):
    assert why_not(begun(FACTS), event(0, kind)).startswith("请写明")


def test_a_leader_does_not_stand_in_for_themself():
    same = event(0, DayEvent.SUBSTITUTED, leader_id="书记", reason="出差")

    assert why_not(begun(FACTS), same) == "这一天本来就由这位领导接访。"


def test_a_cancelled_day_is_not_opened_and_the_attempt_stays_visible():
    standing = fold(FACTS, [event(0, DayEvent.CANCELLED, reason="防汛"), event(1, DayEvent.OPENED)])

    assert standing.state is DayState.CANCELLED
    assert standing.refused == (("001", "这个接访日现在是“已取消”，不能“开始接访”。"),)


EVENTS = st.lists(
    st.builds(
        lambda kind, after: (kind, after), st.sampled_from(DayEvent), st.none() | st.integers(0, 7)
    ),
    max_size=8,
).map(
    lambda kinds: [
        replace(
            event(number, kind, other_day_id="e", **{**MOVE, **STAND_IN}),
            after_id=f"{after:03d}" if after is not None and after < number else None,
        )
        for number, (kind, after) in enumerate(kinds)
    ]
)


@given(EVENTS, st.randoms())
def test_desks_with_the_same_events_say_the_same(events, order):
    shuffled = list(events)
    order.shuffle(shuffled)

    assert fold(FACTS, shuffled) == fold(FACTS, events)


@given(EVENTS)
def test_every_event_counts_or_is_shown_as_refused(events):
    standing = fold(FACTS, events)
    refused = {key for key, why in standing.refused if why}

    assert len(standing.refused) == len(refused)
    changing = {DayEvent.SUBSTITUTED, DayEvent.SWAPPED, DayEvent.MOVED}
    told = [one for one in events if one.event_id not in refused and one.event in changing]
    assert len(standing.changes) == len(told)


def test_every_event_has_its_row():
    assert set(DAY_TRANSITIONS) == set(DayEvent)
