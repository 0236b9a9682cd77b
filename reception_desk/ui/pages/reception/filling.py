"""Filling an open tab: from a card, a person on record, an earlier matter, or a registration."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime

from reception_desk.records.card import CardData, CardKind
from reception_desk.records.route import RouteAdvice, RouteOutcome
from reception_desk.records.visit import (
    MatterHint,
    PersonHit,
    PersonRecord,
    PersonRole,
    VisitRecord,
)
from reception_desk.rules.identity import DocumentType
from reception_desk.rules.masking import mask_document_number, mask_phone
from reception_desk.rules.routes import advice_note, as_answers
from reception_desk.ui.pages.reception.visit_draft import RESIDENT_CARD, PersonDraft, VisitDraft
from reception_desk.ui.widgets.choices import Choice

_DOCUMENT_OF_CARD = {
    CardKind.CITIZEN: DocumentType.RESIDENT,
    CardKind.HMT_RESIDENCE: DocumentType.RESIDENT,
    CardKind.FOREIGN_RESIDENCE: DocumentType.FOREIGN_RESIDENCE,
}


def person_choice(hit: PersonHit) -> Choice:
    """Return a found person as a line: name, and just enough to tell two apart, masked."""
    marks = (
        hit.birth_date.strftime("%Y年生") if hit.birth_date else "",
        mask_document_number(hit.document_number) if hit.document_number else "",
        mask_phone(hit.phone) if hit.phone else "",
    )
    return Choice(hit.person_id, hit.name or "未提供姓名", "  ".join(filter(None, marks)))


def person_of_card(card: CardData) -> PersonDraft:
    """Return the person a card names; a long-term card has no last day."""
    return PersonDraft(
        role=PersonRole.FOLLOWER.value,
        name=card.name or card.english_name or "",
        sex=card.sex or "",
        nation=card.nation or "",
        birth_date=card.birth_date.isoformat() if card.birth_date else "",
        document_type=_DOCUMENT_OF_CARD.get(card.kind, DocumentType.OTHER).value,
        document_number=card.number or "",
        document_valid_until=card.valid_until.isoformat() if card.valid_until else "",
        address=card.address or "",
    )


def fill_from_card(draft: PersonDraft, card: PersonDraft) -> None:
    """Put what the card says into the form; what it does not say stays as typed."""
    for item in fields(PersonDraft):
        value = getattr(card, item.name)
        if value and item.name != "role":
            setattr(draft, item.name, value)


def fill_from_record(draft: PersonDraft, person: PersonRecord) -> None:
    """Complete the form from the record; what was typed or read just now is newer and stays.

    What came from another person's record goes: it is not this person's.
    """
    if draft.person_id not in {"", person.person_id}:
        blank = PersonDraft(role=draft.role)
        for item in fields(PersonDraft):
            setattr(draft, item.name, getattr(blank, item.name))
    draft.person_id = person.person_id
    for item in fields(PersonDraft):
        if item.name in {"role", "person_id"} or getattr(draft, item.name) not in {"", "111"}:
            continue
        value = getattr(person, item.name)
        if value:
            setattr(draft, item.name, str(value))


def correction_of(visit: VisitRecord, draft_id: str) -> VisitDraft:
    """Return a registered visit as a form to complete and correct."""
    names = {item.name for item in fields(VisitDraft)} & {item.name for item in fields(VisitRecord)}
    plain = {name: getattr(visit, name) for name in names - {"persons", "needs", "materials"}}
    draft = VisitDraft(
        draft_id,
        **{
            **{name: "" if value is None else value for name, value in plain.items()},
            "arrived_at": visit.arrived_at.isoformat(timespec="milliseconds"),
            "read_back_at": _moment(visit.read_back_at),
        },
    )
    draft.persons = [_person_of_record(person) for person in visit.persons]
    if not visit.persons or not visit.persons[0].role.is_petitioner:
        draft.persons.insert(0, PersonDraft())
    draft.needs, draft.materials = list(visit.needs), list(visit.materials)
    draft.to_complete = False  # as soon as there is a claim; without one it follows by itself
    draft.corrects = visit.visit_id
    draft.opened = {**draft.to_json(), "opened": {}}
    return draft


def _person_of_record(person: PersonRecord) -> PersonDraft:
    values = {item.name: getattr(person, item.name) for item in fields(PersonDraft)}
    draft = PersonDraft(**{name: str(value or "") for name, value in values.items()})
    draft.role = person.role.value
    draft.document_type = draft.document_type or RESIDENT_CARD
    return draft


def _moment(moment: datetime | None) -> str:
    return moment.isoformat(timespec="milliseconds") if moment else ""


def take_advice(draft: VisitDraft, advice: RouteAdvice, unit_ids: Mapping[str, str]) -> None:
    """Put what the legal-route helper advises into the form; the clerk may change all of it.

    `unit_ids` are the keys of units by their codes. What the answers leave open stays as it was;
    an accusation keeps no unit but the one advised (条例 Art. 30).
    """
    draft.matter_class = advice.matter_class or draft.matter_class
    draft.outcome = _RESULT_OF[advice.outcome]
    unit_id = unit_ids.get(advice.forum.unit_code, "") if advice.forum else ""
    if unit_id or advice.outcome is RouteOutcome.FORWARD_ACCUSATION:
        draft.target_unit_id = unit_id
    draft.outcome_note, draft.route = advice_note(advice), list(as_answers(advice))


_RESULT_OF = {
    RouteOutcome.ANSWER: "01",
    RouteOutcome.GUIDE: "02",
    RouteOutcome.TRANSFER: "03",
    RouteOutcome.FORWARD_ACCUSATION: "03",
    RouteOutcome.ASSIGN: "04",
    RouteOutcome.ESCALATE: "05",
    RouteOutcome.LEADER: "06",
    RouteOutcome.LINK: "07",
    RouteOutcome.DECLINE: "09",
    RouteOutcome.DECLINE_FURTHER: "10",
    RouteOutcome.ACCEPT: "11",
}
"""Codes of `resources/codes/reception_result.csv`."""


def join_matter(draft: VisitDraft, matter: MatterHint) -> None:
    """Make the visit one of an earlier matter; an empty claim begins with its title."""
    draft.matter_id, draft.matter_title = matter.matter_id, matter.title
    draft.category = draft.category or matter.category or ""
    draft.claim = draft.claim or matter.title
