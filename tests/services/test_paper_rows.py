"""One act: a step with its papers, their receipts and the print jobs, whole or not at all."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select, text

from reception_desk.errors import DocumentError, InvalidInputError
from reception_desk.models.document import Document
from reception_desk.records.document import DocumentKind, PrintCopy
from reception_desk.records.printing import JobStatus, PrintState
from reception_desk.records.steps import StepInput
from reception_desk.rules.permissions import Role
from reception_desk.rules.states import State
from reception_desk.rules.transition import Event
from reception_desk.services.document_kinds import content_of, served_by
from reception_desk.services.matter_file import open_matter
from reception_desk.services.matter_papers import (
    RECEIPT,
    MadeRecord,
    PaperAct,
    PaperDesk,
    PaperOrder,
    draft_data,
    issue_papers,
)
from reception_desk.services.paper_making import PaperSource, with_number
from reception_desk.services.printing import record_status, waiting_jobs
from reception_desk.services.steps import matter_now, take_step
from tests.offices import SampleOffice
from tests.services.test_matter_papers import BY, document, order, words
from tests.services.test_steps import registered, unit_id

NOTICE, LETTER = DocumentKind.ACCEPTANCE_NOTICE, DocumentKind.TRANSFER_LETTER
ACCEPT = StepInput(Event.ACCEPTED)
PRINTERS: Mapping[str, str] = {"A4": "ipp://hall/a4", "A5": "ipp://hall/a5"}


@pytest.fixture
def section(desk: SampleOffice):
    return desk.account(Role.SECTION)


@pytest.fixture
def making(desk: SampleOffice) -> PaperDesk:
    return PaperDesk(PaperSource(desk.database, desk.files), BY)


@pytest.fixture
def received(desk: SampleOffice, section) -> str:
    """A matter that 花园镇 has received and not accepted yet."""
    matter_id = registered(desk)
    step = StepInput(Event.TRANSFERRED, unit_id=unit_id(desk, "T100"))
    take_step(desk.database, desk.account(Role.BUREAU_LEADER), matter_id, step, BY)
    take_step(desk.database, section, matter_id, StepInput(Event.UNIT_RECEIVED), BY)
    return matter_id


def accepted(making: PaperDesk, section, matter_id: str, **more: object) -> PaperAct:
    """The act that accepts a matter, with its notice and the receipt."""
    data = draft_data(making, section, matter_id, NOTICE, ACCEPT)
    receipt = draft_data(making, section, matter_id, RECEIPT, ACCEPT)
    receipt["recipient_address"] = "花园镇示例村3组"
    paper = PaperOrder(matter_id, NOTICE, data | more, receipt=receipt)
    return PaperAct((paper,), ACCEPT, PRINTERS)


def counts(desk: SampleOffice) -> list[int]:
    tables = ("step", "document", "print_event", "number_request")
    with desk.database.read() as session:
        return [session.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in tables]


def test_a_paper_is_drafted_as_if_its_step_were_taken(making, section, received):
    before = draft_data(making, section, received, NOTICE)
    after = draft_data(making, section, received, NOTICE, ACCEPT)
    assert "accepted_on" not in before
    assert after["due_on"] > after["accepted_on"]
    assert matter_now(making.database, section, received, BY).standing.state is State.UNIT_RECEIVED


def test_a_step_that_is_not_allowed_is_refused_at_the_draft(making, section, received):
    with pytest.raises(InvalidInputError, match="不能“办结”"):
        draft_data(making, section, received, NOTICE, StepInput(Event.CLOSED))


def test_step_number_paper_receipt_and_print_jobs_stand_together(desk, making, section, received):
    before = counts(desk)
    notice, receipt = issue_papers(making, section, accepted(making, section, received))
    assert [after - old for after, old in zip(counts(desk), before, strict=True)] == [1, 2, 2, 1]
    assert (notice.document.kind, receipt.document.kind) == (NOTICE, RECEIPT)
    assert notice.document.state == PrintState.QUEUED
    assert notice.document.prints == 0
    assert matter_now(desk.database, section, received, BY).standing.state is State.ACCEPTED
    assert waiting_jobs(desk.database, section) == tuple(
        (made.document, made.job) for made in (notice, receipt)
    )
    file = open_matter(desk.database, section, received, BY, reason="办理")
    owed = {paper.kind for paper in file.owed}
    assert owed == {LETTER, DocumentKind.DESTINATION_NOTICE}, "nothing of the acceptance is owed"


def test_the_receipt_lists_its_paper_and_the_service_finds_it(desk, making, section, received):
    notice, receipt = issue_papers(making, section, accepted(making, section, received))
    number = notice.document.number
    assert number is not None
    assert "信访事项受理告知书" not in words(desk, receipt.document)
    assert f"1受理告知书{number}1" in words(desk, receipt.document)
    assert receipt.document.number is None, "its template prints no number"
    assert served_by(document(desk, receipt.document)) == (notice.document.document_id,)
    file = open_matter(desk.database, section, received, BY, reason="办理")
    (paper,) = (each for each in file.papers if each.kind == NOTICE)
    assert paper.receipt_id == receipt.document.document_id
    assert paper.print_state == PrintState.QUEUED


@pytest.mark.parametrize("wrong", [{"petitioner": ""}, {"due_on": "someday"}])
def test_what_fails_leaves_neither_step_nor_number(desk, making, section, received, wrong):
    before = counts(desk)
    with pytest.raises(DocumentError):
        issue_papers(making, section, accepted(making, section, received, **wrong))
    assert counts(desk) == before


def test_a_receipt_that_cannot_be_made_holds_the_paper_back(desk, making, section, received):
    act = accepted(making, section, received)
    (paper,) = act.orders
    bare = PaperOrder(received, NOTICE, paper.data, receipt={"recipient": "张伟"})
    before = counts(desk)
    with pytest.raises(DocumentError, match="缺少"):
        issue_papers(making, section, PaperAct((bare,), ACCEPT, PRINTERS))
    assert counts(desk) == before


def test_a_step_refused_in_the_end_leaves_nothing(desk, making, section, received):
    act = accepted(making, section, received)
    take_step(desk.database, section, received, ACCEPT, BY)
    before = counts(desk)
    with pytest.raises(InvalidInputError, match="现在是“已受理”"):
        issue_papers(making, section, act)
    assert counts(desk) == before


def test_without_a_printer_for_its_size_nothing_waits(making, section, received):
    act = accepted(making, section, received)
    made = issue_papers(making, section, PaperAct(act.orders, ACCEPT))
    assert [each.job for each in made] == ["", ""]
    assert waiting_jobs(making.database, section) == ()


def asked(desk: SampleOffice, section, made: MadeRecord) -> None:
    """As the lane does once it hands the bytes to the printer."""
    record_status(
        desk.database, section, made.document.document_id,
        JobStatus(PrintState.QUEUED, made.job),
        printer="ipp://hall/a4", copy=PrintCopy(b"", made.document.sha256, 0),
    )  # fmt: skip


def test_a_job_waits_until_a_printer_is_asked_and_not_again(desk, making, section, received):
    notice, receipt = issue_papers(making, section, accepted(making, section, received))
    asked(desk, section, notice)
    assert [job for _, job in waiting_jobs(desk.database, section)] == [receipt.job]
    with desk.database.read() as session:
        audited = session.scalars(
            text("SELECT subject_id FROM audit_entry WHERE action = 'print_document'")
        ).all()
    assert audited.count(notice.document.document_id) == 1
    assert waiting_jobs(desk.database, desk.account(Role.BUREAU_LEADER)) == ()


def test_number_and_receipt_follow_the_centre_until_they_are_printed(
    desk, making, section, received
):
    notice, receipt = issue_papers(making, section, accepted(making, section, received))
    with desk.database.write() as session:
        session.get_one(Document, notice.document.document_id).number = "孝花政信受〔2026〕17号"
    numbered = with_number(making.source, section, notice.document)
    assert "孝花政信受〔2026〕17号" in words(desk, numbered)
    renewed = with_number(making.source, section, receipt.document)
    assert "孝花政信受〔2026〕17号" in words(desk, renewed)
    assert served_by(document(desk, renewed)) == (notice.document.document_id,)
    assert with_number(making.source, section, renewed) == renewed


def test_a_printed_paper_keeps_its_number_and_its_receipt_names_that_one(
    desk, making, section, received
):
    notice, receipt = issue_papers(making, section, accepted(making, section, received))
    asked(desk, section, notice)
    with desk.database.write() as session:
        session.get_one(Document, notice.document.document_id).number = "孝花政信受〔2026〕17号"
    assert with_number(making.source, section, notice.document) == notice.document
    assert with_number(making.source, section, receipt.document) == receipt.document
    assert content_of(document(desk, notice.document))["number"] == notice.document.number


def test_a_paper_that_failed_to_print_still_takes_its_number(desk, making, section, received):
    notice, _ = issue_papers(making, section, accepted(making, section, received))
    record_status(
        desk.database, section, notice.document.document_id,
        JobStatus(PrintState.FAILED, notice.job),
        printer="ipp://hall/a4", copy=PrintCopy(b"", notice.document.sha256, 0),
    )  # fmt: skip
    with desk.database.write() as session:
        session.get_one(Document, notice.document.document_id).number = "孝花政信受〔2026〕17号"
    numbered = with_number(making.source, section, notice.document)
    assert "孝花政信受〔2026〕17号" in words(desk, numbered)


def test_papers_of_one_act_have_numbers_of_their_own(making, section, received):
    letters = [order(making, section, received, LETTER) for _ in "12"]
    made = issue_papers(making, section, PaperAct(tuple(letters)))
    assert [(each.document.number or "")[-4:] for each in made] == ["W001", "W002"]


def test_a_paper_issued_anew_takes_its_receipt_with_it(desk, making, section, received):
    notice, receipt = issue_papers(making, section, accepted(making, section, received))
    again = PaperOrder(
        received, NOTICE, draft_data(making, section, received, NOTICE),
        replaces=notice.document.document_id, reason="姓名有误",
    )  # fmt: skip
    issue_papers(making, section, PaperAct((again,)))
    with desk.database.read() as session:
        voided = select(Document.id).where(Document.voided_at.is_not(None))
        assert set(session.scalars(voided)) == {
            notice.document.document_id,
            receipt.document.document_id,
        }


def test_a_receipt_written_by_itself_finds_the_papers_it_lists(desk, making, section, received):
    act = accepted(making, section, received)
    alone = PaperOrder(received, NOTICE, act.orders[0].data)
    (notice,) = issue_papers(making, section, PaperAct((alone,), ACCEPT))
    draft = draft_data(making, section, received, RECEIPT)
    draft["recipient_address"] = "花园镇示例村3组"
    (receipt,) = issue_papers(making, section, PaperAct((PaperOrder(received, RECEIPT, draft),)))
    assert served_by(document(desk, receipt.document)) == (notice.document.document_id,)
