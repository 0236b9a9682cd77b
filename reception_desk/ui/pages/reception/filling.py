"""Filling an open tab: from a card, from a person on record, from an earlier matter."""

from dataclasses import fields

from reception_desk.records.card import CardData, CardKind
from reception_desk.records.visit import MatterHint, PersonHit, PersonRecord, PersonRole
from reception_desk.rules.identity import DocumentType
from reception_desk.rules.masking import mask_document_number, mask_phone
from reception_desk.ui.pages.reception.visit_draft import PersonDraft, VisitDraft
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
    """Complete the form from the record; what was typed or read just now is newer and stays."""
    draft.person_id = person.person_id
    for item in fields(PersonDraft):
        if item.name in {"role", "person_id"} or getattr(draft, item.name) not in {"", "111"}:
            continue
        value = getattr(person, item.name)
        if value:
            setattr(draft, item.name, str(value))


def join_matter(draft: VisitDraft, matter: MatterHint) -> None:
    """Make the visit one of an earlier matter; an empty claim begins with its title."""
    draft.matter_id, draft.matter_title = matter.matter_id, matter.title
    draft.category = draft.category or matter.category or ""
    draft.claim = draft.claim or matter.title
