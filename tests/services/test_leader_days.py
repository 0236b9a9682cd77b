"""A leader's reception day: published, stood in for, swapped, moved, opened on its day."""

from datetime import date, time, timedelta

import pytest

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.records.actor import Actor
from reception_desk.records.leader_days import DayEvent
from reception_desk.rules.leader_day_standing import DayState
from reception_desk.rules.leader_days import PlannedDay
from reception_desk.services.leader_days import (
    DayChange,
    reception_day,
    reception_days,
    record_change,
    swap_days,
)
from reception_desk.services.leader_plan import keep_plan
from tests.leaders import MORNING, NOON, two_leaders
from tests.offices import SampleOffice, today

TUESDAY, WEDNESDAY = date(2026, 12, 15), date(2026, 12, 16)


def two_days(desk: SampleOffice) -> tuple[Actor, str, str]:
    planner, secretary, magistrate = two_leaders(desk)
    days = [
        PlannedDay(TUESDAY, MORNING, NOON, secretary, "第一接访室"),
        PlannedDay(WEDNESDAY, MORNING, NOON, magistrate, "第一接访室"),
    ]
    keep_plan(desk.database, planner, days)
    found = reception_days(desk.database, TUESDAY, WEDNESDAY)
    return planner, *(one.standing.facts.day_id for one in found)  # pyright: ignore


def change(desk: SampleOffice, actor: Actor, day_id: str, event: DayEvent, **more: object) -> None:
    record_change(desk.database, actor, day_id, DayChange(event, **more))  # pyright: ignore


def test_a_day_is_published_two_working_days_ahead(desk: SampleOffice):
    planner, monday_after, _ = two_days(desk)

    assert reception_day(desk.database, monday_after).times.publish_by == date(2026, 12, 11)
    change(desk, planner, monday_after, DayEvent.PUBLISHED)
    assert reception_day(desk.database, monday_after).standing.state is DayState.PUBLISHED


def test_two_leaders_swap_and_both_days_tell_why(desk: SampleOffice):
    planner, one, other = two_days(desk)
    swap_days(desk.database, planner, one, other, "出差")

    found = reception_days(desk.database, TUESDAY, WEDNESDAY)
    assert [day.leader.name for day in found] == ["吕某", "何某"]
    assert [day.planned_leader.name for day in found] == ["何某", "吕某"]
    assert [[why for *_, why in day.standing.changes] for day in found] == [["出差"], ["出差"]]


def test_a_swap_that_one_day_refuses_changes_neither(desk: SampleOffice):
    planner, one, other = two_days(desk)
    change(desk, planner, other, DayEvent.CANCELLED, reason="防汛")

    with pytest.raises(InvalidInputError, match="已取消"):
        swap_days(desk.database, planner, one, other, "出差")
    assert reception_day(desk.database, one).leader.name == "何某"


def test_a_day_is_moved_and_found_on_its_new_day_only(desk: SampleOffice):
    planner, one, _ = two_days(desk)
    friday = date(2026, 12, 18)
    change(
        desk, planner, one, DayEvent.MOVED,
        day=friday, starts_at=time(14, 30), ends_at=time(17), place="二楼", reason="会议",
    )  # fmt: skip

    assert reception_days(desk.database, TUESDAY, TUESDAY) == ()
    (moved,) = reception_days(desk.database, friday, friday)
    assert (moved.standing.starts_at, moved.standing.place) == (time(14, 30), "二楼")


def test_a_day_is_not_moved_to_a_holiday(desk: SampleOffice):
    """AC-03: a leader's day on a holiday is refused, with the holiday's name."""
    planner, one, _ = two_days(desk)

    with pytest.raises(InvalidInputError, match="休息"):
        change(
            desk, planner, one, DayEvent.MOVED,
            day=date(2026, 9, 25), starts_at=MORNING, ends_at=NOON, place="二楼", reason="会议",
        )  # fmt: skip


def test_a_day_is_opened_on_its_own_day_by_the_window(desk: SampleOffice):
    planner, one, _ = two_days(desk)
    with pytest.raises(InvalidInputError, match="当天"):
        change(desk, desk.clerk, one, DayEvent.OPENED)
    day = today()
    (leader,) = {one.leader.leader_id for one in reception_days(desk.database, TUESDAY, TUESDAY)}
    keep_plan(
        desk.database,
        planner,
        [PlannedDay(day + timedelta(days=n), MORNING, NOON, leader, "大厅") for n in (-1, 0, 1)],
    )
    opened = 0
    for one in reception_days(desk.database, day - timedelta(days=1), day + timedelta(days=1)):
        try:
            change(desk, desk.clerk, one.standing.facts.day_id, DayEvent.OPENED)
        except InvalidInputError:
            continue
        change(desk, desk.clerk, one.standing.facts.day_id, DayEvent.CLOSED)
        opened += 1
    assert opened == 1


def test_the_window_publishes_and_cancels_nothing(desk: SampleOffice):
    _, one, _ = two_days(desk)

    for event in (DayEvent.PUBLISHED, DayEvent.CANCELLED, DayEvent.SUBSTITUTED):
        with pytest.raises(NotPermittedError):
            change(desk, desk.clerk, one, event, reason="出差")


def test_a_day_that_is_not_here_is_told(desk: SampleOffice):
    with pytest.raises(DeskError, match="没有找到"):
        reception_day(desk.database, "nothing")
