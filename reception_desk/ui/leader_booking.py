"""From a matter to a booked day of a leader, or to another day: form, service, refusal."""

from collections.abc import Callable
from datetime import time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.records.leader_bookings import BookingEvent
from reception_desk.rules.chinese_dates import day_text, weekday_name
from reception_desk.rules.leader_day_standing import DayState
from reception_desk.services.calendar import reckoning
from reception_desk.services.leader_bookings import (
    BookingInput,
    book,
    free_times,
    record_booking_event,
)
from reception_desk.services.leader_days import reception_days
from reception_desk.ui.dialogs.leader_booking_form import LeaderBookingForm
from reception_desk.ui.today import today_in
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.workplace import Workplace

_AHEAD = timedelta(days=120)
_BOOKABLE = frozenset({DayState.PLANNED, DayState.PUBLISHED, DayState.OPEN})


class LeaderBooking(QObject):
    """Signal `booked(words)`. The form opens above `window`'s window."""

    booked = Signal(str)

    def __init__(self, work: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._work = work
        self._window = window

    def ask(self, matter_id: str, visit_id: str | None = None) -> LeaderBookingForm | None:
        """Open the form for a matter; None where no leader's day is planned, which is told."""

        def keep(day_id: str, at: time | None, _reason: str) -> None:
            asked = BookingInput(day_id, matter_id, visit_id, at)
            by = reckoning(self._work.database, self._work.settings)
            book(self._work.database, self._work.actor, asked, by)
            self._work.changes.matter_changed.emit(matter_id)

        return self._open("预约领导接访", keep, "已预约领导接访。")

    def ask_other_day(self, booking_id: str) -> LeaderBookingForm | None:
        """Open the form that moves a booking."""

        def keep(day_id: str, at: time | None, reason: str) -> None:
            record_booking_event(
                self._work.database, self._work.actor, booking_id, BookingEvent.MOVED,
                reason=reason, day_id=day_id, at=at,
            )  # fmt: skip

        return self._open("改约", keep, "已改约。", asks_reason=True)

    def _open(
        self,
        title: str,
        keep: Callable[[str, time | None, str], None],
        words: str,
        *,
        asks_reason: bool = False,
    ) -> LeaderBookingForm | None:
        days = self._days()
        if not days:
            advice = "请科室在“领导接访”里先安排接访日。"
            self._work.messages.show_error(DeskError("以后还没有安排领导接访日。", advice=advice))
            return None
        form = LeaderBookingForm(self._window.window(), title, days, asks_reason=asks_reason)
        form.day_chosen.connect(partial(self._offer_times, form))
        form.asked.connect(partial(self._keep, form, keep, words))
        form.open()
        return form

    def _offer_times(self, form: LeaderBookingForm, day_id: str) -> None:
        times = free_times(self._work.database, self._work.actor, day_id) if day_id else ()
        form.offer_times(times)

    def _keep(
        self,
        form: LeaderBookingForm,
        keep: Callable[[str, time | None, str], None],
        words: str,
        *given: object,
    ) -> None:
        try:
            keep(*given)  # pyright: ignore[reportArgumentType]  # what the signal declares
        except DeskError as error:
            form.refuse(error)
            return
        form.accept()
        self._work.changes.reception_day_changed.emit("")
        self.booked.emit(words)

    def _days(self) -> list[Choice]:
        """Return the days ahead that take bookings, the nearest first."""
        today = today_in(ZoneInfo(self._work.actor.desk.zone))
        return [
            Choice(
                one.standing.facts.day_id,
                f"{day_text(one.standing.day)} {weekday_name(one.standing.day)} {one.leader.name}",
                f"{one.leader.post} {one.standing.starts_at:%H:%M}–{one.standing.ends_at:%H:%M}",
            )
            for one in reception_days(self._work.database, today, today + _AHEAD)
            if one.standing.state in _BOOKABLE
        ]
