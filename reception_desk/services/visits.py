"""Visits read back: one whole visit, the day's list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.matter import VisitMatter
from reception_desk.models.organisation import Account, Unit
from reception_desk.models.person import Person
from reception_desk.models.visit import Material, Visit, VisitNeed, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.visit import (
    MaterialInput,
    PersonRecord,
    PersonRole,
    VisitRecord,
    VisitRow,
)
from reception_desk.services import audit
from reception_desk.services.confidentiality import open_visit, require_look, seen
from reception_desk.services.persons import person_record

_SAME_NAME = (
    "query_code",
    "provisional_number",
    "number",
    "arrived_at",
    "ended_at",
    "zone",
    "window",
    "form",
    "channel",
    "head_count",
    "claim",
    "facts",
    "summary",
    "to_complete",
    "purpose",
    "matter_class",
    "category",
    "place_code",
    "respondent",
    "earlier_handling",
    "is_oral",
    "read_back_at",
    "outcome",
    "outcome_note",
    "target_unit_id",
    "privacy_notice",
    "delivery_way",
    "delivery_address",
)


@dataclass(frozen=True, slots=True)
class DayCount:
    """批次 and 人次 of one day (domain.md §6)."""

    visits: int
    persons: int


def load_visit(database: Database, actor: Actor, visit_id: str, *, reason: str) -> VisitRecord:
    """Return one visit whole; the look is audited with its reason."""
    require_look(actor)
    with database.write() as session:
        visit = visit_in(session, actor, visit_id)
        audit.record(session, actor, "view_visit", table="visit", row_id=visit_id, reason=reason)
        return visit


def number_of(database: Database, visit_id: str) -> str | None:
    """Return the number that the centre has given to a visit, or None while it waits."""
    with database.read() as session:
        return session.scalar(select(Visit.number).where(Visit.id == visit_id))


def visit_in(session: Session, actor: Actor, visit_id: str) -> VisitRecord:
    """Return one visit within the caller's unit of work."""
    visit = open_visit(session, actor, visit_id)
    link = session.scalars(
        select(VisitMatter).where(VisitMatter.visit_id == visit_id, VisitMatter.voided_at.is_(None))
    ).first()
    unit = session.get(Unit, visit.unit_id)
    target = session.get(Unit, visit.target_unit_id) if visit.target_unit_id else None
    receiver = session.get(Account, visit.received_by)
    return VisitRecord(
        visit_id=visit.id,
        **{name: getattr(visit, name) for name in _SAME_NAME},
        is_anonymous=bool(visit.is_anonymous),
        is_unclear=bool(visit.is_unclear),
        received_by=receiver.display_name if receiver else "",
        unit_name=unit.name if unit else "",
        target_unit_name=target.name if target else None,
        persons=_persons(session, visit_id),
        needs=tuple(
            session.scalars(
                select(VisitNeed.need).where(
                    VisitNeed.visit_id == visit_id, VisitNeed.voided_at.is_(None)
                )
            )
        ),
        materials=_materials(session, visit_id),
        matter_id=link.matter_id if link else None,
        is_repeat=link is not None and link.relation == "repeat",
    )


def visits_of_day(
    database: Database, actor: Actor, moment: datetime | None = None
) -> tuple[VisitRow, ...]:
    """Return the hall's visits of the local day that holds `moment` (now), latest first."""
    require_look(actor)
    start, end = day_bounds(actor, moment or now())
    with database.read() as session:
        rows = session.execute(
            row_query(actor)
            .where(Visit.arrived_at >= start, Visit.arrived_at < end)
            .order_by(Visit.arrived_at.desc(), Visit.id.desc())
        ).all()
    return tuple(visit_row(row) for row in rows)


def count_of_day(database: Database, actor: Actor, moment: datetime | None = None) -> DayCount:
    """Count the day's visits and the people in them."""
    start, end = day_bounds(actor, moment or now())
    with database.read() as session:
        visits, persons = session.execute(
            select(func.count(), func.coalesce(func.sum(Visit.head_count), 0)).where(
                Visit.arrived_at >= start,
                Visit.arrived_at < end,
                Visit.voided_at.is_(None),
                seen(actor, Visit.stream),
            )
        ).one()
    return DayCount(visits, persons)


def visit_line(database: Database, actor: Actor, visit_id: str) -> VisitRow:
    """Return the line of a visit that the actor may open, one made today by themselves included."""
    with database.read() as session:
        open_visit(session, actor, visit_id)
        return visit_row(session.execute(_lines().where(Visit.id == visit_id)).one())


def line_by_number(database: Database, actor: Actor, number: str) -> VisitRow:
    """Return the visit with exactly this number, the centre's or the provisional one.

    Raises `DeskError` when there is none that the actor may open.
    """
    wanted = number.strip().upper()
    with database.read() as session:
        visit_id = session.scalar(
            select(Visit.id).where(
                (Visit.number == wanted) | (Visit.provisional_number == wanted),
                Visit.voided_at.is_(None),
            )
        )
    return visit_line(database, actor, visit_id or "")


def row_query(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Return the query for the lines of the visits that the actor sees."""
    return _lines().where(Visit.voided_at.is_(None), seen(actor, Visit.stream))


def _lines() -> Select[*tuple[Any, ...]]:
    main = (
        select(Person.name)
        .join(VisitPerson, VisitPerson.person_id == Person.id)
        .where(VisitPerson.visit_id == Visit.id, VisitPerson.voided_at.is_(None))
        .order_by(VisitPerson.position)
        .limit(1)
        .scalar_subquery()
    )
    repeat = (
        select(VisitMatter.id)
        .where(
            VisitMatter.visit_id == Visit.id,
            VisitMatter.voided_at.is_(None),
            VisitMatter.relation == "repeat",
        )
        .exists()
    )
    return select(
        Visit.id,
        Visit.number,
        Visit.provisional_number,
        Visit.arrived_at,
        main,
        Visit.head_count,
        Visit.summary,
        Visit.window,
        Visit.outcome,
        Visit.to_complete,
        repeat,
    )


def visit_row(cells: Sequence[Any]) -> VisitRow:
    """Return a line as a record."""
    visit_id, number, provisional_number, *others = cells
    return VisitRow(visit_id, number or provisional_number, *others)


def _persons(session: Session, visit_id: str) -> tuple[PersonRecord, ...]:
    rows = session.execute(
        select(Person, VisitPerson.role)
        .join(VisitPerson, VisitPerson.person_id == Person.id)
        .where(VisitPerson.visit_id == visit_id, VisitPerson.voided_at.is_(None))
        .order_by(VisitPerson.position)
    )
    return tuple(person_record(person, PersonRole(role)) for person, role in rows)


def _materials(session: Session, visit_id: str) -> tuple[MaterialInput, ...]:
    rows = session.scalars(
        select(Material)
        .where(Material.visit_id == visit_id, Material.voided_at.is_(None))
        .order_by(Material.position)
    )
    return tuple(
        MaterialInput(row.name, row.pages, row.copies, row.is_original, row.id) for row in rows
    )


def day_bounds(actor: Actor, moment: datetime) -> tuple[datetime, datetime]:
    """Return the beginning of the desk's local day that holds `moment`, and of the next."""
    local = moment.astimezone(ZoneInfo(actor.desk.zone))
    start = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return start, start + timedelta(days=1)
