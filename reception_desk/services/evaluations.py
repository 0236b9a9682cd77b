"""满意度评价: take an answer, and count answers. No answer can be read beside who gave it.

An answer and the note that something was evaluated are apart: the note names what, by its hash,
and no grade; the answer names neither visit nor matter nor author, and waits in a box until a
later day (decision 022). Counts are of months that are over, small ones left out.
"""

import hashlib
import uuid
from collections import Counter, defaultdict
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.evaluation import Evaluation, EvaluationBox, EvaluationUse
from reception_desk.models.rows import add_row
from reception_desk.records.actor import Actor, DeskIdentity
from reception_desk.records.evaluation import Grade, Opinion, Subject, SubjectMonth
from reception_desk.rules.evaluation import FEWEST, is_answer, reason_choices, shown
from reception_desk.rules.permissions import Action
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.permissions import require

ONCE = "已经评价过了，每次只评价一次。"


def evaluate_window(database: Database, actor: Actor, visit_id: str, opinion: Opinion) -> None:
    """Take the answer to a reception, given on the petitioner's own screen.

    Raises `InvalidInputError` where the reception was evaluated before.
    """
    require(actor, Action.EVALUATE)
    with database.write() as session:
        put_in(session, actor, Subject.WINDOW, visit_id, opinion)


def put_in(session: Session, actor: Actor, subject: Subject, what: str, opinion: Opinion) -> None:
    """Put an answer into the box within the caller's unit of work; `what` is evaluated once."""
    if not is_answer(subject, opinion):
        raise InvalidInputError("没有这样的评价。", saved="评价没有保存。")
    if is_evaluated(session, subject, what):
        raise InvalidInputError(ONCE, saved="先前的评价没有改动。")
    today = _day(actor.desk, now())
    _empty(session, actor.desk, today)
    session.add(
        EvaluationBox(
            slip=str(uuid.uuid4()),
            put_in_on=today,
            subject=subject.value,
            grade=opinion.grade.value,
            reasons=" ".join(opinion.reasons),
        )
    )
    add_row(
        session,
        EvaluationUse,
        **{**by(actor), "created_by": None},
        what_sha256=_hash(subject, what),
    )
    audit.record(session, actor, "evaluate", table="evaluation", detail=subject.value)


def is_evaluated(session: Session, subject: Subject, what: str) -> bool:
    """Say whether an answer was taken; which one nobody can say."""
    found = select(EvaluationUse.id).where(EvaluationUse.what_sha256 == _hash(subject, what))
    return session.scalar(found.limit(1)) is not None


def empty_box(database: Database, desk: DeskIdentity) -> int:
    """Let the answers of earlier days join the others; return how many there were."""
    with database.read() as session:
        if session.scalar(select(EvaluationBox.slip).limit(1)) is None:
            return 0
    with database.write() as session:
        return _empty(session, desk, _day(desk, now()))


def evaluation_months(database: Database, actor: Actor) -> tuple[SubjectMonth, ...]:
    """Return what was answered in each month that is over, the latest first.

    The running month is not counted: from one day to the next, one answer would show.
    """
    require(actor, Action.VIEW_EVALUATIONS)
    this_month = _day(actor.desk, now()).replace(day=1)
    with database.read() as session:
        rows = session.execute(
            select(
                Evaluation.month,
                Evaluation.subject,
                Evaluation.grade,
                Evaluation.reasons,
                func.count(),
            )
            .where(Evaluation.month < this_month)
            .group_by(Evaluation.month, Evaluation.subject, Evaluation.grade, Evaluation.reasons)
        ).all()
    grades: dict[tuple[date, Subject], Counter[Grade]] = defaultdict(Counter)
    reasons: dict[tuple[date, Subject], Counter[str]] = defaultdict(Counter)
    for month, subject, grade, named, count in rows:
        key = (month, Subject(subject))
        grades[key][Grade(grade)] += count
        for code in named.split():
            reasons[key][code] += count
    order = list(Subject)
    keys = sorted(grades, key=lambda key: (-key[0].toordinal(), order.index(key[1])))
    return tuple(
        _month(month, subject, grades[month, subject], reasons[month, subject])
        for month, subject in keys
    )


def _month(
    month: date, subject: Subject, grades: Counter[Grade], reasons: Counter[str]
) -> SubjectMonth:
    counts = shown(subject, grades)
    named = ((name, reasons[code]) for code, name in reason_choices())
    return SubjectMonth(
        subject,
        month,
        counts.total,
        tuple((one.grade.label, one.count) for one in counts.counts),
        tuple((name, count) for name, count in named if count >= FEWEST),
    )


def _empty(session: Session, desk: DeskIdentity, today: date) -> int:
    """Move the slips of earlier days; their keys are random, and so is their order."""
    slips = session.scalars(
        select(EvaluationBox).where(EvaluationBox.put_in_on < today).order_by(EvaluationBox.slip)
    ).all()
    for slip in slips:
        add_row(
            session,
            Evaluation,
            id=str(uuid.uuid4()),
            stream=desk.stream,
            desk_id=desk.desk_id,
            created_at=now(),
            created_by=None,
            subject=slip.subject,
            month=slip.put_in_on.replace(day=1),
            grade=slip.grade,
            reasons=slip.reasons,
        )
    session.execute(delete(EvaluationBox).where(EvaluationBox.put_in_on < today))
    return len(slips)


def _hash(subject: Subject, what: str) -> str:
    return hashlib.sha256(f"{subject.value}:{what}".encode()).hexdigest()


def _day(desk: DeskIdentity, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(desk.zone)).date()
