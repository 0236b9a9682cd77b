"""What else stands at this window: numbers on hold, each with the way back."""

from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.rules.ticket_standing import TicketStanding
from reception_desk.rules.ticket_transition import TicketEvent, TicketState
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.labels import ElidedLabel, label

_WAY_BACK = {
    TicketState.ON_HOLD: (TicketEvent.RESUMED, "继续接待"),
    TicketState.CALLED: (TicketEvent.BEGUN, "开始接待"),
    TicketState.SERVING: (TicketEvent.DONE, "接待完毕"),
}


class AsideCard(Card):
    """Hidden while it is empty. Signal `act_asked(TicketEvent, ticket id)`."""

    act_asked = Signal(object, str)

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__("本窗口暂离的号码")
        self._zone = zone
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.add(self._rows)
        self.buttons: dict[str, Button] = {}
        self._said: tuple[object, ...] | None = None
        self.hide()

    def show_numbers(self, tickets: Sequence[TicketStanding]) -> None:
        """Show them; what is the same stays, so that the focus stays."""
        said = tuple((one.facts.ticket_id, one.state, one.since) for one in tickets)
        if said == self._said:
            return
        self._said, self.buttons = said, {}
        empty(self._rows)
        for one in tickets:
            self._rows.addWidget(self._row(one))
        self.setVisible(bool(tickets))

    def _row(self, ticket: TicketStanding) -> QWidget:
        event, words = _WAY_BACK[ticket.state]
        key = ticket.facts.ticket_id
        button = Button(words, partial(self.act_asked.emit, event, key))
        button.setAccessibleName(f"{ticket.facts.number} {words}")
        self.buttons[key] = button
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(label(ticket.facts.number, "strong"))
        since = f"{ticket.since.astimezone(self._zone):%H:%M} 起{ticket.state.label}"
        row.addWidget(ElidedLabel(since, "muted"), 1)
        if ticket.state is not TicketState.SERVING:
            left = Button("离开", partial(self.act_asked.emit, TicketEvent.LEFT, key))
            left.setAccessibleName(f"{ticket.facts.number} 离开")
            row.addWidget(left)
        row.addWidget(button)
        return part
