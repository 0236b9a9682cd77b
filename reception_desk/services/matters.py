"""Earlier matters of a person, shown to connect papers (domain.md §8: only that, and logged)."""

from sqlalchemy import func, select

from reception_desk.models import Database
from reception_desk.models.matter import Matter, VisitMatter
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.visit import MatterHint
from reception_desk.services import audit
from reception_desk.services.confidentiality import require_look, seen


def matters_of(
    database: Database, actor: Actor, person_id: str, *, reason: str
) -> tuple[MatterHint, ...]:
    """Return the person's matters, latest visit first; the look is audited."""
    require_look(actor)
    last_visit = func.max(Visit.arrived_at)
    with database.write() as session:
        audit.record(
            session, actor, "view_matters", table="person", row_id=person_id, reason=reason
        )
        rows = session.execute(
            select(
                Matter,
                last_visit.label("last_visit_at"),
                func.count(Visit.id.distinct()).label("visits"),
                func.coalesce(Visit.number, Visit.provisional_number).label("last_number"),
            )
            .join(VisitMatter, VisitMatter.matter_id == Matter.id)
            .join(Visit, Visit.id == VisitMatter.visit_id)
            .join(VisitPerson, VisitPerson.visit_id == Visit.id)
            .where(
                VisitPerson.person_id == person_id,
                VisitPerson.voided_at.is_(None),
                VisitMatter.voided_at.is_(None),
                Matter.voided_at.is_(None),
                seen(actor, Matter.stream),
                seen(actor, Visit.stream),
            )
            .group_by(Matter.id)
            .order_by(last_visit.desc())
        ).all()
    return tuple(
        MatterHint(
            matter_id=row.Matter.id,
            title=row.Matter.title,
            registered_at=row.Matter.registered_at,
            last_visit_at=row.last_visit_at,
            last_number=row.last_number,
            visits=row.visits,
            category=row.Matter.category,
        )
        for row in rows
    )
