"""The holder of a query code evaluates window and bodies: once, in their days, seen by nobody."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from reception_desk.errors import InvalidInputError, NotPermittedError
from reception_desk.models.audit import AuditEntry
from reception_desk.models.database import now
from reception_desk.models.evaluation import EvaluationBox, EvaluationUse
from reception_desk.models.visit import Visit
from reception_desk.records.actor import Actor
from reception_desk.records.evaluation import Grade, Opinion, Subject
from reception_desk.records.inquiry import EvaluationOffer
from reception_desk.records.steps import StepInput
from reception_desk.records.visit import Channel, VisitRecord
from reception_desk.rules.letters import LETTER_FORM
from reception_desk.rules.permissions import STAFF_ROLES
from reception_desk.rules.transition import Event
from reception_desk.services.code_evaluations import evaluate_by_code
from reception_desk.services.evaluations import evaluate_window
from reception_desk.services.inquiries import ask
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.services.self_service import visitor_at
from tests.offices import SampleOffice, person, today, visit
from tests.services.test_inquiries import BY, PHONE_END, TO_THE_REPLY, found, take, transfer

GLAD, POOR = Opinion(Grade.SATISFIED), Opinion(Grade.VERY_DISSATISFIED)
WINDOW, OFFICE, UNIT = Subject
ARRIVED_ON = date(2026, 11, 23)


@pytest.fixture
def visitor(desk: SampleOffice) -> Actor:
    return visitor_at(desk.clerk.desk)


@pytest.fixture
def came(desk: SampleOffice) -> VisitRecord:
    return register_visit(desk.database, desk.clerk, visit(person()))


def slips(desk: SampleOffice) -> list[tuple[str, str]]:
    with desk.database.read() as session:
        rows = session.execute(select(EvaluationBox.subject, EvaluationBox.grade))
        return sorted((row.subject, row.grade) for row in rows)


def offer(desk: SampleOffice, record: VisitRecord, subject: Subject) -> EvaluationOffer:
    (one,) = [one for one in found(desk, record).evaluations if one.subject is subject]
    return one


def change(desk: SampleOffice, record: VisitRecord, **values: Any) -> None:
    with desk.database.write() as session:
        session.execute(update(Visit).where(Visit.id == record.visit_id).values(**values))


def refused(
    desk: SampleOffice, record: VisitRecord, subject: Subject, words: str, opinion: Opinion = GLAD
) -> None:
    before = slips(desk)
    with pytest.raises(InvalidInputError, match=words):
        evaluate_by_code(
            desk.database,
            visitor_at(desk.clerk.desk),
            record.visit_id,
            subject,
            opinion,
            by=BY,
        )
    assert slips(desk) == before


def test_the_window_is_evaluated_by_code_in_five_grades(
    desk: SampleOffice, came: VisitRecord, visitor: Actor
):
    window = offer(desk, came, WINDOW)
    assert (window.state, window.is_open, window.received_on) == ("未评价", True, ARRIVED_ON)
    assert window.last is not None
    assert window.last >= today() + timedelta(days=30)
    evaluate_by_code(desk.database, visitor, came.visit_id, WINDOW, POOR, by=BY)
    assert slips(desk) == [("window", "very_dissatisfied")]
    window = offer(desk, came, WINDOW)
    assert (window.state, window.is_open, window.last) == ("已评价", False, None)


@pytest.mark.parametrize("is_at_the_window_first", [True, False])
def test_a_reception_is_evaluated_once_at_the_window_or_by_code(
    desk: SampleOffice, came: VisitRecord, visitor: Actor, is_at_the_window_first: bool
):
    if is_at_the_window_first:
        evaluate_window(desk.database, visitor, came.visit_id, GLAD)
        assert not offer(desk, came, WINDOW).is_open
        refused(desk, came, WINDOW, "已经评价过了", POOR)
    else:
        evaluate_by_code(desk.database, visitor, came.visit_id, WINDOW, GLAD, by=BY)
        with pytest.raises(InvalidInputError, match="已经评价过了"):
            evaluate_window(desk.database, visitor, came.visit_id, POOR)
    assert slips(desk) == [("window", "satisfied")]


def test_each_reception_of_a_matter_has_a_code_and_an_answer_of_its_own(
    desk: SampleOffice, came: VisitRecord, visitor: Actor
):
    again = register_visit(desk.database, desk.clerk, visit(person(), matter_id=came.matter_id))
    assert again.is_repeat
    evaluate_by_code(desk.database, visitor, came.visit_id, WINDOW, GLAD, by=BY)
    assert not offer(desk, came, WINDOW).is_open
    assert offer(desk, again, WINDOW).is_open
    evaluate_by_code(desk.database, visitor, again.visit_id, WINDOW, POOR, by=BY)
    assert slips(desk) == [("window", "satisfied"), ("window", "very_dissatisfied")]


def test_the_bodies_of_a_matter_are_evaluated_once_whatever_code_asks(
    desk: SampleOffice, came: VisitRecord, visitor: Actor
):
    again = register_visit(desk.database, desk.clerk, visit(person(), matter_id=came.matter_id))
    take(desk, came, transfer(desk))
    evaluate_by_code(desk.database, visitor, again.visit_id, OFFICE, GLAD, by=BY)
    assert offer(desk, came, OFFICE).state == "已评价"
    refused(desk, came, OFFICE, "已经评价过了")


def test_a_reception_that_is_not_finished_waits(desk: SampleOffice, came: VisitRecord):
    change(desk, came, ended_at=None)
    assert offer(desk, came, WINDOW).state == "待评价"
    refused(desk, came, WINDOW, "现在不能评价")


def test_a_reception_long_ago_is_not_evaluated(desk: SampleOffice, came: VisitRecord):
    change(desk, came, ended_at=now() - timedelta(days=60))
    window = offer(desk, came, WINDOW)
    assert (window.state, window.is_open) == ("超期未评价", False)
    refused(desk, came, WINDOW, "时间已经过了")


def test_a_letter_has_no_window(desk: SampleOffice):
    letter = register_visit(
        desk.database, desk.clerk, visit(person(), form=LETTER_FORM, channel=Channel.LETTER)
    )
    assert [one.subject for one in found(desk, letter).evaluations] == [OFFICE, UNIT]
    refused(desk, letter, WINDOW, "现在不能评价")


def test_what_is_left_out_is_left_out_with_its_window(desk: SampleOffice, came: VisitRecord):
    take(desk, came, StepInput(Event.GUIDED, reason="请向人民法院提起诉讼"))
    assert found(desk, came).evaluations == ()
    for subject in Subject:
        refused(desk, came, subject, "现在不能评价")


def test_nothing_is_taken_about_an_accusation_or_a_visit_set_aside(
    desk: SampleOffice, came: VisitRecord
):
    accusation = register_visit(desk.database, desk.clerk, visit(person(), matter_class=ACCUSATION))
    change(desk, came, voided_at=now())
    for record in (accusation, came):
        for subject in Subject:
            refused(desk, record, subject, "现在不能评价")


def test_a_reason_does_not_go_with_the_window(desk: SampleOffice, came: VisitRecord):
    refused(desk, came, WINDOW, "没有这样的评价", Opinion(Grade.DISSATISFIED, ("1",)))


def test_no_staff_evaluates_by_code(desk: SampleOffice, came: VisitRecord):
    for role in STAFF_ROLES:
        with pytest.raises(NotPermittedError):
            evaluate_by_code(desk.database, desk.account(role), came.visit_id, WINDOW, GLAD, by=BY)
    assert slips(desk) == []


def test_nothing_on_record_ties_the_grade_to_the_visit(
    desk: SampleOffice, came: VisitRecord, visitor: Actor
):
    evaluate_by_code(desk.database, visitor, came.visit_id, WINDOW, POOR, by=BY)
    with desk.database.read() as session:
        (use,) = session.scalars(select(EvaluationUse)).all()
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()[-1]
    assert (entry.action, entry.subject_id, entry.detail) == ("evaluate", None, "window")
    for row in (use, entry):
        assert came.visit_id not in str(vars(row))
        assert POOR.grade.value not in str(vars(row))


def test_both_bodies_are_evaluated_once_by_the_same_code(
    desk: SampleOffice, came: VisitRecord, visitor: Actor
):
    states = [one.state for one in found(desk, came).evaluations]
    assert states == ["未评价", "待评价", "待评价"]
    take(desk, came, transfer(desk))
    _, office, unit = found(desk, came).evaluations
    assert (office.is_open, unit.is_open) == (True, False)
    assert office.last is not None
    assert office.last >= today() + timedelta(days=30)
    take(desk, came, *TO_THE_REPLY)
    opinion = Opinion(Grade.DISSATISFIED, ("1",))
    for subject in (OFFICE, UNIT):
        evaluate_by_code(desk.database, visitor, came.visit_id, subject, opinion, by=BY)
        refused(desk, came, subject, "已经评价过了")
    assert [one.state for one in found(desk, came).evaluations] == ["未评价", "已评价", "已评价"]


def test_what_is_not_open_cannot_be_evaluated(desk: SampleOffice, came: VisitRecord):
    refused(desk, came, UNIT, "现在不能评价")
    refused(desk, replace(came, visit_id="no-such-visit"), UNIT, "现在不能评价")


def test_after_its_days_nothing_is_taken(desk: SampleOffice, came: VisitRecord, visitor: Actor):
    take(desk, came, transfer(desk))
    late = replace(BY, evaluation_days=-10)
    answer = ask(desk.database, visitor, came.query_code, PHONE_END, late).matter
    assert answer is not None
    assert [one.state for one in answer.evaluations[:2]] == ["超期未评价", "超期未评价"]
    for subject in (WINDOW, OFFICE):
        with pytest.raises(InvalidInputError, match="时间已经过了"):
            evaluate_by_code(desk.database, visitor, came.visit_id, subject, GLAD, by=late)
