"""Keeps up where every matter stands while steps come in, a part at a time, off the UI thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.services.standings import bring_up, count_waiting
from reception_desk.ui.pages.matters.reckoning import OfficeReckoning
from reception_desk.ui.workplace import Workplace

LANE = "standings"


class StandingKeeper(QObject):
    """Signals: `moved(waiting)` after each part that changed something, `failed(error)`."""

    moved = Signal(int)
    failed = Signal(object)

    def __init__(self, work: Workplace, reckoning: OfficeReckoning, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._reckoning = reckoning
        self._is_running = False
        self._is_asked = False
        for name in ("visit_registered", "visit_changed", "visit_erased", "matter_changed"):
            getattr(work.changes, name).connect(self.begin)

    def begin(self) -> None:
        """Fold what waits, unless that is under way: then once more after it."""
        self._is_asked = True
        if not self._is_running:
            self._go_on()

    def _go_on(self) -> None:
        self._is_running, self._is_asked = True, False
        database, actor, by = self._work.database, self._work.actor, self._reckoning.get
        work = self._work.tasks
        work.run(LANE, self, lambda: _part(database, actor, by), self._take, self._fail)

    def _take(self, outcome: tuple[int, int]) -> None:
        before, waiting = outcome
        self._is_running = False
        if before:
            self.moved.emit(waiting)
        if waiting or self._is_asked:
            self._go_on()

    def _fail(self, error: Exception) -> None:
        self._is_running = self._is_asked = False
        if isinstance(error, DeskError):
            self.failed.emit(error)
        else:
            self._work.messages.show_error(error)


def _part(database: Database, actor: Actor, by: Callable[[], Reckoning]) -> tuple[int, int]:
    """Return how many matters waited before a part was folded, and how many wait after it."""
    before = count_waiting(database)
    if not before:
        return 0, 0
    is_more = bring_up(database, actor, by(), parts=1)
    return before, count_waiting(database) if is_more else 0
