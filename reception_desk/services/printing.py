"""Print history: each answer of a printer is kept, the latest is the paper's state."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths
from reception_desk.documents.office_fonts import office_fonts
from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.document import Document, PrintEvent
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentRecord, PrintCopy
from reception_desk.records.identifiers import new_id
from reception_desk.records.printing import JobStatus, PrintState
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.confidentiality import may_open, open_visit, require_look, seen
from reception_desk.services.document_kinds import kind_of, shown_number
from reception_desk.services.files import FileStore
from reception_desk.services.permissions import require

_LOST = frozenset({PrintState.FAILED, PrintState.CANCELLED})
_IS_WAITING = (PrintEvent.state == PrintState.QUEUED) & PrintEvent.sha256.is_(None)
"""A job was queued with its paper, and no bytes have gone to a printer."""


def record_status(
    database: Database,
    actor: Actor,
    document_id: str,
    status: JobStatus,
    *,
    printer: str,
    copy: PrintCopy,
    copies: int = 1,
) -> None:
    """Keep what the printer said about a paper; the first word of a job is audited as a print."""
    is_reprint = copy.number > 0
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
                sha256=copy.sha256,
                occurred_at=now(),
            )
        )
        if is_first_word:
            action = "reprint_document" if is_reprint else "print_document"
            audit.record(session, actor, action, table="document", row_id=document_id)


def queue_job(session: Session, actor: Actor, row: Document, printer: str) -> str:
    """Note within the caller's unit of work that a paper is to be printed; return the job's key.

    The printing lane takes it (`waiting_jobs`); until then nothing of it names what was sent.
    """
    require(actor, Action.PRINT_DOCUMENT)
    job = new_id()
    session.add(
        PrintEvent(
            **by(actor, stream=row.stream),
            document_id=row.id,
            job=job,
            printer=printer,
            state=PrintState.QUEUED.value,
            printer_reason=None,
            copies=1,
            is_reprint=False,
            sha256=None,
            occurred_at=now(),
        )
    )
    session.flush()
    audit.record(session, actor, "print_document", table="document", row_id=row.id)
    return job


def waiting_jobs(database: Database, actor: Actor) -> tuple[tuple[DocumentRecord, str], ...]:
    """Return the jobs that this desk queued and no printer was asked for, the oldest first."""
    if not may(map(Role, actor.roles), Action.PRINT_DOCUMENT):
        return ()
    asked = aliased(PrintEvent)
    with database.read() as session:
        rows = session.execute(
            select(Document, PrintEvent.job)
            .join(PrintEvent, PrintEvent.document_id == Document.id)
            .where(
                PrintEvent.desk_id == actor.desk.desk_id,
                _IS_WAITING,
                Document.voided_at.is_(None),
                ~select(asked.id)
                .where(asked.document_id == Document.id, asked.job == PrintEvent.job)
                .where(asked.id != PrintEvent.id)
                .exists(),
            )
            .order_by(PrintEvent.occurred_at, PrintEvent.id)
        ).all()
        return tuple((document_in(session, row), job) for row, job in rows if may_open(actor, row))


def latest_states(session: Session, document_ids: Sequence[str]) -> dict[str, str]:
    """Return the printers' latest answer about each paper, nothing for one never printed."""
    states = session.execute(
        select(PrintEvent.document_id, PrintEvent.state)
        .where(PrintEvent.document_id.in_(document_ids))
        .order_by(PrintEvent.occurred_at, PrintEvent.id)
    )
    return {row.document_id: row.state for row in states}


def was_sent(session: Session, document_id: str) -> bool:
    """Tell whether a printer was asked for this paper and has not failed: it may be in a hand."""
    events = _events(session, document_id)
    asked = {event.job for event in events if event.sha256 or event.state != PrintState.QUEUED}
    last = {event.job: event.state for event in events}
    return any(last[job] not in _LOST for job in asked)


def copy_to_print(
    database: Database,
    files: FileStore,
    actor: Actor,
    document: DocumentRecord,
    fonts: FontPaths = SHIPPED_FONTS,
) -> PrintCopy:
    """Return the paper itself, or once a printer took it, a copy marked 补打 第n次 with the day.

    The paper on record stays as it is; the marked copy is kept beside it by its own hash.
    A paper of another window is fetched. Raises `DeskError` when it cannot be had.
    """
    with database.read() as session:
        number = len(_taken(_events(session, document.document_id)))
    require(actor, Action.REPRINT_DOCUMENT if number else Action.PRINT_DOCUMENT)
    pdf = files.obtain(document.sha256)
    if not number:
        return PrintCopy(pdf, document.sha256, 0)
    from reception_desk.documents.reprint import reprint

    today = now().astimezone(ZoneInfo(actor.desk.zone)).date()
    marked = reprint(pdf, number, today, office_fonts(fonts).paths)
    return PrintCopy(marked, files.put(marked), number)


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


def document_of(database: Database, actor: Actor, document_id: str) -> DocumentRecord:
    """Return one paper; one that may not be seen is answered like one that is not there."""
    require_look(actor)
    with database.read() as session:
        row = session.get(Document, document_id)
        if row is None or not may_open(actor, row):
            raise DeskError("没有找到这份文书。", advice="它可能还没有同步到本机。")
        return document_in(session, row)


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
    events = _events(session, row.id)
    taken = _taken(events)
    last = events[-1] if events else None
    return DocumentRecord(
        document_id=row.id,
        visit_id=row.visit_id,
        kind=kind_of(row),
        title=row.title,
        number=shown_number(row),
        paper=row.paper,
        sha256=row.sha256,
        size=row.size,
        created_at=row.created_at,
        state=last.state if last else None,
        printer=last.printer if last else None,
        printer_reason=last.printer_reason if last else None,
        printed_copies=sum(job.copies for job in taken if job.state == PrintState.PRINTED),
        unproven_copies=sum(job.copies for job in taken if PrintState(job.state).is_unproven),
        prints=len(taken),
        reprints=sum(job.is_reprint for job in taken),
        is_stale=row.is_stale,
    )


def _events(session: Session, document_id: str) -> Sequence[PrintEvent]:
    return session.scalars(
        select(PrintEvent)
        .where(PrintEvent.document_id == document_id)
        .order_by(PrintEvent.occurred_at, PrintEvent.id)
    ).all()


def _taken(events: Sequence[PrintEvent]) -> list[PrintEvent]:
    """Return the last answer about each job that a printer took and neither failed nor dropped.

    What still lies in a printer counts too: it may come out at any time.
    """
    last = {event.job: event for event in events}
    accepted = {event.job for event in events if event.state != PrintState.QUEUED}
    return [event for job, event in last.items() if job in accepted and event.state not in _LOST]
