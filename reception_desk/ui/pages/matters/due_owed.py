"""承诺, 领导包案 and 听证 that are late or due within days, beneath what the law makes due."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal

from reception_desk.services.owed_items import OwedItem
from reception_desk.ui import text_size
from reception_desk.ui.pages.matters.matter_words import DUE_COLUMNS, NO_TITLE, left
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.filling_column import FillingColumn
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.widgets.card import Card

_TITLE = "到期的承诺、包案和听证"
_COLUMNS = (
    *DUE_COLUMNS,
    Column("kind", "种类", 4),
    Column("what", "要做的", 12),
    Column("unit", "谁来做", 8),
    Column("title", "事项", 9),
)
_HEIGHT = 200
"""So that what the law makes due keeps most of the board; the rest scrolls."""


class DueOwed(Card):
    """Signal `opened(matter id)`; hidden where nothing is due."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__(_TITLE, is_flush=True)
        self._today = date.min
        self.model: RecordTableModel[OwedItem] = RecordTableModel(
            _COLUMNS,
            lambda one: _cells(one, self._today),
            lambda one: f"{one.matter_id} {one.key}",
        )
        self.table = TableView(self.model, _TITLE, is_flush=True, can_export=False)
        FillingColumn(self.table, _COLUMNS, "what")
        self.add(self.table, 1)
        self.table.opened.connect(lambda key: self.opened.emit(str(key).partition(" ")[0]))
        self.hide()

    def show_items(self, items: Sequence[OwedItem], today: date) -> None:
        """Show the longest overdue first."""
        chosen, self._today = self.table.current_id(), today
        self.model.set_records(items)
        self.set_count(f"{len(items)} 项" if items else "")
        if items:
            row = max(self.model.row_of(chosen), 0)
            self.table.setCurrentIndex(self.model.index(row, 0))
        self.setMaximumHeight(text_size.scaled(_HEIGHT))


def _cells(one: OwedItem, today: date) -> Sequence[Any]:
    return (
        left(one.due_on, one.due_on, today),
        one.due_on.isoformat(),
        one.kind.label,
        one.what,
        one.by_whom,
        one.matter or NO_TITLE,
    )
