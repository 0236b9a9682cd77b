"""Pages kept as HEIC or as one page of PDF: treated, turned and cut from the file itself."""

import io
from pathlib import Path

import pytest
from PIL import Image

from reception_desk.devices.scanner.folder import pages_of_file
from reception_desk.records.scan_batches import ImageRole, ScanBatch
from reception_desk.rules import arrangements
from reception_desk.services import page_treatment, scan_batches
from reception_desk.services.page_cropping import uncut_page
from reception_desk.services.registration import register_visit
from tests.offices import SampleOffice, person, visit
from tests.scans import typed_letter, written_page
from tests.telephone_pictures import heic, held


@pytest.fixture(params=["IMG_1.HEIC", "letter.pdf"])
def batch(desk: SampleOffice, tmp_path: Path, request: pytest.FixtureRequest) -> ScanBatch:
    sideways = Image.open(io.BytesIO(written_page().image)).rotate(90, expand=True)
    data = typed_letter() if request.param.endswith("pdf") else heic(sideways, exif=held(6))
    file = tmp_path / request.param
    file.write_bytes(data)
    record = register_visit(desk.database, desk.clerk, visit(person()))
    opened = scan_batches.open_batch(desk.database, desk.clerk, record.visit_id)
    (page,) = pages_of_file(file, [])
    return scan_batches.add_page(desk.database, desk.clerk, opened.batch_id, page)


def working(desk: SampleOffice, batch: ScanBatch, page_id: str) -> Image.Image:
    found = scan_batches.page_image(
        desk.database, desk.clerk, batch.batch_id, page_id, ImageRole.WORKING
    )
    assert found is not None
    return Image.open(io.BytesIO(found.content))


def test_such_a_page_is_treated_turned_and_cut(desk: SampleOffice, batch: ScanBatch):
    (page_id,) = batch.pages
    where = desk.database, desk.clerk, batch.batch_id

    done = page_treatment.treat_page(*where, page_id)

    assert (done.pages[page_id].problem, done.pages[page_id].is_blank) == ("", False)
    upright = working(desk, done, page_id)
    assert upright.height > upright.width
    scan_batches.arrange(*where, lambda found: arrangements.turn(found, page_id, 1))
    page_treatment.treat_page(*where, page_id)
    assert working(desk, done, page_id).size == (upright.height, upright.width)
    uncut = uncut_page(*where, page_id, 400)
    assert uncut.size[0] > uncut.size[1]
