"""A registration and the number it is made for; several registrations may have one number."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from reception_desk.errors import DeskError
from reception_desk.models.database import now
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.ticket_transition import TicketEvent, TicketState
from reception_desk.ui.pages.reception.number_strip import NumberStrip
from reception_desk.ui.pages.reception.open_tab import OpenTab
from reception_desk.ui.pages.reception.visit_draft import VisitDraft
from reception_desk.ui.ticket_words import waiting_words
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.workplace import Workplace


class NumberBinding(QObject):
    """Shows the number at this window; a tab opened while it is served belongs to it.

    `current` returns the tab in sight, `renamed` is told of a tab that has another number.
    """

    def __init__(
        self,
        work: Workplace,
        strip: NumberStrip,
        notice: InlineBar,
        current: Callable[[], OpenTab | None],
        renamed: Callable[[OpenTab], None],
    ) -> None:
        super().__init__(strip)
        self._desk, self._messages = work.tickets, work.messages
        self._strip, self._notice = strip, notice
        self._current, self._renamed = current, renamed
        self._has_said = False
        strip.setVisible(self._desk.may_call)
        if not self._desk.may_call:
            return
        self._desk.shown.connect(self.show)
        self._desk.busy_changed.connect(self.show)
        self._desk.failed.connect(self._say_error)
        self._desk.nobody_waits.connect(self._say_nobody)
        strip.forward_asked.connect(self._desk.forward)
        strip.act_asked.connect(self._desk.press)
        strip.take_asked.connect(self._take)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._tell_time)
        self._second.start()
        self.show()
        self._desk.begin()

    def bind(self, draft: VisitDraft) -> VisitDraft:
        """Let a new draft belong to the number that is served here."""
        here = self._desk.here
        if here is not None and here.state is TicketState.SERVING and self._desk.may_call:
            draft.ticket_id, draft.ticket_number = here.facts.ticket_id, here.facts.number
        return draft

    def registered(self, draft: VisitDraft, record: VisitRecord) -> None:
        """Put on record for which number a visit was registered."""
        if draft.ticket_id:
            self._desk.note_registered(draft.ticket_id, record.visit_id)

    def show(self) -> None:
        """Show the number as it stands, and whether the open form can be registered for it."""
        desk, tab = self._desk, self._current()
        if desk.is_busy and self._has_said:
            self._has_said = False
            self._notice.clear()
        self._strip.show_number(desk.here, desk.live, is_busy=desk.is_busy)
        is_free = tab is not None and tab.record is None and not self._is_of_here(tab)
        self._strip.offer_taking(is_offered=is_free and TicketEvent.REGISTERED in desk.live)
        self._tell_time()

    def _is_of_here(self, tab: OpenTab) -> bool:
        here = self._desk.here
        return here is not None and tab.draft.ticket_id == here.facts.ticket_id

    def _take(self) -> None:
        tab = self._current()
        if tab is not None and tab.record is None:
            self.bind(tab.draft)
            self._renamed(tab)
            self.show()

    def _tell_time(self) -> None:
        if self._strip.isVisible():
            hall = self._desk.hall
            self._strip.tell_time(now(), waiting_words(len(hall.queue.order) if hall else 0))

    def _say_error(self, error: Exception) -> None:
        """Where the page is not in sight, the one that is says it."""
        if not self._strip.isVisible():
            return
        if isinstance(error, DeskError):
            self._has_said = True
            self._notice.say_error(error)
        else:
            self._messages.show_error(error)

    def _say_nobody(self) -> None:
        self._has_said = True
        self._notice.say(Level.INFO, "没有可以叫的号码。")
