"""One column of a table takes the room that the others leave, and never less than its own."""

from PySide6.QtCore import QEvent, QObject, QTimer

from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.table_view import TableView

_MOMENTS = (QEvent.Type.Resize, QEvent.Type.StyleChange, QEvent.Type.Show)


class FillingColumn(QObject):
    """Watches the table; where there is no room left, the table scrolls sideways."""

    def __init__(self, table: TableView, columns: tuple[Column, ...], key: str) -> None:
        super().__init__(table)
        self._table = table
        self._at = next(at for at, column in enumerate(columns) if column.key == key)
        # The table fits its columns to the text size first.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.fill)
        table.horizontalHeader().setStretchLastSection(False)
        table.columns_changed.connect(self._soon.start)
        table.model().modelReset.connect(self._soon.start)
        table.installEventFilter(self)
        # A scroll bar that comes or goes changes the room in a table that stays as it is.
        table.viewport().installEventFilter(self)

    def fill(self) -> None:
        """Set the width of the column."""
        header = self._table.horizontalHeader()
        others = header.length() - header.sectionSize(self._at)
        room = self._table.viewport().width() - others
        header.resizeSection(self._at, max(self._table.full_width(self._at), room))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOMENTS:
            self._soon.start()
        return super().eventFilter(watched, event)
