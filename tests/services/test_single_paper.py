"""单份: one filed paper, under the rules of 全卷."""

from dataclasses import replace
from pathlib import Path

import pytest

from reception_desk.errors import DeskError, FileAlteredError, InvalidInputError, NotPermittedError
from reception_desk.imaging.archive import check_archive
from reception_desk.records.actor import Actor
from reception_desk.records.scan_batches import FiledPaperRecord, PaperKind
from reception_desk.rules import arrangements
from reception_desk.rules.permissions import Role
from reception_desk.services import filing, scan_batches
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.services.single_paper import WantedPaper, export_paper, paper_to_print
from reception_desk.services.taken_files import FileSources
from tests.documents.reading import pdfium_pages, without_space
from tests.offices import SampleOffice, person, visit
from tests.scans import written_page
from tests.services.test_whole_file import (
    bookmarks,
    filed,
    last_audit,
    leader,
    order,
    page_levels,
    quietly,
    section,
    sources,
    visit_id,
)

__all__ = ["leader", "section", "sources", "visit_id"]


def wanted(visit_id: str, paper: FiledPaperRecord) -> WantedPaper:
    return WantedPaper(visit_id, paper.paper_id)


def identity_document(desk: SampleOffice, visit_id: str) -> FiledPaperRecord:
    """File a page as an identity document."""
    batch = scan_batches.open_batch(desk.database, desk.clerk, visit_id)
    batch = scan_batches.add_page(desk.database, desk.clerk, batch.batch_id, written_page("证件"))
    (card,) = (page.page_id for page in batch.arrangement.pages)
    scan_batches.arrange(
        desk.database,
        desk.clerk,
        batch.batch_id,
        lambda found: arrangements.set_kind(found, card, PaperKind.IDENTITY),
    )
    (paper,) = filing.file_batch(desk.database, desk.files, desk.clerk, batch.batch_id, quietly)
    return paper


def test_one_paper_alone_is_valid_and_marked_on_every_page(
    desk: SampleOffice, sources: FileSources, section: Actor, leader: Actor, visit_id: str,
    tmp_path: Path,
):  # fmt: skip
    petition, _ = filed(desk, visit_id)
    target = tmp_path / "paper.pdf"

    made = export_paper(
        sources, section, wanted(visit_id, petition), order(target, leader), quietly
    )

    pdf = target.read_bytes()
    check_archive(pdf)
    assert pdf == made.pdf
    assert (made.title, made.pages, made.uncovered) == ("申请书", 2, ())
    assert bookmarks(pdf) == [("申请书", 1)]
    pages = [without_space(text) for text in pdfium_pages(pdf)]
    assert len(pages) == 2
    for text in pages:
        assert "内部资料不得外传" in text
        assert "县领导阅卷" in text
        assert f"批准人{leader.name}（{leader.login}）" in text


def test_approval_and_each_way_out_are_audited_with_the_hash(
    desk: SampleOffice, sources: FileSources, section: Actor, leader: Actor, visit_id: str,
    tmp_path: Path,
):  # fmt: skip
    _, proof = filed(desk, visit_id)
    one = wanted(visit_id, proof)

    export_paper(sources, section, one, order(tmp_path / "a.pdf", leader), quietly)
    paper_to_print(sources, section, one, order(Path(), leader), quietly)

    approved, exported, again, printed = last_audit(desk, 4)
    assert approved[:2] == again[:2] == ("approve_export", leader.account_id)
    assert exported[:2] == printed[:2] == ("export", section.account_id)
    assert str(exported[2]).startswith("单份 pdf 证据1页 ")
    assert str(printed[2]).startswith("打印 单份 pdf 证据1页 ")
    assert len(str(printed[2]).split()[-1]) == 64


def test_an_identity_document_leaves_as_a_watermarked_copy(
    desk: SampleOffice, sources: FileSources, leader: Actor, visit_id: str
):
    paper = identity_document(desk, visit_id)

    made = paper_to_print(sources, leader, wanted(visit_id, paper), order(Path()), quietly)

    check_archive(made.pdf)
    assert made.uncovered == (1,)
    whole, copy = page_levels(desk.files.get(paper.sha256), 0), page_levels(made.pdf, 0)
    assert (copy[: len(whole)] < whole.astype(int) - 10).mean() > 0.02, "no watermark"


@pytest.mark.parametrize("act", [export_paper, paper_to_print])
def test_right_approval_and_reason_are_asked_for(
    desk: SampleOffice, sources: FileSources, section: Actor, leader: Actor, visit_id: str,
    tmp_path: Path, act,
):  # fmt: skip
    one = wanted(visit_id, filed(desk, visit_id)[0])
    target = tmp_path / "a.pdf"
    with pytest.raises(NotPermittedError):
        act(sources, desk.clerk, one, order(target, leader), quietly)
    with pytest.raises(NotPermittedError, match="需要批准"):
        act(sources, section, one, order(target), quietly)
    with pytest.raises(InvalidInputError, match="理由"):
        act(sources, leader, one, order(target, reason=" "), quietly)

    assert list(tmp_path.glob("*.pdf")) == []


def test_what_is_missing_altered_or_not_of_the_visit_is_refused_and_nothing_is_left(
    desk: SampleOffice, sources: FileSources, leader: Actor, visit_id: str, tmp_path: Path
):
    petition, proof = filed(desk, visit_id)
    desk.files.remove(petition.sha256)
    path = desk.files.path(proof.sha256)
    path.write_bytes(path.read_bytes()[:-1] + b" ")
    target = order(tmp_path / "a.pdf")

    with pytest.raises(DeskError):
        export_paper(sources, leader, wanted(visit_id, petition), target, quietly)
    with pytest.raises(FileAlteredError):
        export_paper(sources, leader, wanted(visit_id, proof), target, quietly)
    other = register_visit(desk.database, desk.clerk, visit(person())).visit_id
    with pytest.raises(DeskError, match="已不在卷内"):
        export_paper(sources, leader, wanted(other, proof), target, quietly)

    assert list(tmp_path.glob("*.pdf")) == []
    assert "export" not in [action for action, _, _ in last_audit(desk, 5)]


def test_a_paper_of_a_visit_that_may_not_be_seen_is_not_there(
    desk: SampleOffice, sources: FileSources, tmp_path: Path
):
    secret = register_visit(
        desk.database, desk.clerk, replace(visit(person()), matter_class=ACCUSATION)
    )
    paper, _ = filed(desk, secret.visit_id)
    boss = desk.account(Role.BUREAU_LEADER)

    with pytest.raises(DeskError, match="没有找到这次来访"):
        export_paper(
            sources, boss, wanted(secret.visit_id, paper), order(tmp_path / "a.pdf"), quietly
        )
