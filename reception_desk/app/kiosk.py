"""The kiosk of the hall: a program of its own, on a machine that has nothing but it."""

import logging
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from reception_desk import config
from reception_desk.app.dressing import dressed_application
from reception_desk.app.hall import keep_with_centre
from reception_desk.app.opening import open_database
from reception_desk.app.signals import quit_on_signals
from reception_desk.config import KioskSettings, Settings
from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.models.upkeep import keep_tidy
from reception_desk.services.files import FileStore
from reception_desk.services.office import this_desk
from reception_desk.services.paper_making import PaperSource
from reception_desk.services.self_service import visitor_at
from reception_desk.ui.changes import Changes
from reception_desk.ui.desk_devices import open_queues
from reception_desk.ui.kiosk.kiosk_place import KioskPlace
from reception_desk.ui.kiosk.kiosk_screen import KioskScreen
from reception_desk.ui.print_desk import PrintDesk
from reception_desk.ui.tasks import Tasks

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KioskOrder:
    """`screen_name` "" is that of the settings, and the first screen where they name none."""

    screen_name: str = ""
    passphrase: str = ""


def run_kiosk(home: Path | None, order: KioskOrder) -> int:
    """Show the kiosk until its process is ended; return the exit status.

    It holds the file of its home: no desk opens there meanwhile, as it would be within reach.
    Raises `DeskError` where there is no desk of its own, or another program works on it.
    """
    settings = config.load(home)
    if order.screen_name:
        settings = replace(settings, kiosk=KioskSettings(order.screen_name))
    app = dressed_application()
    with ExitStack() as stack:
        database = open_database(settings, order.passphrase)
        stack.callback(database.close)
        changes = Changes()
        if settings.centre.dsn:
            _keep_with_centre(settings, database, changes, stack, app)
        kiosk = open_kiosk(settings, database, changes, stack)
        kiosk.window.closed.connect(app.quit)
        quit_on_signals(app)
        kiosk.begin()
        log.info("the kiosk is open")
        return app.exec()


def open_kiosk(
    settings: Settings, database: Database, changes: Changes, stack: ExitStack
) -> KioskScreen:
    """Return a kiosk that works on this file; what it needs is closed with `stack`."""
    troubles: dict[str, DeskError] = {}
    queues = open_queues(settings, troubles)
    for trouble in troubles.values():
        log.warning("the printer of slips is not used: %s", trouble.message)
    for queue in queues.values():
        stack.callback(queue.printer.close)
    tasks = Tasks()
    papers = PaperSource(database, FileStore(settings.files_path))
    print_desk = PrintDesk(papers, queues, tasks, changes)
    actor = visitor_at(this_desk(database))
    kiosk = KioskScreen(KioskPlace(settings, database, actor, tasks, print_desk))
    kiosk.issued.connect(changes.ticket_changed)
    tasks.watch("upkeep", partial(keep_tidy, database))
    stack.callback(_close, kiosk, tasks, print_desk, changes)
    return kiosk


def _keep_with_centre(
    settings: Settings, database: Database, changes: Changes, stack: ExitStack, app: QApplication
) -> None:
    """Numbers are taken also where the way to the centre is not in order."""
    try:
        centre = keep_with_centre(settings, database, changes)
    except DeskError as error:
        log.warning("the kiosk works alone: %s", error.message)
        return
    # Queued: the watch that speaks is closed with the program.
    centre.lost.connect(app.quit, Qt.ConnectionType.QueuedConnection)
    stack.callback(centre.deleteLater)
    stack.callback(centre.close)


def draw_kiosk(home: Path | None, path: Path, passphrase: str) -> None:
    """Draw the first view into a picture as large as the screen in use."""
    settings = config.load(home)
    app = dressed_application()
    with ExitStack() as stack:
        database = open_database(settings, passphrase)
        stack.callback(database.close)
        kiosk = open_kiosk(settings, database, Changes(), stack)
        kiosk.begin()
        kiosk.window.resize(app.primaryScreen().size())
        if not kiosk.window.grab().save(str(path), "PNG"):
            raise DeskError(f"图片“{path}”没有写成。", advice="请检查文件夹。")


def _close(kiosk: KioskScreen, tasks: Tasks, print_desk: PrintDesk, changes: Changes) -> None:
    """End the threads, then the window; objects are deleted by name (`app/desk`)."""
    print_desk.close()
    tasks.close()
    kiosk.close()
    for part in (kiosk, print_desk, changes, tasks):
        part.deleteLater()
