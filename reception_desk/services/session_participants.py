"""Who takes part in a session: the visitors of its visit, and whoever else is named."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.matter import VisitMatter
from reception_desk.models.rows import add_row
from reception_desk.models.video_session import SessionParticipant
from reception_desk.models.visit import VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.video_sessions import ParticipantInput, ParticipantRole, SessionSide
from reception_desk.records.visit import PersonRole
from reception_desk.rules.permissions import Action
from reception_desk.rules.video_sessions import LAST
from reception_desk.rules.wording import clean_line
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.permissions import require
from reception_desk.services.session_cases import SessionCase, open_session

_ROLES = {
    PersonRole.MAIN: ParticipantRole.PETITIONER,
    PersonRole.REPRESENTATIVE: ParticipantRole.REPRESENTATIVE,
    PersonRole.AGENT: ParticipantRole.AGENT,
    PersonRole.COMPANION: ParticipantRole.COMPANION,
    PersonRole.INTERPRETER: ParticipantRole.INTERPRETER,
}
"""Followers of a group are heard by their representatives (条例 Art. 20(3))."""


def take_in_visitors(
    session: Session, actor: Actor, session_id: str, visit_id: str, stream: int
) -> None:
    """Let those who came with the visit take part, within the caller's unit of work."""
    rows = session.execute(
        select(VisitPerson.id, VisitPerson.role)
        .where(VisitPerson.visit_id == visit_id, VisitPerson.voided_at.is_(None))
        .order_by(VisitPerson.position)
    ).all()
    for visit_person_id, role in rows:
        if (part := _ROLES.get(PersonRole(role))) is not None:
            add_row(
                session,
                SessionParticipant,
                **by(actor, stream=stream),
                session_id=session_id,
                side=SessionSide.NEAR.value,
                role=part.value,
                visit_person_id=visit_person_id,
            )


def add_participant(
    database: Database, actor: Actor, session_id: str, who: ParticipantInput
) -> str:
    """Name somebody who takes part and return their key; when they come is an event.

    Raises `InvalidInputError` for nobody at all, or for a person who is no part of the matter.
    """
    require(actor, Action.HOLD_VIDEO_SESSION)
    with database.write() as session:
        case = open_session(session, actor, session_id)
        if case.standing().state in LAST:
            raise InvalidInputError("这次视频接访已经归档或者取消，不能再加参加人。")
        name = clean_line(who.name).text
        visit_person_id = _part_of(session, case, who.person_id) if who.person_id else None
        if not name and visit_person_id is None:
            raise InvalidInputError("请写明参加人的姓名。")
        participant_id = add_row(
            session,
            SessionParticipant,
            **by(actor, stream=case.stream),
            session_id=session_id,
            side=who.side.value,
            role=who.role.value,
            visit_person_id=visit_person_id,
            account_id=who.account_id,
            name=None if visit_person_id else name,
            unit=clean_line(who.unit).text or None,
            post=clean_line(who.post).text or None,
        )
        audit.record(session, actor, "add_participant", table="video_session", row_id=session_id)
        return participant_id


def remove_participant(
    database: Database, actor: Actor, session_id: str, participant_id: str, *, reason: str
) -> None:
    """Take out somebody who was entered by mistake; who has come stays on record."""
    require(actor, Action.HOLD_VIDEO_SESSION)
    with database.write() as session:
        case = open_session(session, actor, session_id)
        row = session.get(SessionParticipant, participant_id)
        if row is None or row.session_id != session_id or row.voided_at is not None:
            raise InvalidInputError("这个人不在参加人名单里。")
        if participant_id in case.standing().presence:
            raise InvalidInputError("这个人已经登记到场，不能从名单里去掉。", advice="请登记离场。")
        if not (why := clean_line(reason).text):
            raise InvalidInputError("请写明理由。")
        row.voided_at, row.voided_by, row.void_reason = now(), actor.account_id, why
        audit.record(session, actor, "remove_participant", table="video_session", row_id=session_id)


def _part_of(session: Session, case: SessionCase, person_id: str) -> str:
    found = session.scalar(
        select(VisitPerson.id)
        .join(VisitMatter, VisitMatter.visit_id == VisitPerson.visit_id)
        .where(
            VisitPerson.person_id == person_id,
            VisitPerson.voided_at.is_(None),
            VisitMatter.matter_id == case.matter_id,
            VisitMatter.voided_at.is_(None),
        )
        .order_by(VisitPerson.id)
        .limit(1)
    )
    if found is None:
        raise InvalidInputError("这位信访人没有为这件事项来访过。", advice="请先登记来访。")
    return found
