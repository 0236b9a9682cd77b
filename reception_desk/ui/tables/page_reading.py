"""Reads the rows that scroll into sight off the UI thread: no step of a scroll bar waits."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from reception_desk.ui.tables.paged_model import PAGE_ROWS, PagedTableModel, RowSource
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.tasks import Tasks

LANE = "rows"
_MOST_AT_ONCE = 4
_NEAR = 2  # screens

Pages = dict[int, Sequence[tuple[Any, ...]]]


class PageReading(QObject):
    """While a table is scrolled, lines not yet read stay empty until they are, a moment later.

    After a short step the pages above and below are read as well. Whatever else paints a line
    (another order, a visit that comes) reads it at once, so that nothing flickers. Signal
    `failed(error)`.
    """

    failed = Signal(object)

    def __init__(self, tasks: Tasks, table: TableView, model: PagedTableModel) -> None:
        super().__init__(table)
        self._tasks = tasks
        self._table = table
        self._model = model
        self._wanted: dict[int, None] = {}
        self._read_now: frozenset[int] = frozenset()
        self._place = 0
        self._is_moving = False
        self._is_near = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._begin)
        table.verticalScrollBar().valueChanged.connect(self._move)
        table.painted.connect(self._rest)
        model.read_later = self.take_on

    @property
    def is_whole(self) -> bool:
        """Say whether every line in sight was read."""
        return all(self._model.has_page(number) for number in self._in_sight())

    def take_on(self, number: int) -> bool:
        """Say whether a page that is painted comes later; otherwise it is to be read at once."""
        if number in self._read_now:
            return True
        if not self._is_moving and number not in self._wanted:
            return False
        self._want(number)
        return True

    def _move(self, value: int) -> None:
        self._is_moving = True
        self._is_near = (
            abs(value - self._place) <= _NEAR * self._table.verticalScrollBar().pageStep()
        )
        self._place = value

    def _rest(self) -> None:
        """The step was painted."""
        if self._is_moving and self._is_near:
            for number in self._neighbours():
                self._want(number)
        self._is_moving = False

    def _in_sight(self) -> range:
        last_row = self._model.rowCount() - 1
        top, bottom = (self._table.rowAt(y) for y in (0, self._table.viewport().height() - 1))
        last = bottom if bottom >= 0 else last_row
        return range(max(top, 0) // PAGE_ROWS, last // PAGE_ROWS + 1)

    def _neighbours(self) -> list[int]:
        shown, last = self._in_sight(), (self._model.rowCount() - 1) // PAGE_ROWS
        return [
            number
            for number in (shown.start - 1, shown.stop)
            if 0 <= number <= last and not self._model.has_page(number)
        ]

    def _want(self, number: int) -> None:
        self._wanted.pop(number, None)
        self._wanted[number] = None
        if len(self._wanted) > _MOST_AT_ONCE:
            del self._wanted[next(iter(self._wanted))]
        self._soon.start()

    def _begin(self) -> None:
        if self._read_now or not self._wanted:
            return
        self._read_now = frozenset(self._wanted)
        self._wanted.clear()
        source, state = self._model.source, self._model.state
        work = partial(_read, source, sorted(self._read_now))
        self._tasks.run(LANE, self, work, partial(self._take, state), self._fail)

    def _take(self, state: int, pages: Pages) -> None:
        self._read_now = frozenset()
        if state == self._model.state:
            self._model.take_pages(pages)
        self._table.viewport().update()
        self._begin()

    def _fail(self, error: Exception) -> None:
        self._read_now = frozenset()
        self._wanted.clear()
        self.failed.emit(error)


def _read(source: RowSource, numbers: Sequence[int]) -> Pages:
    return {number: source.page(number * PAGE_ROWS, PAGE_ROWS) for number in numbers}
