"""登记: a visit enters the record. Nothing a visitor lacks can stop it (条例 Art. 22(1))."""

import secrets
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.local import Draft
from reception_desk.models.matter import Matter, Step, VisitMatter
from reception_desk.models.person import Person
from reception_desk.models.visit import Material, Visit, VisitNeed, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.visit import PersonInput, PersonRole, VisitInput, VisitRecord
from reception_desk.rules.head_count import check_representatives
from reception_desk.rules.names import clean_name
from reception_desk.rules.permissions import Action
from reception_desk.rules.summary import one_line
from reception_desk.rules.units import RESTRICTED_STREAM
from reception_desk.rules.wording import clean_line, clean_text
from reception_desk.services import audit
from reception_desk.services.authorship import Authorship, by
from reception_desk.services.permissions import require
from reception_desk.services.visits import visit_in

ACCUSATION = "2"
"""检举控告类 in `resources/codes/matter_class.csv`."""
_PERSON_FIELDS = tuple(
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
    "delivery_way",
    "delivery_address",
)


def register_visit(
    database: Database, actor: Actor, visit: VisitInput, *, draft_id: str | None = None
) -> VisitRecord:
    """Save the visit, its persons, papers and matter in one unit of work; the draft goes with it.

    Raises `InvalidInputError` for more than five representatives (条例 Art. 20(3)) and
    `DatabaseError` when the disk is full; nothing else refuses a registration.
    """
    require(actor, Action.REGISTER_VISIT)
    check_representatives(sum(person.role is PersonRole.REPRESENTATIVE for person in visit.persons))
    with database.write() as session:
        stream = RESTRICTED_STREAM if visit.matter_class == ACCUSATION else None
        authorship = by(actor, stream=stream)
        row = _add_visit(session, actor, authorship, visit)
        for position, person in enumerate(visit.persons, 1):
            person_id = _save_person(session, authorship, person)
            session.add(
                VisitPerson(
                    **authorship,
                    visit_id=row.id,
                    person_id=person_id,
                    role=person.role.value,
                    position=position,
                )
            )
        for need in visit.needs:
            session.add(VisitNeed(**authorship, visit_id=row.id, need=need))
        for position, material in enumerate(visit.materials, 1):
            session.add(
                Material(**authorship, visit_id=row.id, position=position, **asdict(material))
            )
        _join_matter(session, authorship, visit, row)
        if draft_id and (draft := session.get(Draft, draft_id)):
            session.delete(draft)
        audit.record(session, actor, "register_visit", table="visit", row_id=row.id)
        session.flush()
        return visit_in(session, row.id)


def _add_visit(session: Session, actor: Actor, authorship: Authorship, visit: VisitInput) -> Visit:
    row = Visit(
        **authorship,
        **{name: _clean(name, getattr(visit, name)) for name in _VISIT_FIELDS},
        unit_id=actor.desk.unit_id,
        provisional_number=_provisional_number(session, actor, visit.arrived_at),
        query_code=_query_code(),
        zone=actor.desk.zone,
        window=actor.desk.window,
        received_by=actor.account_id,
        channel=visit.channel.value,
        head_count=visit.head_count,
        summary=one_line(clean_text(visit.claim).text),
        ended_at=now(),
    )
    session.add(row)
    session.flush()
    return row


def _clean(field: str, value: Any) -> Any:
    """Take invisible and control characters out of typed text; nothing visible is cut here."""
    if not isinstance(value, str):
        return value
    if field in {"name", "organisation_name"}:
        return clean_name(value)
    if field in {"claim", "facts"}:
        return clean_text(value, limit=len(value)).text
    return clean_line(value, limit=len(value)).text


def _save_person(session: Session, authorship: Authorship, person: PersonInput) -> str:
    """Add the person, or bring a known person's record up to what was given this time."""
    given = {name: _clean(name, getattr(person, name)) for name in _PERSON_FIELDS}
    known = session.get(Person, person.person_id) if person.person_id else None
    if known is None:
        known = Person(**authorship, **given)
        session.add(known)
    else:
        for name, value in given.items():
            if value is not None:
                setattr(known, name, value)
    session.flush()
    return known.id


def _join_matter(session: Session, authorship: Authorship, visit: VisitInput, row: Visit) -> None:
    """Begin a matter, or join the one the clerk chose; either way a step says so."""
    matter = session.get(Matter, visit.matter_id) if visit.matter_id else None
    is_repeat = matter is not None
    if matter is None:
        matter = Matter(
            **authorship,
            title=row.summary,
            matter_class=visit.matter_class,
            purpose=visit.purpose,
            category=visit.category,
            place_code=visit.place_code,
            registered_at=visit.arrived_at,
        )
        session.add(matter)
        session.flush()
    session.add(
        VisitMatter(
            **authorship,
            visit_id=row.id,
            matter_id=matter.id,
            relation="repeat" if is_repeat else "first",
        )
    )
    session.add(
        Step(
            **authorship,
            matter_id=matter.id,
            visit_id=row.id,
            event="visited_again" if is_repeat else "registered",
            occurred_at=visit.arrived_at,
            basis="《信访工作条例》第二十二条",
        )
    )


def _provisional_number(session: Session, actor: Actor, arrived_at: datetime) -> str:
    """Return `T-{desk}-{yyyymmdd}-{nnn}`; the write lock makes the count ours alone."""
    day = arrived_at.astimezone(ZoneInfo(actor.desk.zone)).strftime("%Y%m%d")
    prefix = f"T-{actor.desk.code}-{day}-"
    number = Visit.provisional_number
    last = session.scalar(
        select(func.max(cast(func.substr(number, len(prefix) + 1), Integer))).where(
            number >= prefix, number < f"{prefix}\U0010ffff"
        )
    )
    return f"{prefix}{(last or 0) + 1:03d}"


def _query_code() -> str:
    """Return ten random digits that say nothing about the person (domain.md §3.2)."""
    return str(secrets.randbelow(9 * 10**9) + 10**9)
