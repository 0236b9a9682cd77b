"""The text of a batch's pages: read while the clerk works, kept with the page, filed with it.

A page is read once its working picture is made, and again when that is made in another way. One
that cannot be read is filed without text; a later look at it costs nothing.
"""

import json
import logging
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from reception_desk.models import Database
from reception_desk.models.document import PageText, ScannedPage
from reception_desk.models.scan_batch import ScanBatchPageRow
from reception_desk.records.actor import Actor
from reception_desk.records.reading import READER, ReadingFailure, ReadPage
from reception_desk.records.scan_batches import ImageRole, PlacedPage, ScanBatch
from reception_desk.rules.page_texts import page_of, places_text, running_text
from reception_desk.services import scan_batches
from reception_desk.services.authorship import by
from reception_desk.services.batch_values import treatment_text

if TYPE_CHECKING:
    from reception_desk.imaging.reading import PageReader

_log = logging.getLogger(__name__)


def unread(batch: ScanBatch) -> tuple[PlacedPage, ...]:
    """Return the pages to be filed whose working picture is made and was not read yet."""
    return tuple(
        placed
        for placed in batch.arrangement.pages
        if not placed.is_removed
        and batch.pages[placed.page_id].made_by == placed.treatment
        and batch.pages[placed.page_id].read_as != placed.treatment
    )


@dataclass(frozen=True, slots=True)
class PageTexts:
    """Reads pages of batches one at a time; calls block, so they belong in a worker's thread."""

    database: Database
    reader: "PageReader"
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def read(
        self, actor: Actor, batch_id: str, page_id: str, cancelled: threading.Event
    ) -> ScanBatch:
        """Read a page unless it is read, and keep its text.

        A page that was cancelled stays unread; one that cannot be read counts as read, without
        text. Raises `DeskError` when the batch is gone.
        """
        with self._turn:
            with self.database.read() as session:
                batch = scan_batches.batch_in(session, actor, batch_id)
                working = scan_batches.image_in(session, page_id, ImageRole.WORKING)
            page = batch.pages[page_id]
            if working is None or page.made_by is None or page.made_by == page.read_as:
                return batch
            reading = self._reading(working.content, cancelled)
            if cancelled.is_set():
                return batch
            values = {"read_as": treatment_text(page.made_by), "reading": reading}
            with self.database.write() as session:
                scan_batches.own_batch(session, actor, batch_id)
                session.execute(
                    update(ScanBatchPageRow).where(ScanBatchPageRow.id == page_id).values(**values)
                )
                session.flush()
                return scan_batches.batch_in(session, actor, batch_id)

    def _reading(self, image: bytes, cancelled: threading.Event) -> str | None:
        from reception_desk.imaging.reading import ReadingError

        try:
            page = self.reader.read_page(image, cancelled)
        except ReadingError as error:
            if error.failure is not ReadingFailure.CANCELLED:
                _log.info("a page stays without text: %s", error.failure)
            return None
        text, _ = running_text(page.lines)
        return json.dumps(
            [text, places_text(page), page.width_px, page.height_px], ensure_ascii=False
        )


def read_text(database: Database, actor: Actor, batch_id: str, page_id: str) -> ReadPage | None:
    """Return what was read from a page of a batch; None while it is not, or could not be, read."""
    with database.read() as session:
        batch = scan_batches.batch_in(session, actor, batch_id)
        page = batch.pages[page_id]
        if page.made_by is None or page.read_as != page.made_by:
            return None
        reading = session.scalar(
            select(ScanBatchPageRow.reading).where(ScanBatchPageRow.id == page_id)
        )
        return page_of(*json.loads(reading)) if reading else None


def text_row(actor: Actor, page: ScannedPage, read: ReadPage) -> PageText:
    """Return the row that keeps what was read from a page on record."""
    return PageText(
        **by(actor, stream=page.stream),
        scanned_page_id=page.id,
        text=running_text(read.lines)[0],
        places=places_text(read),
        width=read.width_px,
        height=read.height_px,
        reader=READER,
    )
