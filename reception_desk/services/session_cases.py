"""Video sessions as the table reads them: people and events, loaded for many at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError
from reception_desk.models.matter import VisitMatter
from reception_desk.models.organisation import Account, AccountRole
from reception_desk.models.person import Person
from reception_desk.models.video_session import SessionEvent, SessionParticipant, VideoSession
from reception_desk.models.visit import VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.video_sessions import (
    Participant,
    ParticipantRole,
    SessionEventRecord,
    SessionFacts,
    SessionLevel,
    SessionSide,
)
from reception_desk.rules.session_standing import SessionStanding, fold
from reception_desk.services.confidentiality import may_open, seen
from reception_desk.services.matter_cases import roles_at

_COPIED = (
    "event", "occurred_at", "after_id", "starts_at", "ends_at", "room_id", "link_id",
    "participant_id", "document_id",
)  # fmt: skip
OWN_MATTER: ColumnElement[str] = func.coalesce(VisitMatter.matter_id, VideoSession.matter_id)
_WORDS = ("reason", "far_place", "result", "decided_by")


@dataclass(frozen=True, slots=True)
class SessionCase:
    """A session with all that its standing is reckoned from."""

    session_id: str
    matter_id: str
    visit_id: str
    label: str
    level: SessionLevel
    stream: int
    facts: SessionFacts
    events: tuple[SessionEventRecord, ...]

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Return who takes part, those entered by mistake left out."""
        return tuple(p for p in self.facts.participants if not p.is_void)

    def standing(self) -> SessionStanding:
        """Return where the session stands."""
        return fold(self.facts, self.events)


def open_session(session: Session, actor: Actor, session_id: str) -> SessionCase:
    """Return a session; one that may not be seen is answered like one that is not there."""
    row = session.get(VideoSession, session_id)
    if row is None or not may_open(actor, row):
        raise DeskError("没有找到这次视频接访。", advice="它可能还没有同步到本机。")
    return load_sessions(session, [session_id], ZoneInfo(actor.desk.zone))[session_id]


def sessions_seen(session: Session, actor: Actor, session_ids: Collection[str]) -> frozenset[str]:
    """Return which of these sessions may be named to the actor."""
    condition = VideoSession.id.in_(session_ids) & seen(actor, VideoSession.stream)
    return frozenset(session.scalars(select(VideoSession.id).where(condition)))


def load_sessions(
    session: Session, session_ids: Collection[str], zone: ZoneInfo
) -> dict[str, SessionCase]:
    """Return these sessions by their keys; whether they may be seen is the caller's to ask."""
    matters = matter_of_sessions(session, VideoSession.id.in_(session_ids))
    rows = session.scalars(select(VideoSession).where(VideoSession.id.in_(session_ids))).all()
    keys = [row.id for row in rows]
    people, events = _participants(session, keys), _events(session, keys, zone)
    return {
        row.id: SessionCase(
            session_id=row.id,
            matter_id=matters[row.id],
            visit_id=row.visit_id,
            label=row.label,
            level=SessionLevel(row.level),
            stream=row.stream,
            facts=SessionFacts(tuple(people[row.id])),
            events=tuple(events[row.id]),
        )
        for row in rows
    }


def matter_of_sessions(session: Session, wanted: ColumnElement[bool]) -> dict[str, str]:
    """Return {session: matter}: a session goes with its visit, when that is joined to another."""
    query = (
        select(VideoSession.id, OWN_MATTER.label("matter_id"))
        .outerjoin(
            VisitMatter,
            (VisitMatter.visit_id == VideoSession.visit_id) & VisitMatter.voided_at.is_(None),
        )
        .where(wanted)
        .order_by(VideoSession.id)
    )
    return {row.id: row.matter_id for row in session.execute(query)}


def _participants(session: Session, keys: Collection[str]) -> Mapping[str, list[Participant]]:
    found: dict[str, list[Participant]] = defaultdict(list)
    rows = session.execute(
        select(SessionParticipant, VisitPerson.person_id, Person.name, Person.organisation_name)
        .outerjoin(VisitPerson, VisitPerson.id == SessionParticipant.visit_person_id)
        .outerjoin(Person, Person.id == VisitPerson.person_id)
        .where(SessionParticipant.session_id.in_(keys))
        .order_by(SessionParticipant.id)
    )
    for row, person_id, name, organisation in rows:
        found[row.session_id].append(
            Participant(
                participant_id=row.id,
                side=SessionSide(row.side),
                role=ParticipantRole(row.role),
                name=row.name or name or organisation or "",
                unit=row.unit or "",
                post=row.post or "",
                person_id=person_id,
                account_id=row.account_id,
                is_void=row.voided_at is not None,
            )
        )
    return found


def _events(
    session: Session, keys: Collection[str], zone: ZoneInfo
) -> Mapping[str, list[SessionEventRecord]]:
    rows = session.scalars(
        select(SessionEvent).where(SessionEvent.session_id.in_(keys)).order_by(SessionEvent.id)
    ).all()
    authors = {row.created_by for row in rows if row.created_by}
    names = names_of(session, authors)
    held: dict[str, list[AccountRole]] = defaultdict(list)
    for role in session.scalars(select(AccountRole).where(AccountRole.account_id.in_(authors))):
        held[role.account_id].append(role)
    found: dict[str, list[SessionEventRecord]] = defaultdict(list)
    for row in rows:
        day = row.created_at.astimezone(zone).date()
        copied: dict[str, Any] = {name: getattr(row, name) for name in _COPIED}
        copied |= {name: getattr(row, name) or "" for name in _WORDS}
        found[row.session_id].append(
            SessionEventRecord(
                **copied,
                event_id=row.id,
                recorded_at=row.created_at,
                author_id=row.created_by,
                author_name=names.get(row.created_by or "", ""),
                roles=roles_at(held[row.created_by or ""], row.created_at, day),
            )
        )
    return found


def names_of(session: Session, account_ids: Collection[str]) -> dict[str, str]:
    """Return {account: name} of members of staff."""
    query = select(Account.id, Account.display_name).where(Account.id.in_(account_ids))
    return {row.id: row.display_name for row in session.execute(query)}
