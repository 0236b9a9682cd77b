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
_Tally = dict[tuple[str | None, str | None], list[int]]
"""Late, due today, due soon, by unit and clerk."""
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
        tally = _tally(session, shown, today)
        by_unit = _counts(tally, 0, _names(session, Unit), _NO_UNIT)
        by_clerk = _counts(tally, 1, _names(session, Account), _NO_CLERK)
        lines = _lines(session, chosen, most)
    sums = (sum(counts[at] for counts in tally.values()) for at in range(len(DueGroup)))
    total = DueCount(None, "全部", *sums)
    return DueBoard(today, total, by_unit, by_clerk, lines)


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


def _tally(session: Session, shown: list[ColumnElement[bool]], today: date) -> _Tally:
    """Count the groups by unit and clerk.

    Grouped in the order of the index, the rows are read once and sorted never.
    """
    order = (
        OpenDuty.legal, OpenDuty.internal, OpenDuty.stream, OpenDuty.unit_id, OpenDuty.clerk_id,
    )  # fmt: skip
    wanted = select(
        OpenDuty.unit_id, OpenDuty.clerk_id, OpenDuty.legal, OpenDuty.internal, func.count()
    )
    places = {group: at for at, group in enumerate(DueGroup)}
    tally: _Tally = {}
    for unit_id, clerk_id, legal, internal, count in session.execute(
        wanted.where(*shown).group_by(*order)
    ):
        group = group_of(legal, internal, today)
        if group is not None:
            tally.setdefault((unit_id, clerk_id), [0] * len(places))[places[group]] += count
    return tally


def _counts(tally: _Tally, place: int, names: dict[str, str], without: str) -> tuple[DueCount, ...]:
    """Sum the tally by unit (`place` 0) or by clerk (1), the most late first."""
    sums: dict[str | None, list[int]] = {}
    for keys, counts in tally.items():
        held = sums.setdefault(keys[place], [0] * len(counts))
        sums[keys[place]] = [a + b for a, b in zip(held, counts, strict=True)]
    found = [
        DueCount(key, names.get(key or "", "") or without, *counts) for key, counts in sums.items()
    ]
    return tuple(
        sorted(found, key=lambda count: (-count.overdue, -count.today, -count.soon, count.name))
    )


def _names(session: Session, model: Any) -> dict[str, str]:
    name = model.short_name if model is Unit else model.display_name
    return {row.id: row.name for row in session.execute(select(model.id, name.label("name")))}


def _lines(session: Session, chosen: list[ColumnElement[bool]], most: int) -> tuple[DueLine, ...]:
    # In the order of the index, which holds all of this: nothing else is read of the rest.
    first = (
        select(OpenDuty.matter_id, OpenDuty.duty)
        .where(*chosen)
        .order_by(OpenDuty.legal, OpenDuty.internal)
        .limit(most)
        .subquery()
    )
    is_first = and_(OpenDuty.matter_id == first.c.matter_id, OpenDuty.duty == first.c.duty)
    rows = session.execute(
        select(
            OpenDuty.matter_id,
            OpenDuty.duty,
            OpenDuty.unit_id,
            OpenDuty.legal,
            OpenDuty.internal,
            OpenDuty.is_provisional,
            Matter.title,
            MatterStanding.state,
            Unit.short_name.label("unit_name"),
            Account.display_name.label("clerk_name"),
            first_number(OpenDuty.matter_id).label("number"),
        )
        .select_from(first)
        .join(OpenDuty, is_first)
        .join(Matter, Matter.id == OpenDuty.matter_id)
        .join(MatterStanding, MatterStanding.matter_id == OpenDuty.matter_id)
        .outerjoin(Unit, Unit.id == OpenDuty.unit_id)
        .outerjoin(Account, Account.id == OpenDuty.clerk_id)
        .order_by(OpenDuty.legal, OpenDuty.internal, OpenDuty.matter_id)
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
