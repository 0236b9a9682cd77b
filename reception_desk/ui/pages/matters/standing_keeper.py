"""Keeps up where every matter stands while steps come in, a part at a time, off the UI thread."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.services.standings import bring_up, count_waiting, reckon_again
from reception_desk.ui.pages.matters.reckoning import OfficeReckoning
from reception_desk.ui.tasks import Report
from reception_desk.ui.workplace import Workplace

LANE = "standings"
SET_HERE = "calendar_day"
"""What 设置—工作日历 announces; the centre's rows come by their keys."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How many matters were folded and still wait, and how many days the calendar moved."""

    folded: int
    waiting: int
    moved: int


class StandingKeeper(QObject):
    """Signals: `moved(waiting)` after each part that changed something, `days_moved(count)` when a
    change of the calendar moved running days, `failed(error)`.
    """

    moved = Signal(int)
    days_moved = Signal(int)
    failed = Signal(object)

    def __init__(self, work: Workplace, reckoning: OfficeReckoning, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._reckoning = reckoning
        self._is_running = False
        self._is_asked = False
        self._reckons = True
        for name in ("visit_registered", "visit_changed", "visit_erased", "matter_changed"):
            getattr(work.changes, name).connect(self.begin)
        work.changes.code_list_changed.connect(self._reckon)

    def begin(self) -> None:
        """Fold what waits, unless that is under way: then once more after it."""
        self._is_asked = True
        if not self._is_running:
            self._go_on()

    def _reckon(self, what: str) -> None:
        """Days set at another desk came; of those set here the settings reckon and tell it."""
        if what == SET_HERE:
            return
        self._reckons = True
        self.begin()

    def _go_on(self) -> None:
        part = partial(
            _part, self._work.database, self._work.actor, self._reckoning.get, self._reckons
        )
        self._is_running = True
        self._is_asked = self._reckons = False
        self._work.tasks.run_long(
            LANE,
            self,
            part,
            on_progress=lambda _progress: None,
            on_done=self._take,
            on_error=self._fail,
        )

    def _take(self, outcome: _Outcome) -> None:
        self._is_running = False
        if outcome.moved:
            self.days_moved.emit(outcome.moved)
        if outcome.folded or outcome.moved:
            self.moved.emit(outcome.waiting)
        if outcome.waiting or self._is_asked:
            self._go_on()

    def _fail(self, error: Exception) -> None:
        self._is_running = self._is_asked = False
        if isinstance(error, DeskError):
            self.failed.emit(error)
        else:
            self._work.messages.show_error(error)


def _part(
    database: Database,
    actor: Actor,
    by: Callable[[], Reckoning],
    reckons: bool,  # noqa: FBT001 - bound by the caller
    report: Report,
) -> _Outcome:
    """Runs in the lane; the program may close between two parts of a new reckoning."""
    moved = len(reckon_again(database, actor, by(), report)) if reckons else 0
    before = count_waiting(database)
    if not before:
        return _Outcome(0, 0, moved)
    is_more = bring_up(database, actor, by(), parts=1)
    waiting = count_waiting(database) if is_more else 0
    return _Outcome(before - waiting, waiting, moved)
