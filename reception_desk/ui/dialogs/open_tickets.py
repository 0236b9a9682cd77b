"""没有结清的号码: every number is named before it is carried over or noted as left."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.errors import DeskError
from reception_desk.rules.chinese_dates import weekday_name
from reception_desk.rules.ticket_standing import TicketStanding
from reception_desk.rules.ticket_transition import TicketState
from reception_desk.ui import text_size
from reception_desk.ui.screen_room import room_around
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.widgets.labels import label

COLUMNS = (
    Column("number", "号码", 6),
    Column("day", "日期", 7),
    Column("state", "状态", 5),
    Column("window", "窗口", 6),
)
_ROWS_SHOWN = 7
_WORDS = (
    "结转的号码排在那一天的队里，按原来的先后叫号；来访人没有再来的，记为离开。"
    "当天还在其他窗口接待的，由那个窗口结清；隔日的一并结清。"
)


class OpenTickets(QDialog):
    """Signal `settle_asked(date | None)`: carried to that day, or noted as left."""

    settle_asked = Signal(object)

    def __init__(
        self, parent: QWidget, title: str, tickets: Sequence[TicketStanding], carry_to: date
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.model: RecordTableModel[TicketStanding] = RecordTableModel(
            COLUMNS, _cells, lambda one: one.facts.ticket_id, tickets
        )
        table = TableView(self.model, title, can_export=False)
        table.setMinimumHeight(text_size.scaled(36 * min(len(tickets) + 1, _ROWS_SHOWN) + 8))
        self.bar = InlineBar()
        self.later = Button("以后再说", self.reject)
        self.left_button = Button("记为离开", lambda: self._ask(None))
        to = f"结转到{carry_to.month}月{carry_to.day}日 {weekday_name(carry_to)}"
        self.carry_button = Button(to, lambda: self._ask(carry_to), look=Look.PRIMARY)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        for button in (self.later, self.left_button, self.carry_button):
            foot.addWidget(button)
        self._whole = whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 18)
        whole.setSpacing(12)
        whole.addWidget(label(f"{title} {len(tickets)} 个", "heading", wraps=True))
        whole.addWidget(table, 1)
        whole.addWidget(label(_WORDS, "muted", wraps=True))
        whole.addWidget(self.bar)
        whole.addLayout(foot)
        self.setMinimumWidth(min(text_size.scaled(520), room_around(parent).width() - 60))
        self.carry_button.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._whole.activate()
        self.resize(self.width(), self._whole.totalHeightForWidth(self.width()))

    def refuse(self, error: DeskError) -> None:
        """Say why nothing was settled."""
        self._set_busy(is_busy=False)
        self.bar.say_error(error)

    def _ask(self, carry_to: date | None) -> None:
        self._set_busy(is_busy=True)
        self.settle_asked.emit(carry_to)

    def _set_busy(self, *, is_busy: bool) -> None:
        for button in (self.left_button, self.carry_button):
            button.setEnabled(not is_busy)


def _cells(one: TicketStanding) -> Sequence[Any]:
    at = one.state not in (TicketState.WAITING, TicketState.MISSED)
    return (
        one.facts.number,
        f"{one.day.month}月{one.day.day}日",
        one.state.label,
        f"{one.window}号窗口" if at else None,
    )
