"""What is on record in a matter and can be shown by its hash: a paper, a page, a filed paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, literal, select, union_all
from sqlalchemy.orm import Session

from reception_desk.models.document import Document, FiledPaper, ScannedDocument, ScannedPage
from reception_desk.models.matter import VisitMatter


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Something that can be shown; `title` is what the list calls it, `put_at` when it came in."""

    sha256: str
    title: str
    put_at: datetime


def is_on_record(session: Session, matter_id: str, sha256: str) -> bool:
    """Say whether the file is a paper of the matter, or was handed in or shown with its visits."""
    visits = _visits(matter_id)
    scans = select(ScannedDocument.id).where(ScannedDocument.visit_id.in_(visits)).scalar_subquery()
    found = union_all(
        select(literal(1)).where(
            Document.sha256 == sha256,
            (Document.matter_id == matter_id) | Document.visit_id.in_(visits),
        ),
        select(literal(1)).where(
            ScannedPage.sha256 == sha256, ScannedPage.scanned_document_id.in_(scans)
        ),
        select(literal(1)).where(
            FiledPaper.sha256 == sha256, FiledPaper.scanned_document_id.in_(scans)
        ),
    )
    return session.execute(found.limit(1)).first() is not None


def exhibits_in(session: Session, matter_id: str) -> tuple[Exhibit, ...]:
    """Return what of a matter can be shown, the newest first; what was voided is left out.

    Pages come singly: what is held before the camera is one page and not the whole paper.
    """
    found = {one.sha256: one for one in _exhibits(session, matter_id)}
    return tuple(sorted(found.values(), key=lambda one: (one.put_at, one.title), reverse=True))


def _exhibits(session: Session, matter_id: str) -> Iterator[Exhibit]:
    visits = _visits(matter_id)
    papers = select(Document).where(
        (Document.matter_id == matter_id) | Document.visit_id.in_(visits),
        Document.voided_at.is_(None),
    )
    for paper in session.scalars(papers):
        yield Exhibit(paper.sha256, f"{paper.title} {paper.number or ''}".strip(), paper.created_at)
    pages = (
        select(ScannedPage, ScannedDocument.title)
        .join(ScannedDocument, ScannedDocument.id == ScannedPage.scanned_document_id)
        .where(ScannedDocument.visit_id.in_(visits), ScannedPage.voided_at.is_(None))
    )
    for page, title in session.execute(pages):
        yield Exhibit(page.sha256, f"{title} 第{page.position}页", page.created_at)


def _visits(matter_id: str) -> ScalarSelect[str]:
    return (
        select(VisitMatter.visit_id)
        .where(VisitMatter.matter_id == matter_id, VisitMatter.voided_at.is_(None))
        .scalar_subquery()
    )
