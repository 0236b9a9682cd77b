"""What a page may use: built once by `app` for the signed-in person, handed to each page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reception_desk.config import Settings
from reception_desk.devices.scanner import Scanner
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.services.files import FileStore
from reception_desk.services.page_reading import PageTexts
from reception_desk.services.paper_making import PaperSource
from reception_desk.ui.card_watch import CardWatch
from reception_desk.ui.changes import Changes
from reception_desk.ui.messages import Messages
from reception_desk.ui.petitioner import PetitionerScreen
from reception_desk.ui.print_desk import PrintDesk
from reception_desk.ui.recorder_watch import RecorderWatch
from reception_desk.ui.tasks import Tasks
from reception_desk.ui.ticket_desk import TicketDesk

if TYPE_CHECKING:  # a desk that works alone loads nothing of it
    from reception_desk.ui.centre_watch import CentreWatch


@dataclass(frozen=True, slots=True)
class Workplace:
    """The desk as a page sees it; nothing here is fetched from a global.

    `papers` is where papers of matters are set; `centre` is None for a desk that works alone,
    `page_texts` where no text of pages is read.
    """

    settings: Settings
    database: Database
    files: FileStore
    actor: Actor
    tasks: Tasks
    messages: Messages
    changes: Changes
    card_watch: CardWatch
    print_desk: PrintDesk
    papers: PaperSource
    scanner: Scanner
    recorder: RecorderWatch
    tickets: TicketDesk
    petitioner: PetitionerScreen
    page_texts: PageTexts | None = None
    centre: "CentreWatch | None" = None
