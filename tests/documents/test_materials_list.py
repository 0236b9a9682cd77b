"""材料接收清单: the words, every reader, pages that flow, one A4 for a usual visit."""

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from reception_desk.documents.materials_list import materials_list
from reception_desk.errors import DocumentError
from tests.documents import samples
from tests.documents.reading import (
    PAPERS,
    REFERENCE,
    as_reference,
    every_text,
    pdfium_pages,
    without_space,
)


@pytest.mark.parametrize("name", [name for name in PAPERS if name.startswith("materials")])
def test_the_words_are_those_of_the_reference(name: str):
    assert as_reference(PAPERS[name]()) == (REFERENCE / f"{name}.txt").read_text(encoding="utf-8")


def test_a_usual_visit_fits_one_a4_page():
    reader = pypdf.PdfReader(io.BytesIO(materials_list(samples.materials_list_data())))
    assert len(reader.pages) == 1
    assert [round(float(side) * 25.4 / 72) for side in reader.pages[0].mediabox[2:]] == [210, 297]


def test_every_line_is_read_back_by_every_reader():
    data = samples.materials_list_data()
    values = (
        data.office.hall,
        data.registration_number,
        data.name,
        data.receptionist,
        "共3项，4份，13页",
        "信访人签名",
        "接收人签名",
        "退还",
        *(one.name for one in data.materials),
    )
    for text in every_text(materials_list(data)):
        for value in values:
            assert without_space(value) in text


def test_an_original_that_went_back_says_when():
    data = samples.materials_list_data()
    back = replace(data.materials[1], is_to_return=False, returned_on=date(2026, 11, 25))
    for text in every_text(materials_list(replace(data, materials=(back,)))):
        assert "已退还11-25" in text


def test_many_materials_flow_to_a_second_page_and_are_signed_once():
    pages = pdfium_pages(materials_list(samples.long_materials_list_data()))
    assert len(pages) == 2
    assert "材料接收清单（续）" in pages[1]
    assert [page.count("信访人签名") for page in pages] == [0, 1]
    assert all("材料名称" in page for page in pages), "each page says what its columns hold"
    printed = "".join(pages)
    assert all(f"证据 {number}" in printed for number in range(1, 41))


def test_the_same_list_gives_the_same_bytes():
    data = samples.materials_list_data()
    assert materials_list(data) == materials_list(data)


def test_a_character_that_no_font_draws_is_named():
    data = replace(samples.materials_list_data(), name=f"张{samples.UNAVAILABLE}")
    with pytest.raises(DocumentError, match="U\\+31350"):
        materials_list(data)
