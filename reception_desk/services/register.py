"""来访台账: the rows of the register that belong to one person."""

from sqlalchemy import select

from reception_desk.models import Database
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.rules.permissions import Action
from reception_desk.services import audit
from reception_desk.services.confidentiality import seen
from reception_desk.services.permissions import require


def visit_ids_of(database: Database, actor: Actor, person_id: str, *, reason: str) -> list[str]:
    """Return the keys of a person's visits, latest first; the look is audited with its reason."""
    require(actor, Action.SEARCH_PERSONS)
    with database.write() as session:
        audit.record(session, actor, "view_visits", table="person", row_id=person_id, reason=reason)
        came = select(VisitPerson.visit_id).where(
            VisitPerson.person_id == person_id, VisitPerson.voided_at.is_(None)
        )
        return list(
            session.scalars(
                select(Visit.id)
                .where(Visit.id.in_(came), Visit.voided_at.is_(None), seen(actor, Visit.stream))
                .order_by(Visit.arrived_at.desc(), Visit.id.desc())
            )
        )
