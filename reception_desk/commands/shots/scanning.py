"""扫描: the visits to choose from, a batch with everything that pages can show, and the record."""

from reception_desk.commands.shots.accounts import SETTLE_MS, Close, Open
from reception_desk.commands.shots.laid_down import laid_down
from reception_desk.commands.shots.letters import drawn_letter
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.devices.scanner.drawn_paper import drawn_paper
from reception_desk.records.scan_batches import PaperKind
from reception_desk.records.scanning import ScannedPage, ScanOptions
from reception_desk.rules import arrangements
from reception_desk.services import filing, scan_batches
from reception_desk.ui.dialogs.text_view import TextView
from reception_desk.ui.pages.scanning import ScanningPage
from reception_desk.ui.rehearsal import Rehearsal

_OPTIONS = ScanOptions(dpi=150)
_BLUR_PX = 5
READING_SECONDS = 120.0
"""The models are loaded for each desk anew, and the machine may be busy."""
_AROUND_PX = 300
_CROSSED = 30
"""Presses that carry a corner over to the other side of the page."""


def draw_scanning(day: SampleDay, rehearsal: Rehearsal, open_: Open, close: Close) -> None:
    """The batch is kept while another visit is chosen, and filed at the end."""
    visit_id = next(
        each for each in day.visits if not filing.papers_of_visit(day.database, day.clerk, each)
    )
    desk = open_(day.clerk)
    page = desk.window.open_page("scanning")
    if not isinstance(page, ScanningPage):
        raise TypeError("the clerk scans")

    def rest() -> None:
        rehearsal.wait(lambda: not desk.workplace.tasks.pending, "扫描", seconds=READING_SECONDS)
        rehearsal.settle(SETTLE_MS)

    page.open_visit(visit_id)
    rest()
    rehearsal.take_picture(desk.window, "scanning-empty")
    _fill(day, visit_id)
    page.station.work.reload()
    rest()
    page.choose_another()
    rest()
    rehearsal.take_picture(desk.window, "scanning-choose")
    page.open_visit(visit_id)
    rest()
    rehearsal.take_picture(desk.window, "scanning-blurred")
    page.view.strip.setCurrentIndex(page.view.strip.pages.index(0, 0))
    rest()
    rehearsal.take_picture(desk.window, "scanning-page")
    page.station.drafts.open_text()
    rest()
    (text,) = desk.window.findChildren(TextView)
    rehearsal.take_picture(text, "scanning-text")
    text.close()
    page.station.crop()
    rest()
    rehearsal.take_picture(desk.window, "scanning-crop")
    for keys in ("Tab", *["Shift+Left"] * _CROSSED):
        rehearsal.press(keys)
    rehearsal.take_picture(desk.window, "scanning-crop-refused")
    page.station.end_mode()
    page.station.file()
    rest()
    rehearsal.take_picture(desk.window, "scanning-filed")
    close(desk)


def _fill(day: SampleDay, visit_id: str) -> None:
    """Read a petition with a blank back, and a proof with a page twice and one blurred."""
    batch = scan_batches.open_batch(day.database, day.clerk, visit_id)
    for page in (
        _page(1, is_laid_down=True),
        _page(0),
        _page(2),
        _page(2),
        _page(3, is_blurred=True),
    ):
        batch = scan_batches.add_page(day.database, day.clerk, batch.batch_id, page)
    first, _, third, *_ = (placed.page_id for placed in batch.arrangement.pages)
    for change in (
        lambda found: arrangements.split(found, third),
        lambda found: arrangements.set_kind(found, first, PaperKind.PETITION),
        lambda found: arrangements.set_original(found, first, is_original=True),
        lambda found: arrangements.set_kind(found, third, PaperKind.EVIDENCE),
    ):
        scan_batches.arrange(day.database, day.clerk, batch.batch_id, change)


def _page(number: int, *, is_blurred: bool = False, is_laid_down: bool = False) -> ScannedPage:
    """Return a drawn page, a new one for each number: 0 is an empty sheet, 1 a letter."""
    import numpy as np
    from PIL import Image, ImageFilter

    from reception_desk.imaging.encode import encode_jpeg

    paper = drawn_letter(_OPTIONS.dpi) if number == 1 else drawn_paper(_OPTIONS, max(number, 1))
    if not number:
        paper = Image.new("RGB", paper.size, paper.getpixel((5, 5)))
    if is_laid_down:
        paper = laid_down(paper, (paper.width + _AROUND_PX, paper.height + _AROUND_PX))
    if is_blurred:
        paper = paper.filter(ImageFilter.GaussianBlur(_BLUR_PX))
    image = encode_jpeg(np.asarray(paper), _OPTIONS.dpi)
    return ScannedPage(
        image=image.data,
        media_type=image.media_type,
        width_px=paper.width,
        height_px=paper.height,
        dpi=_OPTIONS.dpi,
        is_partial=False,
        source="simulated:0",
    )
