"""扫描: the visits to choose from, a batch with everything that pages can show, and the record."""

from collections.abc import Callable
from threading import Event

from reception_desk.commands.shots.accounts import SETTLE_MS, Close, Open
from reception_desk.commands.shots.laid_down import laid_down
from reception_desk.commands.shots.letters import drawn_letter
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.commands.shots.whole_files import draw_whole_file
from reception_desk.devices.scanner.drawn_paper import drawn_paper
from reception_desk.documents.separator_sheet import separator_sheet
from reception_desk.imaging.reading import PageReader
from reception_desk.records.scan_batches import PaperKind
from reception_desk.records.scan_profiles import ScanProfile
from reception_desk.records.scanning import ScannedPage, ScanOptions
from reception_desk.records.separators import SeparatorData, visit_code
from reception_desk.rules import arrangements
from reception_desk.services import (
    filing,
    page_treatment,
    scan_batches,
    scan_profiles,
    separators,
)
from reception_desk.services.page_reading import PageTexts
from reception_desk.ui.dialogs.text_view import TextView
from reception_desk.ui.pages.scanning import ScanningPage
from reception_desk.ui.rasterise import slip_bitmap
from reception_desk.ui.rehearsal import Rehearsal

_OPTIONS = ScanOptions(dpi=150)
_BLUR_PX = 5
_AROUND_PX = 300
_CROSSED = 30
"""Presses that carry a corner over to the other side of the page."""
_A4_WIDTH_PX = 1240
Rest = Callable[[], None]
_PROFILES = (ScanProfile("普通材料"), ScanProfile("精细图纸", dpi=600))


def draw_scanning(day: SampleDay, rehearsal: Rehearsal, open_: Open, close: Close) -> None:
    """The batch is kept while another visit is chosen, and filed at the end."""
    visit_id = next(
        each for each in day.visits if not filing.papers_of_visit(day.database, day.clerk, each)
    )
    desk = open_(day.clerk)
    scan_profiles.keep_profiles(
        day.database, day.administrator, desk.workplace.settings.scanner, _PROFILES
    )
    page = desk.window.open_page("scanning")
    if not isinstance(page, ScanningPage):
        raise TypeError("the clerk scans")

    def rest() -> None:
        rehearsal.wait(lambda: not desk.workplace.tasks.pending, "扫描")
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
    _draw_stack(day, rehearsal, page, rest)
    page.choose_another()
    rest()  # the station has let go of the stack
    scan_batches.discard_batch(day.database, day.clerk, _stack_id(day))
    page.open_visit(visit_id)
    rest()
    rehearsal.take_picture(desk.window, "scanning-blurred")
    page.view.strip.setCurrentIndex(page.view.strip.pages.index(0, 0))
    rest()
    rehearsal.take_picture(desk.window, "scanning-page")
    _draw_closer(rehearsal, page, rest)
    page.station.file()
    rest()
    rehearsal.take_picture(desk.window, "scanning-filed")
    page.view.panel.returned_told.emit(filing.papers_of_visit(day.database, day.clerk, visit_id)[0])
    rest()
    rehearsal.take_picture(desk.window, "scanning-returned")
    close(desk)
    draw_whole_file(day, rehearsal, open_, close, visit_id)


def _draw_stack(day: SampleDay, rehearsal: Rehearsal, page: ScanningPage, rest: Rest) -> None:
    """Draw a stack whose pages go to their visits, and a sheet that leads nowhere."""
    _read_stack(day, page)
    rest()
    page.sorting.sort_all()
    rest()
    rehearsal.take_picture(page.window(), "scanning-sorted")
    page.sorting.put_back()
    rest()
    page.view.strip.setCurrentIndex(page.view.strip.pages.index(1, 0))
    rest()
    rehearsal.take_picture(page.window(), "scanning-separator")


def _draw_closer(rehearsal: Rehearsal, page: ScanningPage, rest: Rest) -> None:
    """Draw the text of the page, and its corners."""
    page.station.drafts.open_text()
    rest()
    (text,) = page.window().findChildren(TextView)
    rehearsal.take_picture(text, "scanning-text")
    text.close()
    rehearsal.bring_forward(page.window())
    page.station.crop()
    rest()
    rehearsal.take_picture(page.window(), "scanning-crop")
    for keys in ("Tab", *["Shift+Left"] * _CROSSED):
        rehearsal.press(keys)
    rehearsal.take_picture(page.window(), "scanning-crop-refused")
    page.station.end_mode()


def _read_stack(day: SampleDay, page: ScanningPage) -> None:
    """Read a stack with a page before the first sheet and a sheet that leads nowhere here."""
    sheets = [separators.visit_sheet(day.database, day.clerk, each) for each in day.visits[:2]]
    unknown = SeparatorData(sheets[0].hall, visit_code("T-99-20261126-001", "0" * 32), "T-99")
    stack = (_page(1), _sheet(sheets[0]), _page(2), _page(3), _sheet(sheets[1]), _page(4))
    for scanned in (*stack, _sheet(unknown), _page(5)):
        scan_batches.add_page(day.database, day.clerk, _stack_id(day), scanned)
    page.begin_stack()


def _stack_id(day: SampleDay) -> str:
    return scan_batches.open_batch(day.database, day.clerk, scan_batches.NO_VISIT).batch_id


def _sheet(data: SeparatorData) -> ScannedPage:
    """Return a separator sheet as it comes from the feeder."""
    drawn = slip_bitmap(separator_sheet(data), _A4_WIDTH_PX)
    return ScannedPage(
        image=drawn.to_png(),
        media_type="image/png",
        width_px=drawn.width,
        height_px=drawn.height,
        dpi=_OPTIONS.dpi,
        is_partial=False,
        source="simulated:0",
    )


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
        lambda found: arrangements.set_to_return(found, first, is_to_return=True),
        lambda found: arrangements.set_kind(found, third, PaperKind.EVIDENCE),
    ):
        scan_batches.arrange(day.database, day.clerk, batch.batch_id, change)
    _read_text(day, batch.batch_id, first)


def _read_text(day: SampleDay, batch_id: str, page_id: str) -> None:
    """Read the text of one page, as a desk does beside the clerk's work."""
    page_treatment.treat_page(day.database, day.clerk, batch_id, page_id)
    reader = PageReader()
    try:
        PageTexts(day.database, reader).read(day.clerk, batch_id, page_id, Event())
    finally:
        reader.close()


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
