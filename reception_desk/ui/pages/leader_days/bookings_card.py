"""Who is received on the chosen day: the bookings in their order, and what was instructed."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.records.leader_bookings import BookingEvent
from reception_desk.rules.leader_bookings import BOOKING_TRANSITIONS, BookingState
from reception_desk.services.leader_bookings import BookingNow
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import IconLabel, label, line

NO_TITLE = "（诉求待补充）"
INSTRUCT = "instruct"
OPEN = "open"
_MARKS = {
    BookingState.BOOKED: (Colour.MUTED, "clock"),
    BookingState.RECEIVED: (Colour.OK, "check"),
    BookingState.NOT_COME: (Colour.WARN, "skip"),
    BookingState.WITHDRAWN: (Colour.MUTED, "close"),
}
_ASKING = frozenset({BookingEvent.MOVED, BookingEvent.WITHDRAWN})


class BookingsCard(Card):
    """Signal `asked(BookingNow, act)`: an act is a `BookingEvent`, `INSTRUCT` or `OPEN`."""

    asked = Signal(object, str)

    def __init__(self, *, may_hold: bool) -> None:
        super().__init__("接访名单")
        self._may_hold = may_hold
        self.buttons: dict[tuple[str, str], Button] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self.add(self._rows)
        self.body.addStretch(1)

    def show_bookings(self, bookings: Sequence[BookingNow]) -> None:
        """Show the bookings of a day; without any the card is not there."""
        empty(self._rows)
        self.buttons = {}
        awaited = sum(one.standing.state is BookingState.BOOKED for one in bookings)
        self.set_count(f"{awaited} 件待接访" if awaited else "")
        self.setVisible(bool(bookings))
        for at, one in enumerate(bookings):
            if at:
                self._rows.addWidget(line())
            self._rows.addWidget(self._block(one))

    def _block(self, one: BookingNow) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(one.matter or NO_TITLE, "strong", wraps=True))
        column.addLayout(_state(one))
        for reason in one.standing.reasons:
            column.addWidget(label(reason, "muted", wraps=True))
        for given in one.instructions:
            promise = given.promise.promise
            owner = f"{promise.owner_unit} {promise.owner_name}"
            column.addWidget(label(f"批示：{given.text}", wraps=True))
            due = f"{promise.due_on.month}月{promise.due_on.day}日前"
            state = "" if given.promise.standing.is_open else "，已销号"
            column.addWidget(label(f"{owner} · {due}{state}", "muted", wraps=True))
        strip = QWidget()
        flow = FlowLayout(strip, spacing=6)
        for act, words in self._acts(one):
            flow.addWidget(self._button(one, act, words))
        column.addWidget(strip)
        return whole

    def _acts(self, one: BookingNow) -> list[tuple[str, str]]:
        """Return what the table allows; an instruction may follow wherever somebody was heard."""
        found: list[tuple[str, str]] = []
        if self._may_hold:
            for event, row in BOOKING_TRANSITIONS.items():
                if one.standing.state in row.sources:
                    words = f"{row.label}…" if event in _ASKING else row.label
                    found.append((event.value, words))
            found.sort(key=lambda act: act[0] != BookingEvent.RECEIVED)
            found.append((INSTRUCT, "批示…"))
        return [*found, (OPEN, "打开事项")]

    def _button(self, one: BookingNow, act: str, words: str) -> Button:
        is_first = act == BookingEvent.RECEIVED and one.standing.state is BookingState.BOOKED
        look = Look.PLAIN if is_first or act == INSTRUCT else Look.LINK
        button = Button(words, partial(self.asked.emit, one, act), look=look)
        button.setAccessibleName(f"{words.rstrip('…')}：{one.matter or NO_TITLE}")
        self.buttons[one.standing.facts.booking_id, act] = button
        return button


def _state(one: BookingNow) -> QHBoxLayout:
    colour, icon = _MARKS[one.standing.state]
    at = f"{one.standing.at:%H:%M}" if one.standing.at else "不约时间"
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(IconLabel(icon, colour, 16))
    row.addWidget(label(f"{at} · {one.standing.state.label}"), 1)
    return row
