"""Who is received on the chosen day: the bookings in their order, and what was instructed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.records.document import DocumentKind
from reception_desk.records.leader_bookings import BookingEvent
from reception_desk.rules.leader_bookings import BOOKING_TRANSITIONS, BookingState
from reception_desk.services.leader_bookings import BookingNow
from reception_desk.services.leader_instructions import InstructionNow
from reception_desk.services.promises import PromiseNow
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import IconLabel, label, line

NO_TITLE = "（诉求待补充）"
INSTRUCT = "instruct"
OPEN = "open"
_LEFT = Qt.AlignmentFlag.AlignLeft
_MARKS = {
    BookingState.BOOKED: (Colour.MUTED, "clock"),
    BookingState.RECEIVED: (Colour.OK, "check"),
    BookingState.NOT_COME: (Colour.WARN, "skip"),
    BookingState.WITHDRAWN: (Colour.MUTED, "close"),
}
_ASKING = frozenset({BookingEvent.MOVED, BookingEvent.WITHDRAWN})
PAPERS = (
    (DocumentKind.LEADER_BOOKING_FORM, "预约登记表", "Alt+Y"),
    (DocumentKind.LEADER_VISIT_FORM, "接访登记表", "Alt+J"),
    (DocumentKind.LEADER_INSTRUCTION, "批办单", "Alt+P"),
)
"""The papers of a booking, what their buttons say, and the key of each."""


@dataclass(frozen=True, slots=True)
class BookingRights:
    """What the person at the desk may do with bookings."""

    may_hold: bool
    may_print: bool
    may_take_pack: bool
    may_sit: bool


class BookingsCard(Card):
    """Signals: `asked(BookingNow, act)`, an act being a `BookingEvent`, `INSTRUCT` or `OPEN`;
    `paper_asked(BookingNow, DocumentKind, instruction id or "")`; `pack_asked(day id)`;
    `desk_asked(day id)`.
    """

    asked = Signal(object, str)
    paper_asked = Signal(object, object, str)
    pack_asked = Signal(str)
    desk_asked = Signal(str)

    def __init__(self, rights: BookingRights) -> None:
        super().__init__("接访名单")
        self._rights = rights
        self.buttons: dict[tuple[str, str], Button] = {}
        self._bookings: tuple[BookingNow, ...] = ()
        self._blocks: list[QWidget] = []
        self.desk_button = Button("接访席", partial(self._of_day, self.desk_asked), icon="leader")
        self.pack_button = Button("资料包…", partial(self._of_day, self.pack_asked), icon="file")
        for button, is_offered in (
            (self.desk_button, rights.may_sit),
            (self.pack_button, rights.may_take_pack),
        ):
            if is_offered:
                self.add_action(button)
        if rights.may_print:
            for kind, _, keys in PAPERS:
                shortcut = QShortcut(QKeySequence(keys), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.setAutoRepeat(False)
                shortcut.activated.connect(partial(self._press_paper, kind))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self.add(self._rows)
        self.body.addStretch(1)

    def show_bookings(self, bookings: Sequence[BookingNow], *, is_today: bool) -> None:
        """Show the bookings of a day; without any the card is not there."""
        self.desk_button.setEnabled(is_today)
        self.desk_button.setToolTip("" if is_today else "接访席只看当天的名单。")
        empty(self._rows)
        self.buttons, self._blocks = {}, []
        self._bookings = tuple(bookings)
        awaited = sum(one.standing.state is BookingState.BOOKED for one in bookings)
        self.set_count(f"{awaited} 件待接访" if awaited else "")
        self.setVisible(bool(bookings))
        for at, one in enumerate(bookings):
            if at:
                self._rows.addWidget(line())
            self._blocks.append(self._block(one))
            self._rows.addWidget(self._blocks[-1])

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
            column.addWidget(label(f"批示：{given.text}", wraps=True))
            column.addWidget(label(promise_words(given.promise), "muted", wraps=True))
            if self._rights.may_print:
                column.addWidget(self._instruction_button(one, given), 0, _LEFT)
        if one.earlier:
            column.addWidget(label("以前的承诺", "strong"))
        for promised in one.earlier:
            words = f"{promised.promise.what}（{promise_words(promised)}）"
            column.addWidget(label(words, wraps=True))
        column.addWidget(self._strip([self._button(one, *act) for act in self._acts(one)]))
        if self._rights.may_print:
            column.addWidget(self._strip(self._papers(one)))
        return whole

    def _strip(self, buttons: list[Button]) -> QWidget:
        strip = QWidget()
        flow = FlowLayout(strip, spacing=6)
        for button in buttons:
            flow.addWidget(button)
        return strip

    def _papers(self, one: BookingNow) -> list[Button]:
        return [
            self._paper_button(one, kind, words, keys)
            for kind, words, keys in PAPERS
            if kind is not DocumentKind.LEADER_INSTRUCTION
        ]

    def _instruction_button(self, one: BookingNow, given: InstructionNow) -> Button:
        kind, words, keys = PAPERS[-1]
        return self._paper_button(one, kind, words, keys, given.instruction_id)

    def _paper_button(
        self, one: BookingNow, kind: DocumentKind, words: str, keys: str, about: str = ""
    ) -> Button:
        press = partial(self.paper_asked.emit, one, kind, about)
        button = Button(words, press, look=Look.LINK, icon="print", tip=f"{words}（{keys}）")
        button.setAccessibleName(f"{words}：{one.matter or NO_TITLE}")
        self.buttons[about or one.standing.facts.booking_id, kind.value] = button
        return button

    def _press_paper(self, kind: DocumentKind) -> None:
        """Print for the booking in which the keyboard stands, of several instructions the last."""
        focus = QApplication.focusWidget()
        place = next(
            (at for at, block in enumerate(self._blocks) if focus and block.isAncestorOf(focus)),
            None,
        )
        if place is None:
            return
        one = self._bookings[place]
        if kind is not DocumentKind.LEADER_INSTRUCTION:
            self.paper_asked.emit(one, kind, "")
        elif one.instructions:
            self.paper_asked.emit(one, kind, one.instructions[-1].instruction_id)

    def _of_day(self, signal: SignalInstance) -> None:
        if self._bookings:
            signal.emit(self._bookings[0].standing.day_id)

    def _acts(self, one: BookingNow) -> list[tuple[str, str]]:
        """Return what the table allows; an instruction may follow wherever somebody was heard."""
        found: list[tuple[str, str]] = []
        if self._rights.may_hold:
            for event, row in BOOKING_TRANSITIONS.items():
                if one.standing.state in row.sources and not _is_over(one, event):
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


def _is_over(one: BookingNow, event: BookingEvent) -> bool:
    return event is BookingEvent.LEFT and not one.standing.is_in_front


def promise_words(made: PromiseNow) -> str:
    """Return who owes a promise until when, and whether it was kept."""
    promise = made.promise
    helpers = f"，协办{'、'.join(promise.co_owners)}" if promise.co_owners else ""
    due = f"{promise.due_on.month}月{promise.due_on.day}日前"
    state = "" if made.standing.is_open else "，已销号"
    return f"{promise.owner_unit} {promise.owner_name}{helpers} · {due}{state}"


def _state(one: BookingNow) -> QHBoxLayout:
    colour, icon = _MARKS[one.standing.state]
    at = f"{one.standing.at:%H:%M}" if one.standing.at else "不约时间"
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(IconLabel(icon, colour, 16))
    row.addWidget(label(f"{at} · {one.standing.state.label}"), 1)
    return row
