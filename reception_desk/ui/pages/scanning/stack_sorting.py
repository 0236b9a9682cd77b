"""After each reading the pages go to the visits their sheets name; one act takes that back."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from reception_desk.records.scan_batches import ScanBatch
from reception_desk.records.separators import SentPages, Sorting
from reception_desk.services import page_treatment, separators
from reception_desk.ui.pages.scanning.batch_reading import BATCH_LANE
from reception_desk.ui.pages.scanning.batch_work import BatchWork
from reception_desk.ui.workplace import Workplace


class StackSorting(QObject):
    """Waits until the pages of a reading were looked at, then sorts those of this reading.

    What was read before was arranged by the clerk and is sorted only when asked for.
    Signals: `pages_sorted(Sorting)`, `pages_returned(how many came back)`, `failed(error)`.
    """

    pages_sorted = Signal(object)
    pages_returned = Signal(int)
    failed = Signal(object)

    def __init__(self, workplace: Workplace, work: BatchWork, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = workplace
        self._work = work
        self._batch: ScanBatch | None = None
        self._since: str | None = None
        self._sent: tuple[SentPages, ...] = ()
        work.batch_read.connect(self._take)
        work.reading_began.connect(self._begin)

    def leave(self) -> None:
        """The batch is left as it stands."""
        self._batch, self._since = None, None

    def sort_all(self) -> None:
        """Sort every page of the batch."""
        if self._batch is not None and not self._work.is_sorting:
            self._since = ""
            self._take(self._batch)

    def put_back(self) -> None:
        """Take back what was sent last."""
        if self._sent and not self._work.is_sorting:
            self._work.is_sorting = True
            put = partial(separators.put_back, self._desk.database, self._desk.actor, self._sent)
            self._desk.tasks.run(BATCH_LANE, self, put, self._returned, self._failed)

    def _begin(self) -> None:
        """A reading begins: what comes now is sorted when it ends."""
        self._sent = ()
        self._since = max(self._batch.pages, default="") if self._batch else ""

    def _take(self, batch: ScanBatch) -> None:
        self._batch = batch
        if self._since is None or self._work.is_sorting or self._work.is_scanning:
            return
        if page_treatment.untreated(batch):
            return
        since, self._since = self._since, None
        if not _has_sheet(batch, since):
            return
        self._work.is_sorting = True
        sort = partial(
            separators.sort_batch, self._desk.database, self._desk.actor, batch.batch_id, since
        )
        self._desk.tasks.run(BATCH_LANE, self, sort, self._sorted, self._failed)

    def _sorted(self, sorting: Sorting) -> None:
        self._sent = sorting.sent
        self._end()
        self.pages_sorted.emit(sorting)

    def _returned(self, count: int) -> None:
        self._sent = ()
        self._end()
        self.pages_returned.emit(count)

    def _failed(self, error: Exception) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self._work.is_sorting = False
        self._work.reload()


def _has_sheet(batch: ScanBatch, since: str) -> bool:
    decided = (page.decisions for page in batch.pages.values() if page.page_id > since)
    return any(decisions and decisions.visit_code for decisions in decided)
