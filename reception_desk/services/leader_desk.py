"""接访席: today's list and the brief of who is in front, read at one moment for the leader."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.matter import VisitMatter
from reception_desk.models.person import Person
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.leader_briefs import LeaderBrief
from reception_desk.records.leader_desk import SeatLine
from reception_desk.records.visit import PersonRole
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.instruction_days import QuickDay, quick_days
from reception_desk.rules.leader_bookings import (
    BookingStanding,
    BookingState,
    in_front,
    next_awaited,
)
from reception_desk.rules.leader_day_standing import DayState
from reception_desk.rules.masking import mask_name, mask_numbers
from reception_desk.services.confidentiality import require_look, seen
from reception_desk.services.leader_bookings import BookingNow, bookings_of_day, require_seat
from reception_desk.services.leader_briefs import NO_TITLE, open_brief, read_brief
from reception_desk.services.leader_days import ReceptionDayNow, reception_days

_AHEAD = timedelta(days=62)
_UNNAMED = "（未留姓名）"


@dataclass(frozen=True, slots=True)
class Seat:
    """Today at the leader's desk.

    `days` are those of today that are not cancelled, `day` the one shown, `chosen` the booking
    whose brief and instructions are shown; None where nobody is booked. `quick` are the days that
    one press sets, `coming` is the next reception day where today is none.
    """

    today: date
    days: tuple[ReceptionDayNow, ...]
    day: ReceptionDayNow | None = None
    lines: tuple[SeatLine, ...] = ()
    chosen: BookingNow | None = None
    brief: LeaderBrief | None = None
    refusal: str = ""
    quick: tuple[QuickDay, ...] = ()
    coming: ReceptionDayNow | None = None


@dataclass(frozen=True, slots=True)
class SeatWanted:
    """Which day and booking are asked for; without them the leader's own, and who is in front.

    `opened_id` is the booking whose brief stands there already: to follow it is no new look.
    """

    day_id: str = ""
    booking_id: str = ""
    opened_id: str = ""


def open_seat(
    database: Database, actor: Actor, by: Reckoning, wanted: SeatWanted | None = None
) -> Seat:
    """Return today's list with the brief of who is in front, or else of who comes next.

    The look at the brief's matter is audited. Raises `NotPermittedError` for who neither receives
    as a leader nor keeps the list.
    """
    require_seat(actor)
    require_look(actor)
    asked = wanted or SeatWanted()
    today = now().astimezone(ZoneInfo(actor.desk.zone)).date()
    days = tuple(
        one
        for one in reception_days(database, today, today)
        if one.standing.state is not DayState.CANCELLED
    )
    day = _day(actor, days, asked.day_id)
    seat = Seat(today, days, day, quick=quick_days(today, by.calendar))
    if day is None:
        return replace(seat, coming=_coming(database, actor, today))
    bookings = tuple(
        one
        for one in bookings_of_day(database, actor, day.standing.facts.day_id)
        if one.standing.state is not BookingState.WITHDRAWN
    )
    with database.read() as session:
        lines = _lines(session, actor, bookings)
    chosen = _chosen(bookings, asked.booking_id)
    if chosen is None:
        return seat
    key = chosen.standing.facts.booking_id
    look = read_brief if key == asked.opened_id else open_brief
    try:
        brief = look(database, actor, key, by)
    except DeskError as error:
        return replace(seat, lines=lines, chosen=chosen, refusal=error.message)
    return replace(seat, lines=lines, chosen=chosen, brief=brief)


def _coming(database: Database, actor: Actor, today: date) -> ReceptionDayNow | None:
    """Return the next day of the leader who signed in, else of any."""
    ahead = tuple(
        one
        for one in reception_days(database, today + timedelta(days=1), today + _AHEAD)
        if one.standing.state is not DayState.CANCELLED
    )
    return _day(actor, ahead, "")


def _day(actor: Actor, days: Sequence[ReceptionDayNow], day_id: str) -> ReceptionDayNow | None:
    """Return the day asked for, else that of the leader who signed in, else the first."""
    own = (one for one in days if one.leader.name == actor.name)
    asked = (one for one in days if one.standing.facts.day_id == day_id)
    return next(asked, None) or next(own, None) or next(iter(days), None)


def _chosen(bookings: Sequence[BookingNow], booking_id: str) -> BookingNow | None:
    known = {one.standing.facts.booking_id: one for one in bookings}
    if booking_id in known:
        return known[booking_id]
    standings = [one.standing for one in bookings]
    first = in_front(standings) or next_awaited(standings) or next(iter(standings), None)
    return known[first.facts.booking_id] if first else None


def _lines(session: Session, actor: Actor, bookings: Sequence[BookingNow]) -> tuple[SeatLine, ...]:
    standings = [one.standing for one in bookings]
    came = _visits(session, actor, standings)
    names = _names(session, {visit.id for visit in came.values()})
    front = in_front(standings)
    return tuple(
        replace(
            _line(one, came.get(one.standing.facts.booking_id), names),
            is_in_front=one.standing is front,
        )
        for one in bookings
    )


def _line(one: BookingNow, visit: Visit | None, names: dict[str, str]) -> SeatLine:
    standing = one.standing
    return SeatLine(
        booking_id=standing.facts.booking_id,
        matter_id=standing.facts.matter_id,
        at=standing.at,
        petitioner=names.get(visit.id, _UNNAMED) if visit else _UNNAMED,
        head_count=visit.head_count if visit else 1,
        title=mask_numbers(one.matter) or NO_TITLE,
        state=standing.state.value,
        received_at=standing.received_at,
        left_at=standing.left_at,
        instructions=len(one.instructions),
    )


def _visits(
    session: Session, actor: Actor, bookings: Sequence[BookingStanding]
) -> dict[str, Visit]:
    """Return by booking the visit it was made in, else the matter's first."""
    first: dict[str, Visit] = {}
    rows = session.execute(
        select(VisitMatter.matter_id, Visit)
        .join(Visit, Visit.id == VisitMatter.visit_id)
        .where(
            VisitMatter.matter_id.in_({one.facts.matter_id for one in bookings}),
            VisitMatter.voided_at.is_(None),
            seen(actor, Visit.stream),
        )
        .order_by(Visit.arrived_at, Visit.id)
    ).all()
    of_key = {visit.id: visit for _, visit in rows}
    for matter_id, visit in rows:
        first.setdefault(matter_id, visit)
    found = {
        one.facts.booking_id: of_key.get(one.facts.visit_id or "") or first.get(one.facts.matter_id)
        for one in bookings
    }
    return {key: visit for key, visit in found.items() if visit is not None}


def _names(session: Session, visit_ids: Collection[str]) -> dict[str, str]:
    """Return by visit the first petitioner, a person masked."""
    found: dict[str, str] = {}
    rows = session.execute(
        select(VisitPerson.visit_id, VisitPerson.role, Person.name, Person.organisation_name)
        .join(Person, Person.id == VisitPerson.person_id)
        .where(VisitPerson.visit_id.in_(visit_ids), VisitPerson.voided_at.is_(None))
        .order_by(VisitPerson.position)
    )
    for visit_id, role, name, organisation in rows:
        if PersonRole(role).is_petitioner:
            found.setdefault(visit_id, mask_name(name) if name else organisation or _UNNAMED)
    return found
