"""Which units attend the chosen day, for what, and whether they come."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.rules.attendance import AttendanceEvent
from reception_desk.services.attendance import AttendanceNow
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import IconLabel, label, line

LETTER = "letter"
_MARKS = {
    AttendanceEvent.ASKED: (Colour.MUTED, "clock"),
    AttendanceEvent.CONFIRMED: (Colour.OK, "check"),
    AttendanceEvent.RELEASED: (Colour.MUTED, "close"),
}
_WAITING = {AttendanceEvent.ASKED: "等回复"}
_ACTS = (
    (LETTER, "打印通知"),
    (AttendanceEvent.CONFIRMED, "确认到场…"),
    (AttendanceEvent.RELEASED, "不用到场…"),
)


class UnitsCard(Card):
    """Signals: `wanted()` for another unit, `asked(AttendanceNow, act)`."""

    wanted = Signal()
    asked = Signal(object, str)

    def __init__(self) -> None:
        super().__init__("到场单位")
        self.add_button = Button("通知到场…", self.wanted.emit, icon="add")
        self.add_action(self.add_button)
        self.buttons: dict[tuple[object, str], Button] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self.add(self._rows)

    def show_units(self, units: Sequence[AttendanceNow], *, may_ask: bool) -> None:
        """Show the units; a day that is over takes no other."""
        empty(self._rows)
        self.buttons = {}
        self.add_button.setVisible(may_ask)
        awaited = sum(one.standing.is_awaited for one in units)
        self.set_count(f"{awaited} 个" if awaited else "")
        self.setVisible(bool(units) or may_ask)
        for at, one in enumerate(units):
            if at:
                self._rows.addWidget(line())
            self._rows.addWidget(self._block(one, may_act=may_ask))
        if not units:
            words = "还没有通知单位。涉及的单位到场，领导可以当场交办。"
            self._rows.addWidget(label(words, "muted", wraps=True))

    def _block(self, one: AttendanceNow, *, may_act: bool) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(one.unit, "strong", wraps=True))
        column.addWidget(label(_subject(one), "muted", wraps=True))
        column.addLayout(_state(one))
        if one.standing.note:
            column.addWidget(label(one.standing.note, "muted", wraps=True))
        if may_act and one.standing.is_awaited:
            strip = QWidget()
            flow = FlowLayout(strip, spacing=6)
            for act, words in _ACTS:
                flow.addWidget(self._button(one, act, words))
            column.addWidget(strip)
        return whole

    def _button(self, one: AttendanceNow, act: str, words: str) -> Button:
        button = Button(words, partial(self.asked.emit, one, act), look=Look.LINK)
        button.setAccessibleName(f"{words.rstrip('…')}：{one.unit}，{_subject(one)}")
        self.buttons[one.asking, act] = button
        return button


def _subject(one: AttendanceNow) -> str:
    if one.booking is None:
        return "整个接访日"
    at = one.booking.standing.at
    title = one.booking.matter or "诉求待补充的事项"
    return f"{at:%H:%M} {title}" if at else title


def _state(one: AttendanceNow) -> QHBoxLayout:
    state = one.standing.state or AttendanceEvent.ASKED
    colour, icon = _MARKS[state]
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(IconLabel(icon, colour, 16))
    row.addWidget(label(_WAITING.get(state, state.label)), 1)
    return row
