"""Papers of a batch go on record: sealed, validated, all or none, as restricted as the visit."""

import pypdfium2
import pytest
from sqlalchemy import text

from reception_desk.errors import DeskError
from reception_desk.imaging.archive import check_archive
from reception_desk.models.base import file_columns
from reception_desk.records.scan_batches import FiledPaperRecord, PaperKind, ScanBatch
from reception_desk.rules import arrangements
from reception_desk.rules.erasure import EraseBasis
from reception_desk.rules.permissions import Role
from reception_desk.rules.units import RESTRICTED_STREAM
from reception_desk.services import erasure, filing, scan_batches, scan_sweeping, scans
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.ui.tasks import WorkCancelledError
from tests.offices import PASSWORD, SampleOffice, person, visit
from tests.scans import blank_page, broken_page, written_page

COUNTS = "SELECT (SELECT count(*) FROM filed_paper), (SELECT count(*) FROM scanned_page)"


@pytest.fixture
def visit_id(desk: SampleOffice) -> str:
    return register_visit(desk.database, desk.clerk, visit(person())).visit_id


def unheard(_done: int, _total: int, _note: str = "") -> None:
    """Nobody looks at the progress."""


def batch_of_three(desk: SampleOffice, visit_id: str) -> ScanBatch:
    """Read a petition of one page with a blank back, and a proof of one page."""
    batch = scan_batches.open_batch(desk.database, desk.clerk, visit_id)
    for page in (written_page(), blank_page(), written_page("证明材料第一页")):
        batch = scan_batches.add_page(desk.database, desk.clerk, batch.batch_id, page)
    first, _, third = (page.page_id for page in batch.arrangement.pages)

    def sort_out(found):
        parted = arrangements.split(found, third)
        named = arrangements.set_kind(parted, first, PaperKind.PETITION)
        proof = arrangements.set_kind(named, third, PaperKind.EVIDENCE)
        original = arrangements.set_original(proof, third, is_original=True)
        return arrangements.set_to_return(original, third, is_to_return=True)

    return scan_batches.arrange(desk.database, desk.clerk, batch.batch_id, sort_out)


def file(desk: SampleOffice, batch: ScanBatch, actor=None) -> tuple[FiledPaperRecord, ...]:
    return filing.file_batch(
        desk.database, desk.files, actor or desk.clerk, batch.batch_id, unheard
    )


def counts(desk: SampleOffice) -> tuple[int, int]:
    with desk.database.read() as session:
        papers, pages = session.execute(text(COUNTS)).one()
        return papers, pages


def test_each_paper_becomes_a_sealed_document_with_its_pages(desk: SampleOffice, visit_id: str):
    petition, proof = file(desk, batch_of_three(desk, visit_id))

    assert [(one.title, one.page_count) for one in (petition, proof)] == [
        ("申请书", 1),
        ("证据", 1),
    ]
    assert (proof.is_original, proof.is_to_return) == (True, True)
    for paper in (petition, proof):
        pdf = desk.files.get(paper.sha256)
        check_archive(pdf)
        assert len(pypdfium2.PdfDocument(pdf)) == paper.page_count
    pages = scans.pages_of_visit(desk.database, desk.clerk, visit_id)
    originals = [desk.files.get(page.sha256) for page in pages]
    assert originals == [written_page().image, written_page("证明材料第一页").image]
    assert filing.papers_of_visit(desk.database, desk.clerk, visit_id) == (petition, proof)


def test_every_file_is_on_its_way_to_the_centre(desk: SampleOffice, visit_id: str):
    papers = file(desk, batch_of_three(desk, visit_id))

    with desk.database.read() as session:
        waiting = set(session.scalars(text("SELECT sha256 FROM file_transfer WHERE is_own")))
    assert {paper.sha256 for paper in papers} < waiting
    assert "filed_paper" in {column.table.name for column in file_columns()}


def test_what_was_filed_is_swept_and_a_new_batch_begins(desk: SampleOffice, visit_id: str):
    batch = batch_of_three(desk, visit_id)
    file(desk, batch)

    scan_sweeping.sweep(desk.database)

    with desk.database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM scan_batch_piece")) == 0
    fresh = scan_batches.open_batch(desk.database, desk.clerk, visit_id)
    assert (fresh.pages, fresh.batch_id != batch.batch_id) == ({}, True)
    with pytest.raises(DeskError, match="已经归档"):
        file(desk, batch)


def test_a_second_paper_of_a_kind_has_a_number(desk: SampleOffice, visit_id: str):
    file(desk, batch_of_three(desk, visit_id))
    again = file(desk, batch_of_three(desk, visit_id))

    assert [paper.title for paper in again] == ["申请书 2", "证据 2"]


def test_a_broken_page_leaves_nothing_on_record(desk: SampleOffice, visit_id: str):
    batch = batch_of_three(desk, visit_id)
    scan_batches.add_page(desk.database, desk.clerk, batch.batch_id, broken_page())

    with pytest.raises(DeskError):
        file(desk, batch)

    assert counts(desk) == (0, 0)
    kept = scan_batches.open_batch(desk.database, desk.clerk, visit_id)
    assert len(kept.pages) == 4


def test_filing_can_be_cancelled_before_anything_is_on_record(desk: SampleOffice, visit_id: str):
    batch = batch_of_three(desk, visit_id)

    def cancel(done: int, _total: int, _note: str) -> None:
        if done == 4:  # three pages are treated, and one is sealed
            raise WorkCancelledError

    with pytest.raises(WorkCancelledError):
        filing.file_batch(desk.database, desk.files, desk.clerk, batch.batch_id, cancel)

    assert counts(desk) == (0, 0)


def test_a_batch_with_every_page_removed_is_refused(desk: SampleOffice, visit_id: str):
    batch = scan_batches.open_batch(desk.database, desk.clerk, visit_id)
    scan_batches.add_page(desk.database, desk.clerk, batch.batch_id, blank_page())

    with pytest.raises(DeskError, match="没有要归档的页"):
        file(desk, batch)


def test_papers_are_as_restricted_as_their_visit(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(person(), matter_class=ACCUSATION))
    file(desk, batch_of_three(desk, record.visit_id))

    with desk.database.read() as session:
        streams = session.scalars(
            text("SELECT stream FROM filed_paper UNION SELECT stream FROM scanned_document")
        ).all()
    assert streams == [RESTRICTED_STREAM]
    with pytest.raises(DeskError, match="没有找到"):
        filing.papers_of_visit(desk.database, desk.account(Role.SECTION), record.visit_id)


def test_filing_is_audited(desk: SampleOffice, visit_id: str):
    file(desk, batch_of_three(desk, visit_id))

    with desk.database.read() as session:
        acts = session.scalars(text("SELECT action FROM audit_entry ORDER BY position")).all()
    assert acts.count("file_paper") == 2


def test_an_erased_visit_takes_its_papers_and_open_batches_along(desk: SampleOffice, visit_id: str):
    papers = file(desk, batch_of_three(desk, visit_id))
    batch_of_three(desk, visit_id)
    section, leader = desk.account(Role.SECTION), desk.account(Role.BUREAU_LEADER)
    order = erasure.request_erasure(
        desk.database, section, visit_id, EraseBasis.PERIOD_ENDED, "2026年11月20日删除申请书"
    )

    erasure.confirm(desk.database, desk.files, leader, order, PASSWORD)

    with desk.database.read() as session:
        for table in ("filed_paper", "scan_batch", "scan_batch_page", "scan_batch_piece"):
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0, table
    assert not any(desk.files.has(paper.sha256) for paper in papers)
