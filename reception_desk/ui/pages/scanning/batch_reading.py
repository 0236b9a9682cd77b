"""The batch as it stands, read anew as often as it changed and no oftener."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject

from reception_desk.records.scan_batches import ScanBatch
from reception_desk.services import scan_batches
from reception_desk.ui.workplace import Workplace

T = TypeVar("T")

BATCH_LANE = "batch"


class BatchReading(QObject):
    """Reads one batch at a time in the lane of the batch.

    Pages come faster than the screen shows them: what is asked for while a reading is under way
    is answered by one more reading after it, however often it was asked.
    """

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._work = workplace
        self._is_under_way = False
        self._next: Callable[[], None] | None = None

    def read(
        self,
        batch_id: str,
        on_read: Callable[[ScanBatch], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Hand over the batch as it is now or a little later."""
        if self._is_under_way:
            self._next = partial(self.read, batch_id, on_read, on_error)
            return
        self._is_under_way = True
        self._work.tasks.run(
            BATCH_LANE,
            self,
            partial(_read, self._work, batch_id),
            partial(self._ended, on_read),
            partial(self._ended, on_error),
        )

    def _ended(self, tell: Callable[[T], None], outcome: T) -> None:
        self._is_under_way = False
        tell(outcome)
        again, self._next = self._next, None
        if again:
            again()


def _read(workplace: Workplace, batch_id: str) -> ScanBatch:
    with workplace.database.read() as session:
        return scan_batches.batch_in(session, workplace.actor, batch_id)
