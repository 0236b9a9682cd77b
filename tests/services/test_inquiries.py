"""A petitioner asks by code: their own matter and nothing else, and not for ever wrongly."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from reception_desk.errors import NotPermittedError
from reception_desk.models.audit import AuditEntry
from reception_desk.models.database import now
from reception_desk.models.local import InquiryFailure
from reception_desk.models.organisation import Unit
from reception_desk.models.visit import VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.inquiry import InquiryOutcome, MatterAnswer
from reception_desk.records.steps import StepDetails, StepInput
from reception_desk.records.visit import PersonRole, VisitRecord
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.holiday_roll import HolidayRoll
from reception_desk.rules.inquiry import MOST_HERE, MOST_OF_A_CODE, receipt_word
from reception_desk.rules.permissions import STAFF_ROLES, Role
from reception_desk.rules.transition import Event
from reception_desk.services.inquiries import ask
from reception_desk.services.office import office_card
from reception_desk.services.papers import first_answer, receipt_data
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.services.self_service import visitor_at
from reception_desk.services.steps import take_step
from tests.offices import MAN, SampleOffice, person, visit

BY = Reckoning(shipped_calendar())
PHONE_END, DOCUMENT_END = "0000", MAN[-4:]
FOUND, WRONG, RESTING = InquiryOutcome


@pytest.fixture
def visitor(desk: SampleOffice) -> Actor:
    return visitor_at(desk.clerk.desk)


@pytest.fixture
def came(desk: SampleOffice) -> VisitRecord:
    return register_visit(desk.database, desk.clerk, visit(person()))


def found(desk: SampleOffice, record: VisitRecord, secret: str = PHONE_END) -> MatterAnswer:
    answer = ask(desk.database, visitor_at(desk.clerk.desk), record.query_code, secret, BY)
    assert answer.outcome is FOUND
    assert answer.matter is not None
    return answer.matter


def take(desk: SampleOffice, record: VisitRecord, *steps: StepInput) -> None:
    """Take the steps as whoever may."""
    everybody = desk.account(Role.SECTION, Role.BUREAU_LEADER, Role.UNIT, Role.RECEPTIONIST)
    assert record.matter_id is not None
    for step in steps:
        take_step(desk.database, everybody, record.matter_id, step, BY)


def transfer(desk: SampleOffice) -> StepInput:
    with desk.database.read() as session:
        town = session.scalars(select(Unit.id).where(Unit.code == "T100")).one()
    return StepInput(Event.TRANSFERRED, unit_id=town)


TO_THE_REPLY = (
    StepInput(Event.UNIT_RECEIVED),
    StepInput(Event.ACCEPTED),
    StepInput(Event.OPINION_GIVEN, result="1", basis="《农村土地承包法》第三十七条"),
    StepInput(Event.SERVED, details=StepDetails(way="0")),
)


def failures(desk: SampleOffice) -> int:
    with desk.database.read() as session:
        return session.scalar(select(func.count()).select_from(InquiryFailure)) or 0


def ask_wrongly(desk: SampleOffice, code: str, times: int = 1) -> list[InquiryOutcome]:
    visitor = visitor_at(desk.clerk.desk)
    return [ask(desk.database, visitor, code, "9876", BY).outcome for _ in range(times)]


@pytest.mark.parametrize("secret", [PHONE_END, DOCUMENT_END])
def test_the_state_and_the_days_are_told_to_who_knows_both(
    desk: SampleOffice, came: VisitRecord, secret: str
):
    take(desk, came, transfer(desk))
    answer = found(desk, came, secret)
    assert answer.state == "已转送"
    assert [words for _, words in answer.days] == ["登记", "转送有权处理的机关、单位"]
    told = str(answer)
    for hidden in ("张伟", "花园镇", "流转费", MAN, "13800000000", came.query_code):
        assert hidden not in told


def test_the_code_alone_opens_nothing(desk: SampleOffice, came: VisitRecord, visitor: Actor):
    for secret in ("", "0", "00", "9999", MAN, "13800000000"):
        assert ask(desk.database, visitor, came.query_code, secret, BY).outcome is not FOUND
    assert ask(desk.database, visitor, "", PHONE_END, BY).outcome is not FOUND


def test_a_code_that_is_none_answers_like_a_wrong_secret(
    desk: SampleOffice, came: VisitRecord, visitor: Actor
):
    known = ask(desk.database, visitor, came.query_code, "9876", BY)
    unknown = ask(desk.database, visitor, "1234567890", "9876", BY)
    assert known == unknown
    assert failures(desk) == 2


def test_a_code_rests_after_five_wrong_tries_even_with_the_right_secret(
    desk: SampleOffice, came: VisitRecord, visitor: Actor
):
    assert ask_wrongly(desk, came.query_code, MOST_OF_A_CODE) == [WRONG] * MOST_OF_A_CODE
    rests = ask(desk.database, visitor, came.query_code, PHONE_END, BY)
    assert rests.outcome is RESTING
    assert 23 * 60 < rests.rest_minutes <= 24 * 60
    other = register_visit(desk.database, desk.clerk, visit(person()))
    assert found(desk, other)


def test_a_rest_outlives_the_program_and_ends(
    tmp_path_factory: pytest.TempPathFactory, desk: SampleOffice, came: VisitRecord
):
    ask_wrongly(desk, came.query_code, MOST_OF_A_CODE)
    desk.database.close()
    again = desk.copied_to(tmp_path_factory.mktemp("again"))
    try:
        assert ask_wrongly(again, came.query_code) == [RESTING]
        with again.database.write() as session:
            session.execute(update(InquiryFailure).values(failed_at=now() - timedelta(hours=25)))
        assert found(again, came)
        assert failures(again) == 0
    finally:
        again.database.close()


def test_the_machine_rests_after_many_wrong_codes(desk: SampleOffice, came: VisitRecord):
    for number in range(MOST_HERE):
        ask_wrongly(desk, str(2_000_000_000 + number))
    assert ask_wrongly(desk, "3000000000") == [RESTING]
    with desk.database.write() as session:
        session.execute(update(InquiryFailure).values(failed_at=now() - timedelta(hours=2)))
    assert found(desk, came)


def test_the_right_secret_forgets_the_slips_before(desk: SampleOffice, came: VisitRecord):
    for _ in range(3):
        ask_wrongly(desk, came.query_code, MOST_OF_A_CODE - 1)
        assert found(desk, came)
    assert failures(desk) == 0


def test_each_question_is_on_the_audit_without_what_was_typed(
    desk: SampleOffice, came: VisitRecord
):
    ask_wrongly(desk, came.query_code)
    found(desk, came, DOCUMENT_END)
    ask_wrongly(desk, "1234567890")
    with desk.database.read() as session:
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "ask_by_code")
        ).all()
    assert [(one.subject_id, one.detail) for one in entries] == [
        (came.visit_id, "wrong"), (came.visit_id, "answered"), (None, "wrong"),
    ]  # fmt: skip
    for entry in entries:
        told = f"{entry.detail} {entry.reason}"
        assert "9876" not in told
        assert DOCUMENT_END not in told
        assert came.query_code not in told


def test_an_accusation_is_not_answered_on_a_screen_in_the_hall(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(person(), matter_class=ACCUSATION))
    assert ask_wrongly(desk, record.query_code) == [WRONG]
    answer = ask(desk.database, visitor_at(desk.clerk.desk), record.query_code, PHONE_END, BY)
    assert answer.outcome is WRONG


def test_who_only_came_along_knows_no_secret(desk: SampleOffice, visitor: Actor):
    helper = person("李四", phone="13900004321", document_number=None, role=PersonRole.COMPANION)
    record = register_visit(desk.database, desk.clerk, visit(person(), helper))
    assert ask(desk.database, visitor, record.query_code, "4321", BY).outcome is WRONG
    with desk.database.write() as session:
        session.execute(update(VisitPerson).values(role=PersonRole.REPRESENTATIVE.value))
    assert found(desk, record, "4321")


def test_who_left_nothing_has_the_word_that_only_the_receipt_carries(desk: SampleOffice):
    nameless = person("王*", phone=None, document_number=None)
    record = register_visit(desk.database, desk.clerk, visit(nameless))
    answer = first_answer(record, BY.calendar, HolidayRoll.CIVIL_CODE)
    printed = receipt_data(record, office_card(desk.database), answer).receipt_word
    assert printed == receipt_word(record.visit_id, record.query_code)
    assert found(desk, record, printed)


def test_who_left_a_number_needs_no_word(desk: SampleOffice, came: VisitRecord):
    answer = first_answer(came, BY.calendar, HolidayRoll.CIVIL_CODE)
    assert receipt_data(came, office_card(desk.database), answer).receipt_word == ""


def test_no_staff_asks_for_a_petitioner(desk: SampleOffice, came: VisitRecord):
    for role in STAFF_ROLES:
        with pytest.raises(NotPermittedError):
            ask(desk.database, desk.account(role), came.query_code, PHONE_END, BY)


def test_a_matter_of_a_legal_route_is_told_and_not_evaluated(desk: SampleOffice, came: VisitRecord):
    take(desk, came, StepInput(Event.GUIDED, reason="请向人民法院提起诉讼"))
    answer = found(desk, came)
    assert answer.state == "已引导法定途径"
    assert answer.evaluations == ()
