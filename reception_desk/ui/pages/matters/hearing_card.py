"""听证 on a matter's page: when, where, who presides, and until when the notice is served."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.records.hearings import HearingEvent, HearingRecord
from reception_desk.rules.chinese_dates import long_day_text
from reception_desk.services.hearings import HearingNow
from reception_desk.ui.pages.matters.matter_words import left, mark_of
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.fold import Fold
from reception_desk.ui.widgets.labels import IconLabel, label

_LOOKS = {Colour.ERROR: "error", Colour.WARN: "warn"}
_KINDS = {kind.value: kind.label for kind in HearingEvent}


class HearingCard(Card):
    """Hidden where none may be held. Signals: `asked(HearingEvent)`, `notice_asked()`."""

    asked = Signal(object)
    notice_asked = Signal()

    def __init__(self, *, may_plan: bool) -> None:
        super().__init__("听证")
        self._may_plan = may_plan
        self._shown: tuple[HearingNow | None, bool, date] | None = None
        self.buttons: dict[str, Button] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(3)
        self.add(self._rows)

    def show_hearing(self, hearing: HearingNow | None, today: date, *, may_be_heard: bool) -> None:
        """Show what is arranged; `may_be_heard` as the matter stands."""
        can_plan = self._may_plan and may_be_heard
        if self._shown == (shown := (hearing, can_plan, today)):
            return  # read again while a button is held down, it would be gone under the finger
        self._shown = shown
        empty(self._rows)
        self.buttons = {}
        is_planned = hearing is not None and hearing.standing.is_planned
        self.setVisible(can_plan or (hearing is not None and bool(hearing.standing.events)))
        if hearing is not None and is_planned:
            self._show_plan(hearing, today)
        else:
            self._rows.addWidget(label("没有安排听证。", "muted"))
        if hearing is not None and hearing.standing.events:
            told = "\n".join(map(_event, hearing.standing.events))
            count = f"{len(hearing.standing.events)} 次安排"
            self._rows.addWidget(Fold(count, label(told, wraps=True)))
        if can_plan:
            events = (
                (HearingEvent.MOVED, HearingEvent.CANCELLED)
                if is_planned
                else (HearingEvent.ARRANGED,)
            )
            self._rows.addWidget(self._acts(events, with_notice=is_planned))

    def _show_plan(self, hearing: HearingNow, today: date) -> None:
        plan = hearing.standing
        if plan.held_on is None or hearing.notice_by is None:
            return
        at = f"{long_day_text(plan.held_on)} {plan.starts_at:%H:%M}"
        self._rows.addWidget(label(at, "strong", wraps=True))
        self._rows.addWidget(label(f"{plan.place}　主持人 {plan.chair}", wraps=True))
        if hearing.is_noticed:
            words, mark = "通知已送达", (Colour.OK, "check")
        else:
            words = str(left(hearing.notice_by, hearing.notice_by, today))
            mark = mark_of(words) or (Colour.MUTED, "clock")
            words = f"送达通知：{words}（最迟 {hearing.notice_by}）"
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(IconLabel(mark[1], mark[0], 16))
        row.addWidget(label(words, _LOOKS.get(mark[0], ""), wraps=True), 1)
        self._rows.addLayout(row)

    def _acts(self, events: Sequence[HearingEvent], *, with_notice: bool) -> QWidget:
        strip = QWidget()
        flow = FlowLayout(strip)
        if with_notice:
            self.buttons["notice"] = Button("听证通知书…", self.notice_asked.emit, look=Look.LINK)
        for event in events:
            button = Button(f"{event.label}…", partial(self.asked.emit, event), look=Look.LINK)
            button.setAccessibleName(f"听证：{event.label}")
            self.buttons[event.value] = button
        for button in self.buttons.values():
            flow.addWidget(button)
        return strip


def _event(event: HearingRecord) -> str:
    when = f"{event.held_on} {event.starts_at:%H:%M} {event.place}" if event.starts_at else ""
    said = "：".join(filter(None, (_KINDS.get(event.event, "变动"), when)))
    reason = f"，{event.reason}" if event.reason else ""
    return f"{event.day} {said}{reason}（{event.author_name}）"
