"""The desk of one signed-in person, built once and handed on."""

import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from reception_desk.config import Settings
from reception_desk.errors import DeskError
from reception_desk.ui.messages import Messages
from reception_desk.ui.tasks import Tasks

if TYPE_CHECKING:  # imported when they are needed: the first frame comes before the database
    from reception_desk.imaging.reading import PageReader
    from reception_desk.models import Database
    from reception_desk.records.actor import Actor
    from reception_desk.records.tickets import Claim
    from reception_desk.services.files import FileStore
    from reception_desk.services.page_reading import PageTexts
    from reception_desk.services.paper_making import PaperSource
    from reception_desk.sync.file_fetch import CentreFiles
    from reception_desk.sync.link import CentreLink
    from reception_desk.ui.centre_watch import CentreWatch
    from reception_desk.ui.changes import Changes
    from reception_desk.ui.desk_devices import DeskDevices
    from reception_desk.ui.hall.hall_screen import HallScreen
    from reception_desk.ui.lamp_watch import LampWatch
    from reception_desk.ui.main_window import MainWindow
    from reception_desk.ui.petitioner import PetitionerScreen
    from reception_desk.ui.workplace import Workplace


GIVE_WAY_SECONDS = 0.001
"""How long a worker may keep Python's interpreter while the screen waits for it."""


@dataclass(frozen=True)
class Desk:
    """The desk of one signed-in person: window, devices and everything that runs for them."""

    workplace: "Workplace"
    window: "MainWindow"
    lamp_watch: "LampWatch"
    devices: "DeskDevices"
    centre: "CentreWatch | None"
    centre_files: "CentreFiles | None"
    page_reader: "PageReader | None"

    def close(self) -> None:
        """Write what is pending, end every thread, let go of the devices.

        The objects are deleted by name: left to Python's collector, they could be destroyed in
        whatever thread it happens to run in, with their timers.
        """
        self.window.close()
        self.workplace.petitioner.close()
        self.workplace.print_desk.close()
        self.workplace.recorder.close()
        if self.centre is not None:
            self.centre.close()
        if self.centre_files is not None:
            self.centre_files.close()
        self.workplace.tasks.close()
        if self.page_reader is not None:
            self.page_reader.close()
        self.devices.close()
        work = self.workplace
        parts = (
            self.lamp_watch, work.card_watch, work.print_desk, work.recorder, work.tickets,
            work.petitioner,
        )  # fmt: skip
        for part in (*parts, work.changes, work.tasks, self.centre, self.window):
            if part is not None:
                part.deleteLater()


def build(
    settings: Settings,
    database: "Database",
    actor: "Actor",
    *,
    simulate: bool = False,
    hall: "HallScreen | None" = None,
) -> Desk:
    """Make the desk of a signed-in person; nothing is shown yet.

    `simulate` stands in for card reader, scanner and slip printer; `hall` is the board that this
    program shows. Needs a `QApplication`.
    """
    from reception_desk.imaging.reading import PageReader
    from reception_desk.services.files import FileStore
    from reception_desk.ui.card_watch import CardWatch
    from reception_desk.ui.changes import Changes
    from reception_desk.ui.desk_devices import open_devices
    from reception_desk.ui.lamp_watch import LampWatch
    from reception_desk.ui.main_window import MainWindow
    from reception_desk.ui.print_desk import PrintDesk
    from reception_desk.ui.recorder_watch import RecorderWatch
    from reception_desk.ui.ticket_desk import TicketDesk
    from reception_desk.ui.workplace import Workplace

    sys.setswitchinterval(GIVE_WAY_SECONDS)
    devices = open_devices(settings, simulate=simulate)
    tasks, changes, window = Tasks(), Changes(), MainWindow()
    link = _link(settings, devices)
    centre_files = _centre_files(database, link) if link else None
    files = FileStore(settings.files_path, centre_files)
    centre = _centre_watch(database, link, files, changes) if link else None
    papers = _papers(settings, database, files)
    reader = PageReader() if settings.scanner.reads_text else None
    workplace = Workplace(
        settings=devices.settings,
        database=database,
        files=files,
        actor=actor,
        tasks=tasks,
        messages=Messages(window),
        changes=changes,
        card_watch=CardWatch(devices.reader, tasks),
        print_desk=PrintDesk(papers, devices.queues, tasks, changes),
        papers=papers,
        scanner=devices.scanner,
        recorder=RecorderWatch(devices.settings, database, actor, tasks, changes),
        tickets=TicketDesk(
            database, actor, tasks, changes, claim=_claims(link) if link else None, centre=centre
        ),
        petitioner=_petitioner(settings, database, window),
        page_texts=_page_texts(database, reader) if reader is not None else None,
        centre=centre,
    )
    _keep_up(database, actor, tasks, changes, window)
    lamp_watch = LampWatch(workplace, devices, centre, hall)
    window.furnish(workplace, lamp_watch, devices.extras())
    workplace.print_desk.take_waiting(actor, workplace.messages.show_error)
    return Desk(workplace, window, lamp_watch, devices, centre, centre_files, reader)


def _keep_up(
    database: "Database", actor: "Actor", tasks: Tasks, changes: "Changes", window: "MainWindow"
) -> None:
    """Keep the file tidy from now on, and let the evaluations of earlier days join the others.

    On a desk that stays open for weeks they join when the day turns, too.
    """
    from reception_desk.models.upkeep import keep_tidy
    from reception_desk.services.evaluations import empty_box
    from reception_desk.ui.day_turn import DayTurn

    def heard(_done: object) -> None:
        """Nothing is to be told: a bug is in the log, and the box is emptied another day."""

    tasks.watch("upkeep", partial(keep_tidy, database))

    def join() -> None:
        tasks.run("evaluation box", window, partial(empty_box, database, actor.desk), heard, heard)

    join()
    changes.day_turned.connect(join)
    DayTurn(changes, ZoneInfo(actor.desk.zone), window)


def _petitioner(
    settings: Settings, database: "Database", window: "MainWindow"
) -> "PetitionerScreen":
    from reception_desk.services.office import office_card
    from reception_desk.ui.petitioner import PetitionerScreen

    screen_name = settings.petitioner.screen_name
    return PetitionerScreen(screen_name, window, lambda: office_card(database).hall)


def _page_texts(database: "Database", reader: "PageReader") -> "PageTexts":
    from reception_desk.services.page_reading import PageTexts

    return PageTexts(database, reader)


def _papers(settings: Settings, database: "Database", files: "FileStore") -> "PaperSource":
    from reception_desk.documents.office_fonts import font_paths
    from reception_desk.services.paper_making import PaperSource

    return PaperSource(database, files, font_paths(settings.fonts), settings.wording_path)


def _claims(link: "CentreLink") -> "Claim":
    from reception_desk.sync.ticket_claims import CentreClaims

    return CentreClaims(link)


def _centre_files(database: "Database", link: "CentreLink") -> "CentreFiles":
    from reception_desk.sync.file_fetch import CentreFiles

    return CentreFiles(database, link)


def _centre_watch(
    database: "Database", link: "CentreLink", files: "FileStore", changes: "Changes"
) -> "CentreWatch":
    from reception_desk.ui.centre_watch import CentreWatch

    return CentreWatch(database, link, files, changes)


def _link(settings: Settings, devices: "DeskDevices") -> "CentreLink | None":
    """Return the way to the centre; None for a desk alone or one not enrolled."""
    from reception_desk.sync.link import configured

    try:
        return configured(settings)
    except DeskError as error:
        devices.troubles["centre"] = error
        return None
