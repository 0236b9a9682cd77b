"""What is known already of a paper of a matter, by the names its template uses.

It is put before the person who issues the paper; what nobody has recorded stays empty, and the
template says what is missing. Last days are the legal ones: those are printed (domain.md §1.4).
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.models.document import Document
from reception_desk.models.matter import Matter, VisitMatter
from reception_desk.models.organisation import Unit
from reception_desk.models.visit import Visit
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.visit import VisitRecord
from reception_desk.rules import codes
from reception_desk.rules.codes import CodeListName
from reception_desk.rules.deadlines import due
from reception_desk.rules.duties import Duty
from reception_desk.rules.duty_ledger import last_entry
from reception_desk.rules.masking import mask_phone
from reception_desk.rules.states import State
from reception_desk.rules.transition import Event
from reception_desk.rules.workflow import TRANSITIONS
from reception_desk.services.confidentiality import seen
from reception_desk.services.document_kinds import kind_of, shown_number
from reception_desk.services.paper_case import PaperCase, day_of, last_step
from reception_desk.services.paper_kinds import about_kind
from reception_desk.services.visits import visit_in

UNITS_PAPERS = frozenset(
    paper for row in TRANSITIONS.values() if row.is_units for paper in row.papers
) - {DocumentKind.SERVICE_RECEIPT, DocumentKind.NON_ACCEPTANCE_NOTICE}
"""Papers that carry the name of the unit with the competence, and not the bureau's."""


def known_data(session: Session, told: PaperCase, kind: DocumentKind) -> dict[str, Any]:
    """Return every datum known for `kind`, by field name; nothing empty is in it."""
    matter = session.get_one(Matter, told.case.matter_id)
    visit = first_visit(session, told.actor, told.case.matter_id)
    known = {
        **_about_office(session, told, kind),
        **_about_visit(visit, matter, told),
        **_about_unit(session, told),
        **_about_days(told),
        **_about_papers(session, told),
        **about_kind(session, told, kind),
    }
    return {name: value for name, value in known.items() if value not in (None, "", (), [])}


def first_visit(session: Session, actor: Actor, matter_id: str) -> VisitRecord | None:
    """Return the matter's first visit, None where it has not arrived here yet."""
    key = session.scalar(
        select(Visit.id)
        .join(VisitMatter, VisitMatter.visit_id == Visit.id)
        .where(
            VisitMatter.matter_id == matter_id,
            VisitMatter.voided_at.is_(None),
            seen(actor, Visit.stream),
        )
        .order_by(Visit.arrived_at, Visit.id)
        .limit(1)
    )
    return visit_in(session, actor, key) if key else None


def _about_office(session: Session, told: PaperCase, kind: DocumentKind) -> dict[str, Any]:
    unit = session.get(Unit, told.standing.unit_id) if told.standing.unit_id else None
    of_unit = unit if kind in UNITS_PAPERS else None
    office = told.office
    return {
        "organ": of_unit.name if of_unit else told.actor.desk.unit_name,
        "issued_on": told.today,
        "handler": told.actor.name,
        "phone": (of_unit.phone if of_unit else None) or office.phone,
        "address": (of_unit.address if of_unit else None) or office.address,
        "website": office.website,
        "supervision_phone": office.supervision_phone,
    }


def _about_visit(visit: VisitRecord | None, matter: Matter, told: PaperCase) -> dict[str, Any]:
    title = matter.title.rstrip("。.")
    if visit is None:
        return {"matter": title, "subject": title}
    main = visit.main_person
    name = (main.name or main.organisation_name or "") if main else ""
    zone = ZoneInfo(visit.zone)
    return {
        "matter": title,
        "subject": title,
        "petitioner": name,
        "party": name,
        "recipient": name,
        "recipient_phone": mask_phone(main.phone or "") if main else "",
        "recipient_address": (visit.delivery_address or (main.address if main else "")) or "",
        "petitioner_address": main.address if main else "",
        "petitioner_phone": mask_phone(main.phone or "") if main else "",
        "head_count": visit.head_count if visit.head_count > 1 else None,
        "raised_on": visit.arrived_at.astimezone(zone).date(),
        "channel": codes.name(CodeListName.VISIT_FORM, visit.form),
        "registration_number": visit.shown_number,
        "query_code": visit.query_code,
        "requests": [line for line in visit.claim.splitlines() if line.strip()],
        "category": codes.name(CodeListName.CATEGORY, visit.category),
        "is_accusation": "yes" if told.case.facts.is_accusation else "no",
    }


def _about_unit(session: Session, told: PaperCase) -> dict[str, Any]:
    """The unit responsible, or the one a proposal waits to send it to."""
    proposal = told.standing.proposal
    key = told.standing.unit_id or (proposal.unit_id if proposal else None)
    unit = session.get(Unit, key) if key else None
    if unit is None:
        return {}
    contact = "，".join(filter(None, (unit.address, unit.phone)))
    return {
        "unit": unit.name,
        "unit_contact": contact,
        "respondent": unit.name,
        "opinion_organ": unit.name,
        "sender": told.actor.desk.unit_name,
    }


def _about_days(told: PaperCase) -> dict[str, Any]:
    duties, by = told.standing.duties, told.by
    accepted = last_entry(duties, Duty.D6)
    result = last_entry(duties, Duty.D8)
    asked = last_step(told, Event.EXTENDED) or told.standing.proposal
    known: dict[str, Any] = {
        "notice_due": due(Duty.D4, told.today, by.calendar, by.policy).legal,
        "objection_due": due(Duty.D5, told.today, by.calendar, by.policy).legal,
        "result_due": result.deadline(by).legal if result else None,
        "received_on": day_of(told, Event.UNIT_RECEIVED) or day_of(told, Event.REGISTERED),
        "finished_on": day_of(told, Event.OPINION_GIVEN),
        "served_on": day_of(told, Event.SERVED),
    }
    if accepted is not None:
        is_simple = told.standing.state is State.SIMPLE
        simple = last_entry(duties, Duty.D14)
        first = due(Duty.D6, accepted.start, by.calendar, by.policy)
        known |= {
            "accepted_on": accepted.start,
            "procedure": "simple" if is_simple else "petition",
            "due_on": simple.deadline(by).legal if is_simple and simple else first.legal,
        }
        days = accepted.extend_days or (asked.days if asked else None)
        if days:
            longer = due(Duty.D6, accepted.start, by.calendar, by.policy, extend_days=days)
            reason = asked.reason if asked else ""
            known |= {"days": days, "extension_days": days, "extended_until": longer.legal}
            known |= {"reason": reason, "extension_reason": reason}
    return known


def _about_papers(session: Session, told: PaperCase) -> dict[str, Any]:
    """The letter that sent the matter, and the opinion that is being reviewed."""
    rows = session.scalars(
        select(Document)
        .where(Document.matter_id == told.case.matter_id, Document.voided_at.is_(None))
        .order_by(Document.created_at, Document.id)
    ).all()
    last = {kind_of(row): row for row in rows}
    zone = ZoneInfo(told.actor.desk.zone)
    known: dict[str, Any] = {}
    is_assigned = DocumentKind.ASSIGNMENT_LETTER in last
    letter = last.get(DocumentKind.ASSIGNMENT_LETTER) or last.get(DocumentKind.TRANSFER_LETTER)
    if letter is not None:
        known |= {
            "letter_number": shown_number(letter) or "",
            "kind": "assignment" if is_assigned else "transfer",
        }
    opinion = last.get(DocumentKind.REVIEW_OPINION) or last.get(DocumentKind.HANDLING_OPINION)
    if opinion is not None:
        known |= {
            "opinion_title": opinion.title,
            "opinion_number": shown_number(opinion) or "",
            "opinion_date": opinion.created_at.astimezone(zone).date(),
        }
    return known


def as_plain(value: Any) -> Any:
    """Return a datum as JSON keeps it: days as `2026-11-23`."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value
