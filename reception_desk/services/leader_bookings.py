"""预约领导接访: a matter is booked for a day, received there, and instructed on.

A booking belongs to its matter: who may not see the matter sees no booking of it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.leader_day import LeaderBooking, LeaderBookingEvent
from reception_desk.models.matter import Matter
from reception_desk.models.rows import add_row
from reception_desk.records.actor import Actor
from reception_desk.records.leader_bookings import (
    BookingEvent,
    BookingEventRecord,
    BookingFacts,
)
from reception_desk.records.steps import StepInput
from reception_desk.rules.chinese_dates import day_text
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.leader_bookings import (
    BookingStanding,
    BookingState,
    fold,
    free_slots,
    in_order,
    why_not,
)
from reception_desk.rules.leader_day_standing import DayStanding, DayState
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.rules.transition import Event
from reception_desk.rules.wording import clean_text
from reception_desk.rules.workflow import TRANSITIONS
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.confidentiality import may_open, open_visit, require_look, seen
from reception_desk.services.leader_days import day_standing
from reception_desk.services.leader_instructions import InstructionNow, instructions_of
from reception_desk.services.matter_home import at_home_in, home_of
from reception_desk.services.permissions import require
from reception_desk.services.promises import PromiseNow, promises_of_matters_in
from reception_desk.services.steps import open_case, take_step_in
from reception_desk.services.time_of_day import read_time, write_time

_UNTOUCHED = "预约没有改动。"
_BOOKABLE = frozenset({DayState.PLANNED, DayState.PUBLISHED, DayState.OPEN})


_AT_THE_SEAT = frozenset({BookingEvent.RECEIVED, BookingEvent.LEFT, BookingEvent.NOT_COME})
"""What the leader may say of a booking as well as the desk."""


@dataclass(frozen=True, slots=True)
class BookingInput:
    """Which matter is received on which day; without `at` the visitor comes without a time."""

    day_id: str
    matter_id: str
    visit_id: str | None = None
    at: time | None = None


@dataclass(frozen=True, slots=True)
class BookingNow:
    """A booking as it stands; `matter` is the matter's title.

    `earlier` are promises on the matter that were not made at this booking.
    """

    standing: BookingStanding
    matter: str
    instructions: tuple[InstructionNow, ...] = ()
    earlier: tuple[PromiseNow, ...] = ()


def book(database: Database, actor: Actor, asked: BookingInput, reckoning: Reckoning) -> str:
    """Book a matter for a day and return the booking's key; where the workflow allows it, the
    matter waits for the leader (T14) from now on.

    Raises `InvalidInputError` for a day that takes none, a time that is gone, or a matter that
    is booked for that day already; `DeskError` for what is not here or may not be seen.
    """
    require(actor, Action.BOOK_LEADER_DAY)
    with database.write() as session:
        matter = open_case(session, actor, asked.matter_id)
        if asked.visit_id is not None:
            open_visit(session, actor, asked.visit_id)
        day = day_standing(session, asked.day_id)
        others = _of_day(session, asked.day_id)
        if why := _refuse_day(day, others, asked.at, asked.matter_id):
            raise InvalidInputError(why, saved=_UNTOUCHED)
        key = add_row(
            session,
            LeaderBooking,
            **by(actor, stream=matter.stream),
            day_id=asked.day_id,
            matter_id=asked.matter_id,
            visit_id=asked.visit_id,
            at=write_time(asked.at) if asked.at else None,
        )
        audit.record(session, actor, "book_leader_day", table="leader_booking", row_id=key)
        if matter.standing(reckoning).state in TRANSITIONS[Event.SENT_TO_LEADER].sources:
            step = StepInput(Event.SENT_TO_LEADER, reason=f"预约{day_text(day.day)}领导接访")
            take_step_in(session, actor, asked.matter_id, step, reckoning)
        return key


def record_booking_event(
    database: Database,
    actor: Actor,
    booking_id: str,
    event: BookingEvent,
    *,
    reason: str = "",
    day_id: str | None = None,
    at: time | None = None,
) -> None:
    """Record what becomes of a booking; the leader, too, says who came in and who went.

    Raises `InvalidInputError` where the table does not allow it, or the new day takes none.
    """
    if event in _AT_THE_SEAT:
        require_seat(actor)
    else:
        require(actor, Action.BOOK_LEADER_DAY)
    with database.write() as session:
        row, standing = open_booking(session, actor, booking_id)
        record = BookingEventRecord(
            "", event.value, now(), clean_text(reason).text.strip(), day_id, at,
            standing.last_event_id,
        )  # fmt: skip
        why = why_not(standing, record)
        if not why and event is BookingEvent.MOVED and day_id is not None:
            others = [one for one in _of_day(session, day_id) if one.facts.booking_id != booking_id]
            why = _refuse_day(day_standing(session, day_id), others, at, standing.facts.matter_id)
        if why:
            raise InvalidInputError(why, saved=_UNTOUCHED)
        add_booking_event(session, actor, row, record)


def require_seat(actor: Actor) -> None:
    """Raise `NotPermittedError` unless the actor receives as a leader or keeps the list for one."""
    writes = may([Role(role) for role in actor.roles], Action.WRITE_INSTRUCTION)
    require(actor, Action.WRITE_INSTRUCTION if writes else Action.BOOK_LEADER_DAY)


def bookings_of_day(database: Database, actor: Actor, day_id: str) -> tuple[BookingNow, ...]:
    """Return who is received on a day, in their order, with what was instructed."""
    require_look(actor)
    with database.read() as session:
        return _told(session, actor, seen_of_day(session, actor, day_id))


def bookings_of_matter(database: Database, actor: Actor, matter_id: str) -> tuple[BookingNow, ...]:
    """Return every booking of a matter, the earliest first."""
    require_look(actor)
    with database.read() as session:
        wanted = select(LeaderBooking.id).where(
            at_home_in(LeaderBooking.matter_id, [matter_id]), seen(actor, LeaderBooking.stream)
        )
        found = _standings(session, session.scalars(wanted).all())
        return _told(session, actor, sorted(found, key=lambda one: one.facts.booked_at))


def free_times(database: Database, actor: Actor, day_id: str) -> tuple[time, ...]:
    """Return the times of a day nobody is booked for; also those of others' streams are taken."""
    require(actor, Action.BOOK_LEADER_DAY)
    with database.read() as session:
        day = day_standing(session, day_id)
        return free_slots(day.starts_at, day.ends_at, _of_day(session, day_id))


def _refuse_day(
    day: DayStanding, others: Iterable[BookingStanding], at: time | None, matter_id: str
) -> str:
    if day.state not in _BOOKABLE:
        return f"这个接访日{day.state.label}，不能预约。"
    taken = [one for one in others if one.state is not BookingState.WITHDRAWN]
    if any(one.facts.matter_id == matter_id for one in taken):
        return "这件事项已经预约了这一天。"
    if at is not None and at not in free_slots(day.starts_at, day.ends_at, taken):
        return f"{at:%H:%M} 不在接访时间内，或者已有预约。"
    return ""


def open_booking(
    session: Session, actor: Actor, booking_id: str
) -> tuple[LeaderBooking, BookingStanding]:
    """Return a booking; one that may not be seen is answered like one that is not there."""
    row = session.get(LeaderBooking, booking_id)
    if row is None or not may_open(actor, row):
        raise DeskError("没有找到这个预约。", advice="它可能还没有同步到本机。")
    return row, _standings(session, [booking_id])[0]


def standings_of_day(session: Session, day_id: str) -> tuple[BookingStanding, ...]:
    """Return every booking that stands on a day in its order: times and places, no content."""
    return in_order(_of_day(session, day_id))


def seen_of_day(session: Session, actor: Actor, day_id: str) -> tuple[BookingStanding, ...]:
    """Return the bookings of a day that the actor may see, in their order."""
    return in_order(_of_day(session, day_id, actor))


def _of_day(session: Session, day_id: str, actor: Actor | None = None) -> list[BookingStanding]:
    """Return those that stand on a day; without an actor all, for their times are taken."""
    moved = select(LeaderBookingEvent.booking_id).where(LeaderBookingEvent.day_id == day_id)
    wanted = select(LeaderBooking.id).where(
        or_(LeaderBooking.day_id == day_id, LeaderBooking.id.in_(moved))
    )
    if actor is not None:
        wanted = wanted.where(seen(actor, LeaderBooking.stream))
    found = _standings(session, session.scalars(wanted).all())
    return [one for one in found if one.day_id == day_id]


def _standings(session: Session, keys: Collection[str]) -> list[BookingStanding]:
    events: dict[str, list[BookingEventRecord]] = defaultdict(list)
    wanted = select(LeaderBookingEvent).where(LeaderBookingEvent.booking_id.in_(keys))
    for row in session.scalars(wanted):
        events[row.booking_id].append(
            BookingEventRecord(
                row.id, row.event, row.occurred_at, row.reason or "", row.day_id,
                read_time(row.at) if row.at else None, row.after_id,
            )
        )  # fmt: skip
    home = home_of(LeaderBooking.matter_id)
    rows = session.execute(select(LeaderBooking, home).where(LeaderBooking.id.in_(keys)))
    return [
        fold(
            BookingFacts(
                row.id, row.day_id, matter_id, row.visit_id,
                read_time(row.at) if row.at else None, row.created_at,
            ),
            events[row.id],
        )
        for row, matter_id in rows
    ]  # fmt: skip


def _told(
    session: Session, actor: Actor, standings: Iterable[BookingStanding]
) -> tuple[BookingNow, ...]:
    found = tuple(standings)
    matters = {one.facts.matter_id for one in found}
    titles = {
        row.id: row.title
        for row in session.execute(select(Matter.id, Matter.title).where(Matter.id.in_(matters)))
    }
    given = instructions_of(session, actor, found)
    promised = promises_of_matters_in(session, actor, matters)
    told = []
    for one in found:
        made = given.get(one.facts.booking_id, ())
        own = {each.promise.promise.promise_id for each in made}
        earlier = tuple(
            each
            for each in promised.get(one.facts.matter_id, ())
            if each.promise.promise_id not in own
        )
        told.append(BookingNow(one, titles.get(one.facts.matter_id) or "", made, earlier))
    return tuple(told)


def add_booking_event(
    session: Session, actor: Actor, row: LeaderBooking, record: BookingEventRecord
) -> None:
    """Put an event on record that the table allows, with its audit."""
    add_row(
        session,
        LeaderBookingEvent,
        **by(actor, stream=row.stream),
        booking_id=row.id,
        event=record.event,
        occurred_at=record.occurred_at,
        after_id=record.after_id,
        reason=record.reason or None,
        day_id=record.day_id,
        at=write_time(record.at) if record.at else None,
    )
    audit.record(
        session, actor, "book_leader_day", table="leader_booking", row_id=row.id,
        detail=record.event,
    )  # fmt: skip
