"""Stacks sorted by codes: to the right visit, never to one that may not be seen, and back."""

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import func, select

from reception_desk.errors import DeskError, NotPermittedError
from reception_desk.models.audit import AuditEntry
from reception_desk.models.database import now
from reception_desk.models.scan_batch import ScanBatchPageRow, ScanBatchPiece
from reception_desk.models.visit import Visit
from reception_desk.records.scan_batches import ImageRole, PaperKind, ScanBatch
from reception_desk.records.scanning import ScannedPage
from reception_desk.records.separators import KeptPages, SeparatorData, visit_code
from reception_desk.records.visit import VisitRecord
from reception_desk.rules import arrangements
from reception_desk.rules.erasure import EraseBasis
from reception_desk.rules.permissions import Role
from reception_desk.services import (
    erasure,
    filing,
    page_treatment,
    scan_batches,
    scan_sweeping,
    separators,
)
from reception_desk.services.registration import ACCUSATION, register_visit
from tests.documents import samples
from tests.offices import PASSWORD, SampleOffice, person, visit
from tests.scans import blank_page, receipt_page, separator_page, written_page

FIRST, SECOND, THIRD = (written_page(words) for words in ("甲的内容", "乙的内容", "丙的内容"))
NEUTRAL = separator_page(SeparatorData("接待中心"))


@pytest.fixture
def own(desk: SampleOffice) -> VisitRecord:
    return register_visit(desk.database, desk.clerk, visit(person()))


@pytest.fixture
def other(desk: SampleOffice) -> VisitRecord:
    return register_visit(desk.database, desk.clerk, visit(person("李娜")))


def quietly(_done: int, _total: int, _note: str = "") -> None:
    """Nobody looks at the progress."""


def sheet_of(desk: SampleOffice, record: VisitRecord) -> ScannedPage:
    return separator_page(separators.visit_sheet(desk.database, desk.clerk, record.visit_id))


def receipt_of(record: VisitRecord, **changed: str) -> ScannedPage:
    data = replace(
        samples.bare_receipt_data(),
        registration_number=record.provisional_number,
        query_code=record.query_code,
    )
    return receipt_page(replace(data, **changed))


def scanned(desk: SampleOffice, visit_id: str, *pages: ScannedPage) -> ScanBatch:
    """Return the batch of a visit after these pages were read and treated."""
    batch = scan_batches.open_batch(desk.database, desk.clerk, visit_id)
    for page in pages:
        batch = scan_batches.add_page(desk.database, desk.clerk, batch.batch_id, page)
    for placed in page_treatment.untreated(batch):
        batch = page_treatment.treat_page(desk.database, desk.clerk, batch.batch_id, placed.page_id)
    return batch


def batch_of(desk: SampleOffice, visit_id: str) -> ScanBatch:
    return scan_batches.open_batch(desk.database, desk.clerk, visit_id)


def shape(batch: ScanBatch) -> list[str]:
    """Return the papers: a letter for each page, x for one that is not filed."""
    return [
        "".join("x" if page.is_removed else "p" for page in paper.pages)
        for paper in batch.arrangement.papers
    ]


def sort(desk: SampleOffice, batch: ScanBatch, since: str = ""):
    return separators.sort_batch(desk.database, desk.clerk, batch.batch_id, since)


def test_pages_go_to_the_visit_their_sheet_names(
    desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    batch = scanned(
        desk, own.visit_id, FIRST, sheet_of(desk, other), SECOND, NEUTRAL, THIRD, blank_page()
    )

    done = sort(desk, batch)

    (sent,) = done.sent
    assert (sent.visit_id, sent.number) == (other.visit_id, other.provisional_number)
    assert (sent.first, sent.last, sent.count) == (3, 6, 2)
    assert done.kept == ()
    assert shape(batch_of(desk, own.visit_id)) == ["p"]
    assert shape(batch_of(desk, other.visit_id)) == ["xp", "xpx"]


def test_a_sheet_of_the_own_visit_leads_back(
    desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    stack = (sheet_of(desk, other), FIRST, sheet_of(desk, own), SECOND)
    done = sort(desk, scanned(desk, own.visit_id, *stack))

    assert [sent.visit_id for sent in done.sent] == [other.visit_id]
    assert shape(batch_of(desk, own.visit_id)) == ["xp"]


def test_a_receipt_leads_like_a_sheet_and_is_not_filed(
    desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    batch = scanned(desk, own.visit_id, FIRST, receipt_of(other), SECOND)
    assert shape(batch) == ["ppp"]

    sort(desk, batch)

    assert shape(batch_of(desk, own.visit_id)) == ["p"]
    assert shape(batch_of(desk, other.visit_id)) == ["xp"]


def test_a_receipt_with_nothing_behind_it_is_a_paper_like_any_other(
    desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    done = sort(desk, scanned(desk, own.visit_id, FIRST, receipt_of(other)))

    assert (done.sent, done.kept) == ((), ())
    assert shape(batch_of(desk, own.visit_id)) == ["pp"]


def test_a_stack_scanned_for_no_visit_goes_where_its_sheets_say(
    desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    stack = (FIRST, sheet_of(desk, own), SECOND, sheet_of(desk, other), THIRD)
    batch = scanned(desk, scan_batches.NO_VISIT, *stack)

    done = sort(desk, batch)

    assert [sent.visit_id for sent in done.sent] == [own.visit_id, other.visit_id]
    assert separators.waiting_pages(desk.database, desk.clerk) == 1
    assert shape(batch_of(desk, scan_batches.NO_VISIT)) == ["p"]
    with pytest.raises(DeskError, match="没有找到这次来访"):
        filing.file_batch(desk.database, desk.files, desk.clerk, batch.batch_id, quietly)
    assert not desk.files._root.exists(), "nothing was written in the clear"

    given = separators.give_pages(desk.database, desk.clerk, batch.batch_id, own.visit_id)

    assert shape(given) == ["xp", "p"]
    assert separators.waiting_pages(desk.database, desk.clerk) == 0


def kept_by(desk: SampleOffice, own: VisitRecord, sheet: ScannedPage) -> list[str]:
    """Return what stays of a stack with a sheet that leads nowhere."""
    done = sort(desk, scanned(desk, own.visit_id, FIRST, sheet, SECOND, THIRD))
    assert done.sent == ()
    assert done.kept == (KeptPages(sheet=2, count=2),)
    return shape(batch_of(desk, own.visit_id))


def test_unknown_foreign_voided_and_restricted_visits_are_told_alike(
    desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    unknown = SeparatorData("", visit_code("T-9-1", other.visit_id))
    foreign = SeparatorData("", visit_code(other.provisional_number, "f" * 32))
    voided_sheet = sheet_of(desk, other)
    with desk.database.write() as session:
        session.get_one(Visit, other.visit_id).voided_at = now()
    handler = desk.account(Role.ACCUSATION_CLERK)
    colleague = desk.account(Role.RECEPTIONIST)
    secret = register_visit(
        desk.database, colleague, replace(visit(person("赵敏")), matter_class=ACCUSATION)
    )
    hidden = separator_page(separators.visit_sheet(desk.database, handler, secret.visit_id))

    for sheet in (separator_page(unknown), separator_page(foreign), voided_sheet, hidden):
        assert kept_by(desk, own, sheet) == ["p", "xpp"]
        scan_batches.discard_batch(desk.database, desk.clerk, batch_of(desk, own.visit_id).batch_id)
    with pytest.raises(DeskError, match="没有找到这次来访"):
        separators.visit_sheet(desk.database, desk.clerk, secret.visit_id)


def test_the_receipt_of_another_office_stays_a_paper(
    desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    forged = receipt_of(other, query_code="1234567890")

    assert kept_by(desk, own, forged) == ["pppp"]


def test_pages_of_an_earlier_reading_stay(desk: SampleOffice, own: VisitRecord, other: VisitRecord):
    batch = scanned(desk, own.visit_id, sheet_of(desk, other), FIRST)
    since = max(batch.pages)
    batch = scanned(desk, own.visit_id, SECOND)

    assert sort(desk, batch, since).sent == ()
    assert [sent.count for sent in sort(desk, batch).sent] == [2]


def test_what_was_said_of_a_paper_goes_with_it(
    desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    batch = scanned(desk, own.visit_id, sheet_of(desk, other), FIRST, FIRST)
    sheet, first, again = (page.page_id for page in batch.arrangement.pages)
    assert batch.pages[again].repeats == first
    named = partial(arrangements.set_kind, page_id=sheet, kind=PaperKind.MANDATE)
    turned = partial(arrangements.turn, page_id=first, quarters=1)
    for change in (named, turned):
        scan_batches.arrange(desk.database, desk.clerk, batch.batch_id, change)

    sort(desk, batch)

    there = batch_of(desk, other.visit_id)
    assert there.arrangement.papers[0].kind is PaperKind.MANDATE
    assert there.arrangement.pages[1].treatment.quarter_turns == 1
    assert there.pages[again].repeats == first, "both are in the same batch"


def test_a_page_is_no_repetition_of_one_that_went_away(
    desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    batch = scanned(desk, own.visit_id, FIRST, sheet_of(desk, other), FIRST)
    assert batch.pages[batch.arrangement.pages[2].page_id].repeats

    sort(desk, batch)

    there = batch_of(desk, other.visit_id)
    assert [page.repeats for page in there.pages.values()] == [None, None]


def test_sent_pages_are_taken_back_and_undo_never_finds_what_is_gone(
    desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    batch = scanned(desk, own.visit_id, FIRST, sheet_of(desk, other), SECOND)
    first = batch.arrangement.pages[0].page_id
    act = partial(arrangements.set_kind, page_id=first, kind=PaperKind.EVIDENCE)
    scan_batches.arrange(desk.database, desk.clerk, batch.batch_id, act)
    done = sort(desk, batch)

    assert shape(scan_batches.undo(desk.database, desk.clerk, batch.batch_id)) == ["p"]
    assert separators.put_back(desk.database, desk.clerk, done.sent) == 2

    assert shape(batch_of(desk, own.visit_id)) == ["p", "xp"]
    assert batch_of(desk, other.visit_id).pages == {}


def test_a_page_sent_away_while_it_waited_to_be_made_anew_is_left_alone(
    desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    batch = scanned(desk, own.visit_id, FIRST, sheet_of(desk, other), SECOND)
    page_id = batch.arrangement.pages[2].page_id
    sort(desk, batch)

    left = page_treatment.treat_page(desk.database, desk.clerk, batch.batch_id, page_id)

    assert shape(left) == ["p"]
    assert page_id in batch_of(desk, other.visit_id).pages


def test_filed_pages_are_not_taken_back(desk: SampleOffice, own: VisitRecord, other: VisitRecord):
    done = sort(desk, scanned(desk, own.visit_id, sheet_of(desk, other), FIRST))
    target = batch_of(desk, other.visit_id).batch_id
    filing.file_batch(desk.database, desk.files, desk.clerk, target, quietly)

    assert separators.put_back(desk.database, desk.clerk, done.sent) == 0
    scan_sweeping.sweep(desk.database)
    assert separators.put_back(desk.database, desk.clerk, done.sent) == 0
    assert pieces(desk) == 0


def pieces(desk: SampleOffice) -> int:
    with desk.database.read() as session:
        return session.scalar(select(func.count()).select_from(ScanBatchPiece)) or 0


def test_the_pictures_outlive_the_batch_they_were_read_into(
    desk: SampleOffice, own: VisitRecord, other: VisitRecord
):
    sort(desk, scanned(desk, own.visit_id, FIRST, sheet_of(desk, other), SECOND))
    there = batch_of(desk, other.visit_id)

    scan_batches.discard_batch(desk.database, desk.clerk, batch_of(desk, own.visit_id).batch_id)
    scan_sweeping.sweep_torn(desk.database)

    image = scan_batches.page_image(
        desk.database, desk.clerk, there.batch_id, max(there.pages), ImageRole.ORIGINAL
    )
    assert image is not None
    assert image.content == SECOND.image


@pytest.mark.parametrize("is_own_erased", [True, False])
def test_an_erased_visit_takes_the_pages_sent_to_it_and_no_others(
    desk: SampleOffice, own: VisitRecord, other: VisitRecord, *, is_own_erased: bool
):
    sort(desk, scanned(desk, own.visit_id, FIRST, sheet_of(desk, other), SECOND))
    gone, left = (own, other) if is_own_erased else (other, own)
    section, leader = desk.account(Role.SECTION), desk.account(Role.BUREAU_LEADER)
    order = erasure.request_erasure(
        desk.database, section, gone.visit_id, EraseBasis.PERIOD_ENDED, "申请书"
    )

    erasure.confirm(desk.database, desk.files, leader, order, PASSWORD)

    remaining = set(batch_of(desk, left.visit_id).pages)
    with desk.database.read() as session:
        assert set(session.scalars(select(ScanBatchPageRow.id))) == remaining
        assert set(session.scalars(select(ScanBatchPiece.page_id))) == remaining


def test_the_sheet_of_a_visit_says_its_number_and_is_audited(desk: SampleOffice, own: VisitRecord):
    data = separators.visit_sheet(desk.database, desk.clerk, own.visit_id)

    assert data.number == own.provisional_number
    assert data.code == visit_code(own.provisional_number, own.visit_id)
    with desk.database.read() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.position.desc())).first()
        assert entry is not None
        assert (entry.action, entry.subject_id) == ("print_separator", own.visit_id)
    assert separators.neutral_sheet(desk.database, desk.clerk).number == ""


def test_who_may_not_scan_may_not_sort(desk: SampleOffice, own: VisitRecord):
    batch = scanned(desk, own.visit_id, FIRST)
    auditor = desk.account(Role.AUDITOR)

    for act in (
        lambda: separators.sort_batch(desk.database, auditor, batch.batch_id),
        lambda: separators.give_pages(desk.database, auditor, batch.batch_id, own.visit_id),
        lambda: separators.waiting_pages(desk.database, auditor),
        lambda: separators.neutral_sheet(desk.database, auditor),
    ):
        with pytest.raises(NotPermittedError):
            act()
