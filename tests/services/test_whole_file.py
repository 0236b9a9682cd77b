"""全卷: whole, valid, marked, agreed to and audited; a missing or altered paper is named."""

import io
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from sqlalchemy import select

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.imaging.archive import check_archive
from reception_desk.models.audit import AuditEntry
from reception_desk.records.actor import Actor
from reception_desk.records.export import ExportKind
from reception_desk.records.scan_batches import FiledPaperRecord, PaperKind
from reception_desk.rules import arrangements
from reception_desk.rules.permissions import Role
from reception_desk.services import filing, page_treatment, scan_batches
from reception_desk.services.exports import Approval, ExportOrder
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.services.taken_files import FileSources
from reception_desk.services.whole_file import export_file, file_to_print
from reception_desk.ui.tasks import WorkCancelledError
from tests.documents.reading import pdfium_pages, without_space
from tests.offices import SampleOffice, person, visit
from tests.scans import written_page


def quietly(_done: int, _total: int, _note: str = "") -> None:
    """Nobody looks at the progress."""


@pytest.fixture
def leader(desk: SampleOffice) -> Actor:
    return desk.account(Role.BUREAU_LEADER)


@pytest.fixture
def section(desk: SampleOffice) -> Actor:
    return desk.account(Role.SECTION)


@pytest.fixture
def sources(desk: SampleOffice) -> FileSources:
    return FileSources(desk.database, desk.files)


@pytest.fixture
def visit_id(desk: SampleOffice) -> str:
    return register_visit(desk.database, desk.clerk, visit(person())).visit_id


def filed(desk: SampleOffice, visit_id: str) -> tuple[FiledPaperRecord, ...]:
    """File a petition of two pages and an original proof of one."""
    batch = scan_batches.open_batch(desk.database, desk.clerk, visit_id)
    for words in ("甲的内容", "乙的内容", "丙的内容"):
        batch = scan_batches.add_page(
            desk.database, desk.clerk, batch.batch_id, written_page(words)
        )
    first, _, third = (page.page_id for page in batch.arrangement.pages)
    for placed in page_treatment.untreated(batch):
        page_treatment.treat_page(desk.database, desk.clerk, batch.batch_id, placed.page_id)
    for change in (
        lambda found: arrangements.split(found, third),
        lambda found: arrangements.set_kind(found, first, PaperKind.PETITION),
        lambda found: arrangements.set_kind(found, third, PaperKind.EVIDENCE),
        lambda found: arrangements.set_original(found, third, is_original=True),
    ):
        scan_batches.arrange(desk.database, desk.clerk, batch.batch_id, change)
    return filing.file_batch(desk.database, desk.files, desk.clerk, batch.batch_id, quietly)


def order(target: Path, approver: Actor | None = None, reason: str = "县领导阅卷") -> ExportOrder:
    approval = Approval(approver) if approver else None
    return ExportOrder(target, ExportKind.PDF, reason, approval)


def bookmarks(pdf: bytes) -> list[tuple[str, int]]:
    """Return the titles with the pages they lead to, from 1."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        found = []
        for item in document.get_toc():
            target = item.get_dest()
            place = target.get_index() if target else None
            assert place is not None
            found.append((item.get_title(), place + 1))
        return found


def page_levels(pdf: bytes, number: int) -> np.ndarray:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return np.asarray(document[number].render().to_pil().convert("L"))


def last_audit(desk: SampleOffice, count: int) -> list[tuple[str, str | None, str | None]]:
    with desk.database.read() as session:
        entries = session.scalars(
            select(AuditEntry).order_by(AuditEntry.position.desc()).limit(count)
        )
        return [(entry.action, entry.created_by, entry.detail) for entry in entries][::-1]


def test_the_whole_file_is_valid_bookmarked_and_marked_on_every_page(
    desk: SampleOffice, sources: FileSources, section: Actor, leader: Actor, visit_id: str,
    tmp_path: Path,
):  # fmt: skip
    papers = filed(desk, visit_id)
    target = tmp_path / "file.pdf"

    made = export_file(sources, section, visit_id, order(target, leader), quietly)

    pdf = target.read_bytes()
    check_archive(pdf)
    assert pdf == made.pdf
    assert (made.papers, made.pages, made.absent) == (2, 4, ())
    assert bookmarks(pdf) == [
        ("卷内目录", 1),
        ("1 申请书（复印件 2 页）", 2),
        ("2 证据（原件 1 页）", 4),
    ]
    pages = [without_space(text) for text in pdfium_pages(pdf)]
    assert len(pages) == 4
    for text in pages:
        assert "内部资料不得外传" in text
        assert "县领导阅卷" in text
        assert f"批准人{leader.name}（{leader.login}）" in text
    assert "申请书" in pages[0]
    paper = pikepdf.open(io.BytesIO(desk.files.get(papers[0].sha256)))
    whole = pikepdf.open(io.BytesIO(pdf))
    before, after = paper.pages[0].mediabox, whole.pages[1].mediabox
    assert [before[0], before[2], before[3]] == [after[0], after[2], after[3]]
    assert float(after[1]) < 0, "the words stand below the page and cover nothing"  # pyright: ignore[reportArgumentType]
    pictures = (page.get_images().values() for page in (whole.pages[1], paper.pages[0]))
    (here,), (filed_one,) = pictures
    assert here.read_raw_bytes() == filed_one.read_raw_bytes()


def test_approval_and_export_are_audited_with_the_hash(
    desk: SampleOffice, sources: FileSources, section: Actor, leader: Actor, visit_id: str,
    tmp_path: Path,
):  # fmt: skip
    filed(desk, visit_id)

    export_file(sources, section, visit_id, order(tmp_path / "a.pdf", leader), quietly)
    file_to_print(sources, section, visit_id, order(Path(), leader), quietly)

    approved, exported, again, printed = last_audit(desk, 4)
    assert approved[:2] == again[:2] == ("approve_export", leader.account_id)
    assert exported[:2] == printed[:2] == ("export", section.account_id)
    assert exported[2] is not None
    assert exported[2].startswith("全卷 pdf 2份4页 ")
    assert printed[2] is not None
    assert printed[2].startswith("打印 全卷 pdf 2份4页 ")


def test_a_missing_and_an_altered_paper_are_named_and_the_rest_is_there(
    desk: SampleOffice, sources: FileSources, leader: Actor, visit_id: str, tmp_path: Path
):
    petition, proof = filed(desk, visit_id)
    desk.files.remove(petition.sha256)
    path = desk.files.path(proof.sha256)
    path.write_bytes(path.read_bytes()[:-1] + b" ")

    made = export_file(sources, leader, visit_id, order(tmp_path / "a.pdf"), quietly)

    assert made.absent == ("申请书（文件取不到）", "证据（文件被改动）")
    assert bookmarks(made.pdf)[1:] == [("1 申请书（文件取不到）", 1), ("2 证据（文件被改动）", 1)]
    (index,) = pdfium_pages(made.pdf)
    assert "文件取不到" in without_space(index)
    assert last_audit(desk, 1)[0][2] is not None
    assert "缺2份" in str(last_audit(desk, 1)[0][2])


@pytest.mark.parametrize("act", [export_file, file_to_print])
def test_right_approval_reason_and_papers_are_asked_for(
    desk: SampleOffice, sources: FileSources, section: Actor, leader: Actor, visit_id: str,
    tmp_path: Path, act,
):  # fmt: skip
    target = tmp_path / "a.pdf"
    with pytest.raises(DeskError, match="还没有归档的材料"):
        act(sources, leader, visit_id, order(target), quietly)
    filed(desk, visit_id)
    with pytest.raises(NotPermittedError):
        act(sources, desk.clerk, visit_id, order(target, leader), quietly)
    with pytest.raises(NotPermittedError, match="需要批准"):
        act(sources, section, visit_id, order(target), quietly)
    with pytest.raises(NotPermittedError):
        act(sources, section, visit_id, order(target, section), quietly)
    with pytest.raises(InvalidInputError, match="理由"):
        act(sources, leader, visit_id, order(target, reason=" "), quietly)

    assert list(tmp_path.glob("*.pdf")) == []


def test_a_visit_that_may_not_be_seen_is_not_there(
    desk: SampleOffice, sources: FileSources, leader: Actor, tmp_path: Path
):
    secret = register_visit(
        desk.database, desk.clerk, replace(visit(person()), matter_class=ACCUSATION)
    )
    filed(desk, secret.visit_id)

    with pytest.raises(DeskError, match="没有找到这次来访"):
        export_file(sources, leader, secret.visit_id, order(tmp_path / "a.pdf"), quietly)


def test_stopped_or_without_room_nothing_is_left(
    desk: SampleOffice, sources: FileSources, leader: Actor, visit_id: str, tmp_path: Path
):
    filed(desk, visit_id)

    def stop(done: int, _total: int) -> None:
        if done:
            raise WorkCancelledError

    before = list(tmp_path.iterdir())
    with pytest.raises(WorkCancelledError):
        export_file(sources, leader, visit_id, order(tmp_path / "a.pdf"), stop)
    with pytest.raises(DeskError, match="不能写入"):
        export_file(sources, leader, visit_id, order(tmp_path / "no" / "a.pdf"), quietly)

    assert list(tmp_path.iterdir()) == before
    assert "export" not in [action for action, _, _ in last_audit(desk, 3)]


def test_an_identity_document_is_in_the_file_as_a_copy_and_who_takes_it_is_told_where_to_look(
    desk: SampleOffice, sources: FileSources, section: Actor, leader: Actor, visit_id: str,
    tmp_path: Path,
):  # fmt: skip
    batch = scan_batches.open_batch(desk.database, desk.clerk, visit_id)
    batch = scan_batches.add_page(desk.database, desk.clerk, batch.batch_id, written_page("证件"))
    (card,) = (page.page_id for page in batch.arrangement.pages)
    scan_batches.arrange(
        desk.database,
        desk.clerk,
        batch.batch_id,
        lambda found: arrangements.set_kind(found, card, PaperKind.IDENTITY),
    )
    filing.file_batch(desk.database, desk.files, desk.clerk, batch.batch_id, quietly)

    made = export_file(sources, section, visit_id, order(tmp_path / "f.pdf", leader), quietly)

    check_archive(made.pdf)
    assert made.uncovered == ("身份证明第 1 页",)
    (paper,) = filing.papers_of_visit(desk.database, desk.clerk, visit_id)
    record = desk.files.get(paper.sha256)
    whole, copy = page_levels(record, 0), page_levels(made.pdf, 1)
    is_darker = copy[: len(whole)] < whole.astype(int) - 10
    assert is_darker.mean() > 0.02, "no watermark lies over the copy"
