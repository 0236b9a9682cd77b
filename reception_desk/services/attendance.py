"""责任单位到场: units are asked to attend a leader's day or one matter of it, and say who comes.

What concerns a booking belongs to its matter: who may not see the matter sees no unit of it. An
accusation is never booked (条例 Art. 30), so no unit hears of one here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.leader_day import ReceptionDayUnit
from reception_desk.models.organisation import Unit
from reception_desk.models.rows import add_row
from reception_desk.records.actor import Actor
from reception_desk.rules.attendance import (
    Attendance,
    AttendanceEvent,
    AttendanceRecord,
    fold,
    why_not,
)
from reception_desk.rules.leader_bookings import BookingState
from reception_desk.rules.permissions import Action
from reception_desk.rules.units import SHARED_STREAM
from reception_desk.rules.wording import clean_line
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.confidentiality import require_look, seen
from reception_desk.services.leader_bookings import BookingNow, bookings_of_day, open_booking
from reception_desk.services.leader_days import day_standing
from reception_desk.services.permissions import require

_UNTOUCHED = "到场通知没有改动。"


@dataclass(frozen=True, slots=True)
class Asking:
    """Which unit for what: a whole day, or one booking of it."""

    unit_id: str
    day_id: str | None = None
    booking_id: str | None = None


@dataclass(frozen=True, slots=True)
class AttendanceNow:
    """A unit and whether it comes; `booking` is None where it is asked for the whole day."""

    asking: Asking
    unit: str
    organ: str
    standing: Attendance
    booking: BookingNow | None = None


def ask_units(database: Database, actor: Actor, askings: Sequence[Asking], note: str = "") -> int:
    """Ask units to attend, all in one unit of work; return how many were not asked before."""
    require(actor, Action.BOOK_LEADER_DAY)
    with database.write() as session:
        fresh = [asking for asking in askings if not _standing(session, asking).is_awaited]
        for asking in fresh:
            _say(session, actor, asking, AttendanceEvent.ASKED, note)
        return len(fresh)


def record_attendance(
    database: Database, actor: Actor, asking: Asking, event: AttendanceEvent, note: str = ""
) -> None:
    """Record that a unit comes (who), or need not (why). Raises `InvalidInputError` otherwise."""
    require(actor, Action.BOOK_LEADER_DAY)
    with database.write() as session:
        _say(session, actor, asking, event, note)


def units_of_day(database: Database, actor: Actor, day_id: str) -> tuple[AttendanceNow, ...]:
    """Return the units asked for a day and for what is booked on it, as far as seen."""
    require_look(actor)
    bookings = {
        one.standing.facts.booking_id: one
        for one in bookings_of_day(database, actor, day_id)
        if one.standing.state is not BookingState.WITHDRAWN
    }
    with database.read() as session:
        wanted = or_(
            ReceptionDayUnit.day_id == day_id, ReceptionDayUnit.booking_id.in_(list(bookings))
        )
        rows = session.scalars(
            select(ReceptionDayUnit).where(wanted, seen(actor, ReceptionDayUnit.stream))
        ).all()
        names = _names(session, {row.unit_id for row in rows})
    found = [
        AttendanceNow(
            asking, *names[asking.unit_id], standing, bookings.get(asking.booking_id or "")
        )
        for asking, standing in _folded(rows)
    ]
    return tuple(sorted(found, key=_place))


def _place(one: AttendanceNow) -> tuple[bool, bool, str, str]:
    """The whole day first, then by time; those who need not come behind."""
    at = one.booking.standing.at if one.booking else None
    hour = at.isoformat() if at else ""
    return (not one.standing.is_awaited, one.booking is not None, hour, one.unit)


def _stream(session: Session, actor: Actor, asking: Asking) -> int:
    """Return the stream of what it concerns, which has to be here."""
    if (asking.day_id is None) == (asking.booking_id is None):
        raise ValueError("a unit attends a day or a booking")
    unit = session.get(Unit, asking.unit_id)
    if unit is None or unit.voided_at is not None:
        raise DeskError("没有找到这个单位。", advice="它可能还没有同步到本机。")
    if asking.booking_id is None:
        day_standing(session, asking.day_id or "")
        return SHARED_STREAM
    row, _ = open_booking(session, actor, asking.booking_id)
    return row.stream


def _standing(session: Session, asking: Asking) -> Attendance:
    rows = session.scalars(
        select(ReceptionDayUnit).where(
            ReceptionDayUnit.unit_id == asking.unit_id,
            ReceptionDayUnit.day_id.is_(None)
            if asking.day_id is None
            else ReceptionDayUnit.day_id == asking.day_id,
            ReceptionDayUnit.booking_id.is_(None)
            if asking.booking_id is None
            else ReceptionDayUnit.booking_id == asking.booking_id,
        )
    )
    return fold(map(_record, rows))


def _folded(rows: Iterable[ReceptionDayUnit]) -> list[tuple[Asking, Attendance]]:
    said: dict[Asking, list[AttendanceRecord]] = defaultdict(list)
    for row in rows:
        said[Asking(row.unit_id, row.day_id, row.booking_id)].append(_record(row))
    return [(asking, fold(records)) for asking, records in said.items()]


def _record(row: ReceptionDayUnit) -> AttendanceRecord:
    return AttendanceRecord(row.id, row.event, row.occurred_at, row.note or "", row.after_id)


def _names(session: Session, unit_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    rows = session.execute(select(Unit.id, Unit.short_name, Unit.name).where(Unit.id.in_(unit_ids)))
    return {row.id: (row.short_name, row.name) for row in rows}


def _say(session: Session, actor: Actor, asking: Asking, event: AttendanceEvent, note: str) -> None:
    stream, standing = _stream(session, actor, asking), _standing(session, asking)
    record = AttendanceRecord("", event.value, now(), clean_line(note).text, standing.last_id)
    if why := why_not(standing, record):
        raise InvalidInputError(why, saved=_UNTOUCHED)
    key = add_row(
        session,
        ReceptionDayUnit,
        **by(actor, stream=stream),
        day_id=asking.day_id,
        booking_id=asking.booking_id,
        unit_id=asking.unit_id,
        event=record.event,
        occurred_at=record.occurred_at,
        after_id=record.after_id,
        note=record.note or None,
    )
    audit.record(
        session, actor, "ask_attendance", table="reception_day_unit", row_id=key, detail=event
    )
