"""The papers of a batch go on record: one sealed, validated PDF/A-2b each, all or none.

As restricted as their visit, like every scan (services/scans.py).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

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
    ImageRole,
    PageImage,
    PaperKind,
    ScanBatch,
)
from reception_desk.rules.permissions import Action
from reception_desk.services import audit, scan_batches
from reception_desk.services.authorship import by
from reception_desk.services.confidentiality import open_visit, require_look
from reception_desk.services.files import FileStore
from reception_desk.services.page_treatment import treat_page, untreated
from reception_desk.services.permissions import require

Report = Callable[[int, int], object]
"""Told (done, total) in pages; what it raises ends the work before anything is on record."""


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A paper whose files are on the disk; `originals` are the hashes of its pages as read."""

    paper: BatchPaper
    title: str
    sha256: str
    size: int
    originals: tuple[tuple[str, int], ...]


def file_batch(
    database: Database, files: FileStore, actor: Actor, batch_id: str, report: Report
) -> tuple[FiledPaperRecord, ...]:
    """Seal every paper of the batch and put all of them on record in one transaction.

    Pages removed are left out; the pictures as they were read are filed beside the sealed paper.
    What the batch held is swept by `scan_batches.sweep`. Raises `DeskError`; the batch then
    stands as it was.
    """
    require(actor, Action.SCAN_PAGE)
    progress = _Progress(report)
    batch = _all_treated(database, actor, batch_id, progress)
    papers = batch.arrangement.kept_papers
    if not papers:
        raise DeskError("这批扫描里没有要归档的页。", advice="请先扫描，或恢复被移除的页。")
    titles = _titles(database, actor, batch, papers)
    sealer = _Sealer(database, files, actor, batch, progress)
    sealed = [sealer.seal(paper, title) for paper, title in zip(papers, titles, strict=True)]
    with database.write() as session:
        row = scan_batches.own_batch(session, actor, batch_id)
        if scan_batches.batch_in(session, actor, batch_id).arrangement != batch.arrangement:
            raise DeskError("归档期间又有改动，没有归档。", advice="请再按一次归档。")
        visit = open_visit(session, actor, batch.visit_id)
        records = tuple(_put_on_record(session, actor, visit, batch, paper) for paper in sealed)
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


class _Progress:
    """Counts each page twice: when it is treated and when it is sealed."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._done = self._total = 0

    def begin(self, total: int) -> None:
        self._total = total
        self._report(0, total)

    def step(self) -> None:
        """Tell that another page is done; ends the work when the person cancelled it."""
        self._done += 1
        self._report(min(self._done, self._total), self._total)


def _all_treated(database: Database, actor: Actor, batch_id: str, progress: _Progress) -> ScanBatch:
    """Treat what is not yet; pages that were treated while the clerk scanned cost nothing."""
    with database.read() as session:
        batch = scan_batches.batch_in(session, actor, batch_id)
    waiting = untreated(batch)
    kept = sum(len(paper.kept_pages) for paper in batch.arrangement.papers)
    progress.begin(len(waiting) + kept)
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


@dataclass(frozen=True, slots=True)
class _Sealer:
    """Makes and keeps the documents of a batch, with their pages as they were read."""

    database: Database
    files: FileStore
    actor: Actor
    batch: ScanBatch
    progress: _Progress

    def seal(self, paper: BatchPaper, title: str) -> _Sealed:
        from reception_desk.imaging.archive import ArchivePage, archive_pdf

        pages: list[ArchivePage] = []
        originals: list[tuple[str, int]] = []
        for placed in paper.kept_pages:
            working = self._image(placed.page_id, ImageRole.WORKING)
            pages.append(ArchivePage(working.content, self.batch.pages[placed.page_id].dpi))
            original = self._image(placed.page_id, ImageRole.ORIGINAL)
            originals.append((self.files.put(original.content), len(original.content)))
            self.progress.step()
        pdf = archive_pdf(pages, title, now())
        return _Sealed(paper, title, self.files.put(pdf), len(pdf), tuple(originals))

    def _image(self, page_id: str, role: ImageRole) -> PageImage:
        image = scan_batches.page_image(
            self.database, self.actor, self.batch.batch_id, page_id, role
        )
        if image is None:
            raise DeskError(
                "有一页的图像不在，没有归档。",
                saved="其余各页都在。",
                advice="请重扫这一页后再归档。",
            )
        return image


def _put_on_record(
    session: Session, actor: Actor, visit: Visit, batch: ScanBatch, sealed: _Sealed
) -> FiledPaperRecord:
    document = ScannedDocument(
        **by(actor, stream=visit.stream), visit_id=visit.id, title=sealed.title
    )
    session.add(document)
    session.flush()
    kept = zip(sealed.paper.kept_pages, sealed.originals, strict=True)
    for position, (placed, (sha256, size)) in enumerate(kept, 1):
        page = batch.pages[placed.page_id]
        session.add(
            ScannedPage(
                **by(actor, stream=visit.stream),
                scanned_document_id=document.id,
                position=position,
                sha256=sha256,
                media_type=page.media_type,
                size=size,
                width=page.width,
                height=page.height,
                resolution=page.dpi,
                is_partial=page.is_partial,
                source=page.source,
            )
        )
    row = FiledPaper(
        **by(actor, stream=visit.stream),
        scanned_document_id=document.id,
        kind=sealed.paper.kind.value,
        is_original=sealed.paper.is_original,
        is_to_return=sealed.paper.is_to_return,
        page_count=len(sealed.originals),
        sha256=sealed.sha256,
        size=sealed.size,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "file_paper", table="filed_paper", row_id=row.id)
    return _record(row, sealed.title)


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
