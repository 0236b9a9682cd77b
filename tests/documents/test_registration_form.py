import io
from dataclasses import replace

import pypdf
import pytest

from reception_desk.documents.registration_form import registration_form
from reception_desk.errors import DocumentError
from reception_desk.records.papers import PaperPerson
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


@pytest.mark.parametrize("name", [name for name in PAPERS if name.startswith("registration")])
def test_the_words_are_those_of_the_reference(name):
    assert as_reference(PAPERS[name]()) == (REFERENCE / f"{name}.txt").read_text(encoding="utf-8")


def test_a_usual_visit_fits_one_a4_page():
    reader = pypdf.PdfReader(io.BytesIO(registration_form(samples.registration_form_data())))
    assert len(reader.pages) == 1
    assert [round(float(side) * 25.4 / 72) for side in reader.pages[0].mediabox[2:]] == [210, 297]


def test_every_value_is_read_back_by_every_reader():
    data = samples.group_form_data()
    values = (
        data.registration_number, data.person.name, data.person.id_number, data.person.address,
        data.category, data.unit_concerned, data.facts, *data.requests, data.earlier_offices,
        *data.representatives, data.proposal, data.destination, data.time_limit, "推选代表5人",
    )  # fmt: skip
    for text in every_text(registration_form(data)):
        for value in values:
            assert without_space(value) in text


def test_what_was_not_given_is_said():
    text = pdfium_pages(registration_form(samples.bare_form_data()))[0]
    assert text.count("未提供") >= 12


def test_a_long_claim_flows_to_further_pages_under_a_repeated_head():
    data = samples.long_form_data()
    pages = pdfium_pages(registration_form(data))
    assert len(pages) == 3
    for number, page in enumerate(pages, start=1):
        assert f"第 {number} 页　共 3 页" in page
        assert data.registration_number in page
    assert all("来访事项登记单（续）" in page for page in pages[1:])
    printed = without_space("".join(pages))
    parts = [data.facts[start : start + 20] for start in range(0, 3000, 20)]
    assert sum(part not in printed for part in parts) <= 2  # those across an edge of a page


def test_first_and_repeated_visits_are_ticked():
    repeated = pdfium_pages(registration_form(samples.registration_form_data()))[0]
    assert "☐初访　☑重访" in repeated
    assert "☑个人访　☐集体访" in repeated
    group = pdfium_pages(registration_form(samples.group_form_data()))[0]
    assert "☐个人访　☑集体访" in group


def test_a_name_no_font_draws_is_refused_by_name():
    data = replace(samples.registration_form_data(), person=PaperPerson(name=samples.UNAVAILABLE))
    with pytest.raises(DocumentError, match="U\\+31350"):
        registration_form(data)


def test_a_narrow_cell_that_would_fill_a_page_is_refused():
    data = replace(samples.registration_form_data(), purpose="求决" * 2000)
    with pytest.raises(DocumentError, match="信访目的、内容分类"):
        registration_form(data)


@pytest.mark.parametrize("field", ["earlier_offices", "earlier_result", "proposal", "review"])
def test_any_wide_field_may_be_long(field):
    text = "经核实有关情况，依法办理。" * 150
    data = replace(samples.registration_form_data(), **{field: text})
    assert len(pdfium_pages(registration_form(data))) >= 2


@pytest.mark.parametrize("name", [name for name in PAPERS if name.startswith("registration")])
def test_nothing_is_printed_outside_the_text_block(name):
    for page in pictures(PAPERS[name](), scale=3):
        mm = page.shape[1] / 210
        inked_rows, inked_columns = (page < 128).any(axis=1), (page < 128).any(axis=0)
        assert not inked_columns[: int(27.5 * mm)].any()
        assert not inked_columns[int(184.5 * mm) :].any()
        assert not inked_rows[: int(14 * mm)].any()
        assert not inked_rows[int(287 * mm) :].any()
