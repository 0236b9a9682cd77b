"""积案台账: matters long unresolved, the longest overdue first; read from the standings alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.matter import Matter
from reception_desk.models.organisation import Unit
from reception_desk.models.standing import MatterStanding
from reception_desk.records.actor import Actor
from reception_desk.rules.long_open import CONTESTED, LongOpen, last_day, long_open
from reception_desk.rules.states import LIVE
from reception_desk.services.confidentiality import require_look, seen
from reception_desk.services.joint_matters import lead_units
from reception_desk.services.matter_list import first_number
from reception_desk.services.promises import earliest_days
from reception_desk.services.undertakings import leaders_of_matters

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class LongOpenRow:
    """A line of the ledger; it names the matter and offices, nobody who came.

    `next_on` is the nearest day to come that somebody owes: of the law, a promise or the leader.
    """

    matter_id: str
    title: str
    number: str
    why: LongOpen
    state: str
    legal: date | None
    unit: str
    leader: str
    next_on: date | None


@dataclass(frozen=True, slots=True)
class LongOpenLedger:
    """The first lines and how many matters there are in all."""

    rows: tuple[LongOpenRow, ...]
    total: int


def long_open_ledger(
    database: Database, actor: Actor, today: date, days: int, *, most: int = MOST_ROWS
) -> LongOpenLedger:
    """Return the ledger of `today`, the longest overdue first, then what is contested.

    `days` is the office's number: so long past the last lawful day.
    """
    require_look(actor)
    row = MatterStanding
    is_live = func.ifnull(row.state, "").in_(LIVE)
    late = [row.next_legal <= last_day(today, days), is_live, seen(actor, row.stream)]
    not_late = func.ifnull(row.next_legal > last_day(today, days), True)
    contested = [row.state.in_(CONTESTED), not_late, seen(actor, row.stream)]
    with database.read() as session:
        first = select(row.matter_id).where(*late).order_by(row.next_legal, row.matter_id)
        keys = list(session.scalars(first.limit(most)))
        if len(keys) < most:
            rest = select(row.matter_id).where(*contested).order_by(row.matter_id)
            keys += session.scalars(rest.limit(most - len(keys))).all()
        total = sum(_count(session, conditions) for conditions in (late, contested))
        return LongOpenLedger(_rows(session, actor, keys, today, days), total)


def _count(session: Session, conditions: Sequence[ColumnElement[bool]]) -> int:
    counted = select(func.count()).select_from(MatterStanding).where(*conditions)
    return session.scalar(counted) or 0


def _rows(
    session: Session, actor: Actor, keys: list[str], today: date, days: int
) -> tuple[LongOpenRow, ...]:
    found = {row.matter_id: row for row in session.execute(_lines(keys))}
    undertaken = leaders_of_matters(session, actor, keys)
    leads = lead_units(session, keys)
    promised = earliest_days(session, actor, keys)
    rows = []
    for key in keys:
        line, held = found[key], undertaken.get(key)
        ahead = (line.next_legal, promised.get(key), held.standing.due_on if held else None)
        rows.append(
            LongOpenRow(
                matter_id=key,
                title=line.title,
                number=line.number or "",
                why=long_open(line.state, line.next_legal, today, days) or LongOpen.CONTESTED,
                state=line.state,
                legal=line.next_legal,
                unit=leads.get(key) or line.unit_name or "",
                leader=held.leader if held else "",
                next_on=min((day for day in ahead if day and day >= today), default=None),
            )
        )
    return tuple(rows)


def _lines(keys: Sequence[str]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            MatterStanding.matter_id,
            MatterStanding.state,
            MatterStanding.next_legal,
            Matter.title,
            first_number(Matter.id).label("number"),
            Unit.short_name.label("unit_name"),
        )
        .join(Matter, Matter.id == MatterStanding.matter_id)
        .outerjoin(Unit, Unit.id == MatterStanding.unit_id)
        .where(MatterStanding.matter_id.in_(keys))
    )
