import io
from dataclasses import replace

import cv2
import pypdf
import pytest

from reception_desk.documents.receipt import receipt
from reception_desk.errors import DocumentError
from tests.documents import samples
from tests.documents.reading import (
    PAPERS,
    REFERENCE,
    as_reference,
    every_text,
    pdfium_pages,
    pictures,
    without_space,
)

PAPER_KINDS = ("slip80", "slip58", "A5")
DOTS_PER_INCH = 203


def size_in_mm(pdf: bytes) -> tuple[float, float]:
    (page,) = pypdf.PdfReader(io.BytesIO(pdf)).pages
    width, height = (float(side) * 25.4 / 72 for side in page.mediabox[2:])
    return width, height


def scanned(pdf: bytes, dots_per_inch: int) -> str:
    (picture,) = pictures(pdf, dots_per_inch / 72)
    return cv2.QRCodeDetector().detectAndDecode(picture)[0]


@pytest.mark.parametrize("name", [name for name in PAPERS if name.startswith("receipt")])
def test_the_words_are_those_of_the_reference(name):
    assert as_reference(PAPERS[name]()) == (REFERENCE / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("paper", "width"), [("slip80", 72), ("slip58", 48), ("A5", 148)])
def test_the_page_is_as_wide_as_the_paper_prints(paper, width):
    assert size_in_mm(receipt(samples.receipt_data(), paper))[0] == pytest.approx(width, abs=0.1)


def test_a_slip_is_as_long_as_its_words():
    short = size_in_mm(receipt(samples.bare_receipt_data()))[1]
    usual = size_in_mm(receipt(samples.receipt_data()))[1]
    long = size_in_mm(receipt(replace(samples.receipt_data(), matter="反映补偿问题" * 20)))[1]
    assert short < usual < long
    assert size_in_mm(receipt(samples.receipt_data(), "A5"))[1] == pytest.approx(210, abs=0.1)


@pytest.mark.parametrize("paper", PAPER_KINDS)
def test_every_value_is_read_back_by_every_reader(paper):
    data = samples.receipt_data()
    values = (
        data.registration_number, data.query_code, data.name, data.matter, data.destination,
        "2份6页", "将于2026年12月8日前书面告知", "本回执不代表受理决定。", data.office.phone,
        data.office.website, data.office.supervision_phone, data.office.seal_line,
    )  # fmt: skip
    for text in every_text(receipt(data, paper)):
        for value in values:
            assert without_space(value) in text


@pytest.mark.parametrize("paper", PAPER_KINDS)
def test_the_code_opens_the_inquiry_page(paper):
    data = samples.receipt_data()
    assert scanned(receipt(data, paper), DOTS_PER_INCH) == data.inquiry_url


@pytest.mark.parametrize("paper", PAPER_KINDS)
def test_without_a_page_the_code_carries_number_and_query_code(paper):
    data = samples.bare_receipt_data()
    expected = f"{data.registration_number} {data.query_code}"
    assert scanned(receipt(data, paper), DOTS_PER_INCH) == expected


def test_nothing_is_promised_that_is_not_known():
    text = pdfium_pages(receipt(samples.bare_receipt_data()))[0]
    assert "告知时限" not in text
    assert "扫码" not in text
    assert "监督电话" not in text


def test_another_paper_is_refused():
    with pytest.raises(DocumentError, match="A3"):
        receipt(samples.receipt_data(), "A3")


@pytest.mark.parametrize("paper", PAPER_KINDS)
def test_a_rare_name_is_printed_and_an_unknown_one_refused(paper):
    data = samples.receipt_data()
    for text in every_text(receipt(replace(data, name=samples.RARE_NAME), paper)):
        assert samples.RARE_NAME in text
    with pytest.raises(DocumentError, match="U\\+31350"):
        receipt(replace(data, name=samples.UNAVAILABLE), paper)


@pytest.mark.parametrize("paper", PAPER_KINDS)
def test_both_numbers_stand_on_a_receipt_made_after_the_centre_answered(paper):
    data = replace(samples.receipt_data(), provisional_number="T-1-20261123-001")

    assert all(
        "T-1-20261123-001" in without_space(text) for text in every_text(receipt(data, paper))
    )
