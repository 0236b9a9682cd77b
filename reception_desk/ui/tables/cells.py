"""What both table models answer for a cell."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from reception_desk.ui import icons
from reception_desk.ui.tables.columns import Column, cell_text

Index = QModelIndex | QPersistentModelIndex
RowIdRole = Qt.ItemDataRole.UserRole


_TEXTS = frozenset({int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)})
_MARKS = frozenset({int(Qt.ItemDataRole.ForegroundRole), int(Qt.ItemDataRole.DecorationRole)})
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)


def cell(column: Column, role: int, read: Callable[[], Any]) -> Any:
    """Return the answer of a cell to Qt's `role`; `read` gives its value.

    Qt asks seven roles for each cell it paints, and most have no answer: they must cost nothing.
    """
    if role in _TEXTS:
        return cell_text(read())
    if role == _ALIGNMENT:
        return column.alignment
    if role not in _MARKS or not column.marks:
        return None
    mark = column.mark(cell_text(read()))
    if mark is None:
        return None
    colour, icon = mark
    if role == Qt.ItemDataRole.ForegroundRole:
        return QColor(icons.colour(colour))
    return icons.icon(icon, colour)


def heading(columns: Sequence[Column], section: int, orientation: Qt.Orientation, role: int) -> Any:
    """Return the answer of a column's heading, or of a row's number, to Qt's `role`."""
    if orientation == Qt.Orientation.Vertical:
        return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
    if not 0 <= section < len(columns):
        return None
    if role == Qt.ItemDataRole.DisplayRole:
        return columns[section].title
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return columns[section].alignment
    return None
