"""Pages that were filed before their text was read: read afterwards, found from then on.

The sealed paper stays as it is; its text is a row beside it, as for every page (ADR 015). Each
desk reads the pages it filed itself, of visits that the person signed in may see.
"""

import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.errors import StoredFileError
from reception_desk.models import Database
from reception_desk.models.document import FiledPaper, PageText, ScannedDocument, ScannedPage
from reception_desk.records.actor import Actor
from reception_desk.records.reading import ReadingFailure, ReadPage
from reception_desk.services.confidentiality import seen
from reception_desk.services.files import FileStore
from reception_desk.services.page_reading import text_row

if TYPE_CHECKING:
    from reception_desk.imaging.reading import PageReader

_log = logging.getLogger(__name__)
_NO_TEXT = ReadPage(0, 0, ())
"""Of a page that cannot be read: it is not tried for ever."""


@dataclass(frozen=True, slots=True)
class _Page:
    page_id: str
    paper_sha256: str
    number: int


def read_next(
    database: Database,
    files: FileStore,
    actor: Actor,
    reader: "PageReader",
    cancelled: threading.Event,
) -> bool:
    """Read the newest page that has no text yet; return whether there was one.

    For a worker's thread. A page under way when `cancelled` is set stays unread.
    """
    with database.read() as session:
        page = _next(session, actor)
    if page is None:
        return False
    found = _read(files, reader, page, cancelled)
    if cancelled.is_set():
        return False
    with database.write() as session:
        row = session.get(ScannedPage, page.page_id)
        if row is not None:  # else it was erased meanwhile
            session.add(text_row(actor, row, found))
    return True


def _next(session: Session, actor: Actor) -> _Page | None:
    has_text = select(PageText.id).where(PageText.scanned_page_id == ScannedPage.id).exists()
    found = session.execute(
        select(ScannedPage.id, FiledPaper.sha256, ScannedPage.position)
        .join(ScannedDocument, ScannedDocument.id == ScannedPage.scanned_document_id)
        .join(FiledPaper, FiledPaper.scanned_document_id == ScannedDocument.id)
        .where(
            ScannedPage.desk_id == actor.desk.desk_id,
            ScannedPage.voided_at.is_(None),
            FiledPaper.voided_at.is_(None),
            seen(actor, ScannedPage.stream),
            ~has_text,
        )
        .order_by(ScannedPage.id.desc())
        .limit(1)
    ).first()
    return _Page(*found) if found else None


def _read(
    files: FileStore, reader: "PageReader", page: _Page, cancelled: threading.Event
) -> ReadPage:
    from reception_desk.imaging.decode import UnreadableImageError
    from reception_desk.imaging.encode import encode_png
    from reception_desk.imaging.pdf_pages import PdfPages
    from reception_desk.imaging.reading import ReadingError

    try:
        pages = PdfPages(files.get(page.paper_sha256))
        try:
            _, frame = pages.picture(page.number - 1)
        finally:
            pages.close()
        return reader.read_page(encode_png(frame.pixels, frame.dpi).data, cancelled)
    except (StoredFileError, UnreadableImageError) as error:
        _log.info("a page on record cannot be read: %s", error)
    except ReadingError as error:
        if error.failure is not ReadingFailure.CANCELLED:
            _log.info("a page on record stays without text: %s", error.failure)
    return _NO_TEXT
