"""The archive of video sessions: what was held, found by number, end, day or matter; one whole."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from re import fullmatch
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.document import Document
from reception_desk.models.matter import Matter
from reception_desk.models.recording import Recording
from reception_desk.models.video_session import SessionEvent, SessionParticipant, VideoSession
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentRecord
from reception_desk.records.past_sessions import PastSession, PastSessions
from reception_desk.rules.recording_keeping import keeping
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.rules.session_transition import SessionState
from reception_desk.services.confidentiality import may_open, require_look, seen
from reception_desk.services.live_sessions import LiveFile
from reception_desk.services.printing import document_in
from reception_desk.services.promises import promises_of_source_in
from reception_desk.services.recording_consents import consent_in
from reception_desk.services.recordings import recordings_in
from reception_desk.services.session_bookings import RECEIVING
from reception_desk.services.session_cases import (
    SessionCase,
    load_sessions,
    matter_of_sessions,
    open_session,
)
from reception_desk.services.session_log import log_in

MOST_ROWS = 200
_DAY = r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?"


@dataclass(frozen=True, slots=True)
class PastFile:
    """A session that was held: all of it read at one moment, and its papers."""

    file: LiveFile
    papers: tuple[DocumentRecord, ...]


def past_sessions(
    database: Database, actor: Actor, text: str = "", *, most: int = MOST_ROWS
) -> PastSessions:
    """Return the `most` newest sessions that were held and run no more.

    `text` is of words that all have to be found: of the number, the other end, a unit, the
    matter, or a day (`2026`, `2026-11`, `2026-11-27`).
    """
    require_look(actor)
    zone = ZoneInfo(actor.desk.zone)
    held = (
        select(SessionEvent.session_id, func.max(SessionEvent.occurred_at).label("began_at"))
        .where(SessionEvent.event == Event.BEGUN.value)
        .group_by(SessionEvent.session_id)
        .subquery()
    )
    over = exists().where(
        SessionEvent.session_id == VideoSession.id,
        SessionEvent.event.in_((Event.ENDED.value, Event.BROKEN_OFF.value)),
    )
    wanted = [over, seen(actor, VideoSession.stream)]
    with database.read() as session:
        wanted += [_says(session, word, held.c.began_at, zone) for word in text.split()]
        query = select(VideoSession.id).join(held, held.c.session_id == VideoSession.id)
        query = query.where(*wanted)
        total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
        newest = query.order_by(held.c.began_at.desc(), VideoSession.id.desc()).limit(most)
        keys = session.scalars(newest).all()
        return PastSessions(_lines(session, keys, zone), total)


def open_past(database: Database, actor: Actor, session_id: str) -> PastFile:
    """Return a session whole; raises `DeskError` for one that is not here or may not be seen."""
    require_look(actor)
    with database.read() as session:
        case = open_session(session, actor, session_id)
        standing = case.standing()
        recordings = recordings_in(session, case, actor)
        file = LiveFile(
            case=case,
            standing=standing,
            matter=session.get_one(Matter, case.matter_id).title,
            log=log_in(session, case, standing),
            consent=consent_in(session, case, standing),
            promises=promises_of_source_in(session, actor, session_id),
            recordings=recordings,
            exhibits=(),
            offers=(),
        )
        certificates = [
            done.document_id
            for one in recordings
            if (done := keeping(one).disposed) is not None and done.document_id
        ]
        keys = [*standing.notices, *filter(None, [standing.record_id]), *certificates]
        return PastFile(file, _papers(session, actor, keys))


def _papers(session: Session, actor: Actor, keys: Collection[str]) -> tuple[DocumentRecord, ...]:
    rows = session.scalars(
        select(Document).where(Document.id.in_(keys)).order_by(Document.created_at, Document.id)
    ).all()
    return tuple(document_in(session, row) for row in rows if may_open(actor, row))


def _says(
    session: Session, word: str, began_at: ColumnElement[datetime], zone: ZoneInfo
) -> ColumnElement[bool]:
    """Return the condition that a session says this word somewhere."""
    if span := _days(word, zone):
        return (began_at >= span[0]) & (began_at < span[1])
    matters = select(Matter.id).where(Matter.title.contains(word, autoescape=True))
    about = matter_of_sessions(session, VideoSession.matter_id.is_not(None))
    titled = set(session.scalars(matters))
    return or_(
        VideoSession.label.contains(word, autoescape=True),
        VideoSession.id.in_([key for key, matter_id in about.items() if matter_id in titled]),
        exists().where(
            SessionEvent.session_id == VideoSession.id,
            SessionEvent.far_place.contains(word, autoescape=True),
        ),
        exists().where(
            SessionParticipant.session_id == VideoSession.id,
            SessionParticipant.unit.contains(word, autoescape=True),
        ),
    )


def _days(word: str, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return the stretch that a year, month or day names; None for any other word."""
    found = fullmatch(_DAY, word)
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        first = date(year, month or 1, day or 1)
        if day:
            last = date.fromordinal(first.toordinal() + 1)
        elif month:
            last = date(year + month // 12, month % 12 + 1, 1)
        else:
            last = date(year + 1, 1, 1)
    except (ValueError, OverflowError):
        return None
    return datetime.combine(first, time(), zone), datetime.combine(last, time(), zone)


def _lines(session: Session, keys: Collection[str], zone: ZoneInfo) -> tuple[PastSession, ...]:
    cases = load_sessions(session, keys, zone)
    matters = {case.matter_id for case in cases.values()}
    titles = {
        row.id: row.title
        for row in session.execute(select(Matter.id, Matter.title).where(Matter.id.in_(matters)))
    }
    lengths: dict[str, list[int]] = defaultdict(list)
    counted = select(Recording.session_id, Recording.seconds)
    for row in session.execute(counted.where(Recording.session_id.in_(keys))):
        lengths[row.session_id].append(row.seconds)
    lines = [
        _line(cases[key], titles.get(cases[key].matter_id, ""), lengths[key])
        for key in keys
        if key in cases
    ]
    return tuple(line for line in lines if line is not None)


def _line(case: SessionCase, title: str, lengths: Collection[int]) -> PastSession | None:
    """Return a line; None for a session whose beginning or end does not count, or that runs."""
    standing = case.standing()
    if standing.began_at is None or standing.state in {None, SessionState.IN_SESSION}:
        return None
    return PastSession(
        session_id=case.session_id,
        label=case.label,
        level=case.level,
        matter=title,
        state=standing.state.value if standing.state else "",
        began_at=standing.parts[-1].began_at,
        ended_at=standing.ended_at,
        far_place=standing.appointment.far_place if standing.appointment else "",
        receivers=tuple(p.shown for p in case.participants if p.role in RECEIVING),
        recordings=len(lengths),
        seconds=sum(lengths),
    )
