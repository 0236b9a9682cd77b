"""Drafts out of a scanned page, each beside what is registered of the petitioner."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.person import Person
from reception_desk.models.visit import VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.reading import ReadPage
from reception_desk.records.text_drafts import (
    ComparedDraft,
    DraftField,
    DraftStanding,
    TextDraft,
)
from reception_desk.records.visit import PersonRole
from reception_desk.rules.identity import normalise_number
from reception_desk.rules.masking import (
    mask_address,
    mask_document_number,
    mask_name,
    mask_phone,
)
from reception_desk.rules.names import search_form
from reception_desk.rules.text_drafts import drafts_of
from reception_desk.services import scan_batches
from reception_desk.services.confidentiality import open_visit

_MASKS = {
    DraftField.NAME: mask_name,
    DraftField.DOCUMENT_NUMBER: mask_document_number,
    DraftField.PHONE: mask_phone,
    DraftField.ADDRESS: mask_address,
}
_Registered = dict[DraftField, list[str]]
"""What is registered, the petitioner's own value first."""


def compared_drafts(
    database: Database, actor: Actor, batch_id: str, page: ReadPage
) -> tuple[ComparedDraft, ...]:
    """Return what a page of a batch says of its writer; registered values are masked."""
    drafts = drafts_of([line.text for line in page.lines])
    with database.read() as session:
        visit_id = scan_batches.batch_in(session, actor, batch_id).visit_id
        registered: _Registered = {}  # a stack that is not sorted has no visit
        if visit_id != scan_batches.NO_VISIT:
            registered = _registered(session, open_visit(session, actor, visit_id).id)
    return tuple(_compared(draft, registered) for draft in drafts)


def _registered(session: Session, visit_id: str) -> _Registered:
    rows = session.execute(
        select(VisitPerson.role, Person)
        .join(Person, Person.id == VisitPerson.person_id)
        .where(VisitPerson.visit_id == visit_id, VisitPerson.voided_at.is_(None))
    ).all()
    persons = [person for role, person in rows if role == PersonRole.MAIN]
    persons += [person for role, person in rows if role != PersonRole.MAIN]
    return {field: [getattr(person, field.value) or "" for person in persons] for field in _MASKS}


def _compared(draft: TextDraft, registered: _Registered) -> ComparedDraft:
    if draft.field not in registered:
        return ComparedDraft(draft, DraftStanding.NO_FIELD)
    known = registered[draft.field]
    if any(_is_same(draft, value) for value in known if value):
        return ComparedDraft(draft, DraftStanding.SAME)
    recorded = next(iter(known), "")
    if not recorded:
        return ComparedDraft(draft, DraftStanding.MISSING)
    return ComparedDraft(draft, DraftStanding.DIFFERENT, _MASKS[draft.field](recorded))


def _is_same(draft: TextDraft, recorded: str) -> bool:
    if draft.field is DraftField.NAME:
        return search_form(draft.value) == search_form(recorded)
    if draft.field is DraftField.ADDRESS:
        short, long = sorted((search_form(draft.value), search_form(recorded)), key=len)
        return long.endswith(short)
    return normalise_number(draft.value) == normalise_number(recorded)
