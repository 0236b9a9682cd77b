"""Print history: what is counted as printed, and which copy goes to the printer."""

import hashlib
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from reception_desk.errors import NotPermittedError
from reception_desk.models.document import Document, PrintEvent
from reception_desk.records.document import DocumentKind, DocumentRecord, PrintCopy
from reception_desk.records.printing import JobStatus, PrintState
from reception_desk.rules.permissions import Role
from reception_desk.services import printing
from reception_desk.services.papers import issue_paper
from reception_desk.services.registration import register_visit
from tests.documents.reading import pdfium_pages, without_space
from tests.offices import SampleOffice, person, visit


@pytest.fixture
def receipt(desk: SampleOffice) -> DocumentRecord:
    return issue(desk)


def issue(desk: SampleOffice, visit_id: str = "") -> DocumentRecord:
    if not visit_id:
        visit_id = register_visit(desk.database, desk.clerk, visit(person())).visit_id
    return issue_paper(
        desk.database, desk.files, desk.clerk, visit_id, DocumentKind.RECEIPT, paper="slip80"
    )


def copy(desk: SampleOffice, document: DocumentRecord) -> PrintCopy:
    return printing.copy_to_print(desk.database, desk.files, desk.clerk, document)


def play(desk: SampleOffice, document: DocumentRecord, job: str, *states: PrintState) -> PrintCopy:
    """Print once; the printer answers with `states`."""
    printed = copy(desk, document)
    for state in states:
        printing.record_status(
            desk.database,
            desk.clerk,
            document.document_id,
            JobStatus(state, job),
            printer="热敏",
            copy=printed,
        )
    return printed


def stands(desk: SampleOffice, document: DocumentRecord) -> DocumentRecord:
    found = printing.recent_documents(desk.database, desk.clerk)
    return next(one for one in found if one.document_id == document.document_id)


def text(pdf: bytes) -> str:
    return without_space("".join(pdfium_pages(pdf)))


def test_the_first_print_is_the_paper_on_record(desk: SampleOffice, receipt: DocumentRecord):
    first = copy(desk, receipt)

    assert (first.number, first.sha256) == (0, receipt.sha256)
    assert first.pdf == desk.files.get(receipt.sha256)
    assert "补打" not in text(first.pdf)


def test_each_print_after_it_is_marked_counted_and_kept_by_its_hash(
    desk: SampleOffice, receipt: DocumentRecord
):
    play(desk, receipt, "a", PrintState.QUEUED, PrintState.SENT, PrintState.PRINTED)
    second = play(desk, receipt, "b", PrintState.QUEUED, PrintState.SENT, PrintState.PRINTED)
    third = copy(desk, receipt)

    today = datetime.now(UTC).year
    assert f"补打第1次{today}年" in text(second.pdf)
    assert "补打第2次" in text(third.pdf)
    assert second.sha256 == hashlib.sha256(second.pdf).hexdigest()
    assert desk.files.get(second.sha256) == second.pdf
    with desk.database.read() as session:
        sent = session.scalars(select(PrintEvent.sha256).where(PrintEvent.job == "b")).all()
        assert set(sent) == {second.sha256}
        row = session.get_one(Document, receipt.document_id)
        assert row.sha256 == receipt.sha256
    assert "补打" not in text(desk.files.get(receipt.sha256))
    paper = stands(desk, receipt)
    assert (paper.printed_copies, paper.prints, paper.reprints) == (2, 2, 1)


@pytest.mark.parametrize(
    ("states", "number"),
    [
        ((), 0),
        ((PrintState.QUEUED,), 0),
        ((PrintState.QUEUED, PrintState.FAILED), 0),
        ((PrintState.QUEUED, PrintState.SENT, PrintState.CANCELLED), 0),
        ((PrintState.QUEUED, PrintState.SENT, PrintState.OUT_OF_PAPER), 1),
        ((PrintState.QUEUED, PrintState.SENT, PrintState.QUEUED), 1),
        ((PrintState.QUEUED, PrintState.HANDED_OVER), 1),
        ((PrintState.QUEUED, PrintState.UNCONFIRMED), 1),
    ],
)
def test_only_a_print_that_may_come_out_makes_the_next_a_reprint(
    desk: SampleOffice, receipt: DocumentRecord, states: tuple[PrintState, ...], number: int
):
    play(desk, receipt, "a", *states)

    assert copy(desk, receipt).number == number
    assert stands(desk, receipt).prints == number


def test_what_nobody_can_prove_is_not_counted_as_printed(
    desk: SampleOffice, receipt: DocumentRecord
):
    play(desk, receipt, "a", PrintState.QUEUED, PrintState.HANDED_OVER)

    paper = stands(desk, receipt)

    assert (paper.printed_copies, paper.unproven_copies) == (0, 1)


def test_a_paper_made_again_without_any_change_is_the_same_paper(
    desk: SampleOffice, receipt: DocumentRecord
):
    """Pressing 打印回执 twice prints a marked copy, not a second original."""
    play(desk, receipt, "a", PrintState.QUEUED, PrintState.SENT, PrintState.PRINTED)

    again = issue(desk, receipt.visit_id or "")

    assert again.document_id == receipt.document_id
    assert copy(desk, again).number == 1


def test_a_stale_paper_is_made_anew(desk: SampleOffice, receipt: DocumentRecord):
    with desk.database.write() as session:
        session.get_one(Document, receipt.document_id).is_stale = True

    again = issue(desk, receipt.visit_id or "")

    assert again.document_id != receipt.document_id
    assert copy(desk, again).number == 0


def test_printing_needs_the_permission(desk: SampleOffice, receipt: DocumentRecord):
    reader = desk.account(Role.AUDITOR)

    with pytest.raises(NotPermittedError):
        printing.copy_to_print(desk.database, desk.files, reader, receipt)
