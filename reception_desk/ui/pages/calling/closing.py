"""What earlier days left open, and the end of this one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.rules.ticket_standing import TicketStanding
from reception_desk.services import calendar
from reception_desk.services.ticket_closing import (
    DayClosing,
    close_day,
    close_earlier,
    open_before,
    open_today,
)
from reception_desk.services.ticket_day import day_of
from reception_desk.ui.dialogs.open_tickets import OpenTickets
from reception_desk.ui.ticket_desk import ACTS, READS
from reception_desk.ui.workplace import Workplace

EARLIER, TODAY = "以前没有结清的号码", "今天还没有结清的号码"


@dataclass(frozen=True, slots=True)
class _Open:
    """Numbers that are open, and the day they would be carried to."""

    tickets: tuple[TicketStanding, ...]
    carry_to: date


class Closing(QObject):
    """Signals: `found(count)` of earlier days, `settled(sentence)`, `nothing_open()`,
    `failed(error)`."""

    found = Signal(int)
    settled = Signal(str)
    nothing_open = Signal()
    failed = Signal(object)

    def __init__(self, work: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._work, self._window = work, window

    def look(self) -> None:
        """Look whether earlier days left numbers open."""
        if self._work.tickets.may_call:
            self._read(_earlier, lambda found: self.found.emit(len(found.tickets)))

    def ask_earlier(self) -> None:
        """Name what earlier days left open, and settle it."""
        self._read(_earlier, partial(self._open, EARLIER, close_earlier))

    def ask_today(self) -> None:
        """End the day: name what is open, and settle it."""
        self._read(_today, partial(self._open, TODAY, close_day))

    def _read(
        self, read: Callable[[Database, Actor], _Open], show: Callable[[_Open], None]
    ) -> None:
        work = partial(read, self._work.database, self._work.actor)
        self._work.tasks.run(READS, self, work, show, self.failed.emit)

    def _open(self, title: str, settle: Callable[..., DayClosing], found: _Open) -> None:
        if not found.tickets:
            self.nothing_open.emit()
            return
        sheet = OpenTickets(self._window.window(), title, found.tickets, found.carry_to)
        sheet.settle_asked.connect(partial(self._settle, sheet, settle))
        sheet.open()

    def _settle(
        self, sheet: OpenTickets, settle: Callable[..., DayClosing], carry_to: date | None
    ) -> None:
        changed = self._work.changes.ticket_changed

        def done(closing: DayClosing) -> None:
            sheet.accept()
            changed.emit("")
            self.settled.emit(closing_words(closing))
            self.look()

        def failed(error: Exception) -> None:
            if isinstance(error, DeskError):
                sheet.refuse(error)
            else:
                self.failed.emit(error)

        act = partial(settle, self._work.database, self._work.actor, carry_to=carry_to)
        self._work.tasks.run(ACTS, sheet, act, done, failed)


def closing_words(closing: DayClosing) -> str:
    """Say what was settled, and name what was not."""
    said = [
        f"{words} {len(numbers)} 个"
        for words, numbers in (
            ("结转", closing.carried),
            ("记为离开", closing.left),
            ("接待完毕", closing.done),
        )
        if numbers
    ]
    if closing.at_window:
        said.append(f"{'、'.join(closing.at_window)}还在窗口，由那个窗口办完或退回")
    return "；".join(said) + "。"


def _earlier(database: Database, actor: Actor) -> _Open:
    return _Open(open_before(database, actor), day_of(actor, now()))


def _today(database: Database, actor: Actor) -> _Open:
    tomorrow = day_of(actor, now()) + timedelta(days=1)
    carry_to = calendar.work_calendar(database).roll_forward(tomorrow)
    return _Open(open_today(database, actor), carry_to)
