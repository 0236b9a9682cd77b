"""The calendar and the list of sessions: what is appointed when, in which room, with clashes."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from reception_desk.models import Database
from reception_desk.models.matter import Matter
from reception_desk.models.video_session import SessionEvent, SessionResource, VideoSession
from reception_desk.records.actor import Actor
from reception_desk.records.video_sessions import SessionLine
from reception_desk.rules.session_clashes import clashes
from reception_desk.rules.session_standing import SessionStanding
from reception_desk.rules.video_sessions import LAST
from reception_desk.services.confidentiality import require_look, seen
from reception_desk.services.session_bookings import (
    RECEIVING,
    BookedSession,
    booked,
    cases_named,
    clash_words,
    link_times,
)
from reception_desk.services.session_cases import (
    OWN_MATTER,
    SessionCase,
    load_sessions,
    matter_of_sessions,
)

_ENDED = tuple(event.value for event in LAST)
"""The events that lead to the last states carry their names."""


def sessions_between(
    database: Database, actor: Actor, first: datetime, last: datetime
) -> tuple[SessionLine, ...]:
    """Return what is appointed or held from `first` to before `last`, in the order of time.

    Clashes are reckoned with every session of this desk; one that may not be seen is not named.
    """
    require_look(actor)
    with database.read() as session:
        found = booked(session, ZoneInfo(actor.desk.zone), first, last)
        shown = cases_named(session, actor, found).values()
        return _lines(session, actor, shown, found)


def open_sessions(database: Database, actor: Actor) -> tuple[SessionLine, ...]:
    """Return the sessions that are neither archived nor cancelled, the oldest first.

    An end whose author had seen everything is believed; one that was written apart from other
    events is folded, because it may not count.
    """
    require_look(actor)
    other = aliased(SessionEvent)
    unseen = exists().where(
        other.session_id == SessionEvent.session_id,
        other.id != SessionEvent.id,
        other.id > func.coalesce(SessionEvent.after_id, ""),
    )
    over = select(SessionEvent.session_id).where(SessionEvent.event.in_(_ENDED), ~unseen)
    with database.read() as session:
        keys = session.scalars(
            select(VideoSession.id).where(
                VideoSession.id.not_in(over), seen(actor, VideoSession.stream)
            )
        ).all()
        return tuple(line for line in _listed(session, actor, keys) if line.state not in _ENDED)


def sessions_of_matter(database: Database, actor: Actor, matter_id: str) -> tuple[SessionLine, ...]:
    """Return every session about a matter, the oldest first."""
    require_look(actor)
    with database.read() as session:
        wanted = OWN_MATTER.in_([matter_id]) & seen(actor, VideoSession.stream)
        return _listed(session, actor, matter_of_sessions(session, wanted))


def _listed(session: Session, actor: Actor, keys: Collection[str]) -> tuple[SessionLine, ...]:
    zone = ZoneInfo(actor.desk.zone)
    cases = sorted(load_sessions(session, keys, zone).values(), key=lambda case: case.session_id)
    times = [
        appointment for case in cases if (appointment := case.standing().appointment) is not None
    ]
    if not times:
        return _lines(session, actor, cases, ())
    first = min(time.starts_at for time in times)
    last = max(time.ends_at for time in times)
    return _lines(session, actor, cases, booked(session, zone, first, last))


def _lines(
    session: Session,
    actor: Actor,
    cases: Collection[SessionCase],
    taken: Collection[BookedSession],
) -> tuple[SessionLine, ...]:
    bookings = {one.booking.session_id: one.booking for one in taken}
    links = {booking.link_id for booking in bookings.values() if booking.link_id}
    offered = link_times(session, links)
    others = cases_named(session, actor, taken)
    matters = session.execute(
        select(Matter.id, Matter.title).where(Matter.id.in_({case.matter_id for case in cases}))
    )
    titles = {row.id: row.title for row in matters}
    names = {
        row.id: row.name
        for row in session.execute(select(SessionResource.id, SessionResource.name))
    }
    lines = []
    for case in cases:
        booking = bookings.get(case.session_id)
        found = clashes(booking, bookings.values(), offered) if booking else ()
        said = clash_words(found, others)
        title = titles.get(case.matter_id, "")
        lines.append(_line(case, case.standing(), title, names, said))
    return tuple(lines)


def _line(
    case: SessionCase,
    standing: SessionStanding,
    title: str,
    names: dict[str, str],
    said: tuple[str, ...],
) -> SessionLine:
    appointment = standing.appointment
    return SessionLine(
        session_id=case.session_id,
        label=case.label,
        level=case.level,
        matter_id=case.matter_id,
        matter=title,
        state=standing.state.value if standing.state else "",
        since=standing.since,
        starts_at=appointment.starts_at if appointment else None,
        ends_at=appointment.ends_at if appointment else None,
        room=names.get(appointment.room_id, "") if appointment else "",
        link=names.get(appointment.link_id or "", "") if appointment else "",
        receivers=tuple(p.shown for p in case.participants if p.role in RECEIVING),
        clashes=said,
        refused=len(standing.refused),
    )
