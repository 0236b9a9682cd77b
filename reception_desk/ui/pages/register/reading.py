"""The register's order, read in the background: the latest visits first, then all."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from reception_desk.services import register
from reception_desk.services.register import RegisterOrder
from reception_desk.ui.workplace import Workplace

LANE = "register"
FIRST = 500


class RegisterReading(QObject):
    """Reads as often as asked; a visit that comes meanwhile is noted, for the reading may lack it.

    `latest_read(order)` comes once, where the register is longer than that; `all_read(order)` each
    time, unless `failed(error)` does.
    """

    latest_read = Signal(object)
    all_read = Signal(object)
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._work = workplace
        self._under_way = 0
        self._has_begun = False
        self._came: set[str] = set()

    def begin(self) -> None:
        """Read the order of all visits."""
        read = partial(register.register_order, self._work.database, self._work.actor)
        if not self._has_begun:
            first = partial(read, latest=FIRST)
            self._work.tasks.run(LANE, self, first, self._tell_latest, self.failed.emit)
        self._has_begun = True
        self._under_way += 1
        self._work.tasks.run(LANE, self, read, self._tell_all, self._tell_failure)

    def note(self, visit_id: str) -> None:
        """A visit came or changed: it is to be looked at again after the reading."""
        if self._under_way:
            self._came.add(visit_id)

    def noted(self) -> tuple[str, ...]:
        """Return the visits that came while the register was read."""
        came = tuple(self._came)
        if not self._under_way:
            self._came.clear()
        return came

    def _tell_latest(self, order: RegisterOrder) -> None:
        if len(order.rows) == FIRST:
            self.latest_read.emit(order)

    def _tell_all(self, order: RegisterOrder) -> None:
        self._under_way -= 1
        self.all_read.emit(order)

    def _tell_failure(self, error: Exception) -> None:
        self._under_way -= 1
        self.failed.emit(error)
