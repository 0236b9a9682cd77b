"""Where to look for what was arranged on a matter whose only visit was joined to another.

The matter is set aside then (`matter_links.settle`), and its promises, undertakings, hearings and
leaders' bookings are kept at the matter that the visit belongs to now: nobody would look for them
at one that is set aside. Nothing is written for it, so they come back with the visit.
"""

from collections.abc import Collection
from functools import cache, lru_cache
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from reception_desk.models.matter import Matter, VisitMatter

MatterColumn: TypeAlias = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


@lru_cache  # of a few columns, and asked for every booking, promise and hearing that is shown
def home_of(matter_id: MatterColumn) -> ColumnElement[str]:
    """Return the matter that stands for this one: itself, until its last visit was moved."""
    aside, left, joined = aliased(Matter), aliased(VisitMatter), aliased(VisitMatter)
    moved_to = (
        select(joined.matter_id)
        .select_from(aside)
        .join(left, left.matter_id == aside.id)
        .join(joined, joined.visit_id == left.visit_id)
        .where(
            aside.id == matter_id,
            aside.voided_at.is_not(None),
            left.voided_at.is_not(None),
            joined.voided_at.is_(None),
        )
        .order_by(left.voided_at.desc(), left.id.desc())
        .limit(1)
        .correlate(matter_id.parent.entity)
        .scalar_subquery()
    )
    return func.coalesce(moved_to, matter_id)


def once_of(matter_ids: Collection[str]) -> Select[str]:
    """Return the matters that a visit of these ones was moved from: `home_of` may be here."""
    left, joined = _moved()
    return (
        select(left.matter_id)
        .join(joined, joined.visit_id == left.visit_id)
        .where(
            joined.matter_id.in_(matter_ids),
            joined.voided_at.is_(None),
            left.voided_at.is_not(None),
        )
    )


@cache
def _moved() -> tuple[type[VisitMatter], type[VisitMatter]]:
    """Name both rows once: making an alias takes longer than the question."""
    return aliased(VisitMatter), aliased(VisitMatter)


def at_home_in(matter_id: MatterColumn, matter_ids: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that a row belongs to one of these matters now."""
    # Said twice: by the index few are found, and of those the home decides.
    near = or_(matter_id.in_(matter_ids), matter_id.in_(once_of(matter_ids)))
    return near & home_of(matter_id).in_(matter_ids)


def matters_at_home(session: Session, matter_id: str) -> list[str]:
    """Return the matters that this one stands for, itself among them unless it is set aside."""
    return list(session.scalars(select(Matter.id).where(at_home_in(Matter.id, [matter_id]))))
