"""What is done to a reception day: asked for in a form, recorded, told to the other pages."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.records.leader_days import DayEvent
from reception_desk.rules.leader_day_standing import DAY_TRANSITIONS, DayState
from reception_desk.rules.leader_days import PlannedDay
from reception_desk.rules.leader_owed import Owed
from reception_desk.services.leader_days import (
    DayChange,
    ReceptionDayNow,
    reception_days,
    record_change,
    swap_days,
    tell_leader,
)
from reception_desk.services.leader_owed import OwedLine
from reception_desk.services.leader_plan import keep_plan
from reception_desk.services.leaders import leaders
from reception_desk.ui.dialogs.leader_day_form import DayAnswer, DayWanted, LeaderDayForm
from reception_desk.ui.dialogs.telling_form import TellingForm
from reception_desk.ui.pages.leader_days.act_keeping import kept
from reception_desk.ui.pages.leader_days.day_words import day_title, time_words
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.workplace import Workplace

_AHEAD = timedelta(days=200)
_TOLD = {
    Owed.TELL_LEADER: DayEvent.LEADER_TOLD,
    Owed.REPORT_BOOKINGS: DayEvent.BOOKINGS_REPORTED,
}
_TOLD_ANEW = "已经公示的，请重新打印公示。"


class DayActing(QObject):
    """Signals: `done(sentence)`."""

    done = Signal(str)

    def __init__(self, work: Workplace, view: QWidget) -> None:
        super().__init__(view)
        self._work = work
        self._view = view
        self.form: LeaderDayForm | None = None
        self.telling: TellingForm | None = None

    def ask(self, one: ReceptionDayNow, event: DayEvent) -> None:
        """Ask what the event needs, then record it; one that needs nothing is recorded at once."""
        day_id = one.standing.facts.day_id
        label = DAY_TRANSITIONS[event].label
        title = f"{label}：{day_title(one.standing.day, None)} {one.leader.post}{one.leader.name}"
        match event:
            case DayEvent.SUBSTITUTED:
                others = self._leaders(without=one.standing.leader_id)
                wanted = DayWanted(title, "改由这位领导接访", _TOLD_ANEW, leaders=others)
            case DayEvent.SWAPPED:
                days = self._days(one)
                if not days:
                    self._refuse_swap()
                    return
                wanted = DayWanted(title, "对调", _TOLD_ANEW, days=days)
            case DayEvent.MOVED:
                wanted = DayWanted(
                    title, "改期", _TOLD_ANEW, asks_day=True, asks_place=True,
                    span=time_words(one).replace("–", "-"), place=one.standing.place,
                )  # fmt: skip
            case DayEvent.CANCELLED:
                words = "取消后不再公示，记录保留。已预约的来访人请逐一告知。"
                wanted = DayWanted(title, "取消接访日", words)
            case _:
                self._record(None, partial(self._change, day_id, event, DayAnswer()), label)
                return
        keep = self._swap if event is DayEvent.SWAPPED else self._change
        self._open(wanted, partial(keep, day_id, event), f"已{label}。")

    def add_day(self, day: date) -> None:
        """Ask for a day set by hand."""
        wanted = DayWanted(
            f"加一天：{day_title(day, None)}", "加上", "", self._leaders(),
            asks_place=True, asks_reason=False,
        )  # fmt: skip

        def keep(answer: DayAnswer) -> None:
            if answer.starts_at is None or answer.ends_at is None:
                raise TypeError("the form asks for the times")
            planned = PlannedDay(
                day, answer.starts_at, answer.ends_at, answer.leader_id, answer.place
            )
            keep_plan(self._work.database, self._work.actor, [planned])

        self._open(wanted, keep, "已加上这个接访日。")

    def ask_told(self, line: OwedLine) -> None:
        """Ask how the leader of a day was told of it, or of its bookings."""
        one, act = line.one, line.act.act
        event = _TOLD[act]
        whom = f"{one.leader.post}{one.leader.name}"
        title = f"{act.label}：{day_title(one.standing.day, None)} {whom}"
        absence = one.times.tell_by
        words = f"领导不能到场的，应在{absence.month}月{absence.day}日前告知，以便代接或者对调。"
        self.telling = form = TellingForm(
            self._view.window(), title, words if event is DayEvent.LEADER_TOLD else ""
        )
        keep = partial(
            tell_leader, self._work.database, self._work.actor, one.standing.facts.day_id, event
        )
        told = f"已记录：{act.label}。"
        form.asked.connect(lambda how: self._record(form, partial(keep, how), told))
        form.open()

    def _open(self, wanted: DayWanted, keep: Callable[[DayAnswer], None], words: str) -> None:
        self.form = form = LeaderDayForm(self._view.window(), wanted)
        form.asked.connect(lambda answer: self._record(form, partial(keep, answer), words))
        form.open()

    def _record(
        self, form: LeaderDayForm | TellingForm | None, keep: Callable[[], None], words: str
    ) -> None:
        if kept(self._work, form, keep):
            self.done.emit(words)

    def _change(self, day_id: str, event: DayEvent, answer: DayAnswer) -> None:
        change = DayChange(
            event, answer.reason, answer.leader_id or None, answer.day,
            answer.starts_at, answer.ends_at, answer.place,
        )  # fmt: skip
        record_change(self._work.database, self._work.actor, day_id, change)

    def _swap(self, day_id: str, _event: DayEvent, answer: DayAnswer) -> None:
        database, actor = self._work.database, self._work.actor
        swap_days(database, actor, day_id, answer.other_day_id, answer.reason)

    def _leaders(self, without: str = "") -> list[Choice]:
        return [
            Choice(one.leader_id, one.name, one.post)
            for one in leaders(self._work.database)
            if one.leader_id != without
        ]

    def _days(self, one: ReceptionDayNow) -> list[Choice]:
        """Return the days of other leaders ahead, the nearest first."""
        first = one.standing.day
        found = reception_days(self._work.database, min(first, first), first + _AHEAD)
        ahead = (DayState.PLANNED, DayState.PUBLISHED)
        return [
            Choice(
                other.standing.facts.day_id,
                f"{day_title(other.standing.day, None)} {other.leader.name}",
                other.leader.post,
            )
            for other in found
            if other.standing.leader_id != one.standing.leader_id and other.standing.state in ahead
        ]

    def _refuse_swap(self) -> None:
        self._work.messages.show_error(
            DeskError(
                "以后还没有其他领导的接访日可以对调。",
                advice="可以由其他领导代接，或者改期。",
            )
        )
