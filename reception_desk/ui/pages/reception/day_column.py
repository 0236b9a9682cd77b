"""Left: who is at the desk and who came today."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from reception_desk.records.visit import VisitRow
from reception_desk.rules.head_count import is_group_visit
from reception_desk.rules.masking import mask_name
from reception_desk.ui import icons, text_size
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.empty_state import EmptyState

_Index = QModelIndex | QPersistentModelIndex
VisitRole = Qt.ItemDataRole.UserRole + 1


class DayColumn(Card):
    """Today's visits of the hall, latest first; signal `visit_chosen(visit id)`."""

    visit_chosen = Signal(str)

    def __init__(self, zone: str) -> None:
        super().__init__("今日来访", is_flush=True)
        self._model = _VisitModel(ZoneInfo(zone))
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_VisitDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName("今日来访")
        self.list.activated.connect(self._choose)
        self.list.clicked.connect(self._choose)
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState("今天还没有来访", "按 F2 登记第一位来访人。"))
        self._stack.addWidget(self.list)
        self.add(self._stack, 1)

    def show_visits(self, visits: Sequence[VisitRow], persons: int) -> None:
        """Show the day; `persons` is the sum of heads."""
        self._model.show(visits)
        self._stack.setCurrentIndex(1 if visits else 0)
        self.set_count(f"{len(visits)} 批 {persons} 人次" if visits else "")

    def visit_ids(self) -> list[str]:
        """Return the visits as listed."""
        return [visit.visit_id for visit in self._model.visits]

    def _choose(self, index: QModelIndex) -> None:
        self.visit_chosen.emit(index.data(VisitRole).visit_id)


class _VisitModel(QAbstractListModel):
    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self._zone = zone
        self.visits: list[VisitRow] = []

    def show(self, visits: Sequence[VisitRow]) -> None:
        self.beginResetModel()
        self.visits = list(visits)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.visits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        visit = self.visits[index.row()]
        if role == VisitRole:
            return visit
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{visit.arrived_at.astimezone(self._zone):%H:%M}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.data(index)} {_who(visit)} {visit.summary}"
        return None


class _VisitDelegate(QStyledItemDelegate):
    """Two lines: time, masked name and heads; then the matter in one line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002
        return QSize(100, option.fontMetrics.height() * 2 + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        visit: VisitRow = index.data(VisitRole)
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(icons.colour(Colour.SELECTION)))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(icons.colour(Colour.HOVER)))
        inner = rect.adjusted(16, 8, -16, -8)
        line = option.fontMetrics.height()
        time_width = option.fontMetrics.horizontalAdvance("00:00") + text_size.scaled(10)
        painter.setPen(QColor(icons.colour(Colour.MUTED)))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft, index.data())
        painter.setPen(QColor(icons.colour(Colour.TEXT)))
        top = inner.adjusted(time_width, 0, 0, 0)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft, _who(visit))
        painter.setPen(QColor(icons.colour(Colour.MUTED)))
        mark = "待补充" if visit.to_complete else ("重访" if visit.is_repeat else "")
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight, mark)
        below = inner.adjusted(time_width, line + 4, 0, 0)
        words = option.fontMetrics.elidedText(
            visit.summary or "（诉求待补充）", Qt.TextElideMode.ElideRight, below.width()
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, words)
        painter.setPen(QColor(icons.colour(Colour.LINE)))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def _who(visit: VisitRow) -> str:
    name = mask_name(visit.name) if visit.name else "未提供姓名"
    if is_group_visit(visit.head_count):
        return f"{name} 等 {visit.head_count} 人 · 集体访"
    return f"{name} 等 {visit.head_count} 人" if visit.head_count > 1 else name
