"""Keeps the list of today's visits up to date, and what each of them still owes."""

from functools import partial

from PySide6.QtCore import QObject, QTimer

from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.visit import VisitRow
from reception_desk.rules.completeness import Missing
from reception_desk.services import closing_list, visits
from reception_desk.ui.pages.reception.day_column import DayColumn
from reception_desk.ui.workplace import Workplace

DAY_MS = 60

_Day = tuple[tuple[VisitRow, ...], dict[str, tuple[Missing, ...]]]


class DayWatch(QObject):
    """Reads in the background; a sync that brings much asks once."""

    def __init__(self, workplace: Workplace, column: DayColumn) -> None:
        super().__init__(column)
        self._work = workplace
        self._column = column
        self._timer = QTimer(self, singleShot=True, interval=DAY_MS)
        self._timer.timeout.connect(self.read)
        workplace.changes.visit_registered.connect(self._read_soon)
        workplace.changes.visit_changed.connect(self._read_soon)

    def read(self) -> None:
        """Read the day now."""
        self._work.tasks.run(
            "lists",
            self,
            partial(_day, self._work.database, self._work.actor),
            self._show,
            self._work.messages.show_error,
        )

    def _read_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _show(self, day: _Day) -> None:
        rows, gaps = day
        self._column.show_visits(rows, sum(row.head_count for row in rows), gaps)


def _day(database: Database, actor: Actor) -> _Day:
    return visits.visits_of_day(database, actor), closing_list.closing_list(database, actor)
