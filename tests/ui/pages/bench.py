"""The scan station under test, with a scanner and a way to wait until all is quiet."""

from itertools import count
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reception_desk.devices.printer import Printer
from reception_desk.devices.scanner import Scanner
from reception_desk.records.scanning import ScannedPage
from reception_desk.records.visit import VisitRecord
from reception_desk.ui.pages.scanning import ScanningPage
from reception_desk.ui.tasks import Tasks
from tests.offices import SampleOffice
from tests.ui.desks import workplace
from tests.ui.stage import show


class Bench:
    """The page with a scanner.

    The scanner takes the files of a folder one by one, as a feeder takes its sheets.
    """

    def __init__(
        self,
        qtbot: QtBot,
        desk: SampleOffice,
        tasks: Tasks,
        scanner: Scanner,
        folder: Path,
        printer: Printer | None = None,
    ) -> None:
        self.qtbot, self.desk, self.tasks, self.folder = qtbot, desk, tasks, folder
        self.work = workplace(desk, tasks, scanner=scanner, printer=printer)
        self.page = ScanningPage(self.work)
        self._sheets = count()
        show(qtbot, self.page, width=1100, height=620)
        self.rest()

    @property
    def station(self):
        return self.page.station

    @property
    def strip(self):
        return self.page.view.strip

    def rest(self) -> None:
        self.qtbot.waitUntil(lambda: self.tasks.pending == 0, timeout=20_000)

    def open(self, record: VisitRecord) -> None:
        self.page.open_visit(record.visit_id)
        self.rest()

    def press(
        self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.strip if self.strip.isVisible() else self.page, key, held)
        self.rest()

    def lay(self, page: ScannedPage) -> None:
        (self.folder / f"{next(self._sheets):04d}.png").write_bytes(page.image)

    def feed(self, *pages: ScannedPage) -> None:
        for page in pages:
            self.lay(page)
        self.page.view.feeder.setChecked(True)
        self.press(Qt.Key.Key_F4)

    def shape(self) -> list[int]:
        assert self.station.batch is not None
        return [len(paper.pages) for paper in self.station.batch.arrangement.papers]

    def paper(self, number: int = -1):
        assert self.station.batch is not None
        return self.station.batch.arrangement.papers[number]
