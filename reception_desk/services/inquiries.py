"""凭查询码查询: a petitioner asks for the state of their own matter.

A wrong code, a wrong second secret and a matter that is not answered here (检举控告, 条例 Art. 30)
are told in the same words. Wrong tries are kept in the file, so that a new start forgets none, and
each question is on the audit without what was typed.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.local import InquiryFailure, SearchKey
from reception_desk.models.person import Person
from reception_desk.models.search_keys import KeyKind
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.inquiry import InquiryAnswer, InquiryOutcome, MatterAnswer
from reception_desk.records.visit import PersonRole
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.inquiry import (
    CODE_DIGITS,
    CODE_SPAN,
    HERE_SPAN,
    MOST_HERE,
    MOST_OF_A_CODE,
    rest_after,
    secrets_of,
    told_days,
    typed_code,
    typed_secret,
)
from reception_desk.rules.permissions import Action
from reception_desk.services import audit
from reception_desk.services.code_evaluations import case_of, offers_of
from reception_desk.services.confidentiality import seen
from reception_desk.services.matter_cases import MatterCase
from reception_desk.services.permissions import require
from reception_desk.services.search import VISIT_ROW

_PETITIONERS = tuple(role.value for role in PersonRole if role.is_petitioner)


def ask(
    database: Database,
    actor: Actor,
    code: str,
    secret: str,
    by: Reckoning,
) -> InquiryAnswer:
    """Answer a question by query code and second secret, or say that it cannot be answered."""
    require(actor, Action.ASK_BY_CODE)
    figures, signs = typed_code(code), typed_secret(secret)
    database.make_search_keys(lambda: True)  # a visit registered a moment ago is found
    with database.write() as session:
        if rest := _rest(session, figures, now()):
            audit.record(session, actor, "ask_by_code", detail="resting")
            return InquiryAnswer(InquiryOutcome.RESTING, rest_minutes=-(-rest // _MINUTE))
        visit = _visit(session, actor, figures)
        case = case_of(session, actor, visit) if visit is not None else None
        expected = _secrets(session, visit) if visit is not None else ()
        if not _is_one_of(signs, expected) or visit is None or case is None:
            session.add(InquiryFailure(code_sha256=_hash(figures), failed_at=now()))
            _audit(session, actor, visit, "wrong")
            return InquiryAnswer(InquiryOutcome.WRONG)
        session.execute(delete(InquiryFailure).where(InquiryFailure.code_sha256 == _hash(figures)))
        _audit(session, actor, visit, "answered")
        return InquiryAnswer(InquiryOutcome.FOUND, _answer(session, actor, visit, case, by))


_MINUTE = timedelta(minutes=1)


def _rest(session: Session, figures: str, moment: datetime) -> timedelta:
    """Return how long this code or this machine rests; what is long past is forgotten."""
    oldest = moment - max(CODE_SPAN, HERE_SPAN)
    session.execute(delete(InquiryFailure).where(InquiryFailure.failed_at < oldest))
    rows = session.execute(select(InquiryFailure.code_sha256, InquiryFailure.failed_at)).all()
    of_code = [failed for sha256, failed in rows if sha256 == _hash(figures)]
    return max(
        rest_after(of_code, moment, MOST_OF_A_CODE, CODE_SPAN),
        rest_after([failed for _, failed in rows], moment, MOST_HERE, HERE_SPAN),
    )


def _visit(session: Session, actor: Actor, figures: str) -> Visit | None:
    """Return the visit with this code; ten random figures of two visits never met so far."""
    if len(figures) != CODE_DIGITS:
        return None
    rows = session.scalars(
        select(SearchKey.subject_row).where(
            SearchKey.kind == KeyKind.NUMBER.value, SearchKey.text == figures
        )
    ).all()
    return session.scalars(
        select(Visit).where(
            VISIT_ROW.in_(rows),
            Visit.query_code == figures,
            Visit.voided_at.is_(None),
            seen(actor, Visit.stream),
        )
    ).first()


def _secrets(session: Session, visit: Visit) -> tuple[str, ...]:
    parts = session.execute(
        select(Person.phone, Person.document_number)
        .join(VisitPerson, VisitPerson.person_id == Person.id)
        .where(
            VisitPerson.visit_id == visit.id,
            VisitPerson.voided_at.is_(None),
            VisitPerson.role.in_(_PETITIONERS),
        )
    ).all()
    return secrets_of(
        [(row.phone, row.document_number) for row in parts], visit.id, visit.query_code
    )


def _is_one_of(signs: str, expected: Sequence[str]) -> bool:
    """Compare in a time that does not tell how much was right, nor whether a code exists."""
    against = expected or (secrets.token_hex(2).upper(),)
    found = [hmac.compare_digest(signs.encode(), one.encode()) for one in against]
    return bool(expected) and any(found)


def _answer(
    session: Session, actor: Actor, visit: Visit, case: MatterCase, by: Reckoning
) -> MatterAnswer:
    standing = case.standing(by)
    if standing.state is None:
        raise DeskError("这件事项还没有登记完。", advice="请问窗口工作人员。")
    told = tuple((one.day, one.words) for one in told_days(standing, case.steps))
    offers = offers_of(session, actor, visit, case, by)
    return MatterAnswer(visit.id, standing.state.label, told, offers)


def _audit(session: Session, actor: Actor, visit: Visit | None, detail: str) -> None:
    if visit is None:
        audit.record(session, actor, "ask_by_code", detail=detail)
    else:
        audit.record(session, actor, "ask_by_code", table="visit", row_id=visit.id, detail=detail)


def _hash(figures: str) -> str:
    return hashlib.sha256(figures.encode()).hexdigest()
