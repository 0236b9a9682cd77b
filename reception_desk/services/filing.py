"""The papers of a batch go on record: one sealed, validated PDF/A-2b each, all or none.

As restricted as their visit, like every scan (services/scans.py).
"""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.document import FiledPaper, ScannedDocument, ScannedPage
from reception_desk.models.visit import Visit
from reception_desk.records.actor import Actor
from reception_desk.records.scan_batches import (
    BatchPaper,
    FiledPaperRecord,
    PaperKind,
    ScanBatch,
)
from reception_desk.rules.permissions import Action
from reception_desk.services import audit, scan_batches
from reception_desk.services.authorship import by
from reception_desk.services.confidentiality import open_visit, require_look
from reception_desk.services.files import FileStore
from reception_desk.services.page_reading import text_row
from reception_desk.services.page_treatment import treat_page, untreated
from reception_desk.services.permissions import require
from reception_desk.services.sealing import (
    Progress,
    Reading,
    Report,
    SealedPage,
    SealedPaper,
    Sealer,
    read_rest,
)


def file_batch(
    database: Database,
    files: FileStore,
    actor: Actor,
    batch_id: str,
    report: Report,
    *,
    reading: Reading | None = None,
) -> tuple[FiledPaperRecord, ...]:
    """Seal every paper of the batch and put all of them on record in one transaction.

    Pages removed are left out; the pictures as they were read are filed beside the sealed paper.
    Pages not read yet are read first, so that a sealed paper never changes (ADR 015). What the
    batch held is swept by `scan_sweeping.sweep`. Raises `DeskError`; the batch then stands as it
    was.
    """
    require(actor, Action.SCAN_PAGE)
    progress = Progress(report)
    batch = _all_treated(database, actor, batch_id, progress)
    if reading is not None:
        read_rest(actor, batch, reading, progress)
    papers = batch.arrangement.kept_papers
    if not papers:
        raise DeskError("这批扫描里没有要归档的页。", advice="请先扫描，或恢复被移除的页。")
    titles = _titles(database, actor, batch, papers)
    sealer = Sealer(database, files, actor, batch, progress)
    sealed = [sealer.seal(paper, title) for paper, title in zip(papers, titles, strict=True)]
    with database.write() as session:
        row = scan_batches.own_batch(session, actor, batch_id)
        if scan_batches.batch_in(session, actor, batch_id).arrangement != batch.arrangement:
            raise DeskError("归档期间又有改动，没有归档。", advice="请再按一次归档。")
        visit = open_visit(session, actor, batch.visit_id)
        records = tuple(_put_on_record(session, actor, visit, paper) for paper in sealed)
        row.filed_at = now()
    return records


def papers_of_visit(
    database: Database, actor: Actor, visit_id: str
) -> tuple[FiledPaperRecord, ...]:
    """Return the papers filed to a visit in their order."""
    require_look(actor)
    with database.read() as session:
        open_visit(session, actor, visit_id)
        return papers_in(session, visit_id)


def papers_in(session: Session, visit_id: str) -> tuple[FiledPaperRecord, ...]:
    """Return the papers filed to a visit within the caller's unit of work."""
    rows = session.execute(
        select(FiledPaper, ScannedDocument.title)
        .join(ScannedDocument, ScannedDocument.id == FiledPaper.scanned_document_id)
        .where(ScannedDocument.visit_id == visit_id, FiledPaper.voided_at.is_(None))
        .order_by(FiledPaper.created_at, FiledPaper.id)
    ).all()
    return tuple(_record(row, title) for row, title in rows)


def _all_treated(database: Database, actor: Actor, batch_id: str, progress: Progress) -> ScanBatch:
    """Treat what is not yet; pages that were treated while the clerk scanned cost nothing."""
    with database.read() as session:
        batch = scan_batches.batch_in(session, actor, batch_id)
    waiting = untreated(batch)
    kept = sum(len(paper.kept_pages) for paper in batch.arrangement.papers)
    progress.expect(len(waiting) + kept)
    for placed in waiting:
        batch = treat_page(database, actor, batch_id, placed.page_id)
        progress.step()
    return batch


def _titles(
    database: Database, actor: Actor, batch: ScanBatch, papers: tuple[BatchPaper, ...]
) -> list[str]:
    """Name each paper by its kind, numbered from the second of its kind in the visit."""
    count = Counter(paper.kind for paper in papers_of_visit(database, actor, batch.visit_id))
    titles: list[str] = []
    for paper in papers:
        count[paper.kind] += 1
        number = count[paper.kind]
        titles.append(paper.kind.label if number == 1 else f"{paper.kind.label} {number}")
    return titles


def _put_on_record(
    session: Session, actor: Actor, visit: Visit, sealed: SealedPaper
) -> FiledPaperRecord:
    document = ScannedDocument(
        **by(actor, stream=visit.stream), visit_id=visit.id, title=sealed.title
    )
    session.add(document)
    session.flush()
    for position, page in enumerate(sealed.pages, 1):
        _put_page(session, actor, document, position, page)
    row = FiledPaper(
        **by(actor, stream=visit.stream),
        scanned_document_id=document.id,
        kind=sealed.paper.kind.value,
        is_original=sealed.paper.is_original,
        is_to_return=sealed.paper.is_to_return,
        page_count=len(sealed.pages),
        sha256=sealed.sha256,
        size=sealed.size,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "file_paper", table="filed_paper", row_id=row.id)
    return _record(row, sealed.title)


def _put_page(
    session: Session,
    actor: Actor,
    document: ScannedDocument,
    position: int,
    sealed: SealedPage,
) -> None:
    page = sealed.page
    row = ScannedPage(
        **by(actor, stream=document.stream),
        scanned_document_id=document.id,
        position=position,
        sha256=sealed.sha256,
        media_type=page.media_type,
        size=sealed.size,
        width=page.width,
        height=page.height,
        resolution=page.dpi,
        is_partial=page.is_partial,
        source=page.source,
    )
    session.add(row)
    if sealed.text is not None:
        session.flush()
        session.add(text_row(actor, row, sealed.text))


def _record(row: FiledPaper, title: str) -> FiledPaperRecord:
    return FiledPaperRecord(
        paper_id=row.id,
        scanned_document_id=row.scanned_document_id,
        title=title,
        kind=_kind_of(row.kind),
        is_original=row.is_original,
        is_to_return=row.is_to_return,
        returned_at=row.returned_at,
        page_count=row.page_count,
        sha256=row.sha256,
        size=row.size,
        created_at=row.created_at,
    )


def _kind_of(word: str) -> PaperKind:
    """Return the kind a row names; one that a later release added is 其他 here."""
    return PaperKind(word) if word in set(PaperKind) else PaperKind.OTHER
