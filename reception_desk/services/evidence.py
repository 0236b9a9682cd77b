"""Whether a hash names something on record in a matter: a paper, a page, a filed paper."""

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from reception_desk.models.document import Document, FiledPaper, ScannedDocument, ScannedPage
from reception_desk.models.matter import VisitMatter


def is_on_record(session: Session, matter_id: str, sha256: str) -> bool:
    """Say whether the file is a paper of the matter, or was handed in or shown with its visits."""
    visits = (
        select(VisitMatter.visit_id)
        .where(VisitMatter.matter_id == matter_id, VisitMatter.voided_at.is_(None))
        .scalar_subquery()
    )
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
