"""What only some steps say, as JSON in the step's row."""

from dataclasses import asdict, fields
from datetime import date
from json import dumps, loads
from typing import Any

from reception_desk.records.steps import StepDetails

_DAYS = ("noticed_on", "known_on")
_LISTS = ("recipients", "route")


def details_text(details: StepDetails) -> str | None:
    """Return the JSON that a row keeps, None where nothing is said."""
    said = {name: value for name, value in asdict(details).items() if value}
    return dumps(said, ensure_ascii=False, default=date.isoformat) if said else None


def details_of(text: str | None) -> StepDetails:
    """Return what a row says; names that a later release writes are left alone."""
    if not text:
        return StepDetails()
    known = {field.name for field in fields(StepDetails)}
    said: dict[str, Any] = {name: value for name, value in loads(text).items() if name in known}
    for name in _DAYS:
        if said.get(name):
            said[name] = date.fromisoformat(said[name])
    for name in _LISTS:
        said[name] = tuple(said.get(name, ()))
    return StepDetails(**said)
