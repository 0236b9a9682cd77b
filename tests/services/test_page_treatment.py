"""Pages through the pipeline: what it decides is kept, blank ones set aside, all of it undone."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from reception_desk.records.pages import PageStep
from reception_desk.records.scan_batches import ImageRole, ScanBatch
from reception_desk.records.scanning import ScannedPage
from reception_desk.records.separators import SEPARATOR_TEXT
from reception_desk.rules import arrangements
from reception_desk.services import page_treatment, scan_batches
from reception_desk.services.registration import register_visit
from tests.offices import SampleOffice, person, visit
from tests.scans import blank_page, broken_page, written_page


@pytest.fixture
def batch(desk: SampleOffice) -> ScanBatch:
    record = register_visit(desk.database, desk.clerk, visit(person()))
    return scan_batches.open_batch(desk.database, desk.clerk, record.visit_id)


def treated(desk: SampleOffice, batch: ScanBatch, *pages: ScannedPage) -> ScanBatch:
    for page in pages:
        batch = scan_batches.add_page(desk.database, desk.clerk, batch.batch_id, page)
        page_id = batch.arrangement.pages[-1].page_id
        batch = page_treatment.treat_page(desk.database, desk.clerk, batch.batch_id, page_id)
    return batch


def picture(desk: SampleOffice, batch: ScanBatch, page_id: str, role: ImageRole) -> Image.Image:
    found = scan_batches.page_image(desk.database, desk.clerk, batch.batch_id, page_id, role)
    assert found is not None
    return Image.open(io.BytesIO(found.content))


def test_what_was_decided_is_kept_beside_the_untouched_original(
    desk: SampleOffice, batch: ScanBatch
):
    page = written_page()
    done = treated(desk, batch, page)
    (page_id,) = done.pages

    again = scan_batches.open_batch(desk.database, desk.clerk, batch.visit_id)
    original = scan_batches.page_image(
        desk.database, desk.clerk, batch.batch_id, page_id, ImageRole.ORIGINAL
    )

    assert again == done
    assert original is not None
    assert original.content == page.image
    decisions = done.pages[page_id].decisions
    assert decisions is not None
    assert decisions.steps == frozenset(PageStep)
    assert not page_treatment.untreated(done)
    assert max(picture(desk, done, page_id, ImageRole.SMALL).size) <= 320


def test_a_blank_page_is_set_aside_and_comes_back(desk: SampleOffice, batch: ScanBatch):
    done = treated(desk, batch, written_page(), blank_page())
    blank = done.arrangement.pages[1]

    assert (blank.is_removed, done.pages[blank.page_id].is_blank) == (True, True)

    back = scan_batches.arrange(
        desk.database,
        desk.clerk,
        batch.batch_id,
        lambda found: arrangements.set_removed(found, blank.page_id, is_removed=False),
    )
    turned = scan_batches.arrange(
        desk.database,
        desk.clerk,
        batch.batch_id,
        lambda found: arrangements.turn(found, blank.page_id, 1),
    )
    again = page_treatment.treat_page(desk.database, desk.clerk, batch.batch_id, blank.page_id)
    assert not back.arrangement.pages[1].is_removed
    assert page_treatment.untreated(turned)
    assert not again.arrangement.pages[1].is_removed


def test_a_page_read_twice_is_named(desk: SampleOffice, batch: ScanBatch):
    done = treated(desk, batch, written_page(), written_page("村务公开的请求"), written_page())
    first, other, again = done.arrangement.pages

    assert done.pages[again.page_id].repeats == first.page_id
    assert done.pages[other.page_id].repeats is None
    assert done.pages[first.page_id].repeats is None


def test_a_turned_page_is_made_anew_from_the_original(desk: SampleOffice, batch: ScanBatch):
    done = treated(desk, batch, written_page())
    (page_id,) = done.pages
    upright = picture(desk, done, page_id, ImageRole.WORKING).size

    scan_batches.arrange(
        desk.database,
        desk.clerk,
        batch.batch_id,
        lambda found: arrangements.turn(found, page_id, 1),
    )
    page_treatment.treat_page(desk.database, desk.clerk, batch.batch_id, page_id)

    width, height = picture(desk, done, page_id, ImageRole.WORKING).size
    assert (abs(width - upright[1]) < 20, abs(height - upright[0]) < 20) == (True, True)


def test_corners_set_by_hand_cut_the_original_and_turn_with_the_page(
    desk: SampleOffice, batch: ScanBatch
):
    done = treated(desk, batch, written_page())
    (page_id,) = done.pages
    corners = ((80.0, 90.0), (680.0, 110.0), (690.0, 500.0), (90.0, 480.0))

    def again(change) -> tuple[int, int]:
        scan_batches.arrange(desk.database, desk.clerk, batch.batch_id, change)
        page_treatment.treat_page(desk.database, desk.clerk, batch.batch_id, page_id)
        return picture(desk, done, page_id, ImageRole.WORKING).size

    assert again(lambda found: arrangements.set_corners(found, page_id, corners)) == (600, 390)
    assert again(lambda found: arrangements.turn(found, page_id, 1)) == (390, 600)
    undone = scan_batches.undo(desk.database, desk.clerk, batch.batch_id)
    assert page_treatment.untreated(undone)[0].treatment.corners == corners
    undone = scan_batches.undo(desk.database, desk.clerk, batch.batch_id)
    assert undone.arrangement == done.arrangement


def scanned(paper: Image.Image) -> ScannedPage:
    buffer = io.BytesIO()
    paper.save(buffer, "PNG", dpi=(100, 100))
    return ScannedPage(buffer.getvalue(), "image/png", *paper.size, 100, False, "test:0")


def coded_sheet() -> ScannedPage:
    """Return a sheet with the text of a separator as QR."""
    import zxingcpp

    paper = Image.new("RGB", (827, 1169), "white")
    code = zxingcpp.create_barcode(SEPARATOR_TEXT, zxingcpp.BarcodeFormat.QRCode)
    paper.paste(Image.fromarray(code.to_image(scale=8)), (300, 400))
    return scanned(paper)


def patch_sheet() -> ScannedPage:
    """Return a sheet with the four bars of Patch T at its top."""
    paper = Image.new("RGB", (827, 1169), "white")
    for top, height in ((40, 8), (56, 20), (84, 8), (100, 20)):
        paper.paste("black", (200, top, 450, top + height))
    return scanned(paper)


@pytest.mark.parametrize("sheet", [coded_sheet, patch_sheet])
def test_a_separator_begins_a_new_paper_and_is_not_filed(
    desk: SampleOffice, batch: ScanBatch, sheet: Callable[[], ScannedPage]
):
    done = treated(desk, batch, written_page(), sheet(), written_page("村务公开的请求"))

    assert [len(paper.pages) for paper in done.arrangement.papers] == [1, 2]
    assert [page.is_removed for page in done.arrangement.pages] == [False, True, False]


def test_a_page_that_cannot_be_decoded_says_so_and_is_kept(desk: SampleOffice, batch: ScanBatch):
    done = treated(desk, batch, broken_page())
    (page,) = done.pages.values()

    assert "损坏" in page.problem
    assert not page_treatment.untreated(done)
