"""One person's record, opened for a stated reason."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.models.person import Person
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.visit import PersonRecord, PersonRole
from reception_desk.rules.permissions import Action
from reception_desk.services import audit
from reception_desk.services.confidentiality import may_open, seen
from reception_desk.services.permissions import require


def load_person(database: Database, actor: Actor, person_id: str, *, reason: str) -> PersonRecord:
    """Return a person; the look is audited with its reason (domain.md §8)."""
    require(actor, Action.VIEW_PERSON)
    with database.write() as session:
        person = session.get(Person, person_id)
        if person is None or not (
            may_open(actor, person) or _is_in_visible_visit(session, actor, person_id)
        ):
            raise DeskError("没有找到这位信访人。", advice="记录可能还没有同步到本机。")
        audit.record(session, actor, "view_person", table="person", row_id=person_id, reason=reason)
        return person_record(person, PersonRole.MAIN)


def _is_in_visible_visit(session: Session, actor: Actor, person_id: str) -> bool:
    """Say whether the person, on record elsewhere, came with a visit that the actor may see."""
    found = session.scalars(
        select(Visit.id)
        .join(VisitPerson, VisitPerson.visit_id == Visit.id)
        .where(
            VisitPerson.person_id == person_id,
            VisitPerson.voided_at.is_(None),
            Visit.voided_at.is_(None),
            seen(actor, Visit.stream),
        )
        .limit(1)
    )
    return found.first() is not None


def person_record(person: Person, role: PersonRole) -> PersonRecord:
    """Return the row as a record."""
    names = [
        name for name in PersonRecord.__dataclass_fields__ if name not in {"person_id", "role"}
    ]
    return PersonRecord(
        person_id=person.id, role=role, **{name: getattr(person, name) for name in names}
    )
