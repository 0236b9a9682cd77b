"""Left: who came today, and whose registration is still to be completed."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStackedWidget,
    QStyleOptionViewItem,
)

from reception_desk.records.visit import VisitRow
from reception_desk.rules.completeness import Missing
from reception_desk.rules.head_count import is_group_visit
from reception_desk.rules.masking import mask_name
from reception_desk.ui import icons, text_size
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.two_line_delegate import TwoLineDelegate

_Index = QModelIndex | QPersistentModelIndex
VisitRole = Qt.ItemDataRole.UserRole + 1
GapsRole = Qt.ItemDataRole.UserRole + 2


class DayColumn(Card):
    """Today's visits of the hall, latest first; signal `visit_chosen(visit id)`.

    A visit whose registration lacks something says so with a sign and in words; the button in the
    head leaves only those, which is the closing list of the day.
    """

    visit_chosen = Signal(str)

    def __init__(self, zone: str) -> None:
        super().__init__("今日来访", is_flush=True)
        self._model = _VisitModel(ZoneInfo(zone))
        self.list = QListView()
        self.list.setProperty("look", "flat")
        self.list.setModel(self._model)
        self.list.setItemDelegate(_VisitDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName("今日来访")
        self.list.activated.connect(self._choose)
        self.list.clicked.connect(self._choose)
        self._visits: Sequence[VisitRow] = ()
        self._gaps: Mapping[str, Sequence[Missing]] = {}
        self.only_gaps = Button("待补充", icon="edit", tip="只看还缺内容的登记")
        self.only_gaps.setCheckable(True)
        self.only_gaps.hide()
        self.only_gaps.toggled.connect(self._list_visits)
        self.add_action(self.only_gaps)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(EmptyState("今天还没有来访", "按 F2 登记第一位来访人。"))
        self._stack.addWidget(self.list)
        self.add(self._stack, 1)

    def show_visits(
        self,
        visits: Sequence[VisitRow],
        persons: int,
        gaps: Mapping[str, Sequence[Missing]],
    ) -> None:
        """Show the day; `persons` is the sum of heads, `gaps` what is owed by id of the visit."""
        self._visits, self._gaps = visits, gaps
        self._stack.setCurrentIndex(1 if visits else 0)
        self.set_count(f"{len(visits)} 批 {persons} 人次" if visits else "")
        self.only_gaps.setText(f"待补充 {len(gaps)}")
        self.only_gaps.setVisible(bool(gaps))
        if not gaps:
            self.only_gaps.setChecked(False)
        self._list_visits()

    def visit_ids(self) -> list[str]:
        """Return the visits as listed."""
        return [visit.visit_id for visit in self._model.visits]

    def _list_visits(self) -> None:
        """List all visits, or those that lack something; the place in the list stays."""
        shown = [
            visit
            for visit in self._visits
            if visit.visit_id in self._gaps or not self.only_gaps.isChecked()
        ]
        place = self.list.verticalScrollBar().value()
        self._model.show(shown, self._gaps)
        self.list.verticalScrollBar().setValue(place)

    def _choose(self, index: QModelIndex) -> None:
        self.visit_chosen.emit(index.data(VisitRole).visit_id)


class _VisitModel(QAbstractListModel):
    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self._zone = zone
        self.visits: list[VisitRow] = []
        self._gaps: Mapping[str, Sequence[Missing]] = {}

    def show(self, visits: Sequence[VisitRow], gaps: Mapping[str, Sequence[Missing]]) -> None:
        self.beginResetModel()
        self.visits, self._gaps = list(visits), gaps
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.visits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        visit = self.visits[index.row()]
        if role == VisitRole:
            return visit
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{visit.arrived_at.astimezone(self._zone):%H:%M}"
        gaps = self._gaps.get(visit.visit_id, ())
        if role == GapsRole:
            return len(gaps)
        if role == Qt.ItemDataRole.ToolTipRole and gaps:
            return "\n".join(gap.sentence for gap in gaps)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            lacks = f"，登记缺 {len(gaps)} 项" if gaps else ""
            return f"{self.data(index)} {_who(visit)} {visit.summary}{lacks}"
        return None


class _VisitDelegate(TwoLineDelegate):
    """Two lines: time, masked name and heads; then the matter in one line, and what is owed."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        visit: VisitRow = index.data(VisitRole)
        inner = self.ground(painter, option)
        line = option.fontMetrics.height()
        time_width = option.fontMetrics.horizontalAdvance("00:00") + text_size.scaled(10)
        painter.setPen(QColor(icons.colour(Colour.MUTED)))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft, index.data())
        painter.setPen(QColor(icons.colour(Colour.TEXT)))
        again = "重访" if visit.is_repeat else ""
        room = option.fontMetrics.horizontalAdvance(again) + text_size.scaled(6) if again else 0
        top = inner.adjusted(time_width, 0, -room, 0)
        shorten, right = option.fontMetrics.elidedText, Qt.TextElideMode.ElideRight
        who = shorten(_who(visit), right, top.width())
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft, who)
        painter.setPen(QColor(icons.colour(Colour.MUTED)))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight, again)
        below = inner.adjusted(time_width, line + 4, 0, 0)
        below.setRight(below.right() - _paint_gaps(painter, below, index.data(GapsRole)))
        painter.setPen(QColor(icons.colour(Colour.MUTED)))
        if below.width() >= option.fontMetrics.horizontalAdvance("国国国…"):
            words = shorten(visit.summary or "（诉求待补充）", right, below.width())
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft, words)


def _paint_gaps(painter: QPainter, line: QRect, gaps: int) -> int:
    """Say at the right of a line how much the registration lacks; return the width taken in px."""
    if not gaps:
        return 0
    metrics, words = painter.fontMetrics(), f"缺 {gaps} 项"
    painter.setPen(QColor(icons.colour(Colour.WARN)))
    painter.drawText(line, Qt.AlignmentFlag.AlignRight, words)
    side, gap = text_size.scaled(14), text_size.scaled(5)
    left = line.right() - metrics.horizontalAdvance(words) - gap - side
    picture = icons.pixmap("edit", Colour.WARN, side, painter.device().devicePixelRatioF())
    painter.drawPixmap(left, line.top() + (metrics.height() - side) // 2, picture)
    return line.right() - left + 2 * gap


def _who(visit: VisitRow) -> str:
    name = mask_name(visit.name) if visit.name else "未提供姓名"
    if is_group_visit(visit.head_count):
        return f"{name} 等 {visit.head_count} 人 · 集体访"
    return f"{name} 等 {visit.head_count} 人" if visit.head_count > 1 else name
