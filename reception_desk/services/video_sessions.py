"""视频接访: apply for a session, and record what happens to it; the table decides.

The event, its audit and what it takes up stand together or not at all.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now, whole_milliseconds
from reception_desk.models.matter import VisitMatter
from reception_desk.models.rows import add_row
from reception_desk.models.video_session import SessionEvent, SessionResource, VideoSession
from reception_desk.records.actor import Actor
from reception_desk.records.video_sessions import (
    ResourceKind,
    SessionEventInput,
    SessionEventRecord,
    SessionInput,
)
from reception_desk.rules.permissions import Action
from reception_desk.rules.session_guards import why_not
from reception_desk.rules.session_standing import SessionStanding
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.rules.session_transition import SessionTransition
from reception_desk.rules.video_sessions import leaving
from reception_desk.rules.wording import clean_line, clean_text
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.confidentiality import open_visit
from reception_desk.services.paper_data import first_visit
from reception_desk.services.permissions import require
from reception_desk.services.session_bookings import clashes_of
from reception_desk.services.session_cases import SessionCase, open_session
from reception_desk.services.session_participants import take_in_visitors
from reception_desk.services.steps import open_case

UNTOUCHED = "这次视频接访没有改动。"
_TAKES_UP = frozenset({Event.APPOINTED, Event.MOVED})
_PAPERS = frozenset({Event.NOTICE_ISSUED, Event.READ_BACK})
"""Events that come with the paper they name; `session_papers` records both."""


class SessionClashError(InvalidInputError):
    """An appointment takes up what another one has; it may be meant all the same."""


@dataclass(frozen=True, slots=True)
class SessionNow:
    """A session with its standing, and the rows that may follow."""

    case: SessionCase
    standing: SessionStanding
    offers: tuple[SessionTransition, ...]


def session_now(database: Database, actor: Actor, session_id: str) -> SessionNow:
    """Return where a session stands and what may come next.

    Raises `DeskError` for one that is not here or may not be seen.
    """
    with database.read() as session:
        case = open_session(session, actor, session_id)
    standing = case.standing()
    offered = tuple(leaving(standing.state)) if standing.state else ()
    return SessionNow(case, standing, offered)


def apply_for_session(database: Database, actor: Actor, asked: SessionInput) -> str:
    """Apply for a session about a matter and return its key; the visitors take part.

    Raises `DeskError` for a matter or visit that is not here or may not be seen.
    """
    require(actor, Action.HOLD_VIDEO_SESSION)
    with database.write() as session:
        matter = open_case(session, actor, asked.matter_id)
        visit_id = _visit_of(session, actor, asked)
        session_id = add_row(
            session,
            VideoSession,
            **by(actor, stream=matter.stream),
            matter_id=asked.matter_id,
            visit_id=visit_id,
            label=_next_label(session, actor),
            level=asked.level.value,
        )
        take_in_visitors(session, actor, session_id, visit_id, matter.stream)
        record_event_in(session, actor, session_id, SessionEventInput(Event.APPLIED))
        return session_id


def record_event(
    database: Database,
    actor: Actor,
    session_id: str,
    event: SessionEventInput,
    *,
    accepts_clash: bool = False,
) -> str:
    """Record what happened to a session and return the event's key.

    Raises `InvalidInputError` where the table does not allow it, `SessionClashError` where an
    appointment clashes with another and nobody said that it is meant (`accepts_clash`).
    """
    if event.event in _PAPERS:
        raise InvalidInputError("这一步和它的文书一起记录。", saved=UNTOUCHED)
    with database.write() as session:
        if event.event in _TAKES_UP and not accepts_clash:
            _refuse_clash(session, actor, session_id, event)
        return record_event_in(session, actor, session_id, event)


def record_event_in(
    session: Session, actor: Actor, session_id: str, event: SessionEventInput
) -> str:
    """Do `record_event` within the caller's unit of work; clashes are not asked about."""
    case = open_session(session, actor, session_id)
    standing = case.standing()
    record = _as_record(actor, case, standing, event)
    why = why_not(standing, record, case.facts) or _unlisted(session, record)
    if why:
        raise InvalidInputError(why, saved=UNTOUCHED)
    event_id = add_row(
        session,
        SessionEvent,
        **by(actor, stream=case.stream),
        session_id=session_id,
        event=record.event,
        occurred_at=record.occurred_at,
        after_id=record.after_id,
        reason=record.reason or None,
        starts_at=record.starts_at,
        ends_at=record.ends_at,
        room_id=record.room_id,
        link_id=record.link_id,
        far_place=record.far_place or None,
        participant_id=record.participant_id,
        document_id=record.document_id,
        result=record.result or None,
        decided_by=record.decided_by or None,
    )
    audit.record(
        session, actor, "session_step", table="video_session", row_id=session_id,
        detail=record.event,
    )  # fmt: skip
    return event_id


def _visit_of(session: Session, actor: Actor, asked: SessionInput) -> str:
    if asked.visit_id is None:
        first = first_visit(session, actor, asked.matter_id)
        if first is None:
            raise DeskError("这件事项的来访还没有同步到本机。", advice="请等同步完成后再申请。")
        return first.visit_id
    visit = open_visit(session, actor, asked.visit_id)
    link = select(VisitMatter.id).where(
        VisitMatter.visit_id == visit.id,
        VisitMatter.matter_id == asked.matter_id,
        VisitMatter.voided_at.is_(None),
    )
    if session.scalar(link.limit(1)) is None:
        raise InvalidInputError("这次来访不属于这件事项。")
    return visit.id


def _unlisted(session: Session, event: SessionEventRecord) -> str:
    """Refuse a room or link that is on no list of the office."""
    if event.event not in _TAKES_UP:
        return ""
    for key, kind in ((event.room_id, ResourceKind.ROOM), (event.link_id, ResourceKind.LINK)):
        row = session.get(SessionResource, key) if key else None
        if key and (row is None or row.voided_at is not None or row.kind != kind):
            return f"没有找到这个{kind.label}，请先登记。"
    return ""


def _next_label(session: Session, actor: Actor) -> str:
    """Return `T-{desk}-{yyyymmdd}-S{nnn}`; the S keeps sessions apart from visits and papers."""
    today = now().astimezone(ZoneInfo(actor.desk.zone)).date()
    prefix = f"T-{actor.desk.code}-{today:%Y%m%d}-S"
    label = VideoSession.label
    last = session.scalar(select(func.max(label)).where(label.startswith(prefix, autoescape=True)))
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:03d}"


def _refuse_clash(
    session: Session, actor: Actor, session_id: str, event: SessionEventInput
) -> None:
    case = open_session(session, actor, session_id)
    if found := clashes_of(session, actor, case, event):
        raise SessionClashError(
            f"这个时间有冲突：{'；'.join(found)}。",
            saved=UNTOUCHED,
            advice="请另选时间；确需同时安排的，请确认后再保存。",
        )


def _as_record(
    actor: Actor, case: SessionCase, standing: SessionStanding, event: SessionEventInput
) -> SessionEventRecord:
    """Return the event as the table will read it once it is on record."""
    moment = now()
    names = SessionEventInput.__dataclass_fields__
    cleaned = replace(
        event,
        occurred_at=_milliseconds(event.occurred_at) or moment,
        starts_at=_milliseconds(event.starts_at),
        ends_at=_milliseconds(event.ends_at),
        reason=clean_text(event.reason).text.strip(),
        far_place=clean_line(event.far_place).text,
        decided_by=clean_line(event.decided_by).text,
    )
    last = case.events[-1].event_id if case.events else None
    return SessionEventRecord(
        **{name: getattr(cleaned, name) for name in names},
        event_id="",
        recorded_at=moment,
        author_id=actor.account_id,
        roles=actor.roles,
        after_id=standing.last_event_id or last,
    )


def _milliseconds(moment: datetime | None) -> datetime | None:
    return whole_milliseconds(moment) if moment else None
