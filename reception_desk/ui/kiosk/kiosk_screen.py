"""自助机: visitors take a number, ask for their matter and evaluate it, and leave nothing behind.

Whoever walks away is forgotten after a rest. What is typed and told is held by the views alone
and let go on the way home; the pages of the desk are in another program.
"""

import logging
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.documents.text_paper import sections_of
from reception_desk.errors import DeskError
from reception_desk.records.tickets import TicketInput
from reception_desk.services.evaluations import empty_box
from reception_desk.services.office import office_card
from reception_desk.services.privacy_notice import notice_words
from reception_desk.ui.kiosk.inquiring import Inquiring
from reception_desk.ui.kiosk.kiosk_place import KioskPlace
from reception_desk.ui.kiosk.kiosk_window import KioskWindow
from reception_desk.ui.kiosk.notice_view import KioskNoticeView
from reception_desk.ui.kiosk.said_view import SaidView
from reception_desk.ui.kiosk.start_view import StartView
from reception_desk.ui.kiosk.ticket_view import TicketChoiceView, TicketTakenView
from reception_desk.ui.tasks import Tasks
from reception_desk.ui.ticket_slip import TicketTaken, issue_and_print

log = logging.getLogger(__name__)

REST_MS = 60_000
"""Who has pressed nothing for so long has gone."""
TAKEN_MS = 4_000
"""A number just taken is read in peace: so long nothing leads on to the next."""
BOX_MS = 3_600_000
LANE = "evaluation box"


class KioskScreen(QObject):
    """One kiosk. Signal `issued(str)`: a number was taken, its key."""

    issued = Signal(str)

    def __init__(self, place: KioskPlace) -> None:
        super().__init__()
        self._place = place
        self._turn = 0
        self.start = StartView(self._choose)
        self.said = SaidView(self.go_home)
        self.numbers = TicketChoiceView(self._take_number, self.go_home)
        self.taken = TicketTakenView(self.go_home)
        self.notice = KioskNoticeView(self.go_home)
        self.inquiring = Inquiring(place, self.said, self._bring, self.go_home)
        plain = (self.start, self.said, self.numbers, self.taken, self.notice)
        self.window = KioskWindow((*plain, *self.inquiring.views), place.settings.kiosk.screen_name)
        self.rest = self._timer(REST_MS, self.go_home)
        self.pause = self._timer(TAKEN_MS, self._end_pause)
        self._box = self._timer(BOX_MS, self._empty_box)
        self.window.touched.connect(self._note_touch)
        self.window.left.connect(self.go_home)
        self.notice.words.moved.connect(self._note_touch)
        self.inquiring.answer.words.moved.connect(self._note_touch)
        place.print_desk.failed.connect(lambda *_: self.taken.say_not_printed())

    @property
    def tasks(self) -> Tasks:
        """Where its work runs."""
        return self._place.tasks

    def begin(self) -> bool:
        """Come up with the start; say whether it can be seen."""
        self.go_home()
        self._empty_box()
        self._box.start()
        return self.window.place()

    def go_home(self) -> None:
        """Be neutral: nothing of who was here is left in any view."""
        self._turn += 1
        self.inquiring.let_go()
        self.taken.let_go()
        self.said.let_go()
        self.notice.let_go()
        self.numbers.show_busy(is_busy=False)
        self.start.hall.setText(office_card(self._place.database).hall)
        self.window.bring(self.start)
        self.rest.stop()
        self._end_pause()

    def close(self) -> None:
        """Let the window go; the threads are the caller's."""
        for timer in (self.rest, self.pause, self._box):
            timer.stop()
        self.inquiring.let_go()
        self.window.close()
        self.window.deleteLater()
        self.inquiring.deleteLater()

    def _choose(self, key: str) -> None:
        match key:
            case "ticket":
                self._bring(self.numbers)
            case "notice":
                words = notice_words(self._place.database, self._place.settings.wording_path)
                self.notice.show_notice(sections_of(words))
                self._bring(self.notice)
            case _:
                self.inquiring.begin(evaluates=key == "evaluation")

    def _take_number(self, needs_help: bool) -> None:  # noqa: FBT001 - a choice on screen
        self.numbers.show_busy(is_busy=True)
        turn = self._turn

        def taken(ticket: TicketTaken) -> None:
            self.issued.emit(ticket.issued.ticket_id)
            if turn == self._turn:
                self.numbers.show_busy(is_busy=False)
                self.taken.show_ticket(ticket.issued, is_printing=ticket.is_printing)
                self.taken.home.setEnabled(False)
                self.pause.start()
                self._bring(self.taken)

        # Never kept for this desk alone: nobody calls from a kiosk.
        asked = TicketInput(needs_help=needs_help)
        issue_and_print(self._place, self, asked, taken, partial(self._fail, turn))

    def _end_pause(self) -> None:
        self.pause.stop()
        self.taken.home.setEnabled(True)

    def _fail(self, turn: int, error: Exception) -> None:
        log.info("no number was issued: %s", type(error).__name__)
        if turn == self._turn:
            words = error.message if isinstance(error, DeskError) else "这台机器现在取不了号。"
            self.said.say("没有取到号", f"{words}请到导访台或者窗口取号。")
            self._bring(self.said)

    def _bring(self, view: QWidget) -> None:
        self.window.bring(view)
        self._note_touch()

    def _note_touch(self) -> None:
        """Only away from the start: there is nothing to forget there."""
        if self.window.current is not self.start:
            self.rest.start()

    def _empty_box(self) -> None:
        work = partial(empty_box, self._place.database, self._place.actor.desk)
        self._place.tasks.run(LANE, self, work, lambda _count: None, lambda _error: None)

    def _timer(self, interval: int, act: Callable[[], object]) -> QTimer:
        timer = QTimer(self, interval=interval)
        timer.timeout.connect(act)
        return timer
