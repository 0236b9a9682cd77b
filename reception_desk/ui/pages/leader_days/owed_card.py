"""What the office owes for the days ahead: tell the leader, publish, report the bookings."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.rules.leader_owed import Owed, OwedAct
from reception_desk.services.leader_owed import OwedLine
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.labels import IconLabel, label

_SHOWN = 5
_VERBS = {Owed.TELL_LEADER: "已告知…", Owed.REPORT_BOOKINGS: "已报送…", Owed.PUBLISH: "看这个月"}


class OwedCard(Card):
    """Signal `asked(OwedLine)`. Without anything owed the card is not there."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__("本局待办")
        self.buttons: dict[tuple[str, Owed], Button] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self.add(self._rows)

    def show_owed(self, lines: Sequence[OwedLine], today: date) -> None:
        """Show the latest; how many there are stands beside the title."""
        empty(self._rows)
        self.buttons = {}
        late = sum(line.act.is_late(today) for line in lines)
        self.set_count(f"{len(lines)} 项，{late} 项已晚" if late else f"{len(lines)} 项")
        self.setVisible(bool(lines))
        for line in lines[:_SHOWN]:
            self._rows.addWidget(self._block(line, today))
        if (rest := len(lines) - _SHOWN) > 0:
            self._rows.addWidget(label(f"另有 {rest} 项，办好上面的再显示。", "muted", wraps=True))

    def _block(self, line: OwedLine, today: date) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        is_late = line.act.is_late(today)
        row.addWidget(
            IconLabel(*(("warning", Colour.WARN) if is_late else ("clock", Colour.MUTED)), 16)
        )
        column = QVBoxLayout()
        column.setSpacing(1)
        standing = line.one.standing
        who = f"{standing.day.month}月{standing.day.day}日 {line.one.leader.name}"
        column.addWidget(label(f"{who}：{line.act.act.label}", wraps=True))
        column.addWidget(label(_due_words(line.act, today), "hint", wraps=True))
        row.addLayout(column, 1)
        verb = _VERBS[line.act.act]
        button = Button(verb, partial(self.asked.emit, line), look=Look.LINK)
        button.setAccessibleName(f"{verb.rstrip('…')}：{who}，{line.act.act.label}")
        self.buttons[standing.facts.day_id, line.act.act] = button
        row.addWidget(button)
        return whole


def _due_words(act: OwedAct, today: date) -> str:
    due = f"{act.due_on.month}月{act.due_on.day}日"
    days = (act.due_on - today).days
    if days < 0:
        return f"应在{due}前，已晚 {-days} 天"
    return f"今天是最后一天（{due}）" if days == 0 else f"{due}前，还有 {days} 天"
