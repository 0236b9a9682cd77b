"""Documents on record, opened and measured by other libraries than those that wrote them."""

import io
from datetime import UTC, datetime
from typing import Any

import numpy as np
import page as page_validation
import pikepdf
import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from reception_desk.documents.receipt import receipt
from reception_desk.imaging import archive
from reception_desk.imaging.archive import ArchiveError, ArchivePage, archive_pdf, check_archive
from reception_desk.imaging.decode import UnreadableImageError
from reception_desk.imaging.encode import encode_jpeg, encode_png
from reception_desk.records.reading import TextLine
from tests.documents import samples
from tests.documents.reading import pdfium_pages, pictures, poppler_text, without_space
from tests.imaging.letters import LETTER, drawn_letter

TITLE = "来访登记 QSXF20260001 材料"
NOON = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)
MM_PER_POINT = 25.4 / 72


def archived(*pages: ArchivePage) -> bytes:
    return archive_pdf(pages, TITLE, NOON)


def lines_of(texts: tuple[str, ...]) -> tuple[TextLine, ...]:
    """Return the lines of `drawn_letter` at 300 dpi with their places."""
    return tuple(
        TextLine(text, 1.0, ((300, y), (1800, y), (1800, y + 80), (300, y + 80)))
        for text, y in zip(texts, range(300, 9999, 117), strict=False)
    )


def bitonal(width: int, height: int) -> bytes:
    return encode_png(np.ones((height, width), np.bool_), 0).data


def sizes_mm(pdf: bytes) -> list[tuple[float, float]]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            (page.get_width() * MM_PER_POINT, page.get_height() * MM_PER_POINT) for page in document
        ]


def only_picture(pdf: bytes) -> tuple[str, bytes, Image.Image]:
    """Return filter, stream and picture of the only image of the first page."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        picture: Any = document.pages[0].Resources.XObject.Im0
        filters = picture.get("/Filter")
        name = str(filters[0]) if isinstance(filters, pikepdf.Array) else str(filters)
        return name, picture.read_raw_bytes(), pikepdf.PdfImage(picture).as_pil_image()


def test_a_scan_becomes_a_searchable_document_on_record():
    letter = drawn_letter()
    jpeg = encode_jpeg(letter.pixels, 300).data

    pdf = archived(ArchivePage(jpeg, 300, lines_of(LETTER)))

    assert page_validation.validate_pdf_bytes(pdf, profile="2b").is_compliant
    assert only_picture(pdf)[:2] == ("/DCTDecode", jpeg)
    for text in ("".join(pdfium_pages(pdf)), poppler_text(pdf)):
        assert text is None or without_space(text.replace("\f", "")) == "".join(LETTER)


def test_the_text_also_conforms_to_level_u():
    """Conformance U asks for Unicode of every character; B is claimed, for OCR may err."""
    name = TextLine("𠮷", 1.0, ((9, 9), (90, 9), (90, 40), (9, 40)))
    pdf = archived(ArchivePage(bitonal(99, 99), 300, (name,)))

    report = page_validation.validate_pdf_bytes(pdf, profile="2u")
    assert {failure.rule_id for failure in report.failures} == {"PDFA2U-ID-CONFORMANCE-001"}


def test_the_picture_is_seen_unchanged():
    """A picture of whole points, looked at pixel for pixel."""
    grey = drawn_letter(dpi=100).pixels[:700, :800]

    (seen,) = pictures(archived(ArchivePage(encode_png(grey, 100).data, 100)), 100 / 72)

    assert np.array_equal(seen, grey)


def test_a_page_of_one_bit_becomes_group_4():
    bits = drawn_letter().pixels > 128

    name, stream, picture = only_picture(archived(ArchivePage(encode_png(bits, 300).data, 300)))

    assert name == "/CCITTFaxDecode"
    assert len(stream) < bits.size / 8 / 20
    assert np.array_equal(np.asarray(picture.convert("1")), bits)


@pytest.mark.parametrize("kind", ["grey", "colour", "transparent", "palette", "deep", "press"])
def test_every_kind_of_picture_is_archived(kind: str):
    ramp = np.tile(np.arange(0, 200, dtype=np.uint8), (60, 1))
    picture = {
        "grey": lambda: Image.fromarray(ramp),
        "colour": lambda: Image.fromarray(np.stack([ramp, ramp[::-1], ramp], axis=2)),
        "transparent": lambda: Image.fromarray(np.stack([ramp] * 4, axis=2), "RGBA"),
        "palette": lambda: Image.fromarray(ramp).convert("P"),
        "deep": lambda: Image.fromarray(ramp.astype(np.uint16) << 8),
        "press": lambda: Image.fromarray(np.stack([ramp] * 3, axis=2)).convert("CMYK"),
    }[kind]()
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG" if kind == "press" else "PNG")

    assert pdfium_pages(archived(ArchivePage(buffer.getvalue(), 300))) == [""]


def test_pages_keep_their_order_sizes_and_words():
    pages = [
        ArchivePage(bitonal(width, height), dpi, lines_of((text,)))
        for width, height, dpi, text in [
            (1654, 2339, 200, "第一页"),
            (2339, 1654, 200, "第二页"),
            (1011, 638, 300, "卡片"),
        ]
    ]

    pdf = archived(*pages)

    assert [page.strip() for page in pdfium_pages(pdf)] == ["第一页", "第二页", "卡片"]
    expected = [(210.1, 297.1), (297.1, 210.1), (85.6, 54.0)]
    assert sizes_mm(pdf) == [pytest.approx(size, abs=0.1) for size in expected]


@settings(max_examples=30)
@given(st.integers(1, 2500), st.integers(1, 2500), st.sampled_from([72, 96, 200, 300, 600]))
def test_a_page_of_any_size_is_right_in_millimetres(width: int, height: int, dpi: int):
    (size,) = sizes_mm(archived(ArchivePage(bitonal(width, height), dpi)))

    expected = [max(side / dpi * 25.4, 3 * MM_PER_POINT) for side in (width, height)]
    assert size == pytest.approx(expected, abs=0.01)


def test_a3_at_600_dpi_is_right_in_millimetres():
    (size,) = sizes_mm(archived(ArchivePage(bitonal(7016, 9921), 600)))

    assert size == pytest.approx((297, 420), abs=0.05)


def test_a_speck_lies_at_its_own_size_on_the_smallest_page():
    """One pixel at 600 dpi: 0.04 mm of black in the middle of 1.06 mm of paper."""
    pdf = archived(ArchivePage(encode_png(np.zeros((1, 1), np.bool_), 0).data, 600))

    (seen,) = pictures(pdf, 100)
    rows, columns = np.nonzero(seen < 128)
    assert seen.shape == (300, 300)
    assert (np.ptp(rows) + 1, np.ptp(columns) + 1) == pytest.approx((12, 12), abs=1)
    assert (rows.mean(), columns.mean()) == pytest.approx((149.5, 149.5), abs=1)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((3508, 2480), (210, 297)), ((2480, 3508), (297, 210)), ((100, 100), (210, 210))],
)
def test_a_page_of_unknown_resolution_is_fitted_on_a4(
    shape: tuple[int, int], expected: tuple[float, float]
):
    (size,) = sizes_mm(archived(ArchivePage(encode_png(np.ones(shape, np.bool_), 0).data, 0)))

    assert size == pytest.approx(expected, abs=0.2)


def test_title_producer_and_dates_stand_in_both_places():
    pdf = archived(ArchivePage(bitonal(100, 100), 100))

    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as metadata:
        assert (metadata["dc:title"], str(document.docinfo["/Title"])) == (TITLE, TITLE)
        assert metadata["pdf:Producer"] == str(document.docinfo["/Producer"]) == archive.PRODUCER
        assert metadata["xmp:CreateDate"] == NOON.isoformat()
        assert str(document.docinfo["/CreationDate"]).startswith("D:20261126040000")
        assert document.Root.OutputIntents[0].DestOutputProfile.N == 3


def test_the_same_pages_give_the_same_bytes():
    page = ArchivePage(bitonal(300, 300), 300, lines_of(("槐荫村",)))

    archive._srgb_profile.cache_clear()
    first = archived(page)
    archive._srgb_profile.cache_clear()
    assert archived(page) == first
    with pikepdf.open(io.BytesIO(first)) as document:
        of_content, of_this_version = document.trailer.ID
        assert of_content == of_this_version, "one is of the time"


def jpeg_ending_in_return() -> bytes:
    """A JPEG followed by a carriage return, as some devices send it."""
    return encode_jpeg(np.full((40, 40), 99, np.uint8), 100).data + b"\r"


def test_a_stream_that_ends_in_a_carriage_return_is_no_false_alarm():
    pdf = archived(ArchivePage(jpeg_ending_in_return(), 100))

    assert only_picture(pdf)[1] == jpeg_ending_in_return() + b" "


def test_without_the_space_the_validator_would_cry_out(monkeypatch: pytest.MonkeyPatch):
    """When this fails, page-validation has been mended, and the space may go."""
    monkeypatch.setattr(archive, "_pack_streams", lambda _pdf: None)

    with pytest.raises(ArchiveError):
        archived(ArchivePage(jpeg_ending_in_return(), 100))


def spoilt(key: str) -> bytes:
    with pikepdf.open(io.BytesIO(archived(ArchivePage(bitonal(90, 90), 90)))) as document:
        del document.Root[key]
        buffer = io.BytesIO()
        document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("pdf", [b"", b"no pdf", spoilt("/Metadata")])
def test_what_is_no_valid_archive_is_refused_with_a_sentence(pdf: bytes):
    with pytest.raises(ArchiveError) as caught:
        check_archive(pdf)

    assert "没有归档" in str(caught.value)


def test_no_page_is_no_document():
    with pytest.raises(ArchiveError):
        archived()


def test_a_resolution_that_cannot_be_is_refused():
    with pytest.raises(ArchiveError):
        archived(ArchivePage(bitonal(300, 1), 1))


def test_half_a_picture_is_not_put_on_record():
    whole = encode_jpeg(drawn_letter(dpi=72).pixels, 72).data

    with pytest.raises(UnreadableImageError):
        archived(ArchivePage(whole[: len(whole) // 2], 72))


def test_a_title_of_any_characters_is_kept():
    title = '<&>"𠮷"\'  ]]>'
    pdf = archive_pdf([ArchivePage(bitonal(90, 90), 90)], f"\0{title}\n", NOON)

    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as metadata:
        assert metadata["dc:title"] == title


def test_a_paper_of_the_program_keeps_who_made_it_and_what_it_is_about():
    pdf = receipt(samples.receipt_data(), "A5")

    first, second = (archive.archived(pdf, "来访回执", NOON) for _ in range(2))

    assert first == second
    told: Any = pypdf.PdfReader(io.BytesIO(first)).xmp_metadata
    assert told.dc_title["x-default"] == "来访回执"
    assert told.dc_creator == [samples.office().hall]
    assert told.dc_description["x-default"] == samples.receipt_data().registration_number
