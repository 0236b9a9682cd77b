"""The text of pages is read beside the clerk's work, one page after the other."""

from collections.abc import Callable
from functools import partial
from threading import Event

from PySide6.QtCore import QObject

from reception_desk.errors import DeskError
from reception_desk.records.scan_batches import PlacedPage, ScanBatch, Treatment
from reception_desk.services import late_reading
from reception_desk.services.page_reading import unread
from reception_desk.ui.workplace import Workplace

LANE = "texts"


class TextWork(QObject):
    """First the pages of the open batch, then those that were filed before they were read.

    `on_read` is called after each page of the batch. One that was tried is not tried again before
    the batch is opened anew.
    """

    def __init__(
        self, workplace: Workplace, on_read: Callable[[], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._work = workplace
        self._on_read = on_read
        self._cancelled = Event()
        self._is_reading = False
        self._batch: ScanBatch | None = None
        self._may_be_late = False
        self._tried: set[tuple[str, Treatment]] = set()

    def read_on(self, batch: ScanBatch) -> None:
        """Read what of the open batch has no text yet."""
        if self._batch is None or self._batch.batch_id != batch.batch_id:
            self._tried.clear()
        self._batch = batch
        self._go_on()

    def read_late(self) -> None:
        """Look for what was filed without text, and read it."""
        self._may_be_late = True
        self.leave()

    def leave(self) -> None:
        """Go on without the batch: it is filed or left."""
        self._batch = None
        self._go_on()

    def close(self) -> None:
        """Stop for good; the page under way stays unread."""
        self._cancelled.set()

    def _go_on(self) -> None:
        texts = self._work.page_texts
        if texts is None or self._is_reading or self._cancelled.is_set():
            return
        actor, cancelled = self._work.actor, self._cancelled
        placed = self._next_page()
        if placed is not None and self._batch is not None:
            self._is_reading = True
            self._tried.add((placed.page_id, placed.treatment))
            read = partial(texts.read, actor, self._batch.batch_id, placed.page_id, cancelled)
            self._work.tasks.run(LANE, self, read, self._done, self._failed)
        elif self._may_be_late:
            self._is_reading = True
            read = partial(
                late_reading.read_next,
                self._work.database,
                self._work.files,
                actor,
                texts.reader,
                cancelled,
            )
            self._work.tasks.run(LANE, self, read, self._late_done, self._failed)

    def _next_page(self) -> PlacedPage | None:
        if self._batch is None:
            return None
        waiting = (
            page
            for page in unread(self._batch)
            if (page.page_id, page.treatment) not in self._tried
        )
        return next(waiting, None)

    def _done(self, _batch: ScanBatch) -> None:
        self._is_reading = False
        self._on_read()
        self._go_on()

    def _late_done(self, found: bool) -> None:  # noqa: FBT001 - a result
        self._is_reading = False
        self._may_be_late = found
        self._go_on()

    def _failed(self, error: Exception) -> None:
        """The batch was filed or dropped meanwhile; any other error is a bug."""
        self._is_reading = False
        if not isinstance(error, DeskError):
            self._work.messages.show_error(error)
