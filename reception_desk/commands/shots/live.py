"""扫描 under a document camera: the live picture before, while and after a sheet is taken."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from reception_desk import app
from reception_desk.commands.shots.accounts import SETTLE_MS, Close
from reception_desk.commands.shots.laid_down import TABLE, laid_down
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.drawn_paper import drawn_paper
from reception_desk.devices.scanner.simulated_camera import write_film
from reception_desk.imaging.page import Levels
from reception_desk.records.scanning import ScanOptions
from reception_desk.services import filing, scan_batches
from reception_desk.ui.pages.scanning import ScanningPage
from reception_desk.ui.rehearsal import Rehearsal

_DPI = 90
_SIZE = 1440, 1180
_BARE, _LYING = 4, 90

Open = Callable[[ScannerSettings], app.Desk]


def draw_live(day: SampleDay, rehearsal: Rehearsal, open_: Open, close: Close) -> None:
    """Draw the picture with a sheet that was taken, and the station when the cable is out."""
    visit_id = next(
        each for each in day.visits if not filing.papers_of_visit(day.database, day.clerk, each)
    )
    with tempfile.TemporaryDirectory(prefix="desk-shots-film-") as folder:
        film = write_film(Path(folder) / "camera.avi", _frames())
        desk = open_(ScannerSettings(kind="camera", device=str(film)))
        page = desk.window.open_page("scanning")
        if not isinstance(page, ScanningPage):
            raise TypeError("the clerk scans")
        page.open_visit(visit_id)
        rehearsal.wait(lambda: not desk.workplace.tasks.pending, "来访")
        rehearsal.settle(SETTLE_MS)
        rehearsal.take_picture(desk.window, "scanning-camera")
        page.station.scan()
        rehearsal.take_picture(desk.window, "scanning-live-opening")
        rehearsal.wait(lambda: "已拍第" in page.view.live.words, "第一页")
        rehearsal.wait(lambda: page.view.strip.is_whole, "缩略图")
        rehearsal.take_picture(desk.window, "scanning-live")
        rehearsal.wait(lambda: not page.station.live.is_on, "拔出高拍仪")
        rehearsal.wait(lambda: not desk.workplace.tasks.pending, "最后一页")
        rehearsal.settle(SETTLE_MS)
        rehearsal.take_picture(desk.window, "scanning-live-cut")
        batch = page.station.batch
        close(desk)
    if batch is not None:
        scan_batches.discard_batch(day.database, day.clerk, batch.batch_id)


def _frames() -> Iterator[Levels]:
    """Yield a table, and a letter that comes to lie on it a little askew."""
    import numpy as np

    lying = np.asarray(laid_down(drawn_paper(ScanOptions(dpi=_DPI), 1), _SIZE), np.uint8)
    yield from [np.full_like(lying, TABLE)] * _BARE
    yield from [lying] * _LYING
