"""What the office owes for the reception days ahead, and that it was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.rules.leader_owed import OwedAct, owed_acts
from reception_desk.rules.permissions import Action
from reception_desk.services.leader_days import ReceptionDayNow, reception_days
from reception_desk.services.permissions import require

_AHEAD = timedelta(days=30)
"""Five working days and the longest holidays lie within."""


@dataclass(frozen=True, slots=True)
class OwedLine:
    """An act owed for a day."""

    one: ReceptionDayNow
    act: OwedAct


def owed_by_office(database: Database, actor: Actor, today: date) -> tuple[OwedLine, ...]:
    """Return what is owed now, the latest first."""
    require(actor, Action.PLAN_LEADER_DAY)
    return owed_of(reception_days(database, today, today + _AHEAD), today)


def owed_of(days: Sequence[ReceptionDayNow], today: date) -> tuple[OwedLine, ...]:
    """Return what is owed for these days."""
    found = [
        OwedLine(one, act) for one in days for act in owed_acts(one.standing, one.times, today)
    ]
    return tuple(sorted(found, key=lambda line: (line.act.due_on, line.one.standing.day)))
