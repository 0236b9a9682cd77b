"""A table of a short list of records held in memory."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from reception_desk.ui.tables.cells import Index, RowIdRole, cell, heading
from reception_desk.ui.tables.columns import Column, cell_text

R = TypeVar("R")


class RecordTableModel(QAbstractTableModel, Generic[R]):
    """Shows records (a queue, the papers of a matter) and sorts them itself; some hundreds.

    `cells(record)` gives one value for each column, `key(record)` the record's id. Values of a
    column are compared as they are, so dates and counts sort rightly.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        cells: Callable[[R], Sequence[Any]],
        key: Callable[[R], Any],
        records: Sequence[R] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._cells = cells
        self._key = key
        self._order: tuple[int, bool] | None = None
        self._records: list[R] = []
        self._rows: list[Sequence[Any]] = []
        self.set_records(records)

    def set_records(self, records: Sequence[R]) -> None:
        """Show other records, in the order chosen by heading."""
        self.beginResetModel()
        self._records = list(records)
        self._put_in_order()
        self.endResetModel()

    def record(self, row: int) -> R:
        """Return the record of a row."""
        return self._records[row]

    def rows(self) -> tuple[Sequence[Any], ...]:
        """Return the cells of every row in the order shown."""
        return tuple(self._rows)

    def row_of(self, key: Any) -> int:
        """Return the row of the record with this id, -1 when there is none."""
        keys = (self._key(record) for record in self._records)
        return next((row for row, found in enumerate(keys) if found == key), -1)

    def painted_text(self, row: int, column: int) -> str | None:
        """Return a cell as it is shown."""
        return cell_text(self._rows[row][column])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == RowIdRole:
            return self._key(self._records[index.row()])
        at = index.column()
        return cell(self.columns[at], role, lambda: self._rows[index.row()][at])

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        return heading(self.columns, section, orientation, role)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(self.columns) and self.columns[column].is_sortable:
            self.layoutAboutToBeChanged.emit()
            kept = self.persistentIndexList()
            keys = [self._key(self._records[index.row()]) for index in kept]
            self._order = (column, order == Qt.SortOrder.DescendingOrder)
            self._put_in_order()
            moved = [
                self.index(self.row_of(key), index.column())
                for key, index in zip(keys, kept, strict=True)
            ]
            self.changePersistentIndexList(kept, moved)
            self.layoutChanged.emit()

    def _put_in_order(self) -> None:
        """Sort as the heading says; empty cells come last either way."""
        if self._order is not None:
            column, is_descending = self._order
            filled = [r for r in self._records if self._cells(r)[column] is not None]
            empty = [r for r in self._records if self._cells(r)[column] is None]
            filled.sort(key=lambda record: self._cells(record)[column], reverse=is_descending)
            self._records = filled + empty
        self._rows = [self._cells(record) for record in self._records]
