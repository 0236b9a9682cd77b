"""信访工作例会材料: what units owed and did in a period, promises, leaders' days, hot subjects."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.matter import Matter, Step
from reception_desk.models.organisation import Unit
from reception_desk.models.standing import OpenDuty
from reception_desk.records.actor import Actor
from reception_desk.rules import codes
from reception_desk.rules.codes import CodeListName
from reception_desk.rules.duties import DUTIES, Duty
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.leader_bookings import BookingState
from reception_desk.rules.leader_day_standing import DayState
from reception_desk.rules.meeting_pack import (
    Owing,
    OwingCount,
    Period,
    SubjectRow,
    by_unit,
    count_owing,
    share,
    subject_rows,
)
from reception_desk.rules.permissions import Action
from reception_desk.services.confidentiality import require_look, seen
from reception_desk.services.exports import SayProgress
from reception_desk.services.leader_bookings import bookings_of_day
from reception_desk.services.leader_days import reception_days
from reception_desk.services.matter_cases import MatterCase, load_cases
from reception_desk.services.permissions import require
from reception_desk.services.promises import PromiseNow, promises_until

_OWN = "信访局"
_BEARERS = {"复查机关、单位": "复查复核机关", "复核机关、单位": "复查复核机关"}
_OF_UNITS = frozenset({"责任单位", "听证机关"})
_NO_SUBJECT = "未填写"
_LONGEST = timedelta(days=120)
"""Sixty days, thirty more and the longest rest: what falls due now has a step within it."""
_PART = 400
_MOST_SUBJECTS = 10
_TOP, _TOWN = 2, 9


@dataclass(frozen=True, slots=True)
class LateDuty:
    """A duty of a unit that is late and not done; `category` says what it is about."""

    matter_id: str
    title: str
    category: str
    unit: str
    duty: str
    due_on: date

    def days_late(self, today: date) -> int:
        """Return by how many days."""
        return (today - self.due_on).days


@dataclass(frozen=True, slots=True)
class LeaderTally:
    """Leaders' days held in the period: who sat is not told, only how many."""

    days: int
    leaders: int
    received: int
    instructed: int
    done: int

    @property
    def rate(self) -> str:
        """Return what share of the instructions is closed."""
        return share(self.done, self.instructed)


@dataclass(frozen=True, slots=True)
class MeetingPack:
    """What the meeting has before it; `today` is when it was counted."""

    period: Period
    today: date
    organ: str
    duties: OwingCount
    duties_by_unit: tuple[tuple[str, OwingCount], ...]
    promises: OwingCount
    promises_by_unit: tuple[tuple[str, OwingCount], ...]
    leader_days: LeaderTally
    matters: int
    subjects: tuple[SubjectRow, ...]
    places: tuple[SubjectRow, ...]
    late: tuple[LateDuty, ...]
    late_promises: tuple[PromiseNow, ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted, and how; `say(matters looked at, all of them)` may stop it by raising."""

    period: Period
    today: date
    by: Reckoning
    say: SayProgress = lambda _done, _total: None


def meeting_pack(database: Database, actor: Actor, wanted: Counting) -> MeetingPack:
    """Count a period, for those who supervise; what they may not see is not in it."""
    period, today = wanted.period, wanted.today
    require(actor, Action.SUPERVISE_MATTER)
    require_look(actor)
    zone = ZoneInfo(actor.desk.zone)
    with database.read() as session:
        owings, late = _duties(session, actor, wanted)
        subjects = [_subjects(session, actor, one, zone) for one in (period, period.before)]
    promises = promises_until(database, actor, period.last)
    promised = [
        Owing(one.promise.owner_unit, one.promise.due_on, one.standing.closed_on)
        for one in promises
    ]
    (categories, places), (old_categories, old_places) = subjects
    return MeetingPack(
        period=period,
        today=today,
        organ=actor.desk.unit_name,
        duties=count_owing(owings, period, today),
        duties_by_unit=by_unit(owings, period, today),
        promises=count_owing(promised, period, today),
        promises_by_unit=by_unit(promised, period, today),
        leader_days=_leader_days(database, actor, period),
        matters=sum(categories.values()),
        subjects=subject_rows(categories, old_categories, _MOST_SUBJECTS),
        places=subject_rows(places, old_places, _MOST_SUBJECTS),
        late=tuple(sorted(late, key=lambda one: (one.due_on, one.unit, one.matter_id))),
        late_promises=tuple(
            one for one in promises if one.standing.is_open and one.promise.due_on < today
        ),
    )


def _duties(session: Session, actor: Actor, wanted: Counting) -> tuple[list[Owing], list[LateDuty]]:
    """Fold the matters that moved of late or still owe something; the others owe nothing."""
    period, by = wanted.period, wanted.by
    ended = min(wanted.today, period.last + timedelta(days=1))
    zone = ZoneInfo(actor.desk.zone)
    since = datetime.combine(period.first - _LONGEST, time(), tzinfo=zone)
    keys = session.scalars(
        select(Matter.id).where(
            Matter.voided_at.is_(None),
            seen(actor, Matter.stream),
            or_(
                Matter.id.in_(select(Step.matter_id).where(Step.occurred_at >= since)),
                Matter.id.in_(select(OpenDuty.matter_id).where(OpenDuty.legal <= period.last)),
            ),
        )
    ).all()
    units = {row.id: row.short_name for row in session.scalars(select(Unit))}
    owings: list[Owing] = []
    late: list[LateDuty] = []
    for at in range(0, len(keys), _PART):
        wanted.say(at, len(keys))
        part = keys[at : at + _PART]
        titles = {row.id: row for row in session.scalars(select(Matter).where(Matter.id.in_(part)))}
        for case in load_cases(session, part, zone).values():
            for duty, owing, is_open in _owings(case, by, units):
                owings.append(owing)
                if is_open and owing.due_on < ended:
                    late.append(_late(titles[case.matter_id], duty, owing))
    return owings, late


def _owings(
    case: MatterCase, by: Reckoning, units: dict[str, str]
) -> Iterable[tuple[str, Owing, bool]]:
    """Yield an office's duties with their day; one that fell away was owed no more.

    D1, to register, is done with the record itself and would only flatter.
    """
    standing = case.standing(by)
    for entry in standing.duties:
        rule = DUTIES[entry.duty]
        is_owed = not entry.is_petitioners and not rule.is_right and entry.duty is not Duty.D1
        if not is_owed or entry.ended_on is not None:
            continue
        unit = _BEARERS.get(rule.bearer, _OWN)
        if rule.bearer in _OF_UNITS:
            unit = units.get(standing.unit_id or "", _OWN)
        owing = Owing(unit, entry.deadline(by).legal, entry.met_on)
        yield rule.title, owing, entry.is_open


def _late(matter: Matter, duty: str, owing: Owing) -> LateDuty:
    category = codes.name(CodeListName.CATEGORY, matter.category) or _NO_SUBJECT
    return LateDuty(matter.id, matter.title, category, owing.unit, duty, owing.due_on)


def _subjects(
    session: Session, actor: Actor, period: Period, zone: ZoneInfo
) -> tuple[Counter[str], Counter[str]]:
    """Count the matters registered in a period by first-level category and by town."""
    first = datetime.combine(period.first, time(), tzinfo=zone)
    end = datetime.combine(period.last + timedelta(days=1), time(), tzinfo=zone)
    rows = session.execute(
        select(Matter.category, Matter.place_code).where(
            Matter.voided_at.is_(None),
            seen(actor, Matter.stream),
            Matter.registered_at >= first,
            Matter.registered_at < end,
        )
    ).all()
    categories = Counter(_category(row.category) for row in rows)
    return categories, Counter(_place(row.place_code) for row in rows)


def _category(code: str | None) -> str:
    top = (code or "")[:_TOP].ljust(6, "0") if code else ""
    return codes.name(CodeListName.CATEGORY, top) or _NO_SUBJECT


def _place(code: str | None) -> str:
    return codes.name(CodeListName.DIVISION, (code or "")[:_TOWN]) or _NO_SUBJECT


def _leader_days(database: Database, actor: Actor, period: Period) -> LeaderTally:
    held = [
        one
        for one in reception_days(database, period.first, period.last)
        if one.standing.state is DayState.HELD
    ]
    received = [
        booking
        for one in held
        for booking in bookings_of_day(database, actor, one.standing.facts.day_id)
        if booking.standing.state is BookingState.RECEIVED
    ]
    instructions = [given for one in received for given in one.instructions]
    return LeaderTally(
        days=len({one.standing.day for one in held}),
        leaders=len({one.leader.leader_id for one in held}),
        received=len(received),
        instructed=len(instructions),
        done=sum(not given.promise.standing.is_open for given in instructions),
    )
