"""The page of GB/T 9704-2012, measured in the PDF; figures of domain.md 3.1, millimetres."""

import itertools
from typing import Any

import pytest

from reception_desk.documents import catalogue
from reception_desk.documents.letter import LOWER_RULE
from reception_desk.documents.sheet import MM
from reception_desk.records.document import DocumentKind
from tests.documents.measuring import Mark, marks, rows, strokes
from tests.documents.reading import pdfium_pages

OPINION, TRANSFER = DocumentKind.HANDLING_OPINION, DocumentKind.TRANSFER_LETTER
PITCH = 10.45  # 29.6 points
ASCENT = 0.88  # of a character above its baseline


def paper(kind: DocumentKind, **changes: Any) -> bytes:
    return catalogue.render(kind, {**catalogue.paper_form(kind).example, **changes})


def long_opinion(characters: int) -> bytes:
    """An opinion whose facts are one paragraph of han characters only."""
    return paper(OPINION, facts=["情" * characters])


def size_mm(mark: Mark) -> float:
    return mark.size / MM


def text_rows(pdf: bytes, number: int) -> dict[float, list[Mark]]:
    """Return the rows of 3号 on a page."""
    return {at: row for at, row in rows(marks(pdf, number)).items() if row[0].size == 15.75}


def test_a_full_page_has_22_rows_of_28_characters():
    pdf = long_opinion(1500)

    found = text_rows(pdf, 2)

    assert len(found) == 22
    assert {len(row) for row in found.values()} == {28}
    baselines = list(found)
    steps = [after - before for before, after in itertools.pairwise(baselines)]
    assert steps == pytest.approx([PITCH] * 21, abs=0.02)


def test_the_text_block_keeps_the_margins():
    found = text_rows(long_opinion(1500), 2)
    first, last = next(iter(found)), list(found)[-1]
    row = found[first]

    assert first - ASCENT * 15.75 / MM == pytest.approx(37, abs=0.05)
    assert last + (1 - ASCENT) * 15.75 / MM == pytest.approx(37 + 225, abs=0.05)
    assert row[0].x == pytest.approx(28, abs=0.02)
    assert row[-1].x + 156 / 28 == pytest.approx(28 + 156, abs=0.03)
    advances = [after.x - before.x for before, after in itertools.pairwise(row)]
    assert advances == pytest.approx([156 / 28] * 27, abs=0.01)


def test_the_head_stands_where_the_standard_puts_it():
    pdf = paper(OPINION)
    found = rows(marks(pdf))
    masthead, number, title, *_ = found.values()

    assert all(mark.is_red for mark in masthead)
    assert masthead[0].baseline - ASCENT * size_mm(masthead[0]) == pytest.approx(72, abs=0.1)
    assert "".join(mark.text for mark in number) == "孝花政信处〔2026〕8号"
    assert not any(mark.is_red for mark in number)
    (rule, *_) = strokes(pdf)
    assert rule.is_red
    assert rule.length == pytest.approx(156, abs=0.05)
    below_number = number[0].baseline + (1 - ASCENT) * size_mm(number[0])
    assert rule.y - below_number == pytest.approx(4, abs=0.1)
    assert title[0].size == 22
    two_rows = title[0].baseline - ASCENT * size_mm(title[0]) - rule.y
    assert two_rows == pytest.approx(2 * PITCH, abs=0.1)


def test_a_title_parts_where_the_sense_does_and_is_centred():
    found = rows(marks(paper(OPINION)))
    titles = [row for row in found.values() if row[0].size == 22]

    assert ["".join(mark.text for mark in row) for row in titles] == [
        "关于张某某反映",
        "修建通组公路占用承包地补偿款未发放",
        "信访事项的处理意见书",
    ]
    for row in titles:
        middle = (row[0].x + row[-1].x + size_mm(row[-1])) / 2
        assert middle == pytest.approx(28 + 78, abs=0.1)


def test_page_numbers_stand_outside_below_the_text():
    pdf = long_opinion(1500)
    for number, edge in ((0, "right"), (1, "left")):
        (folio,) = [row for at, row in rows(marks(pdf, number)).items() if at > 265]
        assert "".join(mark.text for mark in folio) == f"—{number + 1}—"
        assert folio[0].size == 14
        dash = folio[0].baseline - 0.38 * size_mm(folio[0])
        assert dash == pytest.approx(262 + 7, abs=0.1)
        em = 14 / MM
        if edge == "right":
            assert folio[-1].x + em == pytest.approx(184 - em, abs=0.6)  # a dash is narrower
        else:
            assert folio[0].x == pytest.approx(28 + em, abs=0.1)


def test_headings_are_in_their_faces():
    fonts = {row[0].font for row in text_rows(paper(OPINION), 1).values()}

    assert any("NotoSansSC-Bold" in font for font in fonts)
    assert any("NotoSerifSC-Regular" in font for font in fonts)


def test_the_date_has_four_characters_to_its_right_and_the_organ_its_middle():
    found = text_rows(paper(OPINION), 2)
    organ, date = list(found.values())[-2:]

    assert "".join(mark.text for mark in date) == "2026年11月25日"
    right = date[-1].x + 15.75 / MM
    assert 184 - right == pytest.approx(4 * 156 / 28, abs=0.2)
    middles = [(row[0].x + row[-1].x + 15.75 / MM) / 2 for row in (organ, date)]
    assert middles[0] == pytest.approx(middles[1], abs=0.3)


@pytest.mark.parametrize("characters", range(300, 1300, 47))
def test_a_signature_is_never_alone_on_its_page(characters: int):
    pdf = long_opinion(characters)
    pages = pdfium_pages(pdf)
    (signed,) = [at for at, page in enumerate(pages) if "花园镇人民政府\n2026年11月25日" in page]

    found = text_rows(pdf, signed)

    assert len(found) >= 4, "signature and date, and two lines of text or attachments"


@pytest.mark.parametrize("characters", [300, 700, 1100, 1500])
def test_the_imprint_stands_on_an_even_last_page(characters: int):
    pages = pdfium_pages(long_opinion(characters))

    assert len(pages) % 2 == 0
    assert "抄送：孝昌县信访局。" in pages[-1]
    assert "2026年11月25日印发" in pages[-1]
    assert not any("印发" in page for page in pages[:-1])


def test_the_rules_of_the_imprint_are_of_the_right_width():
    pdf = paper(OPINION)
    last = len(pdfium_pages(pdf)) - 1
    found = [one for one in strokes(pdf, last) if one.length == pytest.approx(156, abs=0.1)]
    first, middle, lowest = found[-3:]

    assert first.width / MM == pytest.approx(0.35, abs=0.01)
    assert middle.width / MM == pytest.approx(0.25, abs=0.01)
    assert lowest.width / MM == pytest.approx(0.35, abs=0.01)
    assert lowest.y == pytest.approx(262, abs=0.05)


def test_no_paragraph_leaves_a_lone_line_at_a_page_end():
    for length in (520, 560, 600, 640):
        pdf = paper(OPINION, facts=["情" * length, "况" * 85])
        for number in range(len(pdfium_pages(pdf))):
            lone = [
                row
                for row in text_rows(pdf, number).values()
                if {mark.text for mark in row} == {"况"}
            ]
            assert len(lone) != 1


def test_a_letter_has_red_double_rules_of_170_mm():
    pdf = paper(TRANSFER)
    red = [one for one in strokes(pdf) if one.is_red]
    masthead = next(iter(rows(marks(pdf)).values()))

    assert len(red) == 4
    assert [one.length for one in red] == pytest.approx([170] * 4, abs=0.1)
    assert [one.left for one in red] == pytest.approx([20] * 4, abs=0.1)
    assert red[0].width > red[1].width, "thick over thin"
    assert red[2].width < red[3].width, "thin over thick"
    assert masthead[0].baseline - ASCENT * size_mm(masthead[0]) == pytest.approx(30, abs=0.1)
    below = masthead[0].baseline + (1 - ASCENT) * size_mm(masthead[0])
    assert red[0].y - red[0].width / 2 / MM - below == pytest.approx(4, abs=0.1)
    assert red[3].y + red[3].width / 2 / MM == pytest.approx(297 - 20, abs=0.1)
    assert pytest.approx(277, abs=0.1) == LOWER_RULE / MM


def test_the_first_page_of_a_letter_has_no_number_and_the_second_has():
    first, second = pdfium_pages(paper(DocumentKind.ASSIGNMENT_LETTER))

    assert "— 1 —" not in first
    assert "— 2 —" in second


def test_the_number_of_a_letter_stands_at_the_right_below_the_rules():
    pdf = paper(TRANSFER)
    _masthead, number, *_ = rows(marks(pdf)).values()

    assert number[-1].x + 156 / 28 == pytest.approx(184, abs=0.1)
    lower = strokes(pdf)[1]
    gap = number[0].baseline - ASCENT * 15.75 / MM - lower.y - lower.width / 2 / MM
    assert gap == pytest.approx(15.75 * 7 / 8 / MM, abs=0.1)


def test_a_notice_that_just_does_not_fit_is_set_a_little_closer():
    kind = DocumentKind.NON_ACCEPTANCE_NOTICE
    loose = paper(DocumentKind.ACCEPTANCE_NOTICE)
    close = paper(kind)

    assert len(pdfium_pages(loose)) == len(pdfium_pages(close)) == 1
    pitches = []
    for pdf in (loose, close):
        body = list(text_rows(pdf, 0))[1:4]
        pitches.append(round(body[1] - body[0], 2))
    assert pitches[0] == pytest.approx(PITCH, abs=0.01)
    assert 8.7 < pitches[1] < PITCH
