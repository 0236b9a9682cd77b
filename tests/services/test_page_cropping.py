"""The page before anything was cut off, as the clerk turned it."""

import io
from math import dist
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw

from reception_desk.commands.bench.sample_pages import Ground, SamplePage, Writing, sample_page
from reception_desk.errors import DeskError
from reception_desk.imaging.encode import encode_png
from reception_desk.records.scan_batches import ScanBatch
from reception_desk.records.scanning import ScannedPage
from reception_desk.rules import arrangements, cropping
from reception_desk.services import scan_batches
from reception_desk.services.page_cropping import uncut_page
from reception_desk.services.registration import register_visit
from tests.offices import SampleOffice, person, visit
from tests.scans import broken_page, written_page

DPI = 75


@pytest.fixture(scope="module")
def sample() -> SamplePage:
    return sample_page(Random(7), Writing.LETTER, Ground.CAMERA, DPI)


def batch_of(desk: SampleOffice, page: ScannedPage) -> tuple[ScanBatch, str]:
    record = register_visit(desk.database, desk.clerk, visit(person()))
    opened = scan_batches.open_batch(desk.database, desk.clerk, record.visit_id)
    batch = scan_batches.add_page(desk.database, desk.clerk, opened.batch_id, page)
    return batch, batch.arrangement.pages[0].page_id


def photographed(sample: SamplePage) -> ScannedPage:
    height, width = sample.pixels.shape[:2]
    image = encode_png(sample.pixels, DPI)
    return ScannedPage(image.data, image.media_type, width, height, DPI, False, "test:0")


def test_the_machines_corners_stand_on_the_original_as_it_was_turned(
    desk: SampleOffice, sample: SamplePage
):
    batch, page_id = batch_of(desk, photographed(sample))
    height, width = sample.pixels.shape[:2]
    assert sample.corners

    for quarters in range(4):
        page = uncut_page(desk.database, desk.clerk, batch.batch_id, page_id, 400)
        turned = cropping.turned(sample.corners, (width, height), quarters)
        assert page.size == ((width, height) if quarters % 2 == 0 else (height, width))
        assert max(map(dist, page.found, turned)) < 8 * DPI / 300 + 0.5
        assert page.given is None
        assert max(Image.open(io.BytesIO(page.picture)).size) == 400
        scan_batches.arrange(
            desk.database,
            desk.clerk,
            batch.batch_id,
            lambda found: arrangements.turn(found, page_id, 1),
        )


def test_corners_given_before_stand_there_again(desk: SampleOffice, sample: SamplePage):
    batch, page_id = batch_of(desk, photographed(sample))
    corners = ((50.0, 60.0), (300.0, 60.0), (310.0, 400.0), (40.0, 410.0))
    for change in (
        lambda found: arrangements.set_corners(found, page_id, corners),
        lambda found: arrangements.turn(found, page_id, -1),
    ):
        scan_batches.arrange(desk.database, desk.clerk, batch.batch_id, change)

    page = uncut_page(desk.database, desk.clerk, batch.batch_id, page_id, 400)

    assert page.given is not None
    assert cropping.turned(page.given, page.size, 1) == corners


def test_where_no_sheet_is_seen_the_corners_are_those_of_the_picture(desk: SampleOffice):
    batch, page_id = batch_of(desk, written_page())

    page = uncut_page(desk.database, desk.clerk, batch.batch_id, page_id, 4000)

    assert page.found == cropping.whole((827, 1169))
    assert Image.open(io.BytesIO(page.picture)).size == (827, 1169)


def test_a_sheet_that_reaches_over_the_picture_begins_with_corners_in_it(desk: SampleOffice):
    glass = Image.new("L", (900, 1100), 50)
    pen = ImageDraw.Draw(glass)
    pen.polygon([(100, 100), (1000, 60), (1010, 1000), (90, 1000)], fill=240)
    image = encode_png(np.asarray(glass), DPI)
    scan = ScannedPage(image.data, image.media_type, 900, 1100, DPI, False, "test:0")
    batch, page_id = batch_of(desk, scan)

    page = uncut_page(desk.database, desk.clerk, batch.batch_id, page_id, 400)

    assert page.found[1][0] == 899
    assert cropping.trouble_with(page.found, page.size, page.dpi) is None


def test_a_page_that_cannot_be_decoded_is_told(desk: SampleOffice):
    batch, page_id = batch_of(desk, broken_page())

    with pytest.raises(DeskError, match="损坏"):
        uncut_page(desk.database, desk.clerk, batch.batch_id, page_id, 400)
