"""The month of reception days: a grid, the chosen day beside it, and the notice of the month."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.leader_days import DayEvent
from reception_desk.rules.calendar import WorkCalendar
from reception_desk.rules.leader_day_standing import DayState
from reception_desk.rules.leader_owed import Owed
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services.attendance import AttendanceNow, units_of_day
from reception_desk.services.calendar import work_calendar
from reception_desk.services.leader_bookings import BookingNow, bookings_of_day
from reception_desk.services.leader_days import ReceptionDayNow, reception_days
from reception_desk.services.leader_notice import notice_pdf, publish_month
from reception_desk.services.leader_owed import OwedLine, owed_by_office
from reception_desk.ui import text_size
from reception_desk.ui.pages.leader_days.booking_acting import BookingActing, booking_rights
from reception_desk.ui.pages.leader_days.bookings_card import BookingsCard
from reception_desk.ui.pages.leader_days.day_acting import DayActing
from reception_desk.ui.pages.leader_days.day_card import DayCard
from reception_desk.ui.pages.leader_days.days_export import DaysExport
from reception_desk.ui.pages.leader_days.duty_card import DutyCard
from reception_desk.ui.pages.leader_days.month_grid import MonthGrid
from reception_desk.ui.pages.leader_days.owed_card import OwedCard
from reception_desk.ui.pages.leader_days.units_acting import UnitsActing
from reception_desk.ui.pages.leader_days.units_card import UnitsCard
from reception_desk.ui.today import today_in
from reception_desk.ui.widgets.buttons import Button, IconButton
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.scroll_column import ScrollColumn
from reception_desk.ui.workplace import Workplace

LANE = "leader days"
_AHEAD = frozenset({DayState.PLANNED, DayState.PUBLISHED, DayState.OPEN})
_SIDE, _BESIDE_FROM, _ANY_WIDTH = 330, 800, 16_777_215
_FROM_MONTH, _TO_MONTH = timedelta(days=1), timedelta(days=32)


@dataclass(frozen=True, slots=True)
class MonthRead:
    """A month as it stands."""

    month: date
    days: tuple[ReceptionDayNow, ...]
    calendar: WorkCalendar
    owed: tuple[OwedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class DayRead:
    """The chosen day: who is received, and which units attend."""

    days: tuple[ReceptionDayNow, ...]
    bookings: tuple[BookingNow, ...]
    units: tuple[AttendanceNow, ...]


class MonthView(QWidget):
    """Signals: `failed(error)`, `done(sentence)`, `matter_asked(matter id)`."""

    failed = Signal(object)
    done = Signal(str)
    matter_asked = Signal(str)

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        roles = [Role(role) for role in work.actor.roles]
        zone = ZoneInfo(work.actor.desk.zone)
        self.today = today_in(zone)
        self.month = self.today.replace(day=1)
        self._number = self._chosen_number = 0
        self._read: MonthRead | None = None
        self._sees_matters = may(roles, Action.VIEW_MATTER)
        self._may_plan = may_plan = may(roles, Action.PLAN_LEADER_DAY)
        self.card = Card("")
        self._area, self._is_beside = ScrollColumn(), False
        self._whole, self._column = QHBoxLayout(), QVBoxLayout()
        for layout in (self._whole, self._column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(12)
        self.back = IconButton("chevron-left", "前一月", partial(self._turn, -_FROM_MONTH))
        self.this_month = Button("本月", self.show_this_month)
        self.on = IconButton("chevron-right", "后一月", partial(self._turn, _TO_MONTH))
        self.notice = Button("打印公示", self.print_notice, icon="print")
        self.export = Button("导出…", self.ask_export, icon="export")
        self.grid = MonthGrid(self.today)
        self.day_card = DayCard(
            zone, may_plan=may_plan, may_hold=may(roles, Action.BOOK_LEADER_DAY)
        )
        self._may_hold = may(roles, Action.BOOK_LEADER_DAY)
        self.bookings = BookingsCard(booking_rights(work))
        self.owed, self.units = OwedCard(), UnitsCard()
        for part in (self.bookings, self.owed, self.units):
            part.hide()
        self.duty = DutyCard(work)
        self.acting = DayActing(work, self)
        self.exporting = DaysExport(work, self)
        self.units_acting = UnitsActing(work, self)
        self.booking_acting = BookingActing(work, self)
        self.bookings.add(self.booking_acting.viewer)
        self._arrange(may_plan=may_plan)
        self._listen()

    def _listen(self) -> None:
        self.grid.day_chosen.connect(self._show_day)
        self.grid.month_asked.connect(self.show_month)
        self.owed.asked.connect(self._do_owed)
        self.grid.day_chosen.connect(self.duty.show_day)
        self.duty.done.connect(self.done)
        self.duty.failed.connect(self.failed)
        self.day_card.asked.connect(self._ask)
        self.day_card.added.connect(self.acting.add_day)
        for part in (self.acting, self.exporting, self.units_acting):
            part.done.connect(self.done)
        for part in (self.exporting, self.units_acting):
            part.failed.connect(self.failed)
        self.units.wanted.connect(self.units_acting.ask_unit)
        self.units.asked.connect(self.units_acting.act)
        self.bookings.asked.connect(self.booking_acting.act)
        self.bookings.paper_asked.connect(self.booking_acting.issue_paper)
        self.bookings.pack_asked.connect(self.booking_acting.take_pack)
        self.booking_acting.done.connect(self.done)
        self.booking_acting.failed.connect(self.failed)
        self.booking_acting.matter_asked.connect(self.matter_asked)

    @property
    def days(self) -> tuple[ReceptionDayNow, ...]:
        """Return the days in sight."""
        return self._read.days if self._read else ()

    def reload(self) -> None:
        """Read the month again."""
        self._follow_today()
        self._number += 1
        planner = self._work.actor if self._may_plan else None
        read = partial(_read, self._work.database, self.month, planner, self.today)
        show = partial(self._show, self._number)
        self._work.tasks.run(LANE, self, read, show, self.failed.emit)

    def _follow_today(self) -> None:
        """On a desk open over night, who looked at today looks at the new one."""
        before, self.today = self.today, today_in(ZoneInfo(self._work.actor.desk.zone))
        self.grid.today = self.today
        if before != self.today and self.grid.chosen == before:
            self.grid.chosen = self.today
            self.month = self.today.replace(day=1)

    def show_month(self, month: date) -> None:
        """Turn to a month."""
        self.month = month.replace(day=1)
        self.reload()

    def show_this_month(self) -> None:
        """Turn to today."""
        self.grid.chosen = self.today
        self.show_month(self.today)

    def take_focus(self) -> None:
        """Begin in the grid."""
        self.grid.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_card(is_beside=self.width() >= text_size.scaled(_BESIDE_FROM))

    def _place_card(self, *, is_beside: bool) -> None:
        """Beside the day the month keeps still; where it is narrow both scroll together."""
        if is_beside == self._is_beside:
            return
        self._is_beside = is_beside
        side = text_size.scaled(_SIDE)
        self._area.setMinimumWidth(side if is_beside else 0)
        self._area.setMaximumWidth(side if is_beside else _ANY_WIDTH)
        if is_beside:
            self._whole.insertWidget(0, self.card, 1)
        else:
            self._column.insertWidget(0, self.card)

    def print_notice(self) -> None:
        """Print the notice of the month and record that it was put up."""
        work, month = self._work, self.month
        paper = partial(
            notice_pdf, work.database, work.actor, month,
            fonts=work.papers.fonts, wording=work.papers.wording,
        )  # fmt: skip

        def publish() -> tuple[bytes, int]:
            return paper(), publish_month(work.database, work.actor, month)

        def printed(made: tuple[bytes, int]) -> None:
            pdf, count = made
            work.print_desk.print_aid(lambda: pdf, f"{month.month}月领导接访日程公示", "A4")
            work.changes.reception_day_changed.emit("")
            self.done.emit(
                f"公示已送打印机，{count} 个接访日记为已公示。" if count else "公示已送打印机。"
            )

        work.tasks.run(LANE, self, publish, printed, self.failed.emit)

    def ask_export(self) -> None:
        """Ask as what the days of the month, or of another span, are to leave."""
        self.exporting.ask(self.month, _last_of(self.month))

    def _show(self, number: int, read: MonthRead) -> None:
        if number != self._number:
            return
        self._read = read
        self.card.set_title(f"{read.month.year}年{read.month.month}月")
        self.card.set_count(f"{len(read.days)} 个接访日" if read.days else "没有安排")
        self.notice.setEnabled(bool(read.days))
        self.owed.show_owed(read.owed, self.today)
        self.grid.show_month(read.month, read.days, read.calendar)
        self._show_day(self.grid.chosen)
        self.duty.show_day(self.grid.chosen)

    def _show_day(self, day: date) -> None:
        if self._read is not None:
            days = [one for one in self._read.days if one.standing.day == day]
            self.day_card.show_day(day, self.today, days, self._read.calendar)
            self._read_bookings(days)

    def _read_bookings(self, days: list[ReceptionDayNow]) -> None:
        """Who sees no matters (导访) sees the days and not who is received."""
        if not self._sees_matters:
            return
        self._chosen_number += 1
        read = partial(_day, self._work.database, self._work.actor, days)
        show = partial(self._show_bookings, self._chosen_number)
        self._work.tasks.run(LANE, self, read, show, self.failed.emit)

    def _show_bookings(self, number: int, read: DayRead) -> None:
        if number != self._chosen_number:
            return
        self.bookings.show_bookings(read.bookings, is_today=self.grid.chosen == self.today)
        ahead = [one for one in read.days if one.standing.state in _AHEAD]
        may_ask = self._may_hold and self.grid.chosen >= self.today and bool(ahead)
        self.units_acting.show(ahead, read.bookings)
        self.units.show_units(read.units, may_ask=may_ask)

    def _ask(self, one: ReceptionDayNow, event: DayEvent) -> None:
        self.acting.ask(one, event)

    def _do_owed(self, line: OwedLine) -> None:
        """Somebody was told; a notice is printed from its month, so that month is shown."""
        day = line.one.standing.day
        if line.act.act is not Owed.PUBLISH:
            self.acting.ask_told(line)
            return
        self.grid.choose(day)
        self.notice.setFocus()

    def _turn(self, step: timedelta) -> None:
        self.show_month(self.month + step)

    def _arrange(self, *, may_plan: bool) -> None:
        for action in (self.back, self.this_month, self.on):
            self.card.add_action(action)
        if may_plan:
            self.card.add_action(self.export)
            self.card.add_action(self.notice)
        self.card.add(self.grid, 1)
        inner = QWidget(self._area)
        inner.setLayout(self._column)
        for part in (self.owed, self.day_card, self.duty, self.bookings, self.units):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self._area.put(inner, fills=True)
        self._whole.addWidget(self._area)
        self.setLayout(self._whole)
        self._place_card(is_beside=True)


def _day(database: Database, actor: Actor, days: list[ReceptionDayNow]) -> DayRead:
    """Runs in the lane."""
    keys = [one.standing.facts.day_id for one in days]
    bookings = (one for key in keys for one in bookings_of_day(database, actor, key))
    units = (one for key in keys for one in units_of_day(database, actor, key))
    return DayRead(tuple(days), tuple(bookings), tuple(units))


def _read(database: Database, month: date, planner: Actor | None, today: date) -> MonthRead:
    """Runs in the lane; what the office owes is for who plans the days."""
    days = reception_days(database, month, _last_of(month))
    owed = owed_by_office(database, planner, today) if planner else ()
    return MonthRead(month, days, work_calendar(database), owed)


def _last_of(month: date) -> date:
    return (month + _TO_MONTH).replace(day=1) - timedelta(days=1)
