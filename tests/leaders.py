"""Samples of leaders' reception days: two leaders and a rule of the yearly plan."""

from datetime import date, time
from typing import Any

from reception_desk.records.actor import Actor
from reception_desk.rules.leader_days import LeaderDayRule, Rhythm
from reception_desk.rules.permissions import Role
from reception_desk.services.leaders import LeaderInput, add_leader
from tests.offices import SampleOffice

MORNING, NOON = time(8, 30), time(11, 30)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def two_leaders(desk: SampleOffice) -> tuple[Actor, str, str]:
    """Return a planner and the keys of two leaders on the list."""
    planner = desk.account(Role.SECTION)
    secretary = add_leader(desk.database, planner, LeaderInput("何某", "县委书记", "全面工作"))
    magistrate = add_leader(desk.database, planner, LeaderInput("吕某", "县长", "政府全面工作"))
    return planner, secretary, magistrate


def rule(rhythm: Rhythm, *leaders: str, **more: Any) -> LeaderDayRule:
    """Return a rule of the year 2026 in the first room, in the morning."""
    given: dict[str, Any] = {"first": FIRST, "last": LAST, "place": "第一接访室", **more}
    return LeaderDayRule("", rhythm, leaders, MORNING, NOON, **given)
