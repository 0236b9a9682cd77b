"""Takes a number and prints its slip, for every page that hands numbers out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject

from reception_desk.config import Settings
from reception_desk.documents.office_fonts import font_paths
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.records.tickets import TicketInput
from reception_desk.services.ticket_day import KnownStandings
from reception_desk.services.ticket_slips import slip_pdf
from reception_desk.services.tickets import IssuedTicket, issue_ticket
from reception_desk.ui.print_desk import PrintDesk
from reception_desk.ui.tasks import Tasks

LANE = "tickets"
TITLE = "号票"


class QueueKnown(Protocol):
    """What was read of the queue before."""

    known: KnownStandings


class TicketPlace(Protocol):
    """Where numbers are taken: a workplace, or the kiosk."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def tasks(self) -> Tasks: ...
    @property
    def print_desk(self) -> PrintDesk: ...
    @property
    def tickets(self) -> QueueKnown: ...


@dataclass(frozen=True, slots=True)
class TicketTaken:
    """A number that was issued; without a slip printer it is told and written down."""

    issued: IssuedTicket
    is_printing: bool


def issue_and_print(
    workplace: TicketPlace,
    owner: QObject,
    asked: TicketInput,
    on_taken: Callable[[TicketTaken], None],
    on_error: Callable[[Exception], None],
) -> None:
    """Issue the next number of this desk in its lane, and send its slip to the printer's.

    The number stands before anything is printed: a printer that fails says so through
    `PrintDesk.failed`, and the number is called all the same. The page that asked tells the
    others (`changes.ticket_changed`).
    """

    def take(issued: IssuedTicket) -> None:
        is_printing = bool(workplace.settings.receipt_printer.url)
        if is_printing:
            print_slip(workplace, issued)
        on_taken(TicketTaken(issued, is_printing))

    known = workplace.tickets.known
    issue = partial(issue_ticket, workplace.database, workplace.actor, asked, known)
    workplace.tasks.run(LANE, owner, issue, take, on_error)


def print_slip(workplace: TicketPlace, issued: IssuedTicket) -> None:
    """Print the slip of a number that was just taken; also once more, if the paper jammed."""
    paper = workplace.settings.receipt_printer.paper
    make = partial(
        slip_pdf,
        workplace.database,
        workplace.actor,
        issued,
        now(),
        paper=paper,
        fonts=font_paths(workplace.settings.fonts),
    )
    workplace.print_desk.print_aid(make, f"{TITLE} {issued.number}", paper)
