"""What is done to a booking: heard, not come, moved, withdrawn, instructed on."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.records.document import DocumentKind
from reception_desk.records.leader_bookings import BookingEvent, InstructionInput
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services.leader_bookings import BookingNow, record_booking_event
from reception_desk.services.leader_papers import LeaderPaper
from reception_desk.services.leader_reception import instruct
from reception_desk.services.office import list_units
from reception_desk.ui.dialogs.instruction_form import InstructionForm
from reception_desk.ui.dialogs.reason_form import ReasonForm
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.leader_booking import LeaderBooking
from reception_desk.ui.leader_pack_export import open_pack_export
from reception_desk.ui.leader_paper_issue import LeaderPapers
from reception_desk.ui.pages.leader_days.act_keeping import kept
from reception_desk.ui.pages.leader_days.bookings_card import (
    INSTRUCT,
    NO_TITLE,
    OPEN,
    BookingRights,
)
from reception_desk.ui.table_export import may_export
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.workplace import Workplace


class BookingActing(QObject):
    """Signals: `done(sentence)`, `failed(error)`, `matter_asked(matter id)`.

    `viewer` says how far a paper has come; it stands where the bookings do.
    """

    done = Signal(str)
    failed = Signal(object)
    matter_asked = Signal(str)

    def __init__(self, work: Workplace, view: QWidget) -> None:
        super().__init__(view)
        self._work = work
        self._view = view
        self.booking = LeaderBooking(work, view)
        self.booking.booked.connect(self.done)
        self.viewer = FileViewer(work.files, work.tasks)
        self.papers = LeaderPapers(work, view, self.viewer)
        self.papers.issued.connect(self.done)
        self.papers.failed.connect(self.failed)
        self.form: QWidget | None = None

    def act(self, one: BookingNow, wanted: str) -> None:
        """Do what a button of the list asks for."""
        booking_id = one.standing.facts.booking_id
        if wanted == OPEN:
            self.matter_asked.emit(one.standing.facts.matter_id)
        elif wanted == INSTRUCT:
            self._ask_instruction(one)
        elif wanted == BookingEvent.MOVED:
            self.form = self.booking.ask_other_day(booking_id)
        elif wanted == BookingEvent.WITHDRAWN:
            self._ask_withdrawal(one)
        else:
            event = BookingEvent(wanted)
            self._keep(None, partial(self._record, booking_id, event, ""), "已记录。")

    def issue_paper(self, one: BookingNow, kind: DocumentKind, instruction_id: str) -> None:
        """Issue a paper of a booking, or show the one that is on record."""
        facts = one.standing.facts
        self.papers.ask(facts.matter_id, LeaderPaper(facts.booking_id, kind, instruction_id))

    def take_pack(self, day_id: str) -> None:
        """Ask for the pack of a day, as a file or on paper."""
        self.form = open_pack_export(self._work, self._view, day_id)

    def _ask_instruction(self, one: BookingNow) -> None:
        units = [
            Choice(unit.unit_id, unit.name, unit.code, unit.initials)
            for unit in list_units(self._work.database)
        ]
        title = f"批示：{one.matter or NO_TITLE}"
        form = InstructionForm(self._view.window(), title, units)

        def keep(asked: InstructionInput) -> None:
            booking_id = one.standing.facts.booking_id
            instruct(self._work.database, self._work.actor, booking_id, asked)
            self._work.changes.matter_changed.emit(one.standing.facts.matter_id)

        form.asked.connect(lambda asked: self._keep(form, partial(keep, asked), "已保存批示。"))
        form.open()
        self.form = form

    def _ask_withdrawal(self, one: BookingNow) -> None:
        words = "取消后这个时间可以约给别人，记录保留。"
        title = f"取消预约：{one.matter or NO_TITLE}"
        form = ReasonForm(self._view.window(), title, "取消预约", words)
        booking_id = one.standing.facts.booking_id
        act = partial(self._record, booking_id, BookingEvent.WITHDRAWN)
        form.asked.connect(lambda reason: self._keep(form, partial(act, reason), "已取消预约。"))
        form.open()
        self.form = form

    def _record(self, booking_id: str, event: BookingEvent, reason: str) -> None:
        record_booking_event(
            self._work.database, self._work.actor, booking_id, event, reason=reason
        )

    def _keep(
        self, form: InstructionForm | ReasonForm | None, keep: Callable[[], None], words: str
    ) -> None:
        if kept(self._work, form, keep):
            self.done.emit(words)


def booking_rights(work: Workplace) -> BookingRights:
    """Return what the person at the desk may do with bookings."""
    roles = [Role(role) for role in work.actor.roles]
    may_hold = may(roles, Action.BOOK_LEADER_DAY)
    return BookingRights(
        may_hold=may_hold,
        may_print=may_hold and may(roles, Action.PRINT_DOCUMENT),
        may_take_pack=may(roles, Action.VIEW_MATTER) and may_export(work),
        may_sit=may_hold or may(roles, Action.WRITE_INSTRUCTION),
    )
