"""A board that runs: its window, its view, and what looks after the queue for it."""

from PySide6.QtCore import QObject, Signal

from reception_desk.models import Database
from reception_desk.models.instance_lock import InstanceLock
from reception_desk.records.actor import DeskIdentity
from reception_desk.ui.hall.board_view import BoardView
from reception_desk.ui.hall.board_watch import BoardWatch
from reception_desk.ui.hall.hall_window import HallWindow
from reception_desk.ui.tasks import Tasks

_LOCK = "board.lock"


class HallScreen(QObject):
    """One board of one home, whoever opened it. Signal `placed(bool)`: it can be seen or not."""

    placed = Signal(bool)

    def __init__(self, database: Database, desk: DeskIdentity, screen_name: str) -> None:
        """Make the board; raises `AlreadyOpenError` where another program shows it."""
        super().__init__()
        self._lock = InstanceLock(database.path.with_name(_LOCK))
        self._tasks = Tasks()
        self.is_placed = False
        self.view = BoardView(desk.zone)
        self.window = HallWindow(self.view, screen_name)
        self.watch = BoardWatch(database, desk, self._tasks)
        self.watch.changed.connect(self.view.show_now)
        self.window.placed.connect(self._note_place)

    def begin(self) -> bool:
        """Look after the queue, and show the board if its screen is there."""
        self.watch.begin()
        return self.window.place()

    def close(self) -> None:
        """End the thread, then the window; the file may be closed afterwards."""
        self._tasks.close()
        self.window.close()
        for part in (self.watch, self.window, self._tasks):
            part.deleteLater()
        self._lock.release()

    def _note_place(self, is_placed: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.is_placed = is_placed
        self.placed.emit(is_placed)
