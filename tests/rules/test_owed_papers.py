"""The papers that the steps of a matter call for and have not got."""

from datetime import date

from reception_desk.records.document import DocumentKind
from reception_desk.rules.owed_papers import owed_papers
from reception_desk.rules.transition import Event
from tests.rules.cases import CLERK, LEADER, SECTION, TOWN, Case

DAY = date(2026, 11, 23)


def transferred() -> Case:
    case = Case()
    case.take(Event.REGISTERED, DAY, CLERK)
    assert case.take(Event.TRANSFERRED, DAY, LEADER, unit_id=TOWN) == ""
    return case


def test_a_transfer_calls_for_its_letter_and_the_notice_of_where_it_went():
    case = transferred()
    assert owed_papers(case.steps, (), ()) == (
        DocumentKind.TRANSFER_LETTER,
        DocumentKind.DESTINATION_NOTICE,
    )


def test_what_was_issued_is_owed_no_more():
    case = transferred()
    issued = [DocumentKind.RECEIPT, DocumentKind.TRANSFER_LETTER]
    assert owed_papers(case.steps, (), issued) == (DocumentKind.DESTINATION_NOTICE,)


def test_a_second_transfer_calls_for_a_second_letter():
    case = transferred()
    case.take(Event.UNIT_RECEIVED, DAY, SECTION)
    case.take(Event.OBJECTED, DAY, SECTION, reason="不属本单位职权")
    case.take(Event.OBJECTION_ALLOWED, DAY, SECTION, reason="属实")
    assert case.take(Event.TRANSFERRED, DAY, LEADER, unit_id=TOWN) == ""
    issued = [
        DocumentKind.TRANSFER_LETTER,
        DocumentKind.DESTINATION_NOTICE,
        DocumentKind.OBJECTION_FORM,
    ]
    assert owed_papers(case.steps, (), issued) == (
        DocumentKind.TRANSFER_LETTER,
        DocumentKind.DESTINATION_NOTICE,
    )


def test_a_step_that_does_not_count_calls_for_nothing():
    case = transferred()
    refused = {case.steps[-1].step_id}
    assert owed_papers(case.steps, refused, ()) == ()


def test_of_the_two_agreements_one_is_enough():
    case = transferred()
    case.take(Event.UNIT_RECEIVED, DAY, SECTION)
    case.take(Event.ACCEPTED, DAY, SECTION)
    assert case.take(Event.SETTLED, DAY, SECTION, reason="双方自愿") == ""
    last = case.steps[-1:]
    assert owed_papers(last, (), ()) == (
        DocumentKind.MEDIATION_AGREEMENT,
        DocumentKind.SETTLEMENT_AGREEMENT,
    )
    assert owed_papers(last, (), [DocumentKind.SETTLEMENT_AGREEMENT]) == ()
