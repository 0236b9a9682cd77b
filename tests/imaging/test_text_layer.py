"""The invisible text as the two common readers take it from the page."""

import io
import math
from collections.abc import Sequence

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reception_desk.imaging.text_layer import Placement, TextLayer, plain_text
from reception_desk.records.reading import Point, TextLine
from tests.documents.reading import pdfium_pages, pictures, poppler_text

WIDTH_PT, HEIGHT_PT = 595, 842
A4 = Placement(left=0, top=HEIGHT_PT, scale=72 / 300)

CHARACTERS = st.one_of(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    st.characters(min_codepoint=0x3400, max_codepoint=0x4DBF),
    st.characters(min_codepoint=0x20000, max_codepoint=0x2A6DF),
    st.characters(min_codepoint=0x20, max_codepoint=0x7E),
    st.sampled_from("，。；：？！（）《》“”‘’、—…·￥㎡①㈠ⅢαβЖéüぁアㄅ０Ａ～"),
)
TEXTS = st.text(CHARACTERS, min_size=1, max_size=40).filter(plain_text)


def straight(text: str, number: int = 0, *, width: float = 1800, height: float = 60) -> TextLine:
    """Return a line at its place on the page, 300 dpi, every line 90 px below the one before."""
    left, top = 300.0, 300.0 + 90 * number
    return TextLine(text, 1.0, box((left, top), width, height))


def box(
    top_left: Point, width: float, height: float, degrees: float = 0
) -> tuple[Point, Point, Point, Point]:
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = top_left
    across, down = (width * cosine, width * sine), (-height * sine, height * cosine)
    return (
        (x, y),
        (x + across[0], y + across[1]),
        (x + across[0] + down[0], y + across[1] + down[1]),
        (x + down[0], y + down[1]),
    )


def pdf_with(lines: Sequence[TextLine]) -> bytes:
    layer = TextLayer()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(WIDTH_PT, HEIGHT_PT))
        page.Contents = pdf.make_stream(layer.content(lines, A4, "/F"))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=layer.font(pdf)))
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


def read_by_all(pdf: bytes) -> list[list[str]]:
    """Return the lines as each reader has them, white space made one space."""
    texts = ["\n".join(pdfium_pages(pdf)), poppler_text(pdf)]
    return [
        [" ".join(line.split()) for line in text.replace("\f", "").splitlines() if line.strip()]
        for text in texts
        if text is not None
    ]


def as_read(texts: Sequence[str]) -> list[str]:
    return [" ".join(plain_text(text).split()) for text in texts]


@pytest.mark.parametrize(
    "text",
    [
        "请求事项：一、查明责任；二、书面答复。",
        "𠮷野家的𫘝、𬭎、䶮、㛃、祎",
        "QSXF20260001 page 3 of 5",
        "2026年6月18日 35米 128,600元",
        "0712-8800000",
        "well-",
        "“引号”与（括号）——破折号……省略号",
        "一",
        "1",
    ],
)
def test_both_readers_read_the_line_whole(text: str):
    for lines in read_by_all(pdf_with([straight(text), straight("下一行", 1)])):
        assert lines == as_read([text, "下一行"])


@settings(max_examples=60)
@given(st.lists(TEXTS, min_size=1, max_size=12))
def test_any_text_comes_back_by_both_readers(texts: list[str]):
    pdf = pdf_with([straight(text, number) for number, text in enumerate(texts)])

    for lines in read_by_all(pdf):
        assert lines == as_read(texts)


@settings(max_examples=40)
@given(TEXTS, st.floats(-3, 3), st.floats(15, 200), st.floats(0.4, 2))
def test_a_crooked_line_of_any_size_comes_back(
    text: str, degrees: float, height: float, stretch: float
):
    """Type of 3 to 48 pt, set narrow or wide, on the sheet."""
    width = min(2200, len(plain_text(text)) * height * stretch)
    line = TextLine(text, 1.0, box((200, 1500), width, height, degrees))

    for lines in read_by_all(pdf_with([line])):
        assert "".join(lines).replace(" ", "") == "".join(as_read([text])).replace(" ", "")


def test_text_on_a_box_without_extent_is_kept():
    assert "点" in "".join(pdfium_pages(pdf_with([TextLine("点", 1.0, box((300, 300), 0, 0))])))


def test_a_line_that_runs_downwards_is_read_as_one():
    line = TextLine("竖排的一行文字", 1.0, box((1200, 300), 60, 900))

    assert "".join(pdfium_pages(pdf_with([line]))).strip() == "竖排的一行文字"


def test_what_is_marked_covers_what_is_read():
    """Twenty characters, half of them narrow: each lies where print has it, to a pixel."""
    pdf = pdf_with([straight("编号QSXF20260001第十二号", width=1500)])

    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        boxes = [text.get_charbox(index, loose=True) for index in range(text.count_chars())]
    ems = [1, 1, *[0.5] * 12, 1, 1, 1, 1]
    left = 300 * A4.scale
    for (start, bottom, end, top), width in zip(boxes, ems, strict=False):
        assert (start, end) == pytest.approx((left, left + width * 1500 / 12 * A4.scale), abs=0.5)
        assert (top, bottom) == pytest.approx((HEIGHT_PT - 72, HEIGHT_PT - 86.4), abs=0.5)
        left = end


def test_nothing_is_seen_of_the_text():
    (picture,) = pictures(pdf_with([straight("看不见的文字" * 5)]), 2)

    assert (picture == 255).all()


def test_controls_and_halves_of_characters_are_dropped():
    assert plain_text(" 甲\u0000乙\ud842丙\u3000丁\n戊\ufeff\t") == "甲乙丙 丁 戊"


def test_a_page_without_text_gets_no_layer():
    assert TextLayer().content([straight("\u0000 ")], A4, "/F") == b""
