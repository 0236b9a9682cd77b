"""Paints the cells of a table as `resources/style.qss` describes them, in a third of the time.

Qt's own delegate asks the model seven times for each cell and the style sheet for its rules; on a
full screen that alone is most of a frame.
"""

from typing import Protocol

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from reception_desk.ui import icons
from reception_desk.ui.tables.cells import Index
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tokens import Colour

_PADDING = 11  # 8 px of the style sheet and the 3 px that Qt keeps around an item's text
_ICON_GAP = 6
_SELECTED = QStyle.StateFlag.State_Selected.value
_HOVERED = QStyle.StateFlag.State_MouseOver.value
_ENABLED = QStyle.StateFlag.State_Enabled.value
_MOST_KEPT = 4000
_WIDEST = "国"


class PaintedModel(Protocol):
    """What the delegate asks of either table model."""

    columns: tuple[Column, ...]

    def painted_text(self, row: int, column: int) -> str | None:
        """Return a cell as it is shown; None while its row is still being read."""
        ...


class CellDelegate(QStyledItemDelegate):
    """One line of text in its column's colour and icon, shortened where there is no room."""

    def __init__(self, table: QTableView, model: PaintedModel) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._shortened: dict[tuple[str, int, Qt.TextElideMode], str] = {}
        self.restyle()

    def restyle(self) -> None:
        """Take over the scheme, the text size and the screen's resolution in use."""
        self._metrics = QFontMetrics(self._table.font())
        self._widest = self._metrics.horizontalAdvance(_WIDEST)
        self._inks = {role: QColor(icons.colour(role)) for role in Colour}
        self._side = self._table.iconSize().height()
        self._shortened.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]  # not in the stubs
        state: int = option.state.value  # pyright: ignore[reportAttributeAccessIssue]
        left, top, width, height = rect.left(), rect.top(), rect.width(), rect.height()
        if state & _SELECTED:
            painter.fillRect(rect, self._inks[Colour.SELECTION])
        elif state & _HOVERED:
            painter.fillRect(rect, self._inks[Colour.HOVER])
        painter.fillRect(left, top + height - 1, width, 1, self._inks[Colour.LINE])
        at = index.column()
        column = self._model.columns[at]
        text = self._model.painted_text(index.row(), at)
        if text:
            inner = QRect(left + _PADDING, top, width - 2 * _PADDING, height - 1)
            self._write(painter, inner, column, text, state)

    def _write(
        self, painter: QPainter, inner: QRect, column: Column, text: str, state: int
    ) -> None:
        left, top, width, height = inner.left(), inner.top(), inner.width(), inner.height()
        ink = Colour.TEXT if state & _ENABLED else Colour.DISABLED
        if column.marks and (mark := column.mark(text)) is not None:
            colour, icon = mark
            ink = ink if state & _SELECTED else colour
            picture = icons.pixmap(icon, colour, self._side, self._table.devicePixelRatioF())
            painter.drawPixmap(left, top + (height - self._side) // 2, picture)
            left += self._side + _ICON_GAP
            width -= self._side + _ICON_GAP
        shown = self._fitting(text, width, keeps_end=column.keeps_end)
        if column.is_right:
            left += width - self._metrics.horizontalAdvance(shown)
        painter.setPen(self._inks[ink])
        below = (height - self._metrics.height()) // 2 + self._metrics.ascent()
        painter.drawText(left, top + below, shown)

    def _fitting(self, text: str, width: int, *, keeps_end: bool) -> str:
        """Return the text, or as much of it as there is room for."""
        if len(text) * self._widest <= width:
            return text
        mode = Qt.TextElideMode.ElideLeft if keeps_end else Qt.TextElideMode.ElideRight
        key = (text, width, mode)
        if key not in self._shortened:
            if len(self._shortened) >= _MOST_KEPT:
                self._shortened.clear()
            self._shortened[key] = self._metrics.elidedText(text, mode, width)
        return self._shortened[key]
