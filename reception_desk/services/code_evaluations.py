"""凭查询码评价: what the holder of a query code may evaluate, and by what right it is taken.

The code is that of one visit. With it are evaluated the window of that reception, as on the
petitioner's own screen and once with it, and the two bodies of the matter (decision 022). Who was
received again has another code for that: an answer is about the reception on its receipt.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.matter import Matter, VisitMatter
from reception_desk.models.visit import Visit
from reception_desk.records.actor import Actor
from reception_desk.records.evaluation import Opinion, Subject
from reception_desk.records.inquiry import EvaluationOffer
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.evaluation import (
    EvaluationDays,
    EvaluationState,
    evaluation_days,
    has_window,
    is_in_scope,
    state_of,
    window_days,
)
from reception_desk.rules.permissions import Action
from reception_desk.services.confidentiality import seen
from reception_desk.services.evaluations import is_evaluated, put_in
from reception_desk.services.matter_cases import MatterCase, load_cases
from reception_desk.services.permissions import require

_SAVED = "评价没有保存。"


def evaluate_by_code(
    database: Database,
    actor: Actor,
    visit_id: str,
    subject: Subject,
    opinion: Opinion,
    *,
    by: Reckoning,
) -> None:
    """Take the evaluation of the window or a body from who asked by code a moment ago.

    Raises `InvalidInputError` where it is not open today or was given before.
    """
    require(actor, Action.EVALUATE)
    with database.write() as session:
        visit = session.scalars(
            select(Visit).where(
                Visit.id == visit_id, Visit.voided_at.is_(None), seen(actor, Visit.stream)
            )
        ).first()
        case = case_of(session, actor, visit) if visit is not None else None
        days = _days(actor, visit, case, subject, by) if visit and case else None
        if visit is None or case is None or days is None:
            raise InvalidInputError("这一项现在不能评价。", saved=_SAVED)
        if state_of(days, _day(actor, now()), is_done=False) is not EvaluationState.OPEN:
            raise InvalidInputError("评价的时间已经过了。", saved=_SAVED)
        put_in(session, actor, subject, _what(visit, case, subject, days), opinion)


def offers_of(
    session: Session, actor: Actor, visit: Visit, case: MatterCase, by: Reckoning
) -> tuple[EvaluationOffer, ...]:
    """Return how each evaluation stands, in the order in which the petitioner met them.

    Nothing at all for a matter that is left out.
    """
    if not is_in_scope(case.facts, case.standing(by), case.steps):
        return ()
    subjects = [one for one in Subject if one is not Subject.WINDOW or has_window(visit.form)]
    return tuple(_offer(session, actor, visit, case, subject, by=by) for subject in subjects)


def case_of(session: Session, actor: Actor, visit: Visit) -> MatterCase | None:
    """Return the matter that the visit concerns, the latest where it was joined to another."""
    matter_id = session.scalar(
        select(VisitMatter.matter_id)
        .join(Matter, Matter.id == VisitMatter.matter_id)
        .where(
            VisitMatter.visit_id == visit.id,
            VisitMatter.voided_at.is_(None),
            Matter.voided_at.is_(None),
            seen(actor, Matter.stream),
        )
        .order_by(VisitMatter.id.desc())
        .limit(1)
    )
    cases = load_cases(session, [matter_id], ZoneInfo(actor.desk.zone)) if matter_id else {}
    case = cases.get(matter_id) if matter_id else None
    return None if case is None or case.facts.is_accusation else case


def _offer(
    session: Session,
    actor: Actor,
    visit: Visit,
    case: MatterCase,
    subject: Subject,
    *,
    by: Reckoning,
) -> EvaluationOffer:
    days = _days(actor, visit, case, subject, by)
    is_done = days is not None and is_evaluated(session, subject, _what(visit, case, subject, days))
    state = state_of(days, _day(actor, now()), is_done=is_done)
    is_open = state is EvaluationState.OPEN
    return EvaluationOffer(
        subject,
        state.label,
        is_open,
        last=days.last if days is not None and is_open else None,
        received_on=_day(actor, visit.arrived_at) if subject is Subject.WINDOW else None,
    )


def _days(
    actor: Actor, visit: Visit, case: MatterCase, subject: Subject, by: Reckoning
) -> EvaluationDays | None:
    standing = case.standing(by)
    if not is_in_scope(case.facts, standing, case.steps):
        return None
    if subject is not Subject.WINDOW:
        return evaluation_days(subject, standing, case.steps, by)
    ended_on = _day(actor, visit.ended_at) if visit.ended_at is not None else None
    return window_days(ended_on, by) if has_window(visit.form) else None


def _what(visit: Visit, case: MatterCase, subject: Subject, days: EvaluationDays) -> str:
    """A reception is evaluated once, a body once for the notice or reply that began its days."""
    if subject is Subject.WINDOW:
        return visit.id
    return f"{case.matter_id}:{days.first.isoformat()}"


def _day(actor: Actor, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(actor.desk.zone)).date()
