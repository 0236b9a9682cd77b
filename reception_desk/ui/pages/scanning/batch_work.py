"""What the scan station does beside the screen, each kind of work in a lane of its own."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from reception_desk.devices.scanner import ScanError
from reception_desk.records.scan_batches import (
    Arrangement,
    FiledPaperRecord,
    ImageRole,
    ScanBatch,
    Treatment,
)
from reception_desk.records.scan_profiles import ScanOrder
from reception_desk.records.scanning import ScanOutcome
from reception_desk.services import filing, page_treatment, scan_batches, scan_sweeping
from reception_desk.services.page_treatment import THUMBNAIL_PX
from reception_desk.services.sealing import Reading
from reception_desk.ui.pages.scanning.batch_reading import BATCH_LANE, BatchReading
from reception_desk.ui.pages.scanning.text_work import TextWork
from reception_desk.ui.picture_formats import decoded
from reception_desk.ui.tasks import Progress, Report
from reception_desk.ui.workplace import Workplace

PAGE_LANE, PICTURE_LANE, SWEEP_LANE = "pages", "pictures", "sweep"
PICTURE_PX = 1800
"""The longest side of what is shown: sharp on any screen here, and quick to paint."""

Made = tuple[str, Treatment | None]
"""A page with the way its picture was made: what a picture on the screen is known by."""


class BatchWork(QObject):
    """Reads, treats, arranges and files the pages of one open batch.

    Every state of the batch comes through one lane, so that a later one is never overtaken.
    Signals: `batch_read(ScanBatch)`, `reading_began()`, `small_read(Made, QImage)`,
    `picture_read(Made, QImage)`, `scan_moved(Progress)`, `scan_ended(what the clerk should know)`,
    `filing_moved(Progress)`, `filed(papers)`, `failed(error)`.
    """

    batch_read = Signal(object)
    reading_began = Signal()
    small_read = Signal(object, object)
    picture_read = Signal(object, object)
    scan_moved = Signal(object)
    scan_ended = Signal(str)
    filing_moved = Signal(object)
    filed = Signal(object)
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._work = workplace
        self._batch_id = ""
        self._cancelled = Event()
        self._note = ""
        self._treating: set[Made] = set()
        self._batch = BatchReading(workplace, self)
        self._filing: Report | None = None
        self._reading: Reading | None = None
        self._texts = TextWork(workplace, self.reload, self)
        self.is_scanning = False
        self.is_sorting = False

    @property
    def is_held(self) -> bool:
        """Whether the pages are on their way elsewhere, so that no act may change them."""
        return self.is_filing or self.is_sorting

    @property
    def is_filing(self) -> bool:
        """Whether the papers are on their way to the record."""
        return self._filing is not None

    def sweep(self) -> None:
        """Remove what a kill tore, before the first page is read, and what filed batches left."""
        database = self._work.database
        self._run(BATCH_LANE, partial(scan_sweeping.sweep_torn, database), lambda _: None)
        self._run(SWEEP_LANE, partial(scan_sweeping.sweep, database), lambda _: None)
        self._texts.read_late()

    def open(self, visit_id: str) -> None:
        """Open the batch of a visit as it was left."""
        self._batch_id = ""
        self._treating.clear()
        opening = partial(scan_batches.open_batch, self._work.database, self._work.actor, visit_id)
        self._run(BATCH_LANE, opening, self._take_opened)

    def leave(self) -> None:
        """Let go of the batch; it stays as it is."""
        self._batch_id = ""
        self._texts.leave()

    def close(self) -> None:
        """Let go of the batch, and read nothing any more."""
        self.leave()
        self._texts.close()

    def arrange(self, change: Callable[[Arrangement], Arrangement]) -> None:
        """Do an act of the clerk."""
        self._in_batch(
            partial(scan_batches.arrange, self._work.database, self._work.actor, change=change)
        )

    def undo(self) -> None:
        """Take the last act back."""
        self._in_batch(partial(scan_batches.undo, self._work.database, self._work.actor))

    def scan(self, order: ScanOrder, instead_of: str | None = None) -> None:
        """Read one page, or every sheet in the feeder; `instead_of` takes one page again."""
        self._begin_reading(partial(self._scan_pages, self._batch_id, order, instead_of))

    def read_files(self, paths: list[Path], treatment: Treatment) -> None:
        """Read the pages of image files."""
        self._begin_reading(partial(self._read_files, self._batch_id, paths, treatment))

    def cancel(self) -> None:
        """Stop what is under way; pages that were read stay."""
        self._cancelled.set()
        if self._filing is not None:
            self._filing.cancel()
            self.file_without_rest()

    def file_without_rest(self) -> None:
        """File the pages whose text is not read yet without it."""
        if self._reading is not None:
            self._reading.skipped.set()

    def file(self) -> None:
        """Put the papers on record, with the text of their pages."""

        def seal(report: Report) -> tuple[FiledPaperRecord, ...]:
            return filing.file_batch(
                work.database, work.files, work.actor, batch_id, report, reading=reading
            )

        work, batch_id, texts = self._work, self._batch_id, self._work.page_texts
        self._reading = reading = Reading(texts) if texts is not None else None
        self._filing = self._work.tasks.run_long(
            PAGE_LANE,
            self,
            seal,
            on_progress=self.filing_moved.emit,
            on_done=self._filed,
            on_error=self._filing_failed,
        )

    def want_picture(self, page_id: str, made: Made) -> None:
        """Fetch the large picture of a page: the working one, or the original before that."""
        fetch = partial(self._picture, self._batch_id, page_id, ImageRole.WORKING, PICTURE_PX)
        self._run(PICTURE_LANE, fetch, partial(self.picture_read.emit, made))

    def want_small(self, page_id: str, made: Made) -> None:
        """Fetch the thumbnail of a page."""
        fetch = partial(self._picture, self._batch_id, page_id, ImageRole.SMALL, THUMBNAIL_PX)
        self._run(PICTURE_LANE, fetch, partial(self.small_read.emit, made))

    def _picture(self, batch_id: str, page_id: str, role: ImageRole, most_px: int) -> QImage:
        """Return a decoded picture no larger than the screen needs; runs in a lane."""
        read = partial(
            scan_batches.page_image, self._work.database, self._work.actor, batch_id, page_id
        )
        found = read(role) or read(ImageRole.ORIGINAL)
        return decoded(found.content, most_px) if found else QImage()

    # Reading

    def _begin_reading(self, work: Callable[[Report], str]) -> None:
        self._cancelled.clear()
        self._note = ""
        self.is_scanning = True
        self.reading_began.emit()
        self._work.tasks.run_long(
            "scanner",
            self,
            work,
            on_progress=self._reading_moved,
            on_done=self._reading_ended,
            on_error=self._reading_failed,
        )

    def _scan_pages(
        self, batch_id: str, order: ScanOrder, instead_of: str | None, report: Report
    ) -> str:
        """Read and keep page after page; returns what the clerk should know of the last."""
        is_feeding = order.options.paper_source.is_feeder and instead_of is None
        count = 0
        while True:
            note = f"第 {count + 1} 页"
            report(0, 100, note)
            try:
                page = self._work.scanner.scan_page(
                    order.options,
                    lambda share, note=note: report(int(share * 100), 100, note),
                    self._cancelled,
                )
            except ScanError as error:
                if count and error.outcome is ScanOutcome.NO_DOCUMENTS:
                    return ""
                raise
            scan_batches.keep_page(
                self._work.database,
                self._work.actor,
                batch_id,
                page,
                instead_of=instead_of,
                treatment=order.treatment,
            )
            count += 1
            if problem := page.outcome.problem(has_part=True):
                return f"{problem.message}{problem.saved}{problem.advice}"
            if not is_feeding:
                return "".join(page.changes)

    def _read_files(
        self, batch_id: str, paths: list[Path], treatment: Treatment, report: Report
    ) -> str:
        from reception_desk.devices.scanner.folder import pages_of_file

        unread: list[ScanError] = []
        count = 0
        for done, path in enumerate(paths):
            for number, page in enumerate(pages_of_file(path, unread), 1):
                report(done, len(paths), f"{path.name} 第 {number} 页")
                if self._cancelled.is_set():
                    return "已停止导入。已读到的页都在。"
                scan_batches.keep_page(
                    self._work.database, self._work.actor, batch_id, page, treatment=treatment
                )
                count += 1
        if unread and not count:
            raise unread[0]
        return f"有 {len(unread)} 处没有读入，其余的页都在。{unread[0].message}" if unread else ""

    def _reading_moved(self, progress: Progress) -> None:
        if progress.note != self._note:
            self._note = progress.note
            self.reload()
        self.scan_moved.emit(progress)

    def _reading_ended(self, words: str) -> None:
        self.is_scanning = False
        self.reload()
        self.scan_ended.emit(words)

    def _reading_failed(self, error: Exception) -> None:
        self.is_scanning = False
        self.reload()
        self.scan_ended.emit("")
        self.failed.emit(error)

    # The batch

    def reload(self) -> None:
        """Read the batch as it stands."""
        if batch_id := self._batch_id:
            self._batch.read(batch_id, self._take, partial(self._fail, batch_id))

    def _in_batch(self, work: Callable[..., ScanBatch]) -> None:
        if batch_id := self._batch_id:
            self._run(BATCH_LANE, partial(work, batch_id=batch_id), self._take)

    def _take_opened(self, batch: ScanBatch) -> None:
        self._batch_id = batch.batch_id
        self._take(batch)

    def _take(self, batch: ScanBatch) -> None:
        if batch.batch_id != self._batch_id:
            return
        self.batch_read.emit(batch)
        for placed in page_treatment.untreated(batch):
            made = (placed.page_id, placed.treatment)
            if made not in self._treating:
                self._treating.add(made)
                self._treat(batch.batch_id, made)
        self._texts.read_on(batch)

    def _treat(self, batch_id: str, made: Made) -> None:
        treat = partial(
            page_treatment.work_on_page, self._work.database, self._work.actor, batch_id, made[0]
        )

        def done(_: None) -> None:
            self._treating.discard(made)
            self.reload()

        def failed(error: Exception) -> None:
            """It is not tried again until the batch is opened anew or filed."""
            if batch_id == self._batch_id:
                self.failed.emit(error)

        self._work.tasks.run(PAGE_LANE, self, treat, done, failed)

    def _filed(self, papers: tuple[FiledPaperRecord, ...]) -> None:
        self._filing = None
        self._batch_id = ""
        self._texts.read_late()
        self.filed.emit(papers)
        self._run(SWEEP_LANE, partial(scan_sweeping.sweep, self._work.database), lambda _: None)

    def _filing_failed(self, error: Exception) -> None:
        self._filing = None
        self.failed.emit(error)

    def _run(self, lane: str, work: Callable[[], Any], on_done: Callable[[Any], Any]) -> None:
        """Do work for the batch now open; what fails for one that is left is nobody's concern."""
        self._work.tasks.run(lane, self, work, on_done, partial(self._fail, self._batch_id))

    def _fail(self, batch_id: str, error: Exception) -> None:
        if batch_id == self._batch_id and not self.is_filing:
            self.failed.emit(error)
