"""领导包案 on a matter: who answers for it until when, with whom and how, and what became of it."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.records.undertakings import UndertakingEvent, UndertakingEventRecord
from reception_desk.rules.chinese_dates import long_day_text
from reception_desk.rules.undertakings import UndertakingState
from reception_desk.services.undertakings import UndertakingNow
from reception_desk.ui.pages.matters.matter_words import left, mark_of
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.fold import Fold
from reception_desk.ui.widgets.labels import IconLabel, label, line

_LOOKS = {Colour.ERROR: "error", Colour.WARN: "warn"}
_KINDS = {kind.value: kind.label for kind in UndertakingEvent}


class UndertakingsCard(Card):
    """Built anew for each matter; hidden where there is none and none may be written down.

    Signals: `asked()` for a new one, `event_asked(UndertakingNow, UndertakingEvent)`.
    """

    asked = Signal()
    event_asked = Signal(object, object)

    def __init__(self, acts: Collection[UndertakingEvent] = (), *, may_undertake: bool) -> None:
        super().__init__("领导包案")
        self._acts, self._may_undertake = acts, may_undertake
        self.buttons: dict[tuple[str, UndertakingEvent], Button] = {}
        self._shown: tuple[tuple[UndertakingNow, ...], date] | None = None
        self.undertake_button = Button("包案…", self.asked.emit, look=Look.LINK)
        self.undertake_button.setAccessibleName("领导包案…")
        self.add_action(self.undertake_button)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.add(self._rows)

    def show_undertakings(self, found: Sequence[UndertakingNow], today: date) -> None:
        """Show who answers for the matter now, then what was before."""
        if self._shown == (shown := (tuple(found), today)):
            return  # read again while a button is held down, it would be gone under the finger
        self._shown = shown
        held = next((key for key, one in self.buttons.items() if one.hasFocus()), None)
        empty(self._rows)
        self.buttons = {}
        is_open = any(one.standing.is_open for one in found)
        self.undertake_button.setVisible(self._may_undertake and not is_open)
        self.setVisible(bool(found) or self._may_undertake)
        ordered = sorted(found, key=lambda one: not one.standing.is_open)
        for at, one in enumerate(ordered):
            if at:
                self._rows.addWidget(line())
            self._rows.addWidget(self._undertaking(one, today))
        if not found:
            self._rows.addWidget(label("没有领导包案。", "muted"))
        same = [one for key, one in self.buttons.items() if held and key[0] == held[0]]
        if held and (button := self.buttons.get(held) or next(iter(same), None)):
            button.setFocus()

    def _undertaking(self, one: UndertakingNow, today: date) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        standing = one.standing
        column.addWidget(label(f"{one.leader}　{one.unit}", "strong", wraps=True))
        column.addLayout(_left(one, today))
        column.addWidget(label(f"{long_day_text(standing.due_on)}前化解", wraps=True))
        if standing.facts.team:
            column.addWidget(label(f"专班：{'、'.join(standing.facts.team)}", wraps=True))
        column.addWidget(label(f"方案：{standing.facts.plan}", wraps=True))
        column.addWidget(label(f"{standing.facts.undertaken_on} 开始包案", "muted", wraps=True))
        if standing.events:
            told = "\n".join(_event(one, event) for event in standing.events)
            column.addWidget(Fold(f"{len(standing.events)} 次变动", label(told, wraps=True)))
        if standing.is_open and self._acts:
            column.addWidget(self._buttons(one))
        return whole

    def _buttons(self, one: UndertakingNow) -> QWidget:
        strip = QWidget()
        row = FlowLayout(strip)
        for event in UndertakingEvent:
            if event in self._acts:
                ask = partial(self.event_asked.emit, one, event)
                button = Button(f"{event.label}…", ask, look=Look.LINK)
                button.setAccessibleName(f"{event.label}：{one.leader}包案")
                self.buttons[one.standing.facts.undertaking_id, event] = button
                row.addWidget(button)
        return strip


def _left(one: UndertakingNow, today: date) -> QHBoxLayout:
    """Return how long there is time, or how it ended; one that was late stays late."""
    standing = one.standing
    row = QHBoxLayout()
    row.setSpacing(6)
    late = standing.is_late(today)
    if standing.state is UndertakingState.SETTLED:
        words = f"{standing.ended_on} 化解销案，{'有超期' if late else '按期'}"
        mark = (Colour.ERROR, "warning") if late else (Colour.OK, "check")
    elif standing.state is UndertakingState.LIFTED:
        words, mark = f"{standing.ended_on} 解除包案", (Colour.MUTED, "info")
    else:
        words = str(left(standing.due_on, standing.due_on, today))
        mark = mark_of(words) or (Colour.MUTED, "clock")
        words += "（延期前已超期）" if standing.was_late else ""
    colour, icon = mark
    row.addWidget(IconLabel(icon, colour, 16))
    row.addWidget(label(words, _LOOKS.get(colour, "")))
    row.addStretch(1)
    return row


def _event(one: UndertakingNow, event: UndertakingEventRecord) -> str:
    what = _KINDS.get(event.event, "变动")
    if event.due_on is not None:
        what += f"到 {event.due_on}"
    if event.leader_id is not None:
        what += f"给{one.leaders.get(event.leader_id, '另一位领导')}"
    refused = "（未生效）" if event.event_id in dict(one.standing.refused) else ""
    return f"{event.day} {what}{refused}：{event.text}（{event.author_name}）"
