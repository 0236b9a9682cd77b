"""Originals given back: once, by whom, taken back, and never by who may not see the visit."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from reception_desk.errors import DeskError, NotPermittedError
from reception_desk.models.audit import AuditEntry
from reception_desk.models.database import now
from reception_desk.models.document import FiledPaper
from reception_desk.records.scan_batches import FiledPaperRecord
from reception_desk.rules import arrangements
from reception_desk.rules.permissions import Role
from reception_desk.services import filing, returns, scan_batches
from reception_desk.services.registration import ACCUSATION, register_visit
from tests.offices import SampleOffice, person, visit
from tests.scans import written_page


def filed(desk: SampleOffice, *, is_original: bool = True, **values: str) -> FiledPaperRecord:
    """Return a paper that was just filed to a visit of its own."""
    record = register_visit(desk.database, desk.clerk, replace(visit(person()), **values))  # pyright: ignore[reportArgumentType]
    batch = scan_batches.open_batch(desk.database, desk.clerk, record.visit_id)
    batch = scan_batches.add_page(desk.database, desk.clerk, batch.batch_id, written_page())
    (page_id,) = batch.pages
    scan_batches.arrange(
        desk.database,
        desk.clerk,
        batch.batch_id,
        lambda found: arrangements.set_original(found, page_id, is_original=is_original),
    )
    (paper,) = filing.file_batch(
        desk.database, desk.files, desk.clerk, batch.batch_id, lambda _done, _total, _note: None
    )
    return paper


def acts(desk: SampleOffice, paper: FiledPaperRecord) -> list[tuple[str, str | None]]:
    with desk.database.read() as session:
        entries = session.scalars(
            select(AuditEntry)
            .where(AuditEntry.subject_id == paper.paper_id)
            .order_by(AuditEntry.position)
        )
        return [(entry.action, entry.created_by) for entry in entries]


def test_the_first_moment_stands_and_the_audit_says_who(desk: SampleOffice):
    paper = filed(desk)
    colleague = desk.account(Role.RECEPTIONIST)

    first = returns.mark_returned(desk.database, colleague, paper.paper_id)
    again = returns.mark_returned(desk.database, desk.clerk, paper.paper_id)

    assert first.returned_at is not None
    assert abs((now() - first.returned_at).total_seconds()) < 60
    assert again.returned_at == first.returned_at
    assert acts(desk, paper)[1:] == [("return_paper", colleague.account_id)]


def test_what_was_said_by_mistake_is_taken_back_and_stays_in_the_audit(desk: SampleOffice):
    paper = filed(desk)
    returns.mark_returned(desk.database, desk.clerk, paper.paper_id)

    here = returns.take_return_back(desk.database, desk.clerk, paper.paper_id)

    assert here.returned_at is None
    assert [action for action, _ in acts(desk, paper)[1:]] == ["return_paper", "take_return_back"]


def test_a_copy_does_not_go_back(desk: SampleOffice):
    paper = filed(desk, is_original=False)

    with pytest.raises(DeskError, match="只有原件"):
        returns.mark_returned(desk.database, desk.clerk, paper.paper_id)


def test_papers_not_there_voided_or_not_to_be_seen_are_answered_alike(desk: SampleOffice):
    voided, secret = filed(desk), filed(desk, matter_class=ACCUSATION)
    with desk.database.write() as session:
        session.get_one(FiledPaper, voided.paper_id).voided_at = now()
    colleague = desk.account(Role.RECEPTIONIST)

    for paper_id in ("no such paper", voided.paper_id, secret.paper_id):
        with pytest.raises(DeskError, match="没有找到"):
            returns.mark_returned(desk.database, colleague, paper_id)


def test_who_may_not_scan_may_not_give_back(desk: SampleOffice):
    paper = filed(desk)

    with pytest.raises(NotPermittedError):
        returns.mark_returned(desk.database, desk.account(Role.AUDITOR), paper.paper_id)
