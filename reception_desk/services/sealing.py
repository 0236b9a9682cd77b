"""The papers of a batch become files: each a validated PDF/A-2b, with its pages as they were read.

Nothing here is on record yet; `services/filing.py` puts it there.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.records.reading import ReadPage
from reception_desk.records.scan_batches import (
    BatchPage,
    BatchPaper,
    ImageRole,
    PageImage,
    ScanBatch,
)
from reception_desk.services import scan_batches
from reception_desk.services.files import FileStore
from reception_desk.services.page_reading import PageTexts, read_text, unread

Report = Callable[[int, int, str], object]
"""Told (done, total, note) in pages; what it raises ends the work before anything is on record."""
READING_NOTE = "识别文字"


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads the text of pages; `skipped`, set from any thread, files the rest without text."""

    texts: PageTexts
    skipped: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True)
class SealedPage:
    """A page whose file, as it was read, is on the disk; `text` is None where it was not read."""

    page: BatchPage
    sha256: str
    size: int
    text: ReadPage | None


@dataclass(frozen=True, slots=True)
class SealedPaper:
    """A paper whose files are on the disk."""

    paper: BatchPaper
    title: str
    sha256: str
    size: int
    pages: tuple[SealedPage, ...]


class Progress:
    """Counts each page for every work it still needs: to be treated, read, sealed."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._done = self._total = 0

    def expect(self, pages: int, note: str = "") -> None:
        self._total += pages
        self._report(self._done, self._total, note)

    def step(self, pages: int = 1, note: str = "") -> None:
        """Tell that more is done; ends the work when the person cancelled it."""
        self._done += pages
        self._report(min(self._done, self._total), self._total, note)


def read_rest(actor: Actor, batch: ScanBatch, reading: Reading, progress: Progress) -> None:
    """Read what was not read while the clerk worked, until they will not wait for it."""
    waiting = unread(batch)
    if waiting:
        progress.expect(len(waiting), READING_NOTE)
    for done, placed in enumerate(waiting):
        if reading.skipped.is_set():
            progress.step(len(waiting) - done)
            return
        reading.texts.read(actor, batch.batch_id, placed.page_id, reading.skipped)
        progress.step(note=READING_NOTE)


@dataclass(frozen=True, slots=True)
class Sealer:
    """Makes and keeps the documents of a batch, with their pages as they were read."""

    database: Database
    files: FileStore
    actor: Actor
    batch: ScanBatch
    progress: Progress

    def seal(self, paper: BatchPaper, title: str) -> SealedPaper:
        from reception_desk.imaging.archive import ArchivePage, archive_pdf

        pages: list[ArchivePage] = []
        sealed: list[SealedPage] = []
        for placed in paper.kept_pages:
            page = self.batch.pages[placed.page_id]
            working = self._image(page.page_id, ImageRole.WORKING)
            found = read_text(self.database, self.actor, self.batch.batch_id, page.page_id)
            lines = found.lines if found else ()
            pages.append(ArchivePage(working.content, page.dpi, lines))
            original = self._image(page.page_id, ImageRole.ORIGINAL).content
            sealed.append(SealedPage(page, self.files.put(original), len(original), found))
            self.progress.step()
        pdf = archive_pdf(pages, title, now())
        return SealedPaper(paper, title, self.files.put(pdf), len(pdf), tuple(sealed))

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
