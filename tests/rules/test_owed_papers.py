"""Which papers the steps of a matter still ask for."""

from datetime import UTC, date, datetime

from reception_desk.records.document import DocumentKind
from reception_desk.rules.owed_papers import IssuedPaper, owed_papers, papers_with
from reception_desk.rules.transition import Event
from tests.rules.cases import LEADER, SECTION, TOWN, TOWN_CLERK, Case, said


def owed(case: Case, *issued: IssuedPaper) -> list[DocumentKind]:
    return [paper.kind for paper in owed_papers(case.steps, case.standing, issued)]


def paper(kind: DocumentKind, day: date) -> IssuedPaper:
    return IssuedPaper(kind, datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def test_a_registration_owes_none_of_its_own_papers():
    assert owed(Case().registered(date(2026, 11, 23))) == []


def test_a_transfer_owes_its_letter_and_the_notice_until_they_are_issued():
    case = Case().registered(date(2026, 11, 23))
    case.take(Event.TRANSFERRED, date(2026, 11, 24), LEADER, unit_id=TOWN)
    letter, notice = DocumentKind.TRANSFER_LETTER, DocumentKind.DESTINATION_NOTICE
    assert owed(case) == [letter, notice]
    assert owed(case, paper(letter, date(2026, 11, 24))) == [notice]
    assert owed(case, paper(letter, date(2026, 11, 20))) == [letter, notice]


def test_a_second_transfer_asks_for_a_letter_of_its_own():
    case = Case().with_unit(date(2026, 11, 23))
    case.take(Event.OBJECTED, date(2026, 11, 24), TOWN_CLERK, reason="不属本单位")
    case.take(Event.OBJECTION_ALLOWED, date(2026, 11, 25), SECTION, reason="属实")
    case.take(Event.TRANSFERRED, date(2026, 11, 26), LEADER, unit_id=TOWN)
    first = paper(DocumentKind.TRANSFER_LETTER, date(2026, 11, 23))
    assert DocumentKind.TRANSFER_LETTER in owed(case, first)


def test_of_two_agreements_one_is_enough():
    case = Case().accepted(date(2026, 11, 23))
    day = date(2026, 11, 24)
    case.take(Event.SETTLED, day, TOWN_CLERK, **said(Event.SETTLED, day))
    assert DocumentKind.SETTLEMENT_AGREEMENT in owed(case)
    made = paper(DocumentKind.MEDIATION_AGREEMENT, day)
    assert DocumentKind.SETTLEMENT_AGREEMENT not in owed(case, made)


def test_a_refused_step_asks_for_nothing():
    case = Case().registered(date(2026, 11, 23))
    case.take(Event.CLOSED, date(2026, 11, 24), SECTION)
    case.take(Event.TRANSFERRED, date(2026, 11, 24), SECTION, unit_id=TOWN)
    assert owed(case) == []


def test_forms_that_the_petitioner_fills_in_are_never_owed():
    case = Case().served(date(2026, 11, 23))
    assert DocumentKind.EVALUATION_FORM not in owed(case)
    assert DocumentKind.SERVICE_RECEIPT in owed(case)


def test_the_receipt_that_came_with_the_opinion_is_not_owed_at_its_service():
    case = Case().served(date(2026, 11, 23))
    opinion = next(step for step in case.steps if step.event == Event.OPINION_GIVEN)
    with_opinion = IssuedPaper(DocumentKind.SERVICE_RECEIPT, opinion.occurred_at)
    assert DocumentKind.SERVICE_RECEIPT not in owed(case, with_opinion)


def test_papers_of_a_step_leave_out_what_is_written_later():
    kind = DocumentKind
    assert papers_with(Event.ACCEPTED) == (kind.ACCEPTANCE_NOTICE,), "its receipt goes with it"
    assert papers_with(Event.SERVED) == (kind.SERVICE_RECEIPT,)
    assert papers_with(Event.HEARING_OPENED) == (kind.HEARING_NOTICE,)
    assert papers_with(Event.SETTLED) == papers_with(Event.ARCHIVED) == ()
    assert papers_with(Event.REGISTERED) == papers_with(Event.CLOSED) == ()
