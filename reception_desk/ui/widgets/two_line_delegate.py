"""Lines of a list that say two things, one below the other: their height, ground and room."""

from typing import TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reception_desk.ui import icons
from reception_desk.ui.tokens import Colour

Index: TypeAlias = QModelIndex | QPersistentModelIndex


class TwoLineDelegate(QStyledItemDelegate):
    """What stands in a line is painted by who derives from it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(100, option.fontMetrics.height() * 2 + 20)

    def ground(self, painter: QPainter, option: QStyleOptionViewItem) -> QRect:
        """Paint ground and lower edge, chosen or under the mouse or not; return the room."""
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]  # not in the stubs
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(icons.colour(Colour.SELECTION)))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(icons.colour(Colour.HOVER)))
        painter.setPen(QColor(icons.colour(Colour.LINE)))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        return rect.adjusted(16, 8, -16, -8)
