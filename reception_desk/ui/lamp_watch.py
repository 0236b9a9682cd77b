"""Keeps every lamp up to date while somebody is signed in."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal

from reception_desk.devices.speaker.calling_voice import SILENT
from reception_desk.documents.office_fonts import font_paths, office_fonts
from reception_desk.errors import DeskError
from reception_desk.models.database_key import KeySource
from reception_desk.records.card import ReaderEvent
from reception_desk.records.printing import JobStatus, PrinterHealth
from reception_desk.records.scanning import ScannerInfo
from reception_desk.services import settings as local_settings
from reception_desk.services.centre_contact import CentreContact, centre_contact
from reception_desk.ui import lamps
from reception_desk.ui.desk_devices import NO_PRINTER, DeskDevices
from reception_desk.ui.lamps import LampReport
from reception_desk.ui.print_desk import PrintQueue
from reception_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from reception_desk.ui.centre_watch import CentreWatch
    from reception_desk.ui.hall.hall_screen import HallScreen

SOON_MS = 1_500
CLOCK_MS = 10_000
SLOW_MS = 60_000


class LampWatch(QObject):
    """Asks each device in its own lane and keeps the last report of every lamp.

    Signal `changed(key)`: the report of a lamp is another one. A question is not put again while
    the answer to the one before is still on its way.
    """

    changed = Signal(str)

    def __init__(
        self,
        workplace: Workplace,
        devices: DeskDevices,
        centre: "CentreWatch | None",
        hall: "HallScreen | None" = None,
    ) -> None:
        super().__init__()
        self._hall = hall
        self.kinds = (*lamps.LAMPS, lamps.HALL_LAMP) if hall else lamps.LAMPS
        self._work = workplace
        self._devices = devices
        self.centre = centre
        self._zone = ZoneInfo(workplace.actor.desk.zone)
        self._reports: dict[str, LampReport] = {}
        self._asked: set[str] = set()
        self._healths: dict[str, PrinterHealth] = {}
        self._font_troubles: tuple[DeskError, ...] = ()
        self._contact = CentreContact(None, 0)
        self._key_warning = self._warning_of_key()
        workplace.card_watch.state_changed.connect(self._hear_reader)
        workplace.print_desk.status_changed.connect(self._hear_printer)
        workplace.recorder.changed.connect(self._say_recorder)
        if centre is not None:
            centre.state_changed.connect(self._look_at_centre)
            centre.round_done.connect(self._look_at_centre)
            workplace.changes.conflict_changed.connect(self._look_at_centre)
        if hall is not None:
            hall.changed.connect(self._say_hall)
            self._say_hall()
        self._every(CLOCK_MS, self._look_often)
        self._every(SLOW_MS, self._look_rarely)
        self._hear_reader(workplace.card_watch.last)
        self._say_recorder()
        self._look_often()

    def begin(self) -> None:
        """Ask the devices once the window is on the screen."""
        QTimer.singleShot(SOON_MS, self, self.refresh)

    def report(self, key: str) -> LampReport:
        """Return what a lamp knows now."""
        return self._reports.get(key, lamps.NOT_KNOWN)

    def refresh(self) -> None:
        """Ask everything again: a person pressed 重新检查."""
        self._look_often()
        self._look_rarely()
        self._ask_scanner()

    def _every(self, interval_ms: int, look: Callable[[], None]) -> None:
        timer = QTimer(self, interval=interval_ms)
        timer.timeout.connect(look)
        timer.start()

    def _say(self, key: str, report: LampReport) -> None:
        if key in self._devices.troubles:
            report = lamps.trouble_report(self._devices.troubles[key])
        if self._reports.get(key) != report:
            self._reports[key] = report
            self.changed.emit(key)

    def _look_often(self) -> None:
        moment = datetime.now(UTC)
        has_centre = self.centre is not None
        self._say(
            "clock", lamps.clock_report(moment, self._contact if has_centre else None, self._zone)
        )
        self._say_centre()
        self._ask("database", self._database_answers, self._say_database)

    def _look_rarely(self) -> None:
        self._ask("disk", self._disk_usage, self._say_disk)
        for paper, queue in self._real_queues().items():
            self._ask(
                f"printer {queue.name}", queue.printer.check, partial(self._say_health, paper)
            )
        if not self._real_queues():
            self._say_printers()
        self._ask("papers", self._fonts, self._say_fonts)

    def _ask(
        self, lane: str, question: Callable[[], object], on_answer: Callable[..., object]
    ) -> None:
        """Put a question to a lane unless one is waiting there; an error is an answer too."""
        if lane in self._asked:
            return
        self._asked.add(lane)

        def take(answer: object) -> None:
            self._asked.discard(lane)
            on_answer(answer)

        self._work.tasks.run(lane, self, question, take, take)

    def _database_answers(self) -> DeskError | CentreContact:
        try:
            local_settings.get(self._work.database, "desk_id")
            return centre_contact(self._work.database)
        except DeskError as error:
            return error

    def _say_database(self, answer: object) -> None:
        error = answer if isinstance(answer, DeskError) else None
        if isinstance(answer, CentreContact):
            self._contact = answer
            self._say_centre()
        path = self._work.database.path
        self._say("database", lamps.database_report(path, error, self._key_warning))

    def _disk_usage(self) -> tuple[int, int]:
        usage = shutil.disk_usage(self._work.settings.home)
        return usage.free, usage.total

    def _say_disk(self, answer: object) -> None:
        if isinstance(answer, tuple):
            free, total = answer
            self._say("disk", lamps.disk_report(free, total, self._work.settings.home))

    def _real_queues(self) -> dict[str, PrintQueue]:
        queues = self._devices.queues.items()
        return {paper: queue for paper, queue in queues if queue.name != NO_PRINTER}

    def _say_health(self, paper: str, answer: object) -> None:
        if isinstance(answer, PrinterHealth):
            self._healths[paper] = answer
            self._say_printers()

    def _fonts(self) -> tuple[DeskError, ...]:
        return office_fonts(font_paths(self._work.settings.fonts)).troubles

    def _say_fonts(self, answer: object) -> None:
        if isinstance(answer, tuple) and (answer or self._font_troubles):
            self._font_troubles = answer
            self._say_printers()

    def _say_printers(self) -> None:
        report = lamps.printer_report(tuple(self._healths.items()))
        self._say("printer", lamps.with_font_troubles(report, self._font_troubles))

    def _hear_printer(self, _document_id: str, status: JobStatus) -> None:
        """A job speaks for its printer, whose lane is busy following it."""
        report = lamps.printing_report(status)
        if report is not None:
            self._say("printer", report)
        elif status.state.is_final:
            self._look_rarely()

    def _hear_reader(self, event: ReaderEvent) -> None:
        self._say("card_reader", lamps.card_reader_report(event))

    def _say_recorder(self) -> None:
        is_set_up = self._work.settings.recorder.is_set_up
        status = self._work.recorder.status
        self._say("recorder", lamps.recorder_report(status, is_set_up=is_set_up))

    def _say_hall(self) -> None:
        if (hall := self._hall) is not None:
            is_silent = self._work.settings.board.voice == SILENT
            self._say(
                "hall",
                lamps.hall_report(
                    hall.screen_name,
                    hall.condition,
                    is_placed=hall.is_placed,
                    is_silent=is_silent,
                ),
            )

    def _ask_scanner(self) -> None:
        if self._work.settings.scanner.kind == "none":
            self._say_scanner([])
        else:
            self._ask("scanner", self._work.scanner.list_devices, self._say_scanner)

    def _say_scanner(self, answer: list[ScannerInfo] | DeskError) -> None:
        self._say("scanner", lamps.scanner_report(self._work.settings.scanner.kind, answer))

    def _look_at_centre(self) -> None:
        self._say_centre()
        self._ask("database", self._database_answers, self._say_database)

    def _say_centre(self) -> None:
        status = self.centre.last if self.centre else None
        self._say(
            "centre",
            lamps.centre_report(
                status,
                self._contact,
                zone=self._zone,
                moment=datetime.now(UTC),
            ),
        )

    def _warning_of_key(self) -> str:
        home = self._work.settings.home
        if not self._work.settings.encrypted:
            return "本机数据库没有加密，请管理员在设置文件中打开加密。"
        return KeySource.KEY_FILE.warning if (home / "desk.key").exists() else ""
