"""A table of up to millions of rows of which only the pages in sight are read."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from reception_desk.ui.tables.cells import Index, RowIdRole, cell, heading
from reception_desk.ui.tables.columns import Column, cell_text

PAGE_ROWS = 32
_PAGES_KEPT = 120


class RowSource(Protocol):
    """Rows in a fixed order. A service holds the ids in sort order and reads whole pages.

    `page` must be quick (a millisecond): it is called while the table paints. A row is a tuple
    `(id, cell, cell, …)`, one cell for each column.
    """

    def count(self) -> int: ...

    def page(self, first: int, rows: int) -> Sequence[tuple[Any, ...]]: ...


class NoRows:
    """The source of a table with nothing in it yet."""

    def count(self) -> int:
        return 0

    def page(self, first: int, rows: int) -> Sequence[tuple[Any, ...]]:
        del first, rows
        return ()


class PagedTableModel(QAbstractTableModel):
    """Reads pages of 32 rows as they come into sight and keeps the last 120.

    What asks for a value gets it at once. What only paints may have to wait: `read_later(page)`
    says so, and its owner hands the page over by `take_pages` (`PageReading`).

    A click on a heading emits `sort_asked(column key, is_descending)`; the page has the service
    build a source in that order, off the UI thread, and calls `set_source`.
    """

    sort_asked = Signal(str, bool)

    def __init__(
        self,
        columns: Sequence[Column],
        source: RowSource | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.source: RowSource = source or NoRows()
        self.state = 0
        self.read_later: Callable[[int], bool] = _read_at_once
        self._count = self.source.count()
        self._pages: OrderedDict[int, Sequence[tuple[Any, ...]]] = OrderedDict()

    def set_source(self, source: RowSource) -> None:
        """Show other rows, or the same rows in another order."""
        self.beginResetModel()
        self.source = source
        self._count = source.count()
        self._forget()
        self.endResetModel()

    def forget_page_of(self, row: int) -> None:
        """Read a row's page again because a record in it changed."""
        first = row - row % PAGE_ROWS
        self._pages.pop(first // PAGE_ROWS, None)
        self.state += 1
        last = min(first + PAGE_ROWS, self._count) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def has_page(self, number: int) -> bool:
        """Say whether a page is at hand."""
        return number in self._pages

    def take_pages(self, pages: Mapping[int, Sequence[tuple[Any, ...]]]) -> None:
        """Take pages read elsewhere, from `source` while `state` was what it is now."""
        for number, rows in pages.items():
            self._keep(number, rows)

    def painted_text(self, row: int, column: int) -> str | None:
        """Return a cell as it is shown; None while its row is still being read."""
        number = row // PAGE_ROWS
        if number not in self._pages and self.read_later(number):
            return None
        return cell_text(self._row(row)[column + 1])

    def row_id(self, row: int) -> Any:
        """Return the id of a row."""
        return self._row(row)[0]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == RowIdRole:
            return self.row_id(index.row())
        at = index.column()
        return cell(self.columns[at], role, lambda: self._row(index.row())[at + 1])

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        return heading(self.columns, section, orientation, role)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(self.columns) and self.columns[column].is_sortable:
            is_descending = order == Qt.SortOrder.DescendingOrder
            self.sort_asked.emit(self.columns[column].key, is_descending)

    def _row(self, row: int) -> tuple[Any, ...]:
        number, at = divmod(row, PAGE_ROWS)
        if number in self._pages:
            self._pages.move_to_end(number)
        else:
            self._keep(number, self.source.page(number * PAGE_ROWS, PAGE_ROWS))
        return self._pages[number][at]

    def _keep(self, number: int, rows: Sequence[tuple[Any, ...]]) -> None:
        self._pages[number] = rows
        if len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)

    def _forget(self) -> None:
        """The rows changed their places: whatever was read, or is being read, is out of date."""
        self._pages.clear()
        self.state += 1


def _read_at_once(_page: int) -> bool:
    return False
