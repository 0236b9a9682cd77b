"""Originals that went back to the visitor after they were filed: when, by whom, and taken back.

The moment stands in the row and reaches every desk; who gave it back is in the audit beside it.
"""

from sqlalchemy.orm import Session

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.document import FiledPaper, ScannedDocument
from reception_desk.records.actor import Actor
from reception_desk.records.scan_batches import FiledPaperRecord
from reception_desk.rules.permissions import Action
from reception_desk.services import audit
from reception_desk.services.confidentiality import open_visit
from reception_desk.services.filing import papers_in
from reception_desk.services.permissions import require


def mark_returned(database: Database, actor: Actor, paper_id: str) -> FiledPaperRecord:
    """Note that an original was given back now; the first moment stands.

    Raises `DeskError` for a copy and for a paper the actor may not open.
    """
    with database.write() as session:
        row, visit_id = _own_paper(session, actor, paper_id)
        if not row.is_original:
            raise DeskError("这份材料是复印件，只有原件需要退还。")
        if row.returned_at is None:
            row.returned_at = now()
            audit.record(session, actor, "return_paper", table="filed_paper", row_id=paper_id)
            session.flush()
        return _record(session, visit_id, paper_id)


def take_return_back(database: Database, actor: Actor, paper_id: str) -> FiledPaperRecord:
    """Note that the original is here after all; that it was said otherwise stays in the audit."""
    with database.write() as session:
        row, visit_id = _own_paper(session, actor, paper_id)
        if row.returned_at is not None:
            row.returned_at = None
            audit.record(session, actor, "take_return_back", table="filed_paper", row_id=paper_id)
            session.flush()
        return _record(session, visit_id, paper_id)


def _own_paper(session: Session, actor: Actor, paper_id: str) -> tuple[FiledPaper, str]:
    """Return a paper on record and the key of its visit."""
    require(actor, Action.SCAN_PAGE)
    row = session.get(FiledPaper, paper_id)
    if row is None or row.voided_at is not None:
        raise DeskError("没有找到这份材料。", advice="它可能还没有同步到本机。")
    visit_id = session.get_one(ScannedDocument, row.scanned_document_id).visit_id
    open_visit(session, actor, visit_id)
    return row, visit_id


def _record(session: Session, visit_id: str, paper_id: str) -> FiledPaperRecord:
    found = (paper for paper in papers_in(session, visit_id) if paper.paper_id == paper_id)
    return next(found)
