"""A child process that scans at the real station page from a folder, and tells what it saw.

`python -m reception_desk.commands.bench.scanning_station HOME SINGLES STACK`: each file in
SINGLES is one reading of one page for a visit of its own, STACK the sheets in a feeder for one
visit. Writes one JSON object: for each single page milliseconds from the moment the device gave
it until it was painted (`first`) and of its decoding and painting alone (`floor`); of the stack
`stall`, the longest time in ms the UI thread did not come round, and MB resident after a tenth
of the pages (`early`) and after all (`late`). No text is read: that is another process.
"""

import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Self

from PySide6.QtCore import QEvent, QObject, QTimer

from reception_desk.app import Desk, build
from reception_desk.commands.bench.figure import milliseconds
from reception_desk.commands.bench.first_frame import resident_mb
from reception_desk.commands.bench.office import KEY, read_actor, visit
from reception_desk.commands.bench.register_window import turn_until
from reception_desk.commands.bench.screen import StallWatch, application
from reception_desk.config import ScannerSettings, Settings
from reception_desk.devices.scanner import Scanner
from reception_desk.devices.scanner.folder import FolderScanner
from reception_desk.devices.scanner.protocol import ProgressListener
from reception_desk.models import Database
from reception_desk.records.scan_batches import ScanBatch
from reception_desk.records.scanning import (
    ScannedPage,
    ScannerAbilities,
    ScannerInfo,
    ScanOptions,
)
from reception_desk.services.registration import register_visit
from reception_desk.ui.garbage import GarbageRound
from reception_desk.ui.pages.scanning import ScanningPage
from reception_desk.ui.pages.scanning.picture import PagePicture
from reception_desk.ui.picture_formats import decoded

_SIZE = (1366, 728)
_STAND_IN_PX = 400
"""A thumbnail stands for a page that is not read yet; it is smaller than this."""
_SHARE = 10
_LONGEST_MS = 1_200_000


class ClockedScanner:
    """A scanner that remembers when it gave its last page."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self.given_at = 0.0

    def list_devices(self) -> list[ScannerInfo]:
        return self._scanner.list_devices()

    def abilities(self) -> ScannerAbilities:
        return self._scanner.abilities()

    def scan_page(
        self, options: ScanOptions, on_progress: ProgressListener, cancelled: Event
    ) -> ScannedPage:
        page = self._scanner.scan_page(options, on_progress, cancelled)
        self.given_at = time.perf_counter()
        return page

    def close(self) -> None:
        self._scanner.close()


class FirstPaint(QObject):
    """Notes when the page itself was painted first, no stand-in for it."""

    def __init__(self, picture: PagePicture) -> None:
        super().__init__(picture)
        self._picture = picture
        self.seen_at = 0.0
        picture.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        del watched
        size = self._picture.image.size()
        is_page = max(size.width(), size.height()) > _STAND_IN_PX
        if event.type() == QEvent.Type.Paint and is_page and not self.seen_at:
            # The whole window is painted in one pass; the timer runs after it.
            QTimer.singleShot(0, self, self._note)
        return False

    def _note(self) -> None:
        self.seen_at = self.seen_at or time.perf_counter()


class Station:
    """The page on a desk of its own, scanning from a folder; left as a context it is closed."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        settings = ScannerSettings(kind="folder", folder=str(folder), reads_text=False)
        self.scanner = ClockedScanner(FolderScanner(settings))
        self.work = replace(desk.workplace, scanner=self.scanner)
        self.page = ScanningPage(self.work)
        self.treated = 0  # pages through the pipeline, as the screen knows it
        self.page.station.work.batch_read.connect(self._count)
        self.page.resize(*_SIZE)
        self.page.show()
        self.rest()

    def rest(self) -> None:
        turn_until(lambda: not self.work.tasks.pending)

    def open_visit(self) -> None:
        """Register a visit and open its empty batch."""
        record = register_visit(self.work.database, self.work.actor, visit())
        self.page.open_visit(record.visit_id)
        self.rest()

    @property
    def batch(self) -> ScanBatch:
        batch = self.page.station.batch
        if batch is None:
            raise TypeError("no batch is open")
        return batch

    def _count(self, batch: ScanBatch) -> None:
        self.treated = sum(page.made_by is not None for page in batch.pages.values())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.page.close_page()
        self.page.close()


def first_pages(desk: Desk, folder: Path) -> tuple[list[float], list[float]]:
    """Return for each file in `folder` the time until its page was seen, and the floor."""
    seen, floor = [], []
    for path in sorted(folder.iterdir()):
        with Station(desk, path) as station:
            station.open_visit()
            painted = FirstPaint(station.page.view.picture)
            station.page.station.scan()
            turn_until(lambda painted=painted: bool(painted.seen_at), look_ms=20)
            seen.append((painted.seen_at - station.scanner.given_at) * 1000)
            station.rest()
        floor.append(_decoded_and_painted(path))
    return seen, floor


def _decoded_and_painted(path: Path) -> float:
    """Return how long the file takes to be read and painted as large as at the station."""
    data = path.read_bytes()
    picture = PagePicture()
    picture.resize(700, 600)

    def draw() -> None:
        picture.show_page(decoded(data))
        picture.grab()

    return milliseconds(draw)


def stack(desk: Desk, folder: Path) -> dict[str, float]:
    """Scan a whole stack; return the longest stall, and the memory early and late."""
    count = len(list(folder.iterdir()))
    with Station(desk, folder) as station:
        station.open_visit()
        station.page.view.feeder.setChecked(True)
        watch = StallWatch()
        station.page.station.scan()
        turn_until(lambda: station.treated >= max(1, count // _SHARE), longest_ms=_LONGEST_MS)
        early = resident_mb()
        turn_until(lambda: station.treated >= count, longest_ms=_LONGEST_MS)
        station.rest()
        watch.stop()
        late = resident_mb()
    return {"stall": max(watch.gaps), "early": early, "late": late, "pages": count}


def main(home: str, singles: str, sheets: str) -> None:
    """Scan, tell."""
    application()
    garbage = GarbageRound()
    settings = Settings(home=Path(home), scanner=ScannerSettings(reads_text=False))
    database = Database(settings.database_path, KEY)
    desk = build(settings, database, read_actor(Path(home)))
    garbage.settle()  # as the program does when it has opened
    garbage.wait_for(desk.workplace.tasks)
    try:
        seen, floor = first_pages(desk, Path(singles))
        found = stack(desk, Path(sheets))
    finally:
        desk.close()
        database.close()
        garbage.let_go()
    sys.stdout.write(json.dumps({"first": seen, "floor": floor, **found}))


if __name__ == "__main__":
    main(*sys.argv[1:])
