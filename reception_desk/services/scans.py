"""Pages scanned at the window, attached to their visit as content-addressed files."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.document import ScannedDocument, ScannedPage
from reception_desk.records.actor import Actor
from reception_desk.records.document import ScannedPageRecord
from reception_desk.records.scanning import ScannedPage as ScannedImage
from reception_desk.rules.permissions import Action
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.confidentiality import open_visit, require_look
from reception_desk.services.files import FileStore
from reception_desk.services.permissions import require


def attach_page(
    database: Database,
    files: FileStore,
    actor: Actor,
    visit_id: str,
    page: ScannedImage,
    *,
    title: str,
) -> ScannedPageRecord:
    """Store the image, then add it as the last page of the paper called `title`.

    The file reaches the disk before the row is committed: a page on record is never blank. The
    rows follow the visit's stream, so a page of an accusation is as restricted as the visit.
    """
    require(actor, Action.SCAN_PAGE)
    sha256 = files.put(page.image)
    with database.write() as session:
        visit = open_visit(session, actor, visit_id)
        document = session.scalars(
            select(ScannedDocument).where(
                ScannedDocument.visit_id == visit_id,
                ScannedDocument.title == title,
                ScannedDocument.voided_at.is_(None),
            )
        ).first()
        if document is None:
            document = ScannedDocument(
                **by(actor, stream=visit.stream), visit_id=visit_id, title=title
            )
            session.add(document)
            session.flush()
        last = session.scalar(
            select(func.max(ScannedPage.position)).where(
                ScannedPage.scanned_document_id == document.id
            )
        )
        row = ScannedPage(
            **by(actor, stream=visit.stream),
            scanned_document_id=document.id,
            position=(last or 0) + 1,
            sha256=sha256,
            media_type=page.media_type,
            size=len(page.image),
            width=page.width_px,
            height=page.height_px,
            resolution=page.dpi,
            is_partial=page.is_partial,
            source=page.source,
        )
        session.add(row)
        session.flush()
        audit.record(session, actor, "scan_page", table="scanned_page", row_id=row.id)
        return _record(row, title)


def pages_of_visit(
    database: Database, actor: Actor, visit_id: str
) -> tuple[ScannedPageRecord, ...]:
    """Return the pages attached to a visit in their order."""
    require_look(actor)
    with database.read() as session:
        open_visit(session, actor, visit_id)
        return pages_in(session, visit_id)


def pages_in(session: Session, visit_id: str) -> tuple[ScannedPageRecord, ...]:
    """Return the pages attached to a visit within the caller's unit of work."""
    rows = session.execute(
        select(ScannedPage, ScannedDocument.title)
        .join(ScannedDocument, ScannedDocument.id == ScannedPage.scanned_document_id)
        .where(ScannedDocument.visit_id == visit_id, ScannedPage.voided_at.is_(None))
        .order_by(ScannedDocument.created_at, ScannedPage.position)
    ).all()
    return tuple(_record(page, title) for page, title in rows)


def _record(row: ScannedPage, title: str) -> ScannedPageRecord:
    return ScannedPageRecord(
        page_id=row.id,
        scanned_document_id=row.scanned_document_id,
        title=title,
        position=row.position,
        sha256=row.sha256,
        media_type=row.media_type,
        width=row.width,
        height=row.height,
        resolution=row.resolution,
        is_partial=row.is_partial,
        created_at=row.created_at,
    )
