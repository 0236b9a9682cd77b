"""录音录像的告知和同意: each person's answers, and what may be recorded now.

To decline changes nothing in the reception; the recorder asks `permitted_now` before it writes a
byte, and again whenever an answer comes (PIPL Art. 14 to 16).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now, whole_milliseconds
from reception_desk.models.rows import add_row
from reception_desk.models.video_session import RecordingAnswer
from reception_desk.records.actor import Actor
from reception_desk.records.recordings import AnswerRecord, ConsentAnswer
from reception_desk.records.video_sessions import Participant
from reception_desk.rules.permissions import Action
from reception_desk.rules.recording_consent import (
    Demand,
    Permitted,
    demanded,
    newest,
    permitted,
    unanswered,
)
from reception_desk.rules.session_standing import SessionStanding
from reception_desk.rules.session_transition import SessionState
from reception_desk.rules.wording import clean_line
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.permissions import require
from reception_desk.services.session_cases import SessionCase, names_of, open_session

_ASKING = frozenset({SessionState.APPOINTED, SessionState.IN_SESSION})


@dataclass(frozen=True, slots=True)
class ConsentNow:
    """What may be recorded, every answer in its order, and who has still to be asked."""

    permitted: Permitted
    answers: tuple[AnswerRecord, ...]
    unanswered: tuple[Participant, ...]


def record_answer(
    database: Database,
    actor: Actor,
    session_id: str,
    participant_id: str,
    answer: ConsentAnswer,
    *,
    notice_version: str,
    answered_at: datetime | None = None,
) -> ConsentNow:
    """Record what a person said to the notice, and return what may be recorded from now on.

    `notice_version` names the text that was read out. Consent is withdrawn at any time, also
    after the session. Raises `InvalidInputError` for one who is not asked, or without a text.
    """
    require(actor, Action.HOLD_VIDEO_SESSION)
    with database.write() as session:
        case = open_session(session, actor, session_id)
        standing = case.standing()
        version = clean_line(notice_version).text
        at = whole_milliseconds(answered_at) if answered_at else now()
        why = _why_not(case, standing, participant_id, answer)
        why = why or _nothing_to_withdraw(session, case, participant_id, answer)
        if not why and not version:
            why = "请写明告知文本的版本。"
        if not why and at > now():
            why = "时间不能晚于现在。"
        if why:
            raise InvalidInputError(why, saved="这个回答没有保存。")
        add_row(
            session,
            RecordingAnswer,
            **by(actor, stream=case.stream),
            session_id=session_id,
            participant_id=participant_id,
            answer=answer.value,
            notice_version=version,
            answered_at=at,
        )
        audit.record(
            session, actor, "record_consent", table="video_session", row_id=session_id,
            detail=answer.value,
        )  # fmt: skip
        return consent_in(session, case, standing)


def consent_now(database: Database, actor: Actor, session_id: str) -> ConsentNow:
    """Return the answers and what they allow; raises `DeskError` for an unseen session."""
    with database.read() as session:
        case = open_session(session, actor, session_id)
        return consent_in(session, case, case.standing())


def permitted_now(database: Database, actor: Actor, session_id: str) -> Permitted:
    """Return what a recorder may write at this moment; nothing outside of a running session."""
    with database.read() as session:
        case = open_session(session, actor, session_id)
        standing = case.standing()
        if standing.state is not SessionState.IN_SESSION:
            return Permitted.NOTHING
        return consent_in(session, case, standing).permitted


@dataclass(frozen=True, slots=True)
class Demanded:
    """What a recording that runs has to do and why, in words without a full stop; "" to go on."""

    demand: Demand
    because: str = ""
    is_over: bool = False
    """The session is not being held, so that its log takes nothing more."""


def demanded_now(
    database: Database, actor: Actor, session_id: str, *, has_picture: bool
) -> Demanded:
    """Return what a recording of a session has to do at this moment.

    Raises `DeskError` for a session that is not here or may not be seen.
    """
    with database.read() as session:
        case = open_session(session, actor, session_id)
        standing = case.standing()
        if standing.state is not SessionState.IN_SESSION:
            return Demanded(Demand.STOP, "接访不在进行中", is_over=True)
        asked = [p for p in case.participants if p.role.asks_consent]
        present = [p.participant_id for p in asked if standing.is_present(p.participant_id)]
        answers = answers_of(session, session_id)
    demand, keys = demanded(present, answers, has_picture=has_picture)
    names = {p.participant_id: p.name or p.role.label for p in asked}
    latest = newest(answers)
    if demand is Demand.STOP:
        said = (f"{names[key]}{latest[key].answer.label}" for key in keys)
        return Demanded(demand, "、".join(said))
    if demand is Demand.PAUSE:
        who = "、".join(names[key] for key in keys)
        waits = f"{who}还没有答复是否同意录音录像"
        return Demanded(demand, waits if who else "同意录音录像的人不在场")
    return Demanded(demand)


def consent_in(session: Session, case: SessionCase, standing: SessionStanding) -> ConsentNow:
    """Return the consent of an opened session within the caller's unit of work."""
    answers = answers_of(session, case.session_id)
    asked = [p for p in case.participants if p.role.asks_consent]
    present = [p.participant_id for p in asked if standing.is_present(p.participant_id)]
    missing = set(unanswered([p.participant_id for p in asked], answers))
    return ConsentNow(
        permitted(present, answers),
        answers,
        tuple(p for p in asked if p.participant_id in missing),
    )


def permitted_at(
    session: Session, case: SessionCase, standing: SessionStanding, moment: datetime
) -> Permitted:
    """Return what was allowed at a moment: by those in the room then, as they had answered."""
    there = [
        p.participant_id
        for p in case.facts.participants
        if p.role.asks_consent
        and (presence := standing.presence.get(p.participant_id)) is not None
        and presence.arrived_at <= moment
        and (presence.left_at is None or presence.left_at > moment)
    ]
    given = [one for one in answers_of(session, case.session_id) if one.answered_at <= moment]
    return permitted(there, given)


def answers_of(session: Session, session_id: str) -> tuple[AnswerRecord, ...]:
    """Return every answer given in a session, oldest first."""
    rows = session.scalars(
        select(RecordingAnswer)
        .where(RecordingAnswer.session_id == session_id)
        .order_by(RecordingAnswer.answered_at, RecordingAnswer.id)
    ).all()
    names = names_of(session, {row.created_by for row in rows if row.created_by})
    return tuple(
        AnswerRecord(
            answer_id=row.id,
            participant_id=row.participant_id,
            answer=ConsentAnswer(row.answer),
            notice_version=row.notice_version,
            answered_at=row.answered_at,
            author_name=names.get(row.created_by or "", ""),
        )
        for row in rows
    )


def _why_not(
    case: SessionCase, standing: SessionStanding, participant_id: str, answer: ConsentAnswer
) -> str:
    who = next((p for p in case.participants if p.participant_id == participant_id), None)
    if who is None or not who.role.asks_consent:
        return "录音录像不需要征求这个人的意见。"
    if answer is not ConsentAnswer.WITHDRAWN and standing.state not in _ASKING:
        return "约定时间以后、结束以前才征求录音录像的意见。"
    return ""


def _nothing_to_withdraw(
    session: Session, case: SessionCase, participant_id: str, answer: ConsentAnswer
) -> str:
    if answer is not ConsentAnswer.WITHDRAWN:
        return ""
    last = newest(answers_of(session, case.session_id)).get(participant_id)
    if last and last.answer in {ConsentAnswer.AGREES, ConsentAnswer.SOUND_ONLY}:
        return ""
    return "这个人没有同意过录音录像，不用撤回。"
