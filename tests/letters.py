"""Samples of 来信."""

from datetime import timedelta
from typing import Any

from reception_desk.records.letters import LetterInput, ReadingInput, RegisteredLetter
from reception_desk.services.letters import register_letter
from tests.offices import SampleOffice, person, today, visit
from tests.services.test_steps import unit_id


def a_letter(desk: SampleOffice, leader_id: str = "", **values: Any) -> RegisteredLetter:
    """Register a letter that came yesterday."""
    asked = LetterInput(visit(person(), **values), today() - timedelta(days=1), leader_id=leader_id)
    return register_letter(desk.database, desk.clerk, asked)


def a_reading(desk: SampleOffice, leader_id: str, **more: Any) -> ReadingInput:
    """Return a reading of today with an instruction to a town."""
    values: dict[str, Any] = {
        "read_on": today(),
        "text": "请核实后书面答复写信人",
        "owner_unit_id": unit_id(desk, "T100"),
        "owner_name": "施某",
        "due_on": today() + timedelta(days=2),
    } | more
    return ReadingInput(leader_id, **values)
