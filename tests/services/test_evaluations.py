"""Evaluations: taken once, counted late, and legible beside nobody."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from reception_desk.errors import InvalidInputError, NotPermittedError
from reception_desk.models.audit import AuditEntry
from reception_desk.models.evaluation import Evaluation, EvaluationBox, EvaluationUse
from reception_desk.records.actor import Actor
from reception_desk.records.evaluation import Grade, Opinion, Subject
from reception_desk.rules.permissions import STAFF_ROLES, Role
from reception_desk.services import evaluations
from reception_desk.services.evaluations import (
    empty_box,
    evaluate_window,
    evaluation_months,
    put_in,
)
from reception_desk.services.registration import register_visit
from reception_desk.services.self_service import VISITOR_ID, visitor_at
from tests.offices import SampleOffice, person, today, visit

GLAD = Opinion(Grade.SATISFIED)


@pytest.fixture
def visitor(desk: SampleOffice) -> Actor:
    return visitor_at(desk.clerk.desk)


def came(desk: SampleOffice) -> str:
    return register_visit(desk.database, desk.clerk, visit(person())).visit_id


def rows(desk: SampleOffice, model: Any) -> list[Any]:
    with desk.database.read() as session:
        return list(session.scalars(select(model)))


def put(desk: SampleOffice, subject: Subject, *opinions: Opinion) -> None:
    with desk.database.write() as session:
        for number, opinion in enumerate(opinions):
            put_in(session, visitor_at(desk.clerk.desk), subject, f"{subject}{number}", opinion)


def put_in_on(desk: SampleOffice, day: date) -> None:
    """Let the slips have lain in the box since then."""
    with desk.database.write() as session:
        session.execute(update(EvaluationBox).values(put_in_on=day))


def last_month() -> date:
    return today().replace(day=1) - timedelta(days=3)


def test_an_answer_is_taken_once(desk: SampleOffice, visitor: Actor):
    visit_id = came(desk)
    evaluate_window(desk.database, visitor, visit_id, Opinion(Grade.VERY_SATISFIED))
    with pytest.raises(InvalidInputError, match="已经评价过了"):
        evaluate_window(desk.database, visitor, visit_id, Opinion(Grade.DISSATISFIED))
    assert [slip.grade for slip in rows(desk, EvaluationBox)] == ["very_satisfied"]


def test_no_staff_can_enter_one(desk: SampleOffice):
    visit_id = came(desk)
    for role in STAFF_ROLES:
        actor = desk.account(role)
        with pytest.raises(NotPermittedError):
            evaluate_window(desk.database, actor, visit_id, GLAD)
    assert rows(desk, EvaluationBox) == []


def test_an_answer_that_is_none_is_refused(desk: SampleOffice, visitor: Actor):
    visit_id = came(desk)
    with pytest.raises(InvalidInputError, match="没有这样的评价"):
        evaluate_window(desk.database, visitor, visit_id, Opinion(Grade.SATISFIED, ("1",)))
    assert rows(desk, EvaluationUse) == []


def test_the_answer_lies_beside_nobody(desk: SampleOffice, visitor: Actor):
    """Neither key, time nor author leads from the grade to the visit."""
    visit_id = came(desk)
    evaluate_window(desk.database, visitor, visit_id, Opinion(Grade.DISSATISFIED))
    assert rows(desk, Evaluation) == [], "it waits in the box"
    put_in_on(desk, today() - timedelta(days=1))
    assert empty_box(desk.database, desk.clerk.desk) == 1

    (answer,) = rows(desk, Evaluation)
    (use,) = rows(desk, EvaluationUse)
    columns = {column.name for column in Evaluation.__table__.columns}
    assert columns == {
        "id", "stream", "desk_id", "created_at", "created_by", "subject", "month", "grade",
        "reasons",
    }  # fmt: skip
    assert answer.created_by is None
    assert use.created_by is None
    assert answer.month.day == 1
    assert answer.id[14] == "4", "a random key tells no time"
    assert visit_id not in str(vars(answer)) + str(vars(use))
    assert "grade" not in {column.name for column in EvaluationUse.__table__.columns}


def test_the_audit_says_that_and_not_what(desk: SampleOffice, visitor: Actor):
    visit_id = came(desk)
    evaluate_window(desk.database, visitor, visit_id, Opinion(Grade.DISSATISFIED))
    entry = rows(desk, AuditEntry)[-1]
    assert (entry.action, entry.subject_table, entry.subject_id) == ("evaluate", "evaluation", None)
    assert entry.detail == "window"
    assert entry.created_by == VISITOR_ID
    assert "dissatisfied" not in str(vars(entry))


def test_the_outbox_does_not_show_an_answer_on_the_day_it_was_given(
    desk: SampleOffice, visitor: Actor
):
    evaluate_window(desk.database, visitor, came(desk), GLAD)
    assert empty_box(desk.database, desk.clerk.desk) == 0, "not on the same day"
    with desk.database.read() as session:
        sent = session.scalars(text("SELECT table_name FROM outbox")).all()
    assert "evaluation_use" in sent
    assert "evaluation" not in sent


def test_slips_leave_the_box_in_an_order_of_their_own(desk: SampleOffice):
    given = [Opinion(Grade.SATISFIED), Opinion(Grade.DISSATISFIED)] * 12
    put(desk, Subject.OFFICE, *given)
    put_in_on(desk, today() - timedelta(days=1))
    slips = [slip.slip for slip in rows(desk, EvaluationBox)]
    empty_box(desk.database, desk.clerk.desk)
    assert slips == sorted(slips), "the box keeps them by their random keys"
    with desk.database.read() as session:
        order = session.scalars(text("SELECT grade FROM evaluation ORDER BY rowid")).all()
    assert sorted(order) == sorted(one.grade.value for one in given)


def test_a_slip_of_yesterday_leaves_with_the_next_answer(desk: SampleOffice, visitor: Actor):
    evaluate_window(desk.database, visitor, came(desk), GLAD)
    put_in_on(desk, today() - timedelta(days=1))
    evaluate_window(desk.database, visitor, came(desk), GLAD)
    assert len(rows(desk, Evaluation)) == 1
    assert len(rows(desk, EvaluationBox)) == 1


def test_counts_are_of_months_that_are_over_and_small_ones_are_left_out(desk: SampleOffice):
    manager = desk.account(Role.BUREAU_LEADER)
    dissatisfied = [Opinion(Grade.DISSATISFIED, ("1", "4"))] * 3
    glad, fair = [GLAD] * 5, [Opinion(Grade.FAIRLY_SATISFIED)] * 2
    put(desk, Subject.UNIT, *glad, *dissatisfied, *fair)
    put_in_on(desk, last_month())
    empty_box(desk.database, desk.clerk.desk)
    put(desk, Subject.OFFICE, *[GLAD] * 7)
    put_in_on(desk, today() - timedelta(days=1))
    with desk.database.write() as session:
        evaluations._empty(session, desk.clerk.desk, today())

    found = evaluation_months(desk.database, manager)

    month = found[-1]
    assert (month.subject, month.month) == (Subject.UNIT, last_month().replace(day=1))
    assert month.grades == (("满意", 5), ("基本满意", None), ("不满意", 3))
    assert month.total is None
    assert month.reasons == (("未及时告知", 3), ("答复不清", 3))
    if today().day > 1:
        assert len(found) == 1, "the running month is not counted"


def test_a_month_without_small_counts_has_its_sum(desk: SampleOffice):
    put(
        desk,
        Subject.OFFICE,
        *[GLAD] * 4,
        *[Opinion(Grade.FAIRLY_SATISFIED)] * 3,
        *[Opinion(Grade.DISSATISFIED, ("2",))] * 3,
    )
    put_in_on(desk, last_month())
    empty_box(desk.database, desk.clerk.desk)
    (month,) = evaluation_months(desk.database, desk.account(Role.BUREAU_LEADER))
    assert month.total == 10
    assert [count for _, count in month.grades] == [4, 3, 3]


def test_nobody_else_sees_the_counts(desk: SampleOffice, visitor: Actor):
    others = [desk.account(role) for role in STAFF_ROLES if role is not Role.BUREAU_LEADER]
    for actor in (*others, visitor):
        with pytest.raises(NotPermittedError):
            evaluation_months(desk.database, actor)
