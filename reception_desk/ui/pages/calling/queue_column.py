"""Left: who waits, in the order in which they are called."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyleOptionViewItem,
    QWidget,
)

from reception_desk.rules.ticket_transition import TicketEvent
from reception_desk.ui import icons, text_size
from reception_desk.ui.pages.calling.queue_words import QueueLine
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.two_line_delegate import TwoLineDelegate

_Index = QModelIndex | QPersistentModelIndex
LineRole = Qt.ItemDataRole.UserRole + 1
HELP = "需要协助"
_NOBODY = "没有人等候"
ACTS = (
    (TicketEvent.CALLED, "Enter　叫这个号"),
    (TicketEvent.RECEIVED, "W　到窗接待"),
    (TicketEvent.HELP_ASKED, f"H　{HELP}"),
    (TicketEvent.LEFT, "L　离开"),
)


class QueueColumn(Card):
    """Signals: `act_asked(TicketEvent, ticket id)`, `chosen()` when another number is marked,
    `left_toggled()`."""

    act_asked = Signal(object, str)
    chosen = Signal()
    left_toggled = Signal()

    def __init__(self) -> None:
        super().__init__("等候", is_flush=True)
        self.model = _QueueModel()
        self.list = _QueueList()
        self.list.setProperty("look", "flat")
        self.list.setModel(self.model)
        self.list.setItemDelegate(_LineDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName("等候的号码")
        self.list.activated.connect(lambda _: self.press(TicketEvent.CALLED))
        self.list.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit())
        self.left_button = Button("已离开", tip="也列出已离开的号码，可以再叫")
        self.left_button.setCheckable(True)
        self.left_button.toggled.connect(lambda _: self.left_toggled.emit())
        self.left_button.hide()
        self.add_action(self.left_button)
        self.add(self.list, 1)
        self.wait = label("", "muted", wraps=True)
        self.buttons = {event: Button(words, partial(self.press, event)) for event, words in ACTS}
        self._foot = QWidget()
        acts = QWidget()
        flow = FlowLayout(acts, spacing=6)
        for button in self.buttons.values():
            button.setEnabled(False)
            flow.addWidget(button)
        self.wait.setContentsMargins(15, 0, 15, 0)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(15, 0, 15, 12)
        foot.addWidget(acts, 1)
        self.add(self.wait)
        self.add(self._foot)

    @property
    def current_id(self) -> str:
        """The number that is marked, "" for none."""
        index = self.list.currentIndex()
        return index.data(LineRole).ticket_id if index.isValid() else ""

    def show_lines(self, lines: Sequence[QueueLine], waiting: int, left: int) -> None:
        """Show the queue; what was marked stays marked, and the place in the list stays."""
        marked, place = self.current_id, self.list.verticalScrollBar().value()
        self.model.show(lines)
        self.set_count(f"{waiting} 人" if waiting else "")
        self.left_button.setText(f"已离开 {left}")
        self.left_button.setVisible(bool(left) or self.left_button.isChecked())
        self.mark(marked)
        self.list.verticalScrollBar().setValue(place)
        self.chosen.emit()

    def mark(self, ticket_id: str) -> None:
        """Mark a number, the first where it is not listed."""
        rows = [line.ticket_id for line in self.model.lines]
        if rows:
            at = rows.index(ticket_id) if ticket_id in rows else 0
            self.list.setCurrentIndex(self.model.index(at, 0))

    def offer(self, events: frozenset[TicketEvent]) -> None:
        """Let the buttons live that the table allows for the marked number."""
        for event, button in self.buttons.items():
            button.setEnabled(event in events)

    def let_act(self, *, is_shown: bool) -> None:
        """Hide the acts from whom only looks."""
        self._foot.setVisible(is_shown)

    def press(self, event: TicketEvent) -> None:
        """Ask for an act where it is possible now."""
        if self.buttons[event].isEnabled() and self.current_id:
            self.act_asked.emit(event, self.current_id)


class _QueueList(QListView):
    """Says that nobody waits; it stays in its place, so that the focus does."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(QColor(icons.colour(Colour.MUTED)))
            words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect(), words, _NOBODY)
            painter.end()


class _QueueModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[QueueLine] = []

    def show(self, lines: Sequence[QueueLine]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == LineRole:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.number
        if role == Qt.ItemDataRole.AccessibleTextRole:
            helped = f"，{HELP}" if line.needs_help else ""
            waited = f"，已等 {line.wait}" if line.wait else ""
            return f"{line.number}{waited}{helped}，{line.note}"
        return None


class _LineDelegate(TwoLineDelegate):
    """Two lines: the number and how long it waits; since when, and what else is to be known."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line: QueueLine = index.data(LineRole)
        inner = self.ground(painter, option)
        self._paint_top(painter, inner, line)
        below = inner.adjusted(0, option.fontMetrics.height() + 4, 0, 0)
        painter.setPen(QColor(icons.colour(Colour.MUTED)))
        note = option.fontMetrics.elidedText(line.note, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, note)

    def _paint_top(self, painter: QPainter, top: QRect, line: QueueLine) -> None:
        role = Colour.TEXT if line.is_next else Colour.MUTED
        font = painter.font()
        font.setBold(line.is_next)
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(icons.colour(role)))
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft, line.number)
        taken = painter.fontMetrics().horizontalAdvance(line.number) + text_size.scaled(10)
        painter.restore()
        painter.setPen(QColor(icons.colour(Colour.MUTED)))
        painter.drawText(top, Qt.AlignmentFlag.AlignRight, line.wait)
        if line.needs_help:
            self._paint_help(painter, top.adjusted(taken, 0, 0, 0), line.wait)

    def _paint_help(self, painter: QPainter, room: QRect, wait: str) -> None:
        """A neutral sign and a word: why it is called earlier is nobody's business."""
        metrics = painter.fontMetrics()
        side = text_size.scaled(14)
        has_room = metrics.horizontalAdvance(f"{wait}{HELP}") + side * 2 <= room.width()
        picture = icons.pixmap("help", Colour.ACCENT, side, painter.device().devicePixelRatioF())
        painter.drawPixmap(room.left(), room.top() + (metrics.height() - side) // 2, picture)
        painter.setPen(QColor(icons.colour(Colour.ACCENT)))
        after = room.adjusted(side + text_size.scaled(4), 0, 0, 0)
        painter.drawText(after, Qt.AlignmentFlag.AlignLeft, HELP if has_room else "")
