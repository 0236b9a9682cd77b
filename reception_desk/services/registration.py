"""登记: a visit enters the record. Nothing a visitor lacks can stop it (条例 Art. 22(1))."""

import secrets
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.database import now, whole_milliseconds
from reception_desk.models.local import Draft
from reception_desk.models.matter import Matter, Step, VisitMatter
from reception_desk.models.organisation import Unit
from reception_desk.models.person import Person
from reception_desk.models.rows import add_row, read_first
from reception_desk.models.visit import Material, Visit, VisitNeed, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.steps import StepDetails
from reception_desk.records.visit import (
    MaterialInput,
    PersonInput,
    PersonRecord,
    PersonRole,
    VisitInput,
    VisitRecord,
)
from reception_desk.rules.head_count import check_representatives
from reception_desk.rules.names import clean_name
from reception_desk.rules.numbering import REGISTRATION
from reception_desk.rules.permissions import Action
from reception_desk.rules.summary import one_line
from reception_desk.rules.units import RESTRICTED_STREAM
from reception_desk.rules.wording import clean_line, clean_text
from reception_desk.services import audit
from reception_desk.services.authorship import Authorship, by
from reception_desk.services.numbers import request_number
from reception_desk.services.permissions import require
from reception_desk.services.persons import person_record
from reception_desk.services.receivers import require_receiver
from reception_desk.services.step_details import details_text

ACCUSATION = "2"
"""检举控告类 in `resources/codes/matter_class.csv`."""
PERSON_FIELDS = tuple(
    field for field in PersonInput.__dataclass_fields__ if field not in {"role", "person_id"}
)
_VISIT_FIELDS = (
    "arrived_at",
    "received_at",
    "form",
    "claim",
    "facts",
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
    "is_anonymous",
    "is_unclear",
    "delivery_way",
    "delivery_address",
)

_LAST_OF_DAY = (
    "SELECT max(CAST(substr(provisional_number, ?) AS INTEGER)) FROM visit "
    "WHERE provisional_number BETWEEN ? AND ?"
)


def register_visit(
    database: Database, actor: Actor, visit: VisitInput, *, draft_id: str | None = None
) -> VisitRecord:
    """Save the visit, its persons, papers and matter in one unit of work; the draft goes with it.

    Raises `InvalidInputError` for more than five representatives (条例 Art. 20(3)) and for an
    accusation that would go to anybody but the discipline inspection (Art. 30), `DatabaseError`
    when the disk is full; nothing else refuses a registration.
    """
    require(actor, Action.REGISTER_VISIT)
    with database.write() as session:
        return register_visit_in(session, actor, visit, draft_id=draft_id)


def register_visit_in(
    session: Session, actor: Actor, visit: VisitInput, *, draft_id: str | None = None
) -> VisitRecord:
    """Do `register_visit` within the caller's unit of work."""
    check_representatives(sum(person.role is PersonRole.REPRESENTATIVE for person in visit.persons))
    require_receiver(session, visit.matter_class, visit.target_unit_id)
    stream = RESTRICTED_STREAM if visit.matter_class == ACCUSATION else None
    authorship = by(actor, stream=stream)
    values = _visit_values(session, actor, visit)
    visit_id = add_row(session, Visit, **authorship, **values)
    persons = tuple(save_person(session, authorship, person) for person in visit.persons)
    for position, person in enumerate(persons, 1):
        add_row(
            session,
            VisitPerson,
            **authorship,
            visit_id=visit_id,
            person_id=person.person_id,
            role=person.role.value,
            position=position,
        )
    for need in visit.needs:
        add_row(session, VisitNeed, **authorship, visit_id=visit_id, need=need)
    for position, paper in enumerate(visit.materials, 1):
        add_material(session, authorship, visit_id, paper, position)
    request_number(
        session,
        authorship,
        series=REGISTRATION,
        subject="visit",
        subject_id=visit_id,
        unit_id=actor.desk.unit_id,
        day=_local_day(actor, visit.arrived_at),
    )
    matter_id, is_repeat = _join_matter(session, authorship, visit, visit_id)
    if draft_id:
        session.execute(delete(Draft).where(Draft.id == draft_id))
    audit.record(session, actor, "register_visit", table="visit", row_id=visit_id)
    target = session.get(Unit, visit.target_unit_id) if visit.target_unit_id else None
    shown = {name: values[name] for name in VisitRecord.__dataclass_fields__ if name in values}
    return VisitRecord(
        **{**shown, "received_by": actor.name},
        visit_id=visit_id,
        number=None,
        unit_name=actor.desk.unit_name,
        target_unit_name=target.name if target else None,
        persons=persons,
        needs=visit.needs,
        materials=visit.materials,
        matter_id=matter_id,
        is_repeat=is_repeat,
    )


def _visit_values(session: Session, actor: Actor, visit: VisitInput) -> dict[str, Any]:
    """Return the columns of the visit's row."""
    given = {name: cleaned(name, getattr(visit, name)) for name in _VISIT_FIELDS}
    return given | {
        "unit_id": actor.desk.unit_id,
        "provisional_number": _provisional_number(session, actor, visit.arrived_at),
        "query_code": _query_code(),
        "zone": actor.desk.zone,
        "window": actor.desk.window,
        "received_by": actor.account_id,
        "channel": visit.channel.value,
        "head_count": visit.head_count,
        "summary": one_line(given["claim"]),
        "ended_at": now(),
    }


def cleaned(field: str, value: Any) -> Any:
    """Take invisible and control characters out of typed text; nothing visible is cut here."""
    if isinstance(value, datetime):
        return whole_milliseconds(value)
    if not isinstance(value, str):
        return value
    if field in {"name", "organisation_name"}:
        return clean_name(value)
    if field in {"claim", "facts"}:
        return clean_text(value, limit=len(value)).text
    return clean_line(value, limit=len(value)).text


def save_person(session: Session, authorship: Authorship, person: PersonInput) -> PersonRecord:
    """Add the person, or bring a known person's record up to what was given this time."""
    given = {name: cleaned(name, getattr(person, name)) for name in PERSON_FIELDS}
    known = session.get(Person, person.person_id) if person.person_id else None
    if known is None:
        person_id = add_row(session, Person, **authorship, **given)
        return PersonRecord(person_id=person_id, role=person.role, **given)
    for name, value in given.items():
        if value is not None:
            setattr(known, name, value)
    return person_record(known, person.role)


def add_material(
    session: Session, authorship: Authorship, visit_id: str, paper: MaterialInput, position: int
) -> str:
    """Add one line of the list of papers handed in and return its id."""
    values = asdict(paper)
    del values["material_id"]
    return add_row(session, Material, **authorship, **values, visit_id=visit_id, position=position)


def _join_matter(
    session: Session, authorship: Authorship, visit: VisitInput, visit_id: str
) -> tuple[str, bool]:
    """Begin a matter, or join the one the clerk chose; either way a step says so.

    Returns the matter's id and whether it was on record before.
    """
    known = session.get(Matter, visit.matter_id) if visit.matter_id else None
    matter_id = known.id if known else begin_matter(session, authorship, visit)
    add_row(
        session,
        VisitMatter,
        **authorship,
        visit_id=visit_id,
        matter_id=matter_id,
        relation="repeat" if known else "first",
    )
    add_row(
        session,
        Step,
        **authorship,
        matter_id=matter_id,
        visit_id=visit_id,
        event="visited_again" if known else "registered",
        occurred_at=visit.arrived_at,
        basis="《信访工作条例》第二十二条",
        details=details_text(StepDetails(route=visit.route)),
    )
    return matter_id, known is not None


def begin_matter(session: Session, authorship: Authorship, visit: VisitInput | Visit) -> str:
    """Add the matter that a visit begins and return its id."""
    return add_row(
        session,
        Matter,
        **authorship,
        title=matter_title(visit.claim),
        matter_class=visit.matter_class,
        purpose=visit.purpose,
        category=visit.category,
        place_code=visit.place_code,
        registered_at=visit.arrived_at,
    )


def matter_title(claim: str) -> str:
    """Return what a matter is called after the claim of its first visit."""
    return one_line(clean_text(claim).text)


def _provisional_number(session: Session, actor: Actor, arrived_at: datetime) -> str:
    """Return `T-{desk}-{yyyymmdd}-{nnn}`; the write lock makes the count ours alone."""
    prefix = f"T-{actor.desk.code}-{_local_day(actor, arrived_at):%Y%m%d}-"
    bounds = (len(prefix) + 1, prefix, f"{prefix}\U0010ffff")
    (last,) = read_first(session, _LAST_OF_DAY, bounds) or (None,)
    return f"{prefix}{(last or 0) + 1:03d}"


def _local_day(actor: Actor, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(actor.desk.zone)).date()


def _query_code() -> str:
    """Return ten random digits that say nothing about the person (domain.md §3.2)."""
    return str(secrets.randbelow(9 * 10**9) + 10**9)
