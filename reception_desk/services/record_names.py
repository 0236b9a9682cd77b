"""What the clerk calls a row of any table, and the visit by which it can be opened."""

from typing import Any

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session

from reception_desk.models.base import Base
from reception_desk.models.document import FiledPaper, ScannedDocument, ScannedPage
from reception_desk.models.matter import VisitMatter
from reception_desk.models.person import Person
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.conflicts import RecordName
from reception_desk.rules import permissions
from reception_desk.rules.conflicts import table_noun
from reception_desk.rules.masking import mask_name
from reception_desk.rules.permissions import Action, Role
from reception_desk.rules.units import RESTRICTED_STREAM
from reception_desk.services.confidentiality import may_open

_SCANNED: dict[str, type[FiledPaper | ScannedPage]] = {
    "filed_paper": FiledPaper,
    "scanned_page": ScannedPage,
}


def record_name(session: Session, actor: Actor, table: str, row_id: str) -> RecordName:
    """Return a row's name, persons masked and only for those who may see persons.

    A row that is not here, or not for this person to see, has its noun only.
    """
    noun = table_noun(table)
    name = _person(session, row_id) if table == "person" else None
    visit = _visit(session, table, row_id)
    if visit is not None and not may_open(actor, visit):
        if visit.stream == RESTRICTED_STREAM:
            return RecordName(noun, "", None)
        return RecordName(noun, visit.number or visit.provisional_number, None)
    if name and permissions.may(map(Role, actor.roles), Action.VIEW_PERSON):
        return RecordName(noun, mask_name(name), visit.id if visit else None)
    number = (visit.number or visit.provisional_number) if visit else ""
    return RecordName(noun, number, visit.id if visit else None)


def visits_of(session: Session, table: str, row_id: str) -> list[str]:
    """Return the visits that show this row, latest first."""
    if table == "person":
        rows = (
            select(Visit.id)
            .join(VisitPerson, VisitPerson.visit_id == Visit.id)
            .where(VisitPerson.person_id == row_id, VisitPerson.voided_at.is_(None))
            .order_by(Visit.arrived_at.desc())
        )
        return list(session.scalars(rows))
    visit_id = row_id if table == "visit" else _visit_of_row(session, table, row_id)
    return [visit_id] if visit_id else []


def _visit_of_row(session: Session, table: str, row_id: str) -> str | None:
    if part := _SCANNED.get(table):
        return session.scalar(
            select(ScannedDocument.visit_id)
            .join(part, part.scanned_document_id == ScannedDocument.id)
            .where(part.id == row_id)
        )
    columns: Any = _table(table).columns if table in Base.metadata.tables else {}
    if "visit_id" not in columns:
        return None
    return session.scalar(select(columns["visit_id"]).where(columns["id"] == row_id))


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _person(session: Session, person_id: str) -> str | None:
    return session.scalar(select(Person.name).where(Person.id == person_id))


def _visit(session: Session, table: str, row_id: str) -> Visit | None:
    """Return the visit by which a row is opened: its own, or the last one it has part in."""
    if table == "person":
        return _last_visit(session, VisitPerson, VisitPerson.person_id == row_id)
    if table == "matter":
        return _last_visit(session, VisitMatter, VisitMatter.matter_id == row_id)
    visit_id = row_id if table == "visit" else _visit_of_row(session, table, row_id)
    return session.get(Visit, visit_id) if visit_id else None


def _last_visit(
    session: Session, link: type[VisitPerson | VisitMatter], condition: ColumnElement[bool]
) -> Visit | None:
    return session.scalars(
        select(Visit)
        .join(link, link.visit_id == Visit.id)
        .where(condition, link.voided_at.is_(None))
        .order_by(Visit.arrived_at.desc())
        .limit(1)
    ).first()
