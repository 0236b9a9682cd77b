"""Steps taken at two windows: each comes to both, and where they clash both say the same."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text

from reception_desk.config import HALL_ZONE
from reception_desk.models.database import now as clock_now
from reception_desk.models.removal import capture_resting, remove_rows, with_parts
from reception_desk.models.standing import MatterStanding
from reception_desk.records.steps import StepInput
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.states import State
from reception_desk.rules.transition import Event
from reception_desk.services.registration import register_visit
from reception_desk.services.standings import bring_up, count_waiting
from reception_desk.services.steps import MatterNow, matter_now, take_step
from tests.offices import person, today, visit
from tests.windows import Window, meet

BY = Reckoning(shipped_calendar())


@pytest.fixture
def matter_id(windows: tuple[Window, Window]) -> str:
    """A matter both windows know."""
    record = register_visit(windows[0].database, windows[0].clerk, visit(person()))
    meet(*windows)
    assert record.matter_id is not None
    return record.matter_id


def now(window: Window, matter_id: str) -> MatterNow:
    return matter_now(window.database, window.clerk, matter_id, BY)


def days_ago(days: int) -> datetime:
    return (clock_now() - timedelta(days=days)).astimezone(ZoneInfo(HALL_ZONE))


def registered(window: Window, name: str, arrived_at: datetime) -> str:
    came = visit(person(name), arrived_at=arrived_at)
    return register_visit(window.database, window.clerk, came).matter_id or ""


def row(window: Window, matter_id: str) -> MatterStanding:
    bring_up(window.database, window.clerk, BY)
    return kept(window, matter_id)


def kept(window: Window, matter_id: str) -> MatterStanding:
    with window.database.read() as session:
        return session.scalars(
            select(MatterStanding).where(MatterStanding.matter_id == matter_id)
        ).one()


def test_a_step_of_one_window_is_folded_at_the_other(windows, matter_id):
    one, two = windows
    take_step(one.database, one.clerk, matter_id, StepInput(Event.ANSWERED, reason="已说明"), BY)
    meet(one, two)
    assert row(two, matter_id).state == State.ANSWERED
    assert now(two, matter_id).case.steps[-1].reason == "已说明"


def test_of_two_steps_taken_apart_one_counts_and_both_windows_show_the_other(windows, matter_id):
    one, two = windows
    take_step(one.database, one.clerk, matter_id, StepInput(Event.ANSWERED, reason="已说明"), BY)
    take_step(two.database, two.clerk, matter_id, StepInput(Event.GUIDED, reason="涉诉"), BY)
    meet(one, two)
    here, there = now(one, matter_id), now(two, matter_id)
    assert here.standing == there.standing
    assert len(here.standing.refused) == 1
    assert row(one, matter_id).refused == row(two, matter_id).refused == 1


def test_a_step_its_author_may_not_take_is_put_aside_everywhere(windows, matter_id):
    """A receptionist's desk that was tampered with sends a leader's decision."""
    one, two = windows
    with two.database.write() as session:
        session.execute(
            text(
                "INSERT INTO step (id, stream, desk_id, created_at, created_by, matter_id, event, "
                "occurred_at, reason) SELECT 'ffffffff-0000-7000-8000-000000000002', stream, "
                "desk_id, created_at, :author, matter_id, 'declined', occurred_at, '不属职权' "
                "FROM step WHERE matter_id = :matter"
            ),
            {"author": two.clerk.account_id, "matter": matter_id},
        )
    meet(one, two)
    for window in windows:
        standing = now(window, matter_id).standing
        assert standing.state is State.REGISTERED
        assert "审批去向" in standing.refused[0].why


def forge_link(window: Window, matter_id: str, other: str, event: str) -> None:
    """A step that the screen would refuse comes from a desk that was tampered with."""
    with window.database.write() as session:
        session.execute(
            text(
                "INSERT INTO step (id, stream, desk_id, created_at, created_by, matter_id, event, "
                "occurred_at, reason, linked_matter_id, day) "
                "SELECT 'ffffffff-0000-7000-8000-000000000003', stream, desk_id, created_at, "
                ":author, matter_id, :event, occurred_at, '同一事项', :other, :day "
                "FROM step WHERE matter_id = :matter"
            ),
            {
                "author": window.clerk.account_id, "event": event,
                "matter": matter_id, "other": other, "day": today().isoformat(),
            },
        )  # fmt: skip


def test_a_link_to_what_was_not_in_hand_is_put_aside_everywhere(windows, matter_id):
    one, two = windows
    earlier = days_ago(2)
    other = registered(one, "李四", earlier)
    step = StepInput(Event.ANSWERED, reason="已说明", day=earlier.date())
    take_step(one.database, one.clerk, other, step, BY)
    meet(one, two)
    forge_link(two, matter_id, other, Event.LINKED)
    meet(one, two)
    for window in windows:
        standing = now(window, matter_id).standing
        assert standing.state is State.REGISTERED
        assert "不在办理中，不能并入" in standing.refused[0].why
        assert row(window, matter_id).refused == 1


def test_a_link_to_what_is_not_at_this_desk_is_taken_at_its_word(windows, matter_id):
    one, two = windows
    forge_link(two, matter_id, "00000000-0000-7000-8000-00000000000f", Event.LINKED)
    meet(one, two)
    for window in windows:
        assert now(window, matter_id).standing.state is State.LINKED


def test_a_link_waits_for_the_other_matter_and_both_windows_agree(windows, matter_id):
    """The other matter ended at one window before the other joined it there, both apart."""
    one, two = windows
    earlier = days_ago(2)
    other = registered(one, "李四", earlier)
    meet(one, two)
    ended = StepInput(Event.ANSWERED, reason="已说明", day=earlier.date())
    take_step(one.database, one.clerk, other, ended, BY)
    link = StepInput(Event.LINKED, linked_matter_id=other, reason="同一事项")
    take_step(two.database, two.clerk, matter_id, link, BY)
    assert now(two, matter_id).standing.state is State.LINKED
    meet(one, two)
    here, there = now(one, matter_id), now(two, matter_id)
    assert here.standing == there.standing
    assert here.standing.state is State.REGISTERED
    assert "不在办理中" in here.standing.refused[0].why
    for window in windows:
        assert row(window, matter_id).state == State.REGISTERED


def test_a_step_folds_those_that_link_to_its_matter_in_one_transaction(windows, matter_id):
    one, _ = windows
    earlier = days_ago(2)
    other = registered(one, "李四", earlier)
    link = StepInput(Event.LINKED, linked_matter_id=other, reason="同一事项")
    take_step(one.database, one.clerk, matter_id, link, BY)
    assert kept(one, matter_id).state == State.LINKED
    ended = StepInput(Event.ANSWERED, reason="已说明", day=earlier.date())
    take_step(one.database, one.clerk, other, ended, BY)
    assert kept(one, matter_id).state == State.REGISTERED
    assert kept(one, matter_id).refused == 1
    assert count_waiting(one.database) == 0


def test_two_that_link_to_one_another_are_folded_once(windows, matter_id):
    one, two = windows
    other = registered(one, "李四", clock_now())
    meet(one, two)
    for window, linking, linked in ((one, matter_id, other), (two, other, matter_id)):
        link = StepInput(Event.LINKED, linked_matter_id=linked, reason="同一事项")
        take_step(window.database, window.clerk, linking, link, BY)
    meet(one, two)
    for window in windows:
        assert count_waiting(window.database) > 0
        assert not bring_up(window.database, window.clerk, BY, parts=2)
        assert count_waiting(window.database) == 0
        for each in (matter_id, other):
            assert kept(window, each).state == now(window, each).standing.state


def test_a_matter_that_leaves_is_no_reason_any_more(windows, matter_id):
    """What is not at this desk is taken at its word (`rules/links`)."""
    one, _ = windows
    earlier = days_ago(2)
    other = registered(one, "李四", earlier)
    ended = StepInput(Event.ANSWERED, reason="已说明", day=earlier.date())
    take_step(one.database, one.clerk, other, ended, BY)
    forge_link(one, matter_id, other, Event.LINKED)
    assert row(one, matter_id).state == State.REGISTERED
    with one.database.write() as session, capture_resting(session.connection()):
        gone = with_parts(session.connection(), {"matter": {other}})
        remove_rows(session.connection(), gone)
    assert row(one, matter_id).state == State.LINKED
