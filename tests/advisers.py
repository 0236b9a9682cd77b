"""Samples of 值班律师、调解员."""

from datetime import time, timedelta
from typing import Any

from reception_desk.records.advisers import AdviceInput, AdviserKind, ShiftInput
from reception_desk.rules.permissions import Role
from reception_desk.services.advisers import add_shifts, advisers
from tests.offices import SampleOffice, today


def a_shift(**more: Any) -> ShiftInput:
    """Return a morning of today of somebody new."""
    values: dict[str, Any] = {
        "day": today(),
        "starts_at": time(8, 30),
        "ends_at": time(11, 30),
        "place": "3号窗口",
        "name": "孔某",
        "firm": "湖北示例律师事务所",
        "kind": AdviserKind.LAWYER,
    } | more
    return ShiftInput(**values)


def a_lawyer(desk: SampleOffice) -> str:
    """Put a lawyer on duty today, and return the key."""
    add_shifts(desk.database, desk.account(Role.SECTION), a_shift())
    return advisers(desk.database)[0].adviser_id


def an_advice(adviser_id: str, **more: Any) -> AdviceInput:
    """Return what was advised yesterday."""
    values: dict[str, Any] = {
        "given_on": today() - timedelta(days=1),
        "started_at": time(10, 0),
        "topic": "劳动报酬",
        "text": "可以向劳动保障监察机构投诉，也可以申请仲裁。",
        "referral": "03",
    } | more
    return AdviceInput(adviser_id, **values)
