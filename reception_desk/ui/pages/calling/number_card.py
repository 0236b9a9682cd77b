"""Right: the number at this window, large, with what may happen to it."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reception_desk.rules.ticket_periods import doubt_of
from reception_desk.rules.ticket_standing import TicketStanding
from reception_desk.rules.ticket_transition import TicketEvent, TicketState
from reception_desk.ui.theme import set_look
from reception_desk.ui.ticket_words import running_words, span_words
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import label, line

NEXT = "F4　叫下一号"
COME = "F4　到了，开始接待"
CALLING = "正在叫号…"
FINISH = "F8　接待完毕"
NOBODY = "空闲"
_FORWARD = {
    TicketState.CALLED: TicketEvent.BEGUN,
    TicketState.SERVING: TicketEvent.DONE,
}
_FORWARD_WORDS = {None: NEXT, TicketEvent.BEGUN: COME, TicketEvent.DONE: FINISH}
_LEADING = (
    (TicketEvent.RECALLED, "Shift+F4　重呼"),
    (TicketEvent.MISSED, "F7　过号"),
    (TicketEvent.HELD, "F6　暂离"),
)
_OTHERS = (
    (TicketEvent.RETURNED, "R　退回等候"),
    (TicketEvent.TRANSFERRED, "T　转窗口…"),
    (TicketEvent.HELP_ASKED, "需要协助"),
    (TicketEvent.LEFT, "离开"),
)


class NumberCard(Card):
    """Signals: `forward_asked()`, `act_asked(TicketEvent)`, `register_asked()`.

    The table of tickets decides which buttons live.
    """

    forward_asked = Signal()
    act_asked = Signal(object)
    register_asked = Signal()

    def __init__(self, window: str, zone: ZoneInfo) -> None:
        super().__init__("本窗口", count=f"{window}号窗口")
        self._zone = zone
        self._shown: TicketStanding | None = None
        self.number = label(NOBODY, "no-number")
        self.state = label("", "heading", wraps=True)
        self.facts = label("", "muted", wraps=True)
        self._forward: TicketEvent | None = None
        self.forward = Button(NEXT, self._press_forward, look=Look.PRIMARY)
        self.register_button = Button(
            "登记来访", self.register_asked.emit, icon="reception", tip="F2"
        )
        self.buttons = {
            event: Button(words, partial(self.act_asked.emit, event))
            for event, words in (*_LEADING, *_OTHERS)
        }
        self._arrange()

    def show_number(
        self, ticket: TicketStanding | None, live: frozenset[TicketEvent], *, is_busy: bool
    ) -> None:
        """Show what stands at the window, and let the buttons live that the table allows."""
        self._shown = ticket
        self.number.setText(ticket.facts.number if ticket else NOBODY)
        for event, button in self.buttons.items():
            button.setEnabled(event in live)
        set_look(self.number, "number" if ticket else "no-number")
        self._forward = _FORWARD[ticket.state] if ticket else None
        words = _FORWARD_WORDS[self._forward]
        self.forward.setText(CALLING if is_busy and ticket is None else words)
        self.forward.setEnabled(not is_busy)
        self.register_button.setEnabled(TicketEvent.REGISTERED in live)
        self.facts.setText(_facts(ticket, self._zone) if ticket else "")

    def tell_time(self, moment: datetime, waiting: str) -> None:
        """Say how long the period runs; without a number, who waits."""
        ticket = self._shown
        if ticket is None:
            self.state.setText(waiting)
            return
        ran = running_words((moment - ticket.since).total_seconds())
        times = sum(at >= ticket.since for at in ticket.calls)
        again = f"，叫了 {times} 次" if ticket.state is TicketState.CALLED and times > 1 else ""
        self.state.setText(f"{ticket.state.label} {ran}{again}")

    def _press_forward(self) -> None:
        if self._forward is TicketEvent.DONE:
            self.act_asked.emit(self._forward)
        else:
            self.forward_asked.emit()

    def _arrange(self) -> None:
        self.body.setSpacing(10)
        for part in (self.number, self.state, self.facts):
            self.add(part)
        self.add(_flow(self.forward, *(self.buttons[event] for event, _ in _LEADING)))
        self.add(line())
        others = [self.buttons[event] for event, _ in _OTHERS]
        self.add(_flow(self.register_button, *others))


def _flow(*buttons: Button) -> QWidget:
    part = QWidget()
    flow = FlowLayout(part)
    for button in buttons:
        flow.addWidget(button)
    return part


def _facts(ticket: TicketStanding, zone: ZoneInfo) -> str:
    facts = ticket.facts
    said = [f"{facts.issued_at.astimezone(zone):%H:%M} 取号"]
    if (called := next(iter(ticket.calls), None)) is not None:
        said.append(f"等了 {span_words((called - facts.issued_at).total_seconds())}")
    if facts.booked_for is not None:
        said.append(f"预约 {facts.booked_for.astimezone(zone):%H:%M}")
    if ticket.needs_help:
        said.append("需要协助")
    if ticket.visits:
        said.append(f"已登记 {len(ticket.visits)} 件")
    if (doubt := doubt_of(ticket, zone)) is not None:
        said.append(f"时间有疑问（{doubt.label}），不计入统计")
    return " · ".join(said)
