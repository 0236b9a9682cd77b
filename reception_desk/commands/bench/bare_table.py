"""The floor of scrolling: Qt's own table over cells that cost nothing to read."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QMainWindow, QTableView

from reception_desk.commands.bench.screen import application

_COLUMNS = 8


class _BareModel(QAbstractTableModel):
    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else _COLUMNS

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> str | None:
        return f"第{index.row()}行" if role == Qt.ItemDataRole.DisplayRole else None


@contextmanager
def open_bare_table(rows: int) -> Iterator[QTableView]:
    """Show a table of `rows` in a window as large as the desk's."""
    application()
    window = QMainWindow()
    window.resize(1366, 728)
    table = QTableView()
    table.setModel(_BareModel(rows))
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    window.setCentralWidget(table)
    window.show()
    try:
        yield table
    finally:
        window.close()
        window.deleteLater()
