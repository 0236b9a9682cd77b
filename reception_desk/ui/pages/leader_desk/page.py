"""接访席: today's visitors one after the other, the brief of each, and what is decided."""

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.records.leader_bookings import BookingEvent, InstructionInput
from reception_desk.records.leader_desk import SeatLine
from reception_desk.rules.leader_bookings import BookingState
from reception_desk.services.calendar import reckoning
from reception_desk.services.leader_bookings import record_booking_event
from reception_desk.services.leader_desk import Seat, SeatWanted, open_seat
from reception_desk.services.leader_reception import instruct
from reception_desk.services.office import list_units
from reception_desk.ui.pages.leader_desk.decision_card import DecisionCard
from reception_desk.ui.pages.leader_desk.decision_keeping import DecisionKeeping
from reception_desk.ui.pages.leader_desk.seat_view import SeatView
from reception_desk.ui.pages.leader_desk.seat_words import day_words, no_day_words, timer_words
from reception_desk.ui.theme import set_look
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.workplace import Workplace

LANE = "leader desk"
PAUSE_MS, SECOND_MS = 300, 1000
"""What many changed rows is read again once; the timer counts seconds."""
_NOBODY = ("今天还没有人预约", "当日到场的，由窗口登记后列入名单。")


class LeaderDeskPage(QWidget):
    """Signal `matter_asked(matter id)`. Leaders begin here; who keeps the list may open it, too."""

    matter_asked = Signal(str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = workplace
        self._zone = ZoneInfo(workplace.actor.desk.zone)
        self._number = 0
        self._day_id = self._booking_id = ""
        self.seat: Seat | None = None
        units = [
            Choice(unit.unit_id, unit.name, unit.code, unit.initials)
            for unit in list_units(workplace.database)
        ]
        self.decision = DecisionCard(units)
        self.view = SeatView(self.decision, self)
        self.keeping = DecisionKeeping(workplace, self.decision)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._second = QTimer(self, interval=SECOND_MS)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.view)
        self.view.show_emptiness(is_empty=True)
        self.view.empty.say("正在打开……")
        self._listen()

    @property
    def line(self) -> SeatLine | None:
        """Whose brief is shown."""
        lines = self.seat.lines if self.seat else ()
        return next((line for line in lines if line.booking_id == self._booking_id), None)

    def reload(self) -> None:
        """Read the list and the brief again; what is typed stays."""
        self._pause.stop()
        self._number += 1
        wanted = SeatWanted(self._day_id, self._booking_id, self._opened_id())
        read = partial(_read, self._work, self._work.database, wanted)
        self._work.tasks.run(LANE, self, read, partial(self._show, self._number), self._say_error)

    def show_day(self, day_id: str) -> None:
        """Show the list of a day of today, from the bookings of that day."""
        if day_id != self._day_id:
            self._day_id, self._booking_id = day_id, ""
        self.reload()

    def take_focus(self) -> None:
        """Begin with what comes next: the press button, or the list while nobody is there."""
        (self.view.press if self.view.press.isVisible() else self.view.visitors).setFocus()

    def close_page(self) -> None:
        """Keep what is typed."""
        self.keeping.keep()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._second.stop()
        self.keeping.keep()

    def _opened_id(self) -> str:
        return self.seat.brief.booking_id if self.seat and self.seat.brief else ""

    def _show(self, number: int, seat: Seat) -> None:
        if number != self._number:
            return
        self.seat = seat
        self._day_id = seat.day.standing.facts.day_id if seat.day else ""
        self._booking_id = seat.chosen.standing.facts.booking_id if seat.chosen else ""
        self._show_days(seat)
        self.view.empty.say(*(_NOBODY if seat.day else no_day_words(seat.coming)))
        self.view.show_emptiness(is_empty=seat.chosen is None)
        self.view.visitors.show_lines(seat.lines, self._booking_id)
        came = sum(line.received_at is not None for line in seat.lines)
        self.view.list_card.set_count(f"{len(seat.lines)} 批，已接 {came}" if seat.lines else "")
        if seat.brief is not None:
            self.view.brief.show_brief(seat.brief)
        else:
            self.view.brief.say(seat.refusal)
        self.decision.offer_days(seat.quick)
        self.keeping.open(self._booking_id)
        self.decision.show_given(seat.chosen.instructions if seat.chosen else ())
        self._show_acts()

    def _show_days(self, seat: Seat) -> None:
        view = self.view
        view.day_label.setText(day_words(seat.day) if seat.day else "")
        view.day_choice.setVisible(len(seat.days) > 1)
        view.day_choice.blockSignals(True)
        view.day_choice.set_choices(
            Choice(one.standing.facts.day_id, one.leader.name, day_words(one)) for one in seat.days
        )
        view.day_choice.set_code(self._day_id)
        view.day_choice.blockSignals(False)

    def _show_acts(self) -> None:
        line = self.line
        if line is None:
            self._second.stop()
            return
        is_awaited = line.received_at is None
        words = "开始接访" if is_awaited else "结束，请下一位" if line.is_in_front else "请下一位"
        self.view.press.setText(f"{words}（Alt+N）")
        self.view.absent.setVisible(line.state == BookingState.BOOKED)
        if line.is_in_front:
            self._second.start()
        else:
            self._second.stop()
        self._tick()

    def _tick(self) -> None:
        line, timer = self.line, self.view.timer
        set_look(timer, "big" if line and line.is_in_front else "muted")
        timer.setText(timer_words(line, now(), self._zone) if line else "")

    def _press(self) -> None:
        """Let the visitor come in; or end it, and show who comes next."""
        line = self.line
        if line is None:
            return
        if line.received_at is None:
            self._record(line, BookingEvent.RECEIVED)
            return
        if self.keeping.has_unsaved:
            self.view.bar.say(Level.WARN, "上一批的批示还没有保存，草稿已留下，可以回去再保存。")
        if line.is_in_front:
            self._record(line, BookingEvent.LEFT, then=self._go_on)
        else:
            self._go_on()

    def _go_on(self) -> None:
        """Show who comes next, else stay."""
        lines = self.seat.lines if self.seat else ()
        awaited = [
            line
            for line in lines
            if line.state == BookingState.BOOKED and line.booking_id != self._booking_id
        ]
        if awaited:
            self._choose(awaited[0].booking_id)
        else:
            self.view.bar.say(Level.OK, "今天名单上的来访人都接访完了。")
            self.reload()

    def _record(
        self, line: SeatLine, event: BookingEvent, then: Callable[[], None] | None = None
    ) -> None:
        act = partial(
            record_booking_event, self._work.database, self._work.actor, line.booking_id, event
        )

        def done(_nothing: object) -> None:
            self._work.changes.reception_day_changed.emit("")
            if then is not None:
                then()
            else:
                self.reload()

        self._work.tasks.run(LANE, self, act, done, self._say_error)

    def _mark_absent(self) -> None:
        if (line := self.line) is not None:
            self._record(line, BookingEvent.NOT_COME, then=self._go_on)

    def _choose(self, booking_id: str) -> None:
        if booking_id != self._booking_id:
            self.keeping.keep()
            self._booking_id = booking_id
        self.reload()

    def _instruct(self, asked: InstructionInput) -> None:
        line = self.line
        if line is None:
            return
        self.decision.setEnabled(False)
        act = partial(instruct, self._work.database, self._work.actor, line.booking_id, asked)
        done, fail = partial(self._instructed, line), self._refuse_instruction
        self._work.tasks.run(LANE, self, act, done, fail)

    def _instructed(self, line: SeatLine, _promise_id: str) -> None:
        self.decision.setEnabled(True)
        self.keeping.forget()
        self.view.bar.say(Level.OK, "批示已保存，窗口可以打印批办单。")
        self._work.changes.matter_changed.emit(line.matter_id)
        self._work.changes.reception_day_changed.emit("")
        self.reload()
        self.view.press.setFocus()

    def _refuse_instruction(self, error: Exception) -> None:
        self.decision.setEnabled(True)
        self._say_error(error)

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.view.bar.say_error(error)
        else:
            self._work.messages.show_error(error)

    def _reload_soon(self) -> None:
        if self.isVisible() and not self._pause.isActive():
            self._pause.start()

    def _ask_matter(self) -> None:
        if (line := self.line) is not None:
            self.keeping.keep()
            self.matter_asked.emit(line.matter_id)

    def _listen(self) -> None:
        view, changes = self.view, self._work.changes
        self._pause.timeout.connect(self.reload)
        self._second.timeout.connect(self._tick)
        view.visitors.wanted.connect(self._choose)
        view.day_choice.code_changed.connect(lambda key: key and self.show_day(key))
        view.press.clicked.connect(self._press)
        view.absent.clicked.connect(self._mark_absent)
        view.matter_button.clicked.connect(self._ask_matter)
        self.decision.asked.connect(self._instruct)
        self.keeping.failed.connect(self._say_error)
        for name in ("reception_day_changed", "matter_changed", "visit_changed"):
            getattr(changes, name).connect(lambda _key: self._reload_soon())
        shortcut = QShortcut(QKeySequence("Alt+N"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(view.press.click)


def _read(work: Workplace, database: Database, wanted: SeatWanted) -> Seat:
    """Runs in the lane."""
    return open_seat(database, work.actor, reckoning(database, work.settings), wanted)
