"""Earlier matters of a person, shown to connect papers (domain.md §8: only that, and logged)."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.matter import Matter, VisitMatter
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.visit import MatterHint
from reception_desk.services import audit
from reception_desk.services.confidentiality import require_look, seen
from reception_desk.services.promises import earliest_days

_LAST_VISIT = func.max(Visit.arrived_at)


def matters_of(
    database: Database, actor: Actor, person_id: str, *, reason: str
) -> tuple[MatterHint, ...]:
    """Return the person's matters, latest visit first; the look is audited."""
    require_look(actor)
    with database.write() as session:
        audit.record(
            session, actor, "view_matters", table="person", row_id=person_id, reason=reason
        )
        return _hints(
            session,
            actor,
            _visited(actor)
            .join(VisitPerson, VisitPerson.visit_id == Visit.id)
            .where(VisitPerson.person_id == person_id, VisitPerson.voided_at.is_(None)),
        )


def hints(session: Session, actor: Actor, matter_ids: Collection[str]) -> tuple[MatterHint, ...]:
    """Return these matters as far as the actor may see them; the caller audits the look."""
    return _hints(session, actor, _visited(actor).where(Matter.id.in_(matter_ids)))


def _visited(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Select matters by their visits, the latest first."""
    return (
        select(
            Matter,
            _LAST_VISIT.label("last_visit_at"),
            func.count(Visit.id.distinct()).label("visits"),
            func.coalesce(Visit.number, Visit.provisional_number).label("last_number"),
        )
        .join(VisitMatter, VisitMatter.matter_id == Matter.id)
        .join(Visit, Visit.id == VisitMatter.visit_id)
        .where(
            VisitMatter.voided_at.is_(None),
            Matter.voided_at.is_(None),
            seen(actor, Matter.stream),
            seen(actor, Visit.stream),
        )
        .group_by(Matter.id)
        .order_by(_LAST_VISIT.desc())
    )


def _hints(
    session: Session, actor: Actor, visited: Select[*tuple[Any, ...]]
) -> tuple[MatterHint, ...]:
    rows = session.execute(visited).all()
    promised = earliest_days(session, actor, [row.Matter.id for row in rows])
    return tuple(
        MatterHint(
            matter_id=row.Matter.id,
            title=row.Matter.title,
            registered_at=row.Matter.registered_at,
            last_visit_at=row.last_visit_at,
            last_number=row.last_number,
            visits=row.visits,
            category=row.Matter.category,
            promise_due=promised.get(row.Matter.id),
        )
        for row in rows
    )
