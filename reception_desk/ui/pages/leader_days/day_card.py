"""The chosen day: who receives, where and when, what changed, and what may be done about it."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.records.leader_days import DayEvent
from reception_desk.rules.calendar import WorkCalendar
from reception_desk.rules.leader_day_standing import DAY_TRANSITIONS, DayState
from reception_desk.services.leader_days import ReceptionDayNow
from reception_desk.ui.pages.leader_days.day_words import (
    day_mark,
    day_title,
    state_words,
    time_words,
)
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import IconLabel, label, line

_PLANNING = (
    DayEvent.SUBSTITUTED,
    DayEvent.SWAPPED,
    DayEvent.MOVED,
    DayEvent.CANCELLED,
)
_HOLDING = (DayEvent.OPENED, DayEvent.CLOSED)


class DayCard(Card):
    """Signals: `asked(ReceptionDayNow, DayEvent)`, `added(date)` for a day set by hand."""

    asked = Signal(object, object)
    added = Signal(object)

    def __init__(self, zone: ZoneInfo, *, may_plan: bool, may_hold: bool) -> None:
        super().__init__("")
        self._zone = zone
        self._may_plan, self._may_hold = may_plan, may_hold
        self.day = date.min
        self.buttons: dict[tuple[str, DayEvent], Button] = {}
        self.add_button = Button("加一天…", self._add, icon="add")
        if may_plan:
            self.add_action(self.add_button)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(12)
        self.add(self._rows)
        self.body.addStretch(1)

    def show_day(
        self, day: date, today: date, days: Sequence[ReceptionDayNow], calendar: WorkCalendar
    ) -> None:
        """Show what is on a day."""
        self.day = day
        self.set_title(day_title(day, calendar))
        works = calendar.is_working(day)
        self.add_button.setEnabled(works and day >= today)
        self.add_button.setToolTip("" if works else "这一天休息，不能安排领导接访。")
        empty(self._rows)
        self.buttons = {}
        for at, one in enumerate(days):
            if at:
                self._rows.addWidget(line())
            self._rows.addWidget(self._block(one, today))
        if not days:
            words = "没有安排领导接访。" if works else "休息日，没有安排领导接访。"
            self._rows.addWidget(label(words, "muted", wraps=True))

    def _block(self, one: ReceptionDayNow, today: date) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        standing = one.standing
        column.addWidget(label(f"{one.leader.name}　{one.leader.post}", "strong", wraps=True))
        if one.leader.portfolio:
            column.addWidget(label(f"分管：{one.leader.portfolio}", "muted", wraps=True))
        column.addWidget(label(f"{time_words(one)}　{standing.place}", wraps=True))
        column.addWidget(_state(one))
        for told in _notes(one, today, self._zone):
            column.addWidget(label(told, "muted", wraps=True))
        acts = self._acts(one, today)
        if acts:
            strip = QWidget()
            flow = FlowLayout(strip)
            for event, words in acts:
                flow.addWidget(self._button(one, event, words))
            column.addSpacing(4)
            column.addWidget(strip)
        return whole

    def _acts(self, one: ReceptionDayNow, today: date) -> list[tuple[DayEvent, str]]:
        """Return what the table allows and this person may do."""
        found = []
        for event in (*_HOLDING, *_PLANNING):
            row = DAY_TRANSITIONS[event]
            is_holding = event in _HOLDING
            if not (self._may_hold if is_holding else self._may_plan):
                continue
            is_timely = one.standing.day == today if is_holding else one.standing.day >= today
            if one.standing.state in row.sources and is_timely:
                found.append((event, row.label if is_holding else f"{row.label}…"))
        return found

    def _button(self, one: ReceptionDayNow, event: DayEvent, words: str) -> Button:
        look = Look.PRIMARY if event in _HOLDING else Look.PLAIN
        button = Button(words, partial(self.asked.emit, one, event), look=look)
        button.setAccessibleName(f"{words.rstrip('…')}：{one.leader.post}{one.leader.name}")
        self.buttons[one.standing.facts.day_id, event] = button
        return button

    def _add(self) -> None:
        self.added.emit(self.day)


def _state(one: ReceptionDayNow) -> QWidget:
    colour, icon = day_mark(one)
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(IconLabel(icon, colour, 16))
    row.addWidget(label(state_words(one)), 1)
    return whole


def _notes(one: ReceptionDayNow, today: date, zone: ZoneInfo) -> list[str]:
    standing = one.standing
    notes = []
    if standing.facts.moved_from is not None:
        moved = standing.facts.moved_from
        notes.append(f"原为{moved.month}月{moved.day}日，休息日顺延或提前。")
    notes.extend(_change_words(one, zone))
    for telling, words in ((standing.told, "已告知领导"), (standing.reported, "已报送预约")):
        if telling is not None:
            at = telling.at.astimezone(zone)
            author = one.authors.get(telling.by_account or "", "")
            notes.append(f"{words}：{at.month}月{at.day}日 {author} {telling.how}")
    is_due = standing.state is DayState.PLANNED or standing.is_stale
    if is_due and standing.state in (DayState.PLANNED, DayState.PUBLISHED):
        last = one.times.publish_by
        when = f"{last.month}月{last.day}日"
        notes.append(f"应在{when}前公示。" if last >= today else f"公示已晚，应在{when}前公示。")
    return notes


def _change_words(one: ReceptionDayNow, zone: ZoneInfo) -> list[str]:
    """A day moved is no absence; an absence told late says so."""
    found = []
    for moment, words, reason in one.standing.changes:
        on = moment.astimezone(zone).date()
        is_absence = words != DAY_TRANSITIONS[DayEvent.MOVED].label
        who = f"（原为{one.planned_leader.name}）" if is_absence else ""
        late = "（不足5个工作日才告知）" if is_absence and on > one.times.tell_by else ""
        found.append(f"{on.month}月{on.day}日 {words}{who}：{reason}{late}")
    return found
