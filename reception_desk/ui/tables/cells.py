"""What both table models answer for a cell."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from reception_desk.ui import icons
from reception_desk.ui.tables.columns import Column, cell_text

Index = QModelIndex | QPersistentModelIndex
RowIdRole = Qt.ItemDataRole.UserRole


def cell(column: Column, value: Any, role: int) -> Any:
    """Return the answer of a cell to Qt's `role`."""
    text = cell_text(value)
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
        return text
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return column.alignment
    if text in column.marks:
        colour, icon = column.marks[text]
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(icons.colour(colour))
        if role == Qt.ItemDataRole.DecorationRole:
            return icons.icon(icon, colour)
    return None


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
