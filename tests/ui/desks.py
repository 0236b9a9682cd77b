"""A workplace for pages under test: the real desk with simulated devices."""

from PySide6.QtWidgets import QWidget

from reception_desk.config import RecorderSettings, Settings
from reception_desk.devices.card_reader.null import NullCardReader
from reception_desk.devices.printer import Printer
from reception_desk.devices.printer.null import NullPrinter
from reception_desk.devices.scanner import Scanner
from reception_desk.devices.scanner.null import NullScanner
from reception_desk.records.actor import Actor
from reception_desk.services.page_reading import PageTexts
from reception_desk.services.paper_making import PaperSource
from reception_desk.ui.card_watch import CardWatch
from reception_desk.ui.changes import Changes
from reception_desk.ui.messages import Messages
from reception_desk.ui.petitioner import PetitionerScreen
from reception_desk.ui.print_desk import PrintDesk, PrintQueue
from reception_desk.ui.recorder_watch import RecorderWatch
from reception_desk.ui.tasks import Tasks
from reception_desk.ui.ticket_desk import TicketDesk
from reception_desk.ui.workplace import Workplace
from tests.offices import SampleOffice


def workplace(
    desk: SampleOffice,
    tasks: Tasks,
    *,
    actor: Actor | None = None,
    printer: Printer | None = None,
    scanner: Scanner | None = None,
    page_texts: PageTexts | None = None,
    window: QWidget | None = None,
    petitioner: PetitionerScreen | None = None,
    recorder: RecorderSettings | None = None,
) -> Workplace:
    """Return what a page may use, for the receptionist unless another actor is given."""
    changes = Changes()
    settings = Settings(home=desk.database.path.parent, recorder=recorder or RecorderSettings())
    who = actor or desk.clerk
    papers = PaperSource(desk.database, desk.files)
    queue = PrintQueue("test", printer or NullPrinter())
    return Workplace(
        settings=settings,
        database=desk.database,
        files=desk.files,
        actor=who,
        tasks=tasks,
        messages=Messages(window or QWidget()),
        changes=changes,
        card_watch=CardWatch(NullCardReader(), tasks),
        print_desk=PrintDesk(
            papers,
            dict.fromkeys(("A4", "A5", "slip80", "slip58"), queue),
            tasks,
            changes,
        ),
        papers=papers,
        scanner=scanner or NullScanner(),
        recorder=RecorderWatch(settings, desk.database, who, tasks, changes),
        tickets=TicketDesk(desk.database, who, tasks, changes),
        petitioner=petitioner or PetitionerScreen("", QWidget(), str),
        page_texts=page_texts,
    )
