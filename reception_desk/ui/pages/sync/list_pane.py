"""A card with one list and what it says while there is nothing in it."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.empty_state import EmptyState

R = TypeVar("R")


class ListPane(Card, Generic[R]):
    """What waits, or what was: read only."""

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        cells: Callable[[R], Sequence[Any]],
        key: Callable[[R], Any],
        empty: EmptyState,
        *,
        parent: QWidget,
    ) -> None:
        super().__init__(title, is_flush=True, parent=parent)
        self.model: RecordTableModel[R] = RecordTableModel(columns, cells, key)
        self.table = TableView(self.model, title, is_flush=True, can_export=False)
        self._shown: Sequence[R] | None = None
        self._stack = QStackedWidget(self)
        self._stack.addWidget(empty)
        self._stack.addWidget(self.table)
        self.add(self._stack, 1)

    def show_records(self, records: Sequence[R]) -> None:
        """Show other records; the place in sight stays."""
        if records == self._shown:
            return
        self._shown = records
        bar = self.table.verticalScrollBar()
        place = bar.value()
        self.model.set_records(records)
        self._stack.setCurrentIndex(1 if records else 0)
        bar.setValue(place)


class ChoicePane(ListPane[R]):
    """A list in which one line is always chosen: the one that the buttons above it mean."""

    def show_records(self, records: Sequence[R]) -> None:
        """Show other records; what is chosen stays so while it is there."""
        chosen = self.table.current_id()
        super().show_records(records)
        if records:
            self.table.setCurrentIndex(self.model.index(max(self.model.row_of(chosen), 0), 0))

    def chosen(self) -> R | None:
        """Return the record of the chosen line; None while there is none."""
        row = self.table.currentIndex().row()
        return self.model.record(row) if 0 <= row < self.model.rowCount() else None
