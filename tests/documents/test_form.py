"""Forms from their templates: aligned cells, lists, room to write by hand."""

from pathlib import Path

import pytest

from reception_desk.documents import catalogue
from reception_desk.documents.template_loading import FOLDER
from reception_desk.errors import DocumentError
from reception_desk.records.document import DocumentKind
from tests.documents.measuring import marks, rows, strokes
from tests.documents.reading import every_text, example, pdfium_pages

FORMS = [
    kind for kind in DocumentKind if catalogue.paper_form(kind).layout is catalogue.Layout.FORM
]
LONG = {DocumentKind.MONTHLY_REPORT, DocumentKind.DAILY_REPORT}


@pytest.mark.parametrize("kind", FORMS)
def test_an_example_fits_one_page(kind: DocumentKind):
    assert len(pdfium_pages(example(kind))) == 1


@pytest.mark.parametrize("kind", FORMS)
def test_every_rule_across_ends_at_the_frame(kind: DocumentKind):
    left, right = (28, 184) if catalogue.paper_form(kind).paper == "A4" else (18, 132)

    for rule in strokes(example(kind)):
        assert rule.left == pytest.approx(left, abs=0.5) or rule.left > left
        assert rule.right == pytest.approx(right, abs=0.5) or rule.right < right


def test_a_column_of_short_words_is_centred_and_one_of_long_words_is_not():
    kind = DocumentKind.LEADER_VISIT_FORM
    found = [mark for row in rows(marks(example(kind))).values() for mark in row]
    # 序号 is 10 of 156 mm wide; the claim begins 2 mm behind the third rule.
    number = next(mark for mark in found if mark.text == "1" and mark.x < 38)
    claim = next(mark for mark in found if mark.text == "修")

    assert number.x + 10.5 * 25.4 / 72 / 4 == pytest.approx(28 + 5, abs=0.4)
    assert claim.x == pytest.approx(28 + 32 + 2, abs=0.2)


def test_an_empty_list_keeps_a_line_to_write_on():
    kind = DocumentKind.DAILY_REPORT
    data = {**catalogue.paper_form(kind).example, "due": []}

    without = catalogue.render(kind, data)

    assert "登记编号" in every_text(without)[0]
    assert len(pdfium_pages(without)) == 1


def test_what_is_left_to_the_hand_stays_empty():
    kind = DocumentKind.SERVICE_RECEIPT
    optional = [name for name, one in catalogue.fields(kind).items() if one.is_optional]
    data = {k: v for k, v in catalogue.paper_form(kind).example.items() if k not in optional}

    text = every_text(catalogue.render(kind, data))[0]

    assert "☐直接" in text
    assert "☑" not in text
    assert "两名送达人签名" in text


def test_a_cell_that_fills_more_than_a_page_is_refused_by_name():
    kind = DocumentKind.LEADER_INSTRUCTION
    data = {**catalogue.paper_form(kind).example, "instruction": "请抓紧办理。" * 400}

    with pytest.raises(DocumentError, match="领导批示"):
        catalogue.render(kind, data)


def test_an_offices_larger_type_is_taken(tmp_path: Path):
    kind = DocumentKind.AID_REFERRAL
    text = (FOLDER / f"{kind.value}.toml").read_text(encoding="utf-8")
    path = tmp_path / f"{kind.value}.toml"
    path.write_text(text.replace('paper = "A5"', 'paper = "A4"\nsize = 14'), encoding="utf-8")
    data = catalogue.paper_form(kind).example

    sizes = {round(mark.size, 1) for mark in marks(catalogue.render(kind, data, own=tmp_path))}

    assert 14 in sizes
    assert 14 not in {round(mark.size, 1) for mark in marks(example(kind))}


def test_a_form_on_a3_is_that_of_a4_enlarged_and_a_letter_is_refused():
    kind = DocumentKind.LEADER_DAY_NOTICE
    data = catalogue.paper_form(kind).example
    small, large = (
        marks(catalogue.render(kind, data)),
        marks(catalogue.render(kind, data, paper="A3")),
    )

    assert [mark.text for mark in large] == [mark.text for mark in small]
    for one, other in zip(small, large, strict=True):
        assert other.x == pytest.approx(one.x * 2**0.5, abs=0.1)
        assert other.baseline == pytest.approx(one.baseline * 2**0.5, abs=0.1)
    letter = DocumentKind.ACCEPTANCE_NOTICE
    with pytest.raises(ValueError, match="on A3"):
        catalogue.render(letter, catalogue.paper_form(letter).example, paper="A3")
