"""The week of sessions: day by day what is appointed, with clashes and the times of the links."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.video_sessions import OfferedLink, ResourceKind, SessionLine
from reception_desk.rules.calendar import WorkCalendar
from reception_desk.rules.chinese_dates import span_text
from reception_desk.services.calendar import work_calendar
from reception_desk.services.session_calendar import sessions_between
from reception_desk.services.session_resources import offers_between, resources
from reception_desk.ui.session_lines import (
    NO_TITLE,
    clock_words,
    day_words,
    span_words,
    state_mark,
    state_words,
)
from reception_desk.ui.today import today_in
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, IconButton
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.labels import ElidedLabel, IconLabel, label, line
from reception_desk.ui.widgets.scroll_column import ScrollColumn
from reception_desk.ui.widgets.wrapping_button import WrappingButton
from reception_desk.ui.workplace import Workplace

LANE = "video week"
_DAYS = 7


@dataclass(frozen=True, slots=True)
class WeekRead:
    """A week as it stands; `links` are the names of the links by their keys."""

    monday: date
    today: date
    lines: tuple[SessionLine, ...]
    offers: tuple[OfferedLink, ...]
    links: Mapping[str, str]
    calendar: WorkCalendar


class Week(QWidget):
    """Signals: `session_asked(SessionLine)`, `failed(error)`."""

    session_asked = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self._zone = ZoneInfo(work.actor.desk.zone)
        self._number = 0
        self._takes_focus = False
        self.monday = self._this_monday = _monday_of(today_in(self._zone))
        self.buttons: list[WrappingButton] = []
        self.lines: tuple[SessionLine, ...] = ()
        self.card = Card("安排")
        self.back = IconButton("chevron-left", "前一周", partial(self._go, -_DAYS))
        self.this_week = Button("本周", self.show_this_week)
        self.on = IconButton("chevron-right", "后一周", partial(self._go, _DAYS))
        self._days = QVBoxLayout()
        self._days.setSpacing(12)
        self._arrange()

    def reload(self) -> None:
        """Read the week again; over night, who looked at this week goes on with the new one."""
        before, self._this_monday = self._this_monday, _monday_of(today_in(self._zone))
        if self.monday == before:
            self.monday = self._this_monday
        self._number += 1
        read = partial(_read, self._work.database, self._work.actor, self.monday, self._zone)
        show = partial(self._show, self._number)
        self._work.tasks.run(LANE, self, read, show, self.failed.emit)

    def show_this_week(self) -> None:
        """Go to the week of today."""
        self.monday = _monday_of(today_in(self._zone))
        self.reload()

    def take_focus(self) -> None:
        """Begin at the first session from today on, as soon as the week has been read."""
        self._takes_focus = True
        self.this_week.setFocus()

    def _go(self, days: int) -> None:
        self.monday += timedelta(days=days)
        self.reload()

    def _show(self, number: int, week: WeekRead) -> None:
        if number != self._number:
            return
        self.lines = week.lines
        last = week.monday + timedelta(days=_DAYS - 1)
        self.card.set_title(f"{week.monday.year}年 {span_text(week.monday, last)}")
        self.card.set_count(f"{len(week.lines)} 场" if week.lines else "没有安排")
        empty(self._days)
        self.buttons = []
        for place in range(_DAYS):
            if place:
                self._days.addWidget(line())
            self._days.addWidget(self._day(week, week.monday + timedelta(days=place)))
        if self._takes_focus and self.buttons:
            self._takes_focus = False
            self._first_from(week.today).setFocus()

    def _first_from(self, today: date) -> WrappingButton:
        """Return the first session of today or later, else the last one."""
        return next(
            (
                button
                for button, one in zip(self.buttons, self.lines, strict=True)
                if one.starts_at is not None
                and one.starts_at.astimezone(self._zone).date() >= today
            ),
            self.buttons[-1],
        )

    def _day(self, week: WeekRead, day: date) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        words = day_words(day, week.today, is_working=week.calendar.is_working(day))
        lines = [
            one
            for one in week.lines
            if one.starts_at is not None and one.starts_at.astimezone(self._zone).date() == day
        ]
        column.addLayout(_head(words, "" if lines else "没有安排"))
        for offer in week.offers:
            if offer.starts_at.astimezone(self._zone).date() == day:
                times = span_words(offer.starts_at, offer.ends_at, self._zone)
                name = week.links.get(offer.link_id, "")
                column.addWidget(label(f"线路时段 {times} {name}", "muted", wraps=True))
        for one in lines:
            column.addWidget(self._session(one))
        return whole

    def _session(self, one: SessionLine) -> WrappingButton:
        times = clock_words(one, self._zone)
        place = " · ".join(part for part in (times, one.room, one.link, one.level.label) if part)
        title = one.matter or NO_TITLE
        clashes = "，".join(one.clashes)
        name = f"{place}，{title}，{state_words(one.state)}{f'，{clashes}' if clashes else ''}"
        button = WrappingButton(name, partial(self.session_asked.emit, one))
        button.setToolTip(f"{title}（场次 {one.label}）")
        colour, icon = state_mark(one.state)
        button.lead(IconLabel(icon, colour))
        button.add(ElidedLabel(place, "strong"))
        button.add(ElidedLabel(title))
        receivers = "、".join(one.receivers)
        state = state_words(one.state)
        button.add(ElidedLabel(f"{state} · {receivers}" if receivers else state, "hint"))
        for clash in one.clashes:
            button.add(_clash(clash))
        self.buttons.append(button)
        return button

    def _arrange(self) -> None:
        for action in (self.back, self.this_week, self.on):
            self.card.add_action(action)
        self.card.add(self._days)
        area = ScrollColumn()
        area.put(self.card)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)


def _head(words: str, note: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(label(words, "strong"))
    row.addWidget(label(note, "muted"))
    row.addStretch(1)
    return row


def _clash(words: str) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(IconLabel("warning", Colour.ERROR, 16))
    row.addWidget(label(words, "error", wraps=True), 1)
    return whole


def _read(database: Database, actor: Actor, monday: date, zone: ZoneInfo) -> WeekRead:
    """Runs in the lane."""
    first = datetime.combine(monday, time(), zone)
    last = first + timedelta(days=_DAYS)
    return WeekRead(
        monday=monday,
        today=today_in(zone),
        lines=sessions_between(database, actor, first, last),
        offers=offers_between(database, first, last),
        links={link.resource_id: link.name for link in resources(database, ResourceKind.LINK)},
        calendar=work_calendar(database),
    )


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
