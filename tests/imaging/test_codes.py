from dataclasses import replace

import numpy as np
import pypdfium2
import pytest
import zxingcpp

from reception_desk.documents.receipt import receipt
from reception_desk.imaging.codes import codes_on
from reception_desk.imaging.page import Pixels
from reception_desk.imaging.reduced import reduced
from reception_desk.records.pages import CodeKind, CodeMeaning, PageCode
from tests.documents import samples

DPI = 300
KINDS = {
    CodeKind.QR: zxingcpp.BarcodeFormat.QRCode,
    CodeKind.CODE_128: zxingcpp.BarcodeFormat.Code128,
}


def sheet_with(kind: CodeKind, text: str, at: tuple[int, int] = (400, 600)) -> Pixels:
    """Return an A4 page with a code whose modules are 0.4 mm wide."""
    picture = np.array(zxingcpp.create_barcode(text, KINDS[kind]).to_image(scale=5))
    page = np.full((3508, 2480), 250, np.uint8)
    x, y = at
    page[y : y + picture.shape[0], x : x + picture.shape[1]] = picture
    return page


def read(pixels: Pixels, dpi: int = DPI) -> tuple[PageCode, ...]:
    return codes_on(reduced(pixels, dpi))


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("quarter_turns", [0, 1, 2])
def test_a_separator_is_known_in_every_direction(kind: CodeKind, quarter_turns: int):
    page = np.ascontiguousarray(np.rot90(sheet_with(kind, "PATCHT"), quarter_turns))

    (code,) = read(page)

    assert (code.kind, code.text, code.meaning) == (kind, "PATCHT", CodeMeaning.SEPARATOR)


def test_the_place_of_a_code_is_one_of_the_original():
    (code,) = read(sheet_with(CodeKind.QR, "甲乙丙", (1000, 2000)))

    assert code.meaning is CodeMeaning.OTHER
    assert code.text == "甲乙丙"
    assert all(1000 < x < 1200 for x, _ in code.corners)
    assert all(2000 < y < 2200 for _, y in code.corners)


def test_codes_come_from_the_top_down():
    page = sheet_with(CodeKind.QR, "below", (400, 2500))
    above = sheet_with(CodeKind.CODE_128, "above", (900, 300))

    assert [code.text for code in read(np.minimum(page, above))] == ["above", "below"]


@pytest.mark.parametrize("paper", ["slip80", "A5"])
def test_the_code_of_our_own_receipt_leads_to_its_visit(paper: str):
    data = replace(samples.receipt_data(), inquiry_url="")
    page = pypdfium2.PdfDocument(receipt(data, paper))[0]

    (code,) = read(page.render(scale=4).to_numpy())

    assert code.meaning is CodeMeaning.RECEIPT
    assert (code.number, code.query_code) == (data.registration_number, data.query_code)


def test_a_page_without_codes_has_none():
    assert read(np.full((3508, 2480), 250, np.uint8)) == ()
