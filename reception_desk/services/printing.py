"""Print history: each answer of a printer is kept, the latest is the paper's state."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.document import Document, PrintEvent
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.printing import JobStatus, PrintState
from reception_desk.rules.permissions import Action
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.confidentiality import open_visit, require_look, seen
from reception_desk.services.permissions import require


def record_status(
    database: Database,
    actor: Actor,
    document_id: str,
    status: JobStatus,
    *,
    printer: str,
    copies: int = 1,
    is_reprint: bool = False,
) -> None:
    """Keep what the printer said about a paper; the first word of a job is audited as a print."""
    require(actor, Action.REPRINT_DOCUMENT if is_reprint else Action.PRINT_DOCUMENT)
    with database.write() as session:
        document = session.get_one(Document, document_id)
        is_first_word = not session.scalar(
            select(PrintEvent.id)
            .where(PrintEvent.document_id == document_id, PrintEvent.job == status.job_id)
            .limit(1)
        )
        session.add(
            PrintEvent(
                **by(actor, stream=document.stream),
                document_id=document_id,
                job=status.job_id,
                printer=printer,
                state=status.state.value,
                printer_reason="，".join(status.reasons) or None,
                copies=copies,
                is_reprint=is_reprint,
                occurred_at=now(),
            )
        )
        if is_first_word:
            action = "reprint_document" if is_reprint else "print_document"
            audit.record(session, actor, action, table="document", row_id=document_id)


def documents_of_visit(
    database: Database, actor: Actor, visit_id: str
) -> tuple[DocumentRecord, ...]:
    """Return the papers issued for a visit, oldest first."""
    require_look(actor)
    with database.read() as session:
        open_visit(session, actor, visit_id)
        rows = session.scalars(
            select(Document)
            .where(Document.visit_id == visit_id, Document.voided_at.is_(None))
            .order_by(Document.created_at, Document.id)
        ).all()
        return tuple(document_in(session, row) for row in rows)


def recent_documents(
    database: Database, actor: Actor, *, limit: int = 200
) -> tuple[DocumentRecord, ...]:
    """Return the latest papers of the hall with their print state."""
    require(actor, Action.PRINT_DOCUMENT)
    with database.read() as session:
        rows = session.scalars(
            select(Document)
            .where(Document.voided_at.is_(None), seen(actor, Document.stream))
            .order_by(Document.created_at.desc(), Document.id.desc())
            .limit(limit)
        ).all()
        return tuple(document_in(session, row) for row in rows)


def document_in(session: Session, row: Document) -> DocumentRecord:
    """Return a paper with the state folded from its print events."""
    events = session.scalars(
        select(PrintEvent)
        .where(PrintEvent.document_id == row.id)
        .order_by(PrintEvent.occurred_at, PrintEvent.id)
    ).all()
    printed = [event for event in events if event.state == PrintState.PRINTED.value]
    last = events[-1] if events else None
    return DocumentRecord(
        document_id=row.id,
        visit_id=row.visit_id,
        kind=DocumentKind(row.kind),
        title=row.title,
        number=row.number,
        paper=row.paper,
        sha256=row.sha256,
        size=row.size,
        created_at=row.created_at,
        state=last.state if last else None,
        printer=last.printer if last else None,
        printer_reason=last.printer_reason if last else None,
        printed_copies=sum(event.copies for event in printed),
        reprints=sum(event.is_reprint for event in printed),
        is_stale=row.is_stale,
    )
