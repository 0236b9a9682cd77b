"""领导接访日: which days there are, who receives, and what happens to a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.leader_day import Leader, ReceptionDay, ReceptionDayEvent
from reception_desk.models.rows import add_row
from reception_desk.records import leader_days as records
from reception_desk.records.actor import Actor
from reception_desk.records.leader_days import DayEvent, DayEventRecord, DayFacts
from reception_desk.rules.calendar import WorkCalendar
from reception_desk.rules.leader_day_standing import DayStanding, DayState, fold, why_not
from reception_desk.rules.leader_owed import DayTimes, day_times
from reception_desk.rules.permissions import Action
from reception_desk.rules.units import SHARED_STREAM
from reception_desk.rules.wording import clean_line
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.calendar import work_calendar
from reception_desk.services.permissions import require
from reception_desk.services.session_cases import names_of
from reception_desk.services.time_of_day import read_time, write_time

_UNTOUCHED = "这个接访日没有改动。"
_COPIED = ("event", "occurred_at", "leader_id", "day", "other_day_id", "after_id")


@dataclass(frozen=True, slots=True)
class DayChange:
    """What is done to a reception day, as a person says it; see `rules.leader_day_standing`."""

    event: DayEvent
    reason: str = ""
    leader_id: str | None = None
    day: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class ReceptionDayNow:
    """A day as it stands with the leaders it names; `times` are the last days of what it owes.

    `authors` has the names of who told the leader.
    """

    standing: DayStanding
    leader: records.Leader
    planned_leader: records.Leader
    times: DayTimes
    authors: Mapping[str, str]


def reception_days(database: Database, first: date, last: date) -> tuple[ReceptionDayNow, ...]:
    """Return the days from `first` to `last` as they stand, cancelled ones among them."""
    calendar = work_calendar(database)
    with database.read() as session:
        found = standing_days(session, first, last, with_cancelled=True)
        named, authors = _leaders(session), _authors(session, found)
    return tuple(_now(one, named, authors, calendar) for one in found)


def reception_day(database: Database, day_id: str) -> ReceptionDayNow:
    """Return one day as it stands. Raises `DeskError` for one that is not at this desk."""
    calendar = work_calendar(database)
    with database.read() as session:
        found = day_standing(session, day_id)
        return _now(found, _leaders(session), _authors(session, [found]), calendar)


def record_change(database: Database, actor: Actor, day_id: str, change: DayChange) -> None:
    """Record what happens to a day; a swap has a function of its own.

    Raises `InvalidInputError` where the table does not allow it or the new day is one of rest.
    """
    if change.event is DayEvent.SWAPPED:
        raise ValueError("a swap names two days")
    require(actor, _ACTIONS.get(change.event, Action.PLAN_LEADER_DAY))
    if change.day is not None and not (calendar := work_calendar(database)).is_working(change.day):
        name = calendar.day_name(change.day)
        raise InvalidInputError(
            f"{change.day.month}月{change.day.day}日休息（{name}），不能安排领导接访。",
            saved=_UNTOUCHED,
        )
    record_changes(database, actor, [day_id], change)


def record_changes(
    database: Database, actor: Actor, day_ids: Collection[str], change: DayChange
) -> None:
    """Record the same change of several days in one unit of work: all of them or none."""
    require(actor, _ACTIONS.get(change.event, Action.PLAN_LEADER_DAY))
    with database.write() as session:
        for day_id in day_ids:
            standing = day_standing(session, day_id)
            if change.event is DayEvent.OPENED and standing.day != _today(actor):
                raise InvalidInputError("只有接访日当天才能开始接访。", saved=_UNTOUCHED)
            record = DayEventRecord(
                "", change.event.value, now(), clean_line(change.reason).text, change.leader_id,
                change.day, change.starts_at, change.ends_at, clean_line(change.place).text,
                after_id=standing.last_event_id,
            )  # fmt: skip
            _add(session, actor, standing, record)


def tell_leader(database: Database, actor: Actor, day_id: str, event: DayEvent, how: str) -> None:
    """Record that the leader of a day was told of it, or of its bookings, and how.

    Raises `InvalidInputError` without a way, or for a day that is over.
    """
    require(actor, Action.PLAN_LEADER_DAY)
    with database.write() as session:
        standing = day_standing(session, day_id)
        record = DayEventRecord(
            "", event.value, now(), clean_line(how).text, standing.leader_id, standing.day,
            after_id=standing.last_event_id,
        )  # fmt: skip
        _add(session, actor, standing, record)


def swap_days(database: Database, actor: Actor, day_id: str, other_id: str, reason: str) -> None:
    """Let the leaders of two days take each other's; both days are published anew."""
    require(actor, Action.PLAN_LEADER_DAY)
    why = clean_line(reason).text
    with database.write() as session:
        one, other = day_standing(session, day_id), day_standing(session, other_id)
        for day, leader, its_other in (
            (one, other.leader_id, other_id),
            (other, one.leader_id, day_id),
        ):
            record = DayEventRecord(
                "", DayEvent.SWAPPED.value, now(), why, leader,
                other_day_id=its_other, after_id=day.last_event_id,
            )  # fmt: skip
            _add(session, actor, day, record)


def standing_days(
    session: Session, first: date, last: date, *, with_cancelled: bool = False
) -> tuple[DayStanding, ...]:
    """Return the days between two dates as they stand, in their order."""
    moved = select(ReceptionDayEvent.day_id).where(ReceptionDayEvent.day.between(first, last))
    keys = session.scalars(
        select(ReceptionDay.id).where(
            or_(ReceptionDay.day.between(first, last), ReceptionDay.id.in_(moved))
        )
    ).all()
    found = [
        one
        for one in _standings(session, keys)
        if first <= one.day <= last and (with_cancelled or one.state is not DayState.CANCELLED)
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.starts_at, one.facts.day_id)))


_ACTIONS = {
    DayEvent.OPENED: Action.BOOK_LEADER_DAY,
    DayEvent.CLOSED: Action.BOOK_LEADER_DAY,
}


def _today(actor: Actor) -> date:
    return now().astimezone(ZoneInfo(actor.desk.zone)).date()


def _now(
    standing: DayStanding,
    named: Mapping[str, records.Leader],
    authors: Mapping[str, str],
    calendar: WorkCalendar,
) -> ReceptionDayNow:
    return ReceptionDayNow(
        standing,
        named[standing.leader_id],
        named[standing.planned_leader_id],
        day_times(standing.day, calendar),
        authors,
    )


def _authors(session: Session, standings: Iterable[DayStanding]) -> dict[str, str]:
    told = (telling for one in standings for telling in (one.told, one.reported))
    return names_of(session, {one.by_account for one in told if one and one.by_account})


def _leaders(session: Session) -> dict[str, records.Leader]:
    """Those taken off the list too: the days they had keep their name."""
    return {
        row.id: records.Leader(row.id, row.name, row.post, row.portfolio or "", row.place)
        for row in session.scalars(select(Leader))
    }


def day_standing(session: Session, day_id: str) -> DayStanding:
    """Return one day as it stands. Raises `DeskError` for one that is not at this desk."""
    found = _standings(session, [day_id])
    if not found:
        raise DeskError("没有找到这个接访日。", advice="它可能还没有同步到本机。")
    return found[0]


def _standings(session: Session, keys: Collection[str]) -> list[DayStanding]:
    events: dict[str, list[DayEventRecord]] = defaultdict(list)
    for row in session.scalars(select(ReceptionDayEvent).where(ReceptionDayEvent.day_id.in_(keys))):
        events[row.day_id].append(_event(row))
    days = session.scalars(select(ReceptionDay).where(ReceptionDay.id.in_(keys)))
    return [fold(_facts(row), events[row.id]) for row in days]


def _facts(row: ReceptionDay) -> DayFacts:
    return DayFacts(
        row.id, row.day, read_time(row.starts_at), read_time(row.ends_at), row.leader_id,
        row.place, row.rule_id, row.moved_from,
    )  # fmt: skip


def _event(row: ReceptionDayEvent) -> DayEventRecord:
    return DayEventRecord(
        event_id=row.id,
        reason=row.reason or "",
        starts_at=read_time(row.starts_at) if row.starts_at else None,
        ends_at=read_time(row.ends_at) if row.ends_at else None,
        place=row.place or "",
        by_account=row.created_by,
        **{name: getattr(row, name) for name in _COPIED},
    )


def _add(session: Session, actor: Actor, standing: DayStanding, record: DayEventRecord) -> None:
    if why := why_not(standing, record):
        raise InvalidInputError(why, saved=_UNTOUCHED)
    key = add_row(
        session,
        ReceptionDayEvent,
        **by(actor, stream=SHARED_STREAM),
        day_id=standing.facts.day_id,
        event=record.event,
        occurred_at=record.occurred_at,
        after_id=record.after_id,
        reason=record.reason or None,
        leader_id=record.leader_id,
        day=record.day,
        starts_at=write_time(record.starts_at) if record.starts_at else None,
        ends_at=write_time(record.ends_at) if record.ends_at else None,
        place=record.place or None,
        other_day_id=record.other_day_id,
    )
    audit.record(session, actor, "change_leader_day", table="reception_day_event", row_id=key)
