"""承诺 whose day has passed or comes within days, beneath what the law makes due."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal

from reception_desk.services.promises import PromiseNow
from reception_desk.ui import text_size
from reception_desk.ui.pages.matters.matter_words import DUE_COLUMNS, NO_TITLE, left
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.filling_column import FillingColumn
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.widgets.card import Card

_COLUMNS = (
    *DUE_COLUMNS,
    Column("what", "承诺", 12),
    Column("unit", "责任单位", 8),
    Column("title", "事项", 9),
)
_HEIGHT = 200
"""So that what the law makes due keeps most of the board; the rest scrolls."""


class DuePromises(Card):
    """Signal `opened(matter id)`; hidden where nothing is due."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__("到期的承诺", is_flush=True)
        self._today = date.min
        self.model: RecordTableModel[PromiseNow] = RecordTableModel(
            _COLUMNS,
            lambda one: _cells(one, self._today),
            lambda one: f"{one.promise.matter_id} {one.promise.promise_id}",
        )
        self.table = TableView(self.model, "到期的承诺", is_flush=True, can_export=False)
        FillingColumn(self.table, _COLUMNS, "what")
        self.add(self.table, 1)
        self.table.opened.connect(lambda key: self.opened.emit(str(key).partition(" ")[0]))
        self.hide()

    def show_promises(self, promises: Sequence[PromiseNow], today: date) -> None:
        """Show the latest first."""
        chosen, self._today = self.table.current_id(), today
        self.model.set_records(promises)
        self.set_count(f"{len(promises)} 项" if promises else "")
        if promises:
            row = max(self.model.row_of(chosen), 0)
            self.table.setCurrentIndex(self.model.index(row, 0))
        self.setMaximumHeight(text_size.scaled(_HEIGHT))


def _cells(one: PromiseNow, today: date) -> Sequence[Any]:
    promise = one.promise
    return (
        left(promise.due_on, promise.due_on, today),
        promise.due_on.isoformat(),
        promise.what,
        promise.owner_unit,
        one.matter or NO_TITLE,
    )
