"""The mark 补打: on every page, readable by every reader, and nothing else changes."""

import io
from collections.abc import Callable
from datetime import date

import numpy as np
import pypdf
import pytest

from reception_desk.documents.receipt import receipt
from reception_desk.documents.registration_form import registration_form
from reception_desk.documents.reprint import BAND, reprint
from reception_desk.documents.sheet import MM
from reception_desk.errors import DocumentError
from tests.documents import samples
from tests.documents.reading import every_text, pdfium_pages, pictures, without_space

ON = date(2026, 11, 24)
PAPERS: dict[str, Callable[[], bytes]] = {
    "slip58": lambda: receipt(samples.receipt_data(), "slip58"),
    "slip80": lambda: receipt(samples.receipt_data(), "slip80"),
    "A5": lambda: receipt(samples.receipt_data(), "A5"),
    "A4": lambda: registration_form(samples.registration_form_data()),
    "pages": lambda: registration_form(samples.long_form_data()),
}
SCALE = 2.0  # pixels a point


@pytest.fixture(params=PAPERS)
def paper(request: pytest.FixtureRequest) -> bytes:
    return PAPERS[request.param]()


def test_every_page_says_which_reprint_it_is_and_of_which_day(paper: bytes):
    marked = reprint(paper, 12, ON)

    assert len(pdfium_pages(marked)) == len(pdfium_pages(paper))
    for page in pdfium_pages(marked):
        assert "补打第12次2026年11月24日" in without_space(page)
    for text, before in zip(every_text(marked), every_text(paper), strict=True):
        assert text.replace("补打第12次2026年11月24日", "") == before


@pytest.mark.parametrize("name", ["A5", "A4", "pages"])
def test_nothing_else_of_a_sheet_changes(name: str):
    """Below the mark the pictures are the same to the pixel, and the mark lies where it prints."""
    paper = PAPERS[name]()
    mark, white = round(14 * MM * SCALE), round(4 * MM * SCALE)
    for before, after in zip(
        pictures(paper, SCALE), pictures(reprint(paper, 1, ON), SCALE), strict=True
    ):
        assert np.array_equal(after[mark:], before[mark:])
        assert (before[:mark] == 255).all()
        assert (after[:mark] < 128).any()
        assert (after[:white] == 255).all()


@pytest.mark.parametrize(("name", "dots"), [("slip58", 384), ("slip80", 576)])
def test_a_slip_grows_by_the_mark_and_its_frame_is_whole(name: str, dots: int):
    """At the 203 dpi of the heads: 8 dots a millimetre, so that no dot of the rest moves."""
    paper = PAPERS[name]()
    marked = reprint(paper, 12, date(2026, 12, 24))
    sizes = [pypdf.PdfReader(io.BytesIO(one)).pages[0].mediabox for one in (paper, marked)]
    assert float(sizes[1].height - sizes[0].height) == pytest.approx(BAND, abs=0.01)
    assert sizes[1].width == sizes[0].width

    (before,), (after,) = (pictures(one, 203.2 / 72) for one in (paper, marked))

    assert before.shape[1] == pytest.approx(dots, abs=1)
    grown = after.shape[0] - before.shape[0]
    assert grown == pytest.approx(72, abs=1)
    band = after[:grown]
    assert (band < 128).any()
    for edge in (band[0], band[:, 0], band[:, -1]):
        assert (edge > 200).all(), "the frame is cut off"


def test_the_same_reprint_is_the_same_bytes_and_another_is_not(paper: bytes):
    assert reprint(paper, 2, ON) == reprint(paper, 2, ON)
    assert reprint(paper, 2, ON) != reprint(paper, 3, ON)
    assert reprint(paper, 2, ON) != reprint(paper, 2, date(2026, 11, 25))


def test_a_damaged_paper_is_refused_with_a_way_out():
    with pytest.raises(DocumentError, match="不能补打") as caught:
        reprint(b"%PDF-1.3 torn", 1, ON)
    assert caught.value.advice
