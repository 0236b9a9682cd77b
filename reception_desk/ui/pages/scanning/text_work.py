"""The text of a batch's pages is read beside the clerk's work, one page after the other."""

from collections.abc import Callable
from functools import partial
from threading import Event

from PySide6.QtCore import QObject

from reception_desk.errors import DeskError
from reception_desk.records.scan_batches import ScanBatch, Treatment
from reception_desk.services.page_reading import unread
from reception_desk.ui.workplace import Workplace

LANE = "texts"


class TextWork(QObject):
    """Reads what `read_on` is given; `on_read` is called after each page.

    A page that was tried is not tried again before the batch is opened anew.
    """

    def __init__(
        self, workplace: Workplace, on_read: Callable[[], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._work = workplace
        self._on_read = on_read
        self._cancelled = Event()
        self._is_reading = False
        self._tried: set[tuple[str, Treatment]] = set()

    def begin(self) -> None:
        """Begin with another batch; what is under way for the one before ends."""
        self.cancel()
        self._tried.clear()
        self._cancelled = Event()

    def cancel(self) -> None:
        """Stop the page under way; it stays unread."""
        self._cancelled.set()

    def read_on(self, batch: ScanBatch) -> None:
        """Read the next page that has no text yet, unless one is being read."""
        texts = self._work.page_texts
        if texts is None or self._is_reading or self._cancelled.is_set():
            return
        waiting = (page for page in unread(batch) if (page.page_id, page.treatment) not in self._tried)
        placed = next(waiting, None)
        if placed is None:
            return
        self._is_reading = True
        self._tried.add((placed.page_id, placed.treatment))
        read = partial(
            texts.read, self._work.actor, batch.batch_id, placed.page_id, self._cancelled
        )
        self._work.tasks.run(LANE, self, read, self._done, self._failed)

    def _done(self, _batch: ScanBatch) -> None:
        self._is_reading = False
        self._on_read()

    def _failed(self, error: Exception) -> None:
        """The batch was filed or dropped meanwhile; any other error is a bug."""
        self._is_reading = False
        if not isinstance(error, DeskError):
            self._work.messages.show_error(error)
