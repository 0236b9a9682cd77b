"""What is done about units at a leader's day: asked, confirmed, released, their letter printed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.rules.attendance import AttendanceEvent
from reception_desk.rules.leader_bookings import BookingState
from reception_desk.services.attendance import Asking, AttendanceNow, ask_units, record_attendance
from reception_desk.services.attendance_letter import letter_pdf
from reception_desk.services.leader_bookings import BookingNow
from reception_desk.services.leader_days import ReceptionDayNow
from reception_desk.services.office import list_units
from reception_desk.ui.dialogs.attendance_form import AttendanceForm
from reception_desk.ui.dialogs.reason_form import ReasonForm
from reception_desk.ui.pages.leader_days.act_keeping import kept
from reception_desk.ui.pages.leader_days.units_card import LETTER
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.workplace import Workplace

LANE = "leader days"
_EXPECTED = (BookingState.BOOKED, BookingState.RECEIVED)


class UnitsActing(QObject):
    """Signals: `failed(error)`, `done(sentence)`. It acts on what was shown last."""

    failed = Signal(object)
    done = Signal(str)

    def __init__(self, work: Workplace, view: QWidget) -> None:
        super().__init__(view)
        self._work, self._view = work, view
        self._subjects: dict[str, Asking] = {}
        self._choices: list[Choice] = []
        self.form: AttendanceForm | ReasonForm | None = None

    def show(self, days: Sequence[ReceptionDayNow], bookings: Sequence[BookingNow]) -> None:
        """Take in what a unit may be asked for."""
        self._subjects, self._choices = {}, []
        for one in bookings:
            if one.standing.state in _EXPECTED:
                key = one.standing.facts.booking_id
                at = f"{one.standing.at:%H:%M} " if one.standing.at else ""
                self._choices.append(Choice(key, f"{at}{one.matter or '诉求待补充的事项'}"))
                self._subjects[key] = Asking("", booking_id=key)
        for day in days:
            key = day.standing.facts.day_id
            self._choices.append(Choice(key, f"整个接访日（{day.leader.name}）"))
            self._subjects[key] = Asking("", day_id=key)

    def ask_unit(self) -> None:
        """Ask which unit is to attend, and for what."""
        work = self._work
        units = [
            Choice(unit.unit_id, unit.name, unit.code, unit.initials)
            for unit in list_units(work.database)
        ]
        form = AttendanceForm(self._view.window(), "通知单位到场", units, self._choices)
        subjects = self._subjects

        def keep(unit_id: str, subject: str, note: str) -> None:
            asking = replace(subjects[subject], unit_id=unit_id)
            words = "已通知到场，可以打印通知。"
            act = partial(ask_units, work.database, work.actor, [asking], note)
            self._keep(form, act, words)

        form.asked.connect(keep)
        form.open()
        self.form = form

    def act(self, one: AttendanceNow, wanted: str) -> None:
        """Do what a button of the card asks for."""
        if wanted == LETTER:
            self._print(one)
            return
        event = AttendanceEvent(wanted)
        is_coming = event is AttendanceEvent.CONFIRMED
        words = (
            "写明谁到场：姓名和职务。" if is_coming else "写明为什么不用到场。请一并告知这个单位。"
        )
        verb = "确认到场" if is_coming else "不用到场"
        self.form = form = ReasonForm(self._view.window(), f"{verb}：{one.unit}", verb, words)
        record = partial(
            record_attendance, self._work.database, self._work.actor, one.asking, event
        )
        form.asked.connect(
            lambda note: self._keep(form, partial(record, note), f"已记录：{verb}。")
        )
        form.open()

    def _print(self, one: AttendanceNow) -> None:
        work, booking = self._work, one.booking
        day_id = booking.standing.day_id if booking else one.asking.day_id or ""
        make = partial(
            letter_pdf, work.database, work.actor, day_id, one.asking.unit_id,
            fonts=work.papers.fonts, wording=work.papers.wording,
        )  # fmt: skip

        def printed(pdf: bytes) -> None:
            work.print_desk.print_aid(lambda: pdf, f"{one.unit}到场通知", "A4")
            self.done.emit("到场通知已送打印机。")

        work.tasks.run(LANE, self, make, printed, self.failed.emit)

    def _keep(
        self, form: AttendanceForm | ReasonForm, keep: Callable[[], object], words: str
    ) -> None:
        if kept(self._work, form, keep):
            self.done.emit(words)
