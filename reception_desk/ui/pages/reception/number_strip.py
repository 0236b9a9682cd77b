"""The number at this window above the tabs: what it is, how long already, what comes next."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reception_desk.rules.ticket_standing import TicketStanding
from reception_desk.rules.ticket_transition import TicketEvent, TicketState
from reception_desk.ui.ticket_words import running_words
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.labels import ElidedLabel, label

NEXT, COME, TAKE = "F4　叫下一号", "F4　到了，开始接待", "把这次登记记到本号"
_ACTS = (
    (TicketEvent.RECALLED, "重呼", "Shift+F4"),
    (TicketEvent.MISSED, "过号", "F7"),
    (TicketEvent.HELD, "暂离", "F6"),
    (TicketEvent.DONE, "接待完毕", ""),
)


class NumberStrip(Card):
    """Signals: `forward_asked()`, `act_asked(TicketEvent)`, `take_asked()` for the open form.

    Only what may happen now is shown.
    """

    forward_asked = Signal()
    act_asked = Signal(object)
    take_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("本窗口的号码")
        self._shown: TicketStanding | None = None
        self.number = label("", "heading")
        self.state = ElidedLabel("", "muted")
        self.take_button = Button(TAKE, self.take_asked.emit, look=Look.LINK)
        self.forward = Button(NEXT, self.forward_asked.emit)
        self.buttons: dict[TicketEvent, Button] = {}
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.number)
        row.addWidget(self.state, 1)
        row.addWidget(self.take_button)
        for event, words, key in _ACTS:
            button = Button(words, tip=key)
            button.clicked.connect(lambda _=False, event=event: self.act_asked.emit(event))
            self.buttons[event] = button
            row.addWidget(button)
        row.addWidget(self.forward)
        # From the start: the page would be measured with all of them, wider than a screen.
        for hidden in (self.number, self.take_button, *self.buttons.values()):
            hidden.hide()
        self.add(part)
        whole = self.layout()
        if whole is not None:
            whole.setContentsMargins(12, 6, 8, 6)

    def show_number(
        self, ticket: TicketStanding | None, live: frozenset[TicketEvent], *, is_busy: bool
    ) -> None:
        """Show what stands at the window."""
        self._shown = ticket
        self.number.setText(ticket.facts.number if ticket else "")
        self.number.setVisible(ticket is not None)
        for event, button in self.buttons.items():
            button.setVisible(event in live)
        is_called = ticket is not None and ticket.state is TicketState.CALLED
        self.forward.setText(COME if is_called else NEXT)
        self.forward.setVisible(ticket is None or is_called)
        self.forward.setEnabled(not is_busy)

    def offer_taking(self, *, is_offered: bool) -> None:
        """Let the open form be registered for this number."""
        self.take_button.setVisible(is_offered)

    def tell_time(self, moment: datetime, waiting: str) -> None:
        """Say how long the period runs; without a number, who waits."""
        ticket = self._shown
        if ticket is None:
            self.state.setText(waiting)
            return
        said = [f"{ticket.state.label} {running_words((moment - ticket.since).total_seconds())}"]
        if ticket.needs_help:
            said.append("需要协助")
        if ticket.visits:
            said.append(f"已登记 {len(ticket.visits)} 件")
        self.state.setText(" · ".join(said))
