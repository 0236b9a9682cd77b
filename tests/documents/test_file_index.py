"""卷内目录: where each paper begins, also over several pages, and which one is missing."""

from dataclasses import replace

from reception_desk.documents.file_index import file_index
from reception_desk.records.papers import FilePaper
from tests.documents import samples
from tests.documents.reading import (
    PAPERS,
    REFERENCE,
    as_reference,
    every_text,
    pdfium_pages,
    without_space,
)


def test_the_words_are_those_of_the_reference():
    reference = (REFERENCE / "file_index.txt").read_text(encoding="utf-8")
    assert as_reference(PAPERS["file_index"]()) == reference


def test_a_missing_paper_takes_no_pages_and_is_named():
    pdf, count = file_index(samples.file_index_data())

    assert count == 1
    for text in every_text(pdf):
        assert "1申请书原件22" in text
        assert "2证据复印件5文件取不到" in text
        assert "3判决复印件124" in text


def test_many_papers_flow_and_begin_behind_all_pages_of_the_index():
    many = tuple(FilePaper(f"证据 {number}", "原件", 1) for number in range(1, 61))

    pdf, count = file_index(replace(samples.file_index_data(), papers=many))

    pages = [without_space(page) for page in pdfium_pages(pdf)]
    assert len(pages) == count == 3
    assert all("材料名称" in page for page in pages)
    assert f"1证据1原件1{count + 1}" in pages[0]
    assert f"60证据60原件1{count + 60}" in pages[-1]
