"""What appointed sessions take up, for the calendar and before an appointment is made."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.models.video_session import LinkTime, SessionEvent
from reception_desk.records.actor import Actor
from reception_desk.records.video_sessions import ParticipantRole, SessionEventInput
from reception_desk.rules.session_clashes import Booking, Clash, clashes
from reception_desk.rules.session_clashes import LinkTime as OfferedTime
from reception_desk.rules.session_standing import Appointment
from reception_desk.rules.session_transition import SessionState
from reception_desk.services.session_cases import SessionCase, load_sessions, sessions_seen

_TAKING_UP = frozenset({SessionState.APPOINTED, SessionState.IN_SESSION})
RECEIVING = frozenset({ParticipantRole.RECEIVER, ParticipantRole.LEADER})


@dataclass(frozen=True, slots=True)
class BookedSession:
    """A session with what it takes up."""

    case: SessionCase
    booking: Booking


def booked(
    session: Session, zone: ZoneInfo, first: datetime, last: datetime
) -> tuple[BookedSession, ...]:
    """Return the sessions that are appointed or held between two moments, in their order.

    All of them: a room taken by a session that may not be seen is taken all the same.
    """
    keys = session.scalars(
        select(SessionEvent.session_id)
        .where(SessionEvent.starts_at < last, SessionEvent.ends_at > first)
        .distinct()
    ).all()
    found = []
    for case in load_sessions(session, keys, zone).values():
        standing = case.standing()
        if standing.appointment is None or standing.state not in _TAKING_UP:
            continue
        booking = booking_of(case, standing.appointment)
        if booking.starts_at < last and first < booking.ends_at:
            found.append(BookedSession(case, booking))
    return tuple(sorted(found, key=lambda one: (one.booking.starts_at, one.case.label)))


def booking_of(case: SessionCase, appointment: Appointment) -> Booking:
    """Return what a session takes up at its appointed time."""
    return Booking(
        session_id=case.session_id,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        room_id=appointment.room_id,
        link_id=appointment.link_id,
        receivers=frozenset(
            p.account_id or f"{p.unit}/{p.name}" for p in case.participants if p.role in RECEIVING
        ),
        petitioners=frozenset(p.person_id for p in case.participants if p.person_id),
    )


def link_times(session: Session, link_ids: Collection[str]) -> tuple[OfferedTime, ...]:
    """Return the times in which these links are offered."""
    rows = session.scalars(
        select(LinkTime)
        .where(LinkTime.link_id.in_(link_ids), LinkTime.voided_at.is_(None))
        .order_by(LinkTime.starts_at, LinkTime.id)
    )
    return tuple(OfferedTime(row.link_id, row.starts_at, row.ends_at) for row in rows)


def clashes_of(
    session: Session, actor: Actor, case: SessionCase, event: SessionEventInput
) -> tuple[str, ...]:
    """Return what stands against an appointment, a sentence each; none for a time not whole."""
    if event.starts_at is None or event.ends_at is None or event.room_id is None:
        return ()
    wanted = booking_of(
        case,
        Appointment(event.starts_at, event.ends_at, event.room_id, event.link_id, event.far_place),
    )
    others = booked(session, ZoneInfo(actor.desk.zone), event.starts_at, event.ends_at)
    offered = link_times(session, [event.link_id] if event.link_id else [])
    found = clashes(wanted, [one.booking for one in others], offered)
    return clash_words(found, cases_named(session, actor, others))


def cases_named(
    session: Session, actor: Actor, others: Iterable[BookedSession]
) -> dict[str, SessionCase]:
    """Return by their keys those of the sessions that may be named to the actor."""
    cases = {one.case.session_id: one.case for one in others}
    seen = sessions_seen(session, actor, cases)
    return {key: case for key, case in cases.items() if key in seen}


def clash_words(found: Iterable[Clash], named: Mapping[str, SessionCase]) -> tuple[str, ...]:
    """Return a sentence for each session that clashes; one that is not in `named` has no name."""
    taken: dict[str, list[str]] = {}
    sentences = []
    for clash in found:
        if clash.other_id is None:
            sentences.append(clash.kind.label)
            continue
        other = named.get(clash.other_id)
        name = other.label if other else "另一场"
        taken.setdefault(name, []).append(clash.kind.label)
    for name, what in taken.items():
        sentences.append(f"与{name}时间重叠：{'、'.join(dict.fromkeys(what))}")
    return tuple(sentences)
