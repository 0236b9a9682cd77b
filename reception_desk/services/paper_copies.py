"""Copies of papers that leave the desk: of identity documents with their numbers covered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from reception_desk.config import resource
from reception_desk.models import Database
from reception_desk.models.document import PageText, ScannedDocument, ScannedPage
from reception_desk.records.actor import Actor
from reception_desk.records.reading import TextLine
from reception_desk.records.scan_batches import FiledPaperRecord, PaperKind
from reception_desk.rules.page_texts import page_of
from reception_desk.services.confidentiality import open_visit
from reception_desk.services.files import FileStore

WATERMARK_FONT = "NotoSansSC-Regular.ttf"


@dataclass(frozen=True, slots=True)
class PaperCopy:
    """The PDF/A of a copy. `uncovered` are the pages, from 1, on which no number was found.

    Somebody should look at those before the copy is given away.
    """

    pdf: bytes
    uncovered: tuple[int, ...] = ()


def copy_of_paper(
    database: Database,
    files: FileStore,
    actor: Actor,
    paper: FiledPaperRecord,
    made_at: datetime,
) -> PaperCopy:
    """Return what may be printed or exported of a filed paper.

    An identity document is watermarked and its numbers covered; every other paper is given as it
    is on record. For a worker's thread. Raises `DeskError` for a file that is missing or altered,
    and for a paper of a visit that the actor may not open.
    """
    texts = _texts(database, actor, paper)
    pdf = files.obtain(paper.sha256)
    if paper.kind is not PaperKind.IDENTITY:
        return PaperCopy(pdf)
    return _covered(pdf, paper.title, texts, made_at)


def _covered(
    pdf: bytes, title: str, texts: dict[int, tuple[TextLine, ...]], made_at: datetime
) -> PaperCopy:
    from reception_desk.imaging.archive import ArchivePage, archive_pdf
    from reception_desk.imaging.copies import identity_copy
    from reception_desk.imaging.encode import encode_jpeg
    from reception_desk.imaging.pdf_pages import PdfPages

    font = str(resource("fonts", WATERMARK_FONT))
    made: list[ArchivePage] = []
    uncovered: list[int] = []
    pages = PdfPages(pdf)
    try:
        for number in range(1, pages.count + 1):
            _, frame = pages.picture(number - 1)
            copy = identity_copy(frame.pixels, frame.dpi, texts.get(number, ()), font)
            made.append(ArchivePage(encode_jpeg(copy.pixels, frame.dpi).data, frame.dpi))
            if not copy.covered:
                uncovered.append(number)
    finally:
        pages.close()
    return PaperCopy(archive_pdf(made, f"{title}（复印件）", made_at), tuple(uncovered))


def _texts(
    database: Database, actor: Actor, paper: FiledPaperRecord
) -> dict[int, tuple[TextLine, ...]]:
    """Return what was read from each page of a paper, by its number from 1."""
    with database.read() as session:
        document = session.get_one(ScannedDocument, paper.scanned_document_id)
        open_visit(session, actor, document.visit_id)
        rows = session.execute(
            select(
                *(ScannedPage.position, PageText.text, PageText.places),
                *(PageText.width, PageText.height),
            )
            .join(PageText, PageText.scanned_page_id == ScannedPage.id)
            .where(
                ScannedPage.scanned_document_id == paper.scanned_document_id,
                ScannedPage.voided_at.is_(None),
            )
        ).all()
    return {
        position: page_of(words, places, width, height).lines
        for position, words, places, width, height in rows
    }
