"""What is due: late, today, within three days, by unit and by clerk (domain.md §1.4).

Only duties of an office: the petitioner's own periods are nobody's to watch, and a right that an
office lets pass (an objection, Art. 23(3)) is no delay.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.matter import Matter
from reception_desk.models.organisation import Account, Unit
from reception_desk.models.standing import MatterStanding, OpenDuty
from reception_desk.records.actor import Actor
from reception_desk.records.matters import DueBoard, DueCount, DueGroup, DueLine
from reception_desk.rules.duties import DUTIES
from reception_desk.services.confidentiality import require_look, seen
from reception_desk.services.matter_list import first_number

SOON_DAYS = 3
_MOST_REST = 15
"""No run of rest days is longer, so a target this near has its legal day within it too."""
_RIGHTS = tuple(rule.duty.value for rule in DUTIES.values() if rule.is_right)
_NO_UNIT, _NO_CLERK = "信访局（未转出）", "未登记"


def due_board(
    database: Database,
    actor: Actor,
    today: date,
    *,
    group: DueGroup = DueGroup.OVERDUE,
    unit_id: str | None = None,
    clerk_id: str | None = None,
    most: int = 200,
) -> DueBoard:
    """Return the board and the `most` first lines of one group, the longest overdue first.

    The lines are narrowed to a unit or to who registered; "" stands for what has none.
    """
    require_look(actor)
    shown = _shown(actor, today)
    chosen = [*shown, _in_group(group, today)]
    for column, key in ((OpenDuty.unit_id, unit_id), (OpenDuty.clerk_id, clerk_id)):
        if key is not None:
            chosen.append(column == key if key else column.is_(None))
    with database.read() as session:
        by_unit = _counts(session, OpenDuty.unit_id, shown, today, _names(session, Unit))
        by_clerk = _counts(session, OpenDuty.clerk_id, shown, today, _names(session, Account))
        lines = _lines(session, chosen, most)
    total = DueCount(
        None,
        "全部",
        sum(count.overdue for count in by_unit),
        sum(count.today for count in by_unit),
        sum(count.soon for count in by_unit),
    )
    return DueBoard(today, total, _named(by_unit, _NO_UNIT), _named(by_clerk, _NO_CLERK), lines)


def group_of(legal: date, internal: date, today: date) -> DueGroup | None:
    """Return where a running duty stands today, None when it is later than three days."""
    if legal < today:
        return DueGroup.OVERDUE
    if internal <= today:
        return DueGroup.TODAY
    return DueGroup.SOON if internal <= today + timedelta(days=SOON_DAYS) else None


def _shown(actor: Actor, today: date) -> list[ColumnElement[bool]]:
    last = today + timedelta(days=SOON_DAYS + _MOST_REST)
    return [
        OpenDuty.is_petitioners.is_(False),
        OpenDuty.legal <= last,
        OpenDuty.duty.not_in(_RIGHTS),
        seen(actor, OpenDuty.stream),
    ]


def _in_group(group: DueGroup, today: date) -> ColumnElement[bool]:
    match group:
        case DueGroup.OVERDUE:
            return OpenDuty.legal < today
        case DueGroup.TODAY:
            return and_(OpenDuty.legal >= today, OpenDuty.internal <= today)
        case DueGroup.SOON:
            last = today + timedelta(days=SOON_DAYS)
            return and_(
                OpenDuty.legal >= today, OpenDuty.internal > today, OpenDuty.internal <= last
            )


def _counts(
    session: Session,
    column: Any,
    shown: list[ColumnElement[bool]],
    today: date,
    names: dict[str, str],
) -> list[DueCount]:
    late, due_today, soon = (func.count().filter(_in_group(group, today)) for group in DueGroup)
    rows = session.execute(select(column, late, due_today, soon).where(*shown).group_by(column))
    found = [
        DueCount(key, names.get(key or "", ""), *counts) for key, *counts in rows if any(counts)
    ]
    return sorted(found, key=lambda count: (-count.overdue, -count.today, -count.soon, count.name))


def _named(counts: list[DueCount], without: str) -> tuple[DueCount, ...]:
    return tuple(
        DueCount(count.key, count.name or without, count.overdue, count.today, count.soon)
        for count in counts
    )


def _names(session: Session, model: Any) -> dict[str, str]:
    name = model.short_name if model is Unit else model.display_name
    return {row.id: row.name for row in session.execute(select(model.id, name.label("name")))}


def _lines(session: Session, chosen: list[ColumnElement[bool]], most: int) -> tuple[DueLine, ...]:
    first = (
        select(OpenDuty)
        .where(*chosen)
        .order_by(OpenDuty.legal, OpenDuty.matter_id)
        .limit(most)
        .subquery()
    )
    rows = session.execute(
        select(
            first,
            Matter.title,
            MatterStanding.state,
            Unit.short_name.label("unit_name"),
            Account.display_name.label("clerk_name"),
            first_number(first.c.matter_id).label("number"),
        )
        .join(Matter, Matter.id == first.c.matter_id)
        .join(MatterStanding, MatterStanding.matter_id == first.c.matter_id)
        .outerjoin(Unit, Unit.id == first.c.unit_id)
        .outerjoin(Account, Account.id == first.c.clerk_id)
        .order_by(first.c.legal, first.c.matter_id)
    ).all()
    return tuple(
        DueLine(
            matter_id=row.matter_id,
            title=row.title,
            number=row.number or "",
            duty=row.duty,
            state=row.state,
            unit_id=row.unit_id,
            unit_name=row.unit_name or _NO_UNIT,
            clerk_name=row.clerk_name or "",
            legal=row.legal,
            internal=row.internal,
            is_provisional=row.is_provisional,
        )
        for row in rows
    )
