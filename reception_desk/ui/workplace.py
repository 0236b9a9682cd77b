"""What a page may use: built once by `app` for the signed-in person, handed to each page."""

from dataclasses import dataclass

from reception_desk.config import Settings
from reception_desk.devices.scanner import Scanner
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.services.files import FileStore
from reception_desk.ui.card_watch import CardWatch
from reception_desk.ui.centre_watch import CentreWatch
from reception_desk.ui.changes import Changes
from reception_desk.ui.messages import Messages
from reception_desk.ui.print_desk import PrintDesk
from reception_desk.ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Workplace:
    """The desk as a page sees it; nothing here is fetched from a global.

    `centre` is None for a desk that works alone.
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
    scanner: Scanner
    centre: CentreWatch | None = None
