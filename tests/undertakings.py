"""Samples of 领导包案."""

from datetime import timedelta
from typing import Any

from reception_desk.records.undertakings import UndertakingInput
from reception_desk.rules.permissions import Role
from reception_desk.services.undertakings import undertake
from tests.offices import SampleOffice, today
from tests.services.test_steps import unit_id


def undertaken(desk: SampleOffice, matter_id: str, leader_id: str, **more: Any) -> str:
    """Let a leader take the matter upon himself, and return the key."""
    values: dict[str, Any] = {
        "leader_id": leader_id,
        "unit_id": unit_id(desk, "T100"),
        "plan": "逐户核对面积后补偿",
        "due_on": today() + timedelta(days=60),
        "team": ("程某", "施某"),
    } | more
    asked = UndertakingInput(**values)
    return undertake(desk.database, desk.account(Role.SECTION), matter_id, asked)
