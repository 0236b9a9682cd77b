"""Papers that a correction of the registration made untrue: they should be printed again."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.models.document import Document
from reception_desk.records.document import DocumentKind
from reception_desk.records.papers import Office
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.calendar import WorkCalendar
from reception_desk.rules.holiday_roll import HolidayRoll
from reception_desk.services.document_kinds import OF_VISIT, kind_of
from reception_desk.services.materials_list import materials_list_data
from reception_desk.services.papers import first_answer, form_data, receipt_data


def mark(
    session: Session, before: VisitRecord, after: VisitRecord, calendar: WorkCalendar
) -> tuple[str, ...]:
    """Mark the papers that say something else than the record does now; return their ids."""
    papers = session.scalars(
        select(Document).where(
            Document.visit_id == after.visit_id,
            Document.voided_at.is_(None),
            Document.is_stale.is_(False),
        )
    )
    of_visit = [paper for paper in papers if kind_of(paper) in OF_VISIT]
    stale = [paper for paper in of_visit if says_otherwise(kind_of(paper), before, after, calendar)]
    for paper in stale:
        paper.is_stale = True
    return tuple(paper.id for paper in stale)


def judge_again(
    session: Session,
    paper_ids: Sequence[str],
    issued: VisitRecord,
    visit: VisitRecord,
    calendar: WorkCalendar,
) -> None:
    """Take the mark off papers that were issued from `issued` and are true of `visit` again."""
    issued = replace(issued, number=visit.number)  # a number from the centre makes none untrue
    for paper in session.scalars(select(Document).where(Document.id.in_(paper_ids))):
        if paper.voided_at is None:
            paper.is_stale = says_otherwise(kind_of(paper), issued, visit, calendar)


def says_otherwise(
    kind: DocumentKind, before: VisitRecord, after: VisitRecord, calendar: WorkCalendar
) -> bool:
    """Tell whether a paper of the earlier record differs from one of the later."""
    office, answer = Office(hall=""), first_answer(before, calendar, HolidayRoll.CIVIL_CODE)
    if kind is DocumentKind.MATERIALS_LIST:
        return materials_list_data(before, office, ()) != materials_list_data(after, office, ())
    if kind is DocumentKind.RECEIPT:
        return receipt_data(before, office, answer) != receipt_data(after, office, answer)
    if before.matter_id != after.matter_id:
        return True
    return form_data(before, office, answer, "") != form_data(after, office, answer, "")
