"""The one table view: fixed row heights, column choice, copy, and a hook for export."""

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from reception_desk.ui import icons, text_size
from reception_desk.ui.tables.cell_delegate import CellDelegate
from reception_desk.ui.tables.cells import RowIdRole
from reception_desk.ui.tables.columns import cell_text
from reception_desk.ui.tables.paged_model import PagedTableModel
from reception_desk.ui.tables.record_model import RecordTableModel

_ROW = 36
_CELL_PADDING = 26
_MOST_COPIED = 10_000


class TableView(QTableView):
    """Shows one of our two models.

    `opened(id)` comes from Enter or a double click, `export_asked()` from the menu.
    `is_flush` leaves out the frame, for a table that fills a card. `painted()` comes after each
    painting.
    """

    opened = Signal(object)
    export_asked = Signal()
    columns_changed = Signal()
    painted = Signal()

    def __init__(
        self,
        model: PagedTableModel | RecordTableModel,
        name: str,
        *,
        is_flush: bool = False,
        can_export: bool = True,
    ) -> None:
        super().__init__()
        self._columns = model.columns
        self._can_export = can_export
        self.setAccessibleName(name)
        if is_flush:
            self.setProperty("look", "flat")
        self._set_manner()
        self._delegate = CellDelegate(self, model)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        for at, column in enumerate(self._columns):
            self.setColumnHidden(at, column.is_hidden)
        self._fit()
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(RowIdRole)))

    def current_id(self) -> object | None:
        """Return the id of the current row, or None."""
        return self.currentIndex().data(RowIdRole)

    def chosen_ids(self) -> list[object]:
        """Return the ids of the chosen rows from top to bottom."""
        rows = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return [index.data(RowIdRole) for index in rows]

    def shown_columns(self) -> list[str]:
        """Return the keys of the visible columns in their order on screen."""
        header = self.horizontalHeader()
        order = (header.logicalIndex(place) for place in range(header.count()))
        return [self._columns[at].key for at in order if not self.isColumnHidden(at)]

    def show_columns(self, keys: list[str]) -> None:
        """Show these columns and no others; at least one stays."""
        for at, column in enumerate(self._columns):
            self._hide_column(at, is_hidden=bool(keys) and column.key not in keys)
        self.columns_changed.emit()

    def copy(self) -> None:
        """Put the chosen rows into the clipboard, tab-separated, as they are shown."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        shown = [at for at in order if not self.isColumnHidden(at)]
        model = self.model()
        lines = [
            "\t".join(cell_text(model.index(row, at).data()) for at in shown)
            for row in rows[:_MOST_COPIED]
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_id() is not None:
            self.opened.emit(self.current_id())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_menu(event.globalPos())

    def open_menu(self, spot: QPoint) -> None:
        """Open the menu of the table: copy, export, columns."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction("复制所选行", self.copy)
        icons.wear(copy, "copy")
        copy.setEnabled(self.selectionModel().hasSelection())
        if self._can_export:
            icons.wear(menu.addAction("导出…", self.export_asked.emit), "export")
        columns = menu.addMenu("显示的列")
        columns.setIcon(icons.icon("columns"))
        for at, column in enumerate(self._columns):
            action = columns.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(at))
            action.setEnabled(self.isColumnHidden(at) or len(self.shown_columns()) > 1)
            action.toggled.connect(partial(self._show_column, at))
        menu.popup(spot)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.model() is not None:
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted.emit()

    def _show_column(self, at: int, is_shown: bool) -> None:  # noqa: FBT001  # Qt's toggled
        self._hide_column(at, is_hidden=not is_shown)
        self.columns_changed.emit()

    def _hide_column(self, at: int, *, is_hidden: bool) -> None:
        was_hidden = self.isColumnHidden(at)
        self.setColumnHidden(at, is_hidden)
        if was_hidden and not is_hidden:
            self._fit_column(at)

    def _set_manner(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(40)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def _fit(self) -> None:
        """Set the heights and widths for the text size in use."""
        self.verticalHeader().setDefaultSectionSize(text_size.scaled(_ROW))
        side = text_size.scaled(16)
        self.setIconSize(QSize(side, side))
        for at in range(len(self._columns)):
            # Qt counts a hidden column that is given a width into the length of the header.
            if not self.isColumnHidden(at):
                self._fit_column(at)
        self._delegate.restyle()

    def _fit_column(self, at: int) -> None:
        self.setColumnWidth(at, self.full_width(at))

    def full_width(self, at: int) -> int:
        """Return the width in px that a column asks for at the text size in use."""
        sign = self.fontMetrics().horizontalAdvance("国")
        return self._columns[at].width * sign + _CELL_PADDING
