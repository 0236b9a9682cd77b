"""卷宗: cover, index, papers in their order, closing note, page numbers; volumes of 200 pages."""

import io
from pathlib import Path

import pikepdf
import pytest

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.imaging.archive import check_archive
from reception_desk.models.document import Document
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.export import ExportKind
from reception_desk.records.steps import StepInput
from reception_desk.rules import volumes
from reception_desk.rules.permissions import Role
from reception_desk.rules.transition import Event
from reception_desk.services.case_file import case_to_print, export_case
from reception_desk.services.exports import ExportOrder
from reception_desk.services.matter_file import open_matter
from reception_desk.services.matter_papers import (
    PaperDesk,
    PaperOrder,
    draft_data,
    issue_matter_paper,
)
from reception_desk.services.paper_making import PaperSource
from reception_desk.services.papers import issue_paper
from reception_desk.services.registration import register_visit
from reception_desk.services.steps import take_step
from reception_desk.services.taken_files import FileSources
from tests.documents.reading import pdfium_pages, without_space
from tests.offices import SampleOffice, person, visit
from tests.services.test_matter_papers import BY
from tests.services.test_steps import unit_id
from tests.services.test_whole_file import filed, quietly


@pytest.fixture
def leader(desk: SampleOffice) -> Actor:
    return desk.account(Role.BUREAU_LEADER)


@pytest.fixture
def matter_id(desk: SampleOffice, leader: Actor) -> str:
    """A matter with two papers handed in, its registration form and a letter."""
    record = register_visit(desk.database, desk.clerk, visit(person()))
    assert record.matter_id is not None
    filed(desk, record.visit_id)
    issue_paper(
        desk.database, desk.files, desk.clerk, record.visit_id, DocumentKind.REGISTRATION_FORM
    )
    step = StepInput(Event.TRANSFERRED, unit_id=unit_id(desk, "T100"))
    take_step(desk.database, leader, record.matter_id, step, BY)
    making = PaperDesk(PaperSource(desk.database, desk.files), BY)
    section = desk.account(Role.SECTION)
    letter = draft_data(making, section, record.matter_id, DocumentKind.TRANSFER_LETTER)
    issue_matter_paper(
        making, section, PaperOrder(record.matter_id, DocumentKind.TRANSFER_LETTER, letter)
    )
    return record.matter_id


def order(target: Path = Path()) -> ExportOrder:
    return ExportOrder(target, ExportKind.PDF, "会审", None)


def made(desk: SampleOffice, leader: Actor, matter_id: str):
    sources = FileSources(desk.database, desk.files)
    return case_to_print(sources, leader, matter_id, order(), quietly)


def bookmarks(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        return [item.title for item in outline.root]


def test_the_file_stands_in_its_order_with_numbers_below(desk, leader, matter_id):
    file = made(desk, leader, matter_id)
    check_archive(file.pdf)
    names = bookmarks(file.pdf)
    assert names[:2] == ["封面", "卷内目录"]
    assert names[-1] == "备考表"
    assert [name.split("（")[0][2:] for name in names[2:-1]] == [
        "申请书", "证据", "来访事项登记单", "转送函",
    ]  # fmt: skip
    pages = pdfium_pages(file.pdf)
    assert all(str(number) in page for number, page in enumerate(pages, 1))
    cover = without_space(pages[0])
    assert "张伟反映要求支付拖欠的土地流转费信访事项" in cover
    assert "4件" in cover
    index = without_space(pages[1])
    assert "孝昌县信访局" in index
    assert "T-1-" in index
    assert all("内部资料" in without_space(page) for page in pages)


def test_what_the_index_says_is_where_a_paper_begins(desk, leader, matter_id):
    file = made(desk, leader, matter_id)
    with pikepdf.open(io.BytesIO(file.pdf)) as document, document.open_outline() as outline:
        begins = [item.to_dictionary_object(document)["/Dest"][0] for item in outline.root[2:-1]]
        places = [document.pages.index(pikepdf.Page(page)) + 1 for page in begins]
    words = pdfium_pages(file.pdf)[1].split()
    assert places == [3, 5, 6, 7]
    assert all(str(first) in words for first in places)


def test_more_pages_than_a_volume_holds_go_into_the_next(desk, leader, matter_id, monkeypatch):
    monkeypatch.setattr(volumes.volumes, "__defaults__", (3,))
    file = made(desk, leader, matter_id)
    names = bookmarks(file.pdf)
    assert [name for name in names if "封面" in name] == ["第1卷　共2卷 封面", "第2卷　共2卷 封面"]
    assert len([name for name in names if "备考表" in name]) == 2


def test_it_is_written_to_its_place_under_the_rules_of_every_export(
    desk, leader, matter_id, tmp_path: Path
):
    sources = FileSources(desk.database, desk.files)
    export_case(sources, leader, matter_id, order(tmp_path / "case.pdf"), quietly)
    check_archive((tmp_path / "case.pdf").read_bytes())
    with pytest.raises(InvalidInputError):
        export_case(
            sources, leader, matter_id,
            ExportOrder(tmp_path / "x.pdf", ExportKind.PDF, "", None), quietly,
        )  # fmt: skip
    assert not (tmp_path / "x.pdf").exists()


def test_a_paper_that_cannot_be_had_is_named(desk, leader, matter_id):
    file = open_matter(desk.database, leader, matter_id, BY, reason="办理")
    letter = next(paper for paper in file.papers if paper.kind == DocumentKind.TRANSFER_LETTER)
    with desk.database.read() as session:
        sha256 = session.get_one(Document, letter.document_id).sha256
    desk.files.remove(sha256)
    whole = made(desk, leader, matter_id)
    assert whole.absent == ("转送函（文件取不到）",)
    assert whole.papers == 3


def test_a_matter_without_papers_has_no_file(desk, leader):
    record = register_visit(desk.database, desk.clerk, visit(person()))
    assert record.matter_id is not None
    with pytest.raises(DeskError, match="还没有文书"):
        made(desk, leader, record.matter_id)
