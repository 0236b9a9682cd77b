"""A table of counts by unit or by clerk: picking a line narrows what is listed beside it."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, Signal

from reception_desk.records.matters import DueCount
from reception_desk.ui.pages.matters.matter_words import COUNT_COLUMNS, count_cells
from reception_desk.ui.tables.cells import RowIdRole
from reception_desk.ui.tables.filling_column import FillingColumn
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.widgets.card import Card

_EVERY = "全部"


class CountTable(Card):
    """Counts by unit or by clerk; signal `picked(key)`, None for all of them."""

    picked = Signal(object)

    def __init__(self, title: str) -> None:
        super().__init__(title, is_flush=True)
        columns = (replace(COUNT_COLUMNS[0], title=title.removeprefix("按")), *COUNT_COLUMNS[1:])
        self.model: RecordTableModel[DueCount] = RecordTableModel(
            columns, count_cells, lambda count: _EVERY if count.name == _EVERY else count.key or ""
        )
        self.table = TableView(self.model, title, is_flush=True, can_export=False)
        FillingColumn(self.table, columns, "name")
        self.add(self.table, 1)
        self.table.opened.connect(self._pick)
        self.table.clicked.connect(self._pick_clicked)

    def show_counts(
        self, total: DueCount, counts: tuple[DueCount, ...], chosen: str | None
    ) -> None:
        """Show the counts under their sum; `chosen` is marked."""
        self.model.set_records((total, *counts))
        row = self.model.row_of(_EVERY if chosen is None else chosen)
        self.table.setCurrentIndex(self.model.index(max(row, 0), 0))

    def _pick_clicked(self, index: QModelIndex) -> None:
        self._pick(self.table.model().index(index.row(), 0).data(RowIdRole))

    def _pick(self, key: object) -> None:
        self.picked.emit(None if key == _EVERY else key)
