"""Looks after the queue for a board: whatever window called, through the file both can read.

A signal of `ui/changes` would not reach a board in a process of its own. SQLite tells within
microseconds whether anybody committed; only then the tickets are looked at, in a thread.
"""

import logging
import time
from collections.abc import Callable
from threading import Event

from PySide6.QtCore import QObject, Signal

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.records.actor import DeskIdentity
from reception_desk.records.hall_board import BoardNow
from reception_desk.services.hall_board import board_now, latest_ticket_row
from reception_desk.services.ticket_day import KnownStandings
from reception_desk.ui.tasks import Tasks

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.05
AGAIN_SECONDS = 5.0
"""Words of the board, appointments that fall due and the next day make no ticket row."""


class BoardWatch(QObject):
    """Signals: `changed(BoardNow)` when something else stands on the board; `lost(DeskError)`
    once when the file cannot be read, after which it is tried again.
    """

    changed = Signal(object)
    lost = Signal(object)

    def __init__(self, database: Database, desk: DeskIdentity, tasks: Tasks) -> None:
        super().__init__()
        self._database = database
        self._desk = desk
        self._known = KnownStandings()
        self._shown: BoardNow | None = None
        self._tasks = tasks

    def begin(self) -> None:
        """Look from now on, until the tasks are closed."""
        self._tasks.watch("hall board", self._look_on)

    def _look_on(self, closing: Event) -> None:
        is_lost = False
        while not closing.is_set():
            try:
                with self._database.mark_of_commits() as mark:
                    is_lost = False
                    self._look(closing, mark)
            except DeskError as error:
                log.info("the board cannot be read: %s", type(error).__name__)
                if not is_lost:
                    self.lost.emit(error)
                is_lost = True
                closing.wait(AGAIN_SECONDS)

    def _look(self, closing: Event, mark: Callable[[], int]) -> None:
        commits: int | None = None
        row: tuple[int | None, int | None] | None = None
        looked = -AGAIN_SECONDS
        while not closing.is_set():
            is_due = time.monotonic() - looked >= AGAIN_SECONDS
            if is_due or mark() != commits:
                commits = mark()
                latest = latest_ticket_row(self._database)
                if is_due or latest != row:
                    row, looked = latest, time.monotonic()
                    self._tell(board_now(self._database, self._desk, self._known))
            closing.wait(LOOK_SECONDS)

    def _tell(self, now: BoardNow) -> None:
        if now != self._shown:
            self._shown = now
            self.changed.emit(now)
