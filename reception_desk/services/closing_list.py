"""闭馆前: what the registrations of the day still lack, read in two statements for all of them."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.person import Person
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.rules.completeness import Missing, owed, registration_of
from reception_desk.services.confidentiality import require_look, seen
from reception_desk.services.visits import day_bounds

_VISITS = select(
    Visit.id,
    Visit.arrived_at,
    Visit.head_count,
    Visit.claim,
    Visit.to_complete,
    Visit.is_anonymous,
    Visit.is_unclear,
    Visit.is_oral,
    Visit.read_back_at,
    Visit.matter_class,
    Visit.category,
    Visit.place_code,
    Visit.privacy_notice,
    Visit.form,
)
_PERSONS = (
    select(
        VisitPerson.visit_id,
        VisitPerson.role,
        Person.name,
        Person.organisation_name,
        Person.phone,
        Person.document_number,
        Person.address,
    )
    .join(Person, Person.id == VisitPerson.person_id)
    .join(Visit, Visit.id == VisitPerson.visit_id)
    .where(VisitPerson.voided_at.is_(None))
    .order_by(VisitPerson.visit_id, VisitPerson.position)
)


def closing_list(
    database: Database, actor: Actor, moment: datetime | None = None
) -> dict[str, tuple[Missing, ...]]:
    """Return what each visit of the local day that holds `moment` (now) still owes, by its id.

    A visit that lacks nothing is not in it. It speaks of registrations, never of persons.
    """
    require_look(actor)
    start, end = day_bounds(actor, moment or now())
    of_day = (
        Visit.arrived_at >= start,
        Visit.arrived_at < end,
        Visit.voided_at.is_(None),
        seen(actor, Visit.stream),
    )
    with database.read() as session:
        visits = session.execute(_VISITS.where(*of_day)).all()
        persons = defaultdict(list)
        for person in session.execute(_PERSONS.where(*of_day)):
            persons[person.visit_id].append(person)
    gaps = {visit.id: owed(registration_of(visit, persons[visit.id])) for visit in visits}
    return {visit_id: found for visit_id, found in gaps.items() if found}
