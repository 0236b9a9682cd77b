"""From a key to a number in a visitor's hand."""

from dataclasses import replace
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.models.database import now
from reception_desk.records.tickets import TicketInput
from reception_desk.ui.dialogs.ticket_issue import TicketIssue
from reception_desk.ui.pages.calling.queue_words import range_words
from reception_desk.ui.ticket_slip import TicketTaken, issue_and_print, print_slip
from reception_desk.ui.workplace import Workplace


class Issuing(QObject):
    """Opens the form above `window` and issues what it asks for."""

    def __init__(self, work: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._work, self._window = work, window

    def ask(self) -> None:
        """Ctrl+T: open the form; Enter issues."""
        if not self._work.tickets.may_issue:
            return
        moment = now().astimezone(ZoneInfo(self._work.actor.desk.zone))
        form = TicketIssue(self._window.window(), moment)
        form.asked.connect(partial(self._issue, form))
        form.open()

    def _issue(self, form: TicketIssue, asked: TicketInput) -> None:
        changed, work = self._work.changes.ticket_changed, self._work

        def taken(ticket: TicketTaken) -> None:
            issued = ticket.issued
            again = partial(print_slip, work, issued) if ticket.is_printing else None
            form.show_issued(issued, range_words(issued.minutes), again)
            changed.emit(issued.ticket_id)

        def failed(error: Exception) -> None:
            if isinstance(error, DeskError):
                form.refuse(error)
            else:
                form.set_busy(is_busy=False)
                work.messages.show_error(error)

        # As the line is now: what is kept is given back behind this in the same lane.
        asked = replace(asked, is_kept=work.tickets.is_away)
        issue_and_print(work, form, asked, taken, failed)
