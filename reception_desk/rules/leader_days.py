"""领导接访日: when leaders receive people, laid out from the rules of the yearly plan.

《信访工作条例》第十八条 asks leaders to receive visits regularly and names no frequency; the two
county offices fix the days in a joint paper each year (domain.md §1.7). A rule is one line of
that paper: on the 15th of the month, every Monday, every working day by roster.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum, auto
from itertools import combinations, groupby

from reception_desk.errors import InvalidInputError
from reception_desk.rules.calendar import WorkCalendar

PUBLISH_WORKING_DAYS = 2
"""A day is published so many working days before it, at least (research of county practice)."""
TELL_LEADER_WORKING_DAYS = 5
"""The leader is told of the day, and tells an absence, so many working days before it."""
BRIEF_WORKING_DAYS = 1
"""The brief reaches the leader so many working days before."""

_ONE_DAY = timedelta(days=1)
_DAYS_OF_WEEK = 7
MOST_WEEKS = 5
LAST_OF_MONTH = 31


class Rhythm(StrEnum):
    """How often a rule gives a day."""

    MONTHLY_DAY = auto()
    MONTHLY_WEEKDAY = auto()
    WEEKLY = auto()
    EVERY_WORKING_DAY = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {
            "monthly_day": "每月某日",
            "monthly_weekday": "每月第几个星期几",
            "weekly": "每周",
            "every_working_day": "每个工作日",
        }[self.value]


class RestDay(StrEnum):
    """What becomes of a day of the rule on which the office rests."""

    LATER = auto()
    EARLIER = auto()
    DROPPED = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {"later": "顺延", "earlier": "提前", "dropped": "取消"}[self.value]


@dataclass(frozen=True, slots=True)
class LeaderDayRule:
    """One line of the yearly plan.

    `leader_ids` is one leader, or the roster whose turn goes on from day to day. `number` is the
    day of the month (31: the last) or the week of the month (5: the last); `weekday` counts from
    0 for Monday. Times are the hall's.
    """

    rule_id: str
    rhythm: Rhythm
    leader_ids: tuple[str, ...]
    starts_at: time
    ends_at: time
    place: str
    first: date
    last: date
    number: int | None = None
    weekday: int | None = None
    rest_day: RestDay = RestDay.LATER


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day on which a leader receives people.

    `moved_from` is the day the rule names when the office rests then; a provisional day stands in
    a year whose holidays are not announced yet.
    """

    day: date
    starts_at: time
    ends_at: time
    leader_id: str
    place: str
    rule_id: str | None = None
    moved_from: date | None = None
    is_provisional: bool = False

    def overlaps(self, other: "PlannedDay") -> bool:
        """Say whether the two share a moment."""
        return (
            self.day == other.day
            and self.starts_at < other.ends_at
            and other.starts_at < self.ends_at
        )


class PlanTrouble(StrEnum):
    """What stands against a day of the plan."""

    LEADER_TWICE = auto()
    PLACE_TWICE = auto()
    REST_DAY = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {
            "leader_twice": "同一领导同时安排了两处",
            "place_twice": "同一地点同时安排了两位领导",
            "rest_day": "当天休息",
        }[self.value]


@dataclass(frozen=True, slots=True)
class PlanConflict:
    """A trouble of one day; `other` is the day it overlaps with."""

    trouble: PlanTrouble
    planned: PlannedDay
    other: PlannedDay | None = None


def refuse_rule(rule: LeaderDayRule) -> str:
    """Return why a rule cannot stand, in words for the person who wrote it; empty when it can."""
    if not rule.leader_ids:
        return "请写明由哪位领导接访。"
    if rule.starts_at >= rule.ends_at:
        return "结束时间要晚于开始时间。"
    if rule.first > rule.last:
        return "截止日期要晚于起始日期。"
    if not rule.place.strip():
        return "请写明接访地点。"
    return _refuse_rhythm(rule)


def _refuse_rhythm(rule: LeaderDayRule) -> str:
    number, weekday = rule.number, rule.weekday
    match rule.rhythm:
        case Rhythm.MONTHLY_DAY if number is None or not 1 <= number <= LAST_OF_MONTH:
            return "请写明每月几日，1 至 31；31 指月末。"
        case Rhythm.MONTHLY_WEEKDAY if number is None or not 1 <= number <= MOST_WEEKS:
            return "请写明每月第几个星期，1 至 5；5 指最后一个。"
        case Rhythm.MONTHLY_WEEKDAY | Rhythm.WEEKLY if (
            weekday is None or not 0 <= weekday < _DAYS_OF_WEEK
        ):
            return "请写明星期几。"
        case _:
            return ""


def lay_out(
    rules: Iterable[LeaderDayRule], first: date, last: date, calendar: WorkCalendar
) -> tuple[PlannedDay, ...]:
    """Return the days these rules give from `first` to `last`, in their order.

    A day moved by a rest day belongs to the span its new date lies in; two days of one rule that
    meet are one. The roster's turn counts from the first day of the rule, so a part of the year
    is laid out as it stands in the whole. Raises `InvalidInputError` for a rule that cannot
    stand.
    """
    found = [day for rule in rules for day in _days_of(rule, calendar)]
    within = (day for day in found if first <= day.day <= last)
    return tuple(sorted(within, key=_time_of))


def _days_of(rule: LeaderDayRule, calendar: WorkCalendar) -> Iterator[PlannedDay]:
    if why := refuse_rule(rule):
        raise InvalidInputError(why, saved="接访计划没有改动。")
    taken: dict[date, date] = {}
    for named in _named_days(rule):
        if (day := _kept_on(named, rule, calendar)) is not None:
            taken.setdefault(day, named)
    for turn, (day, named) in enumerate(sorted(taken.items())):
        yield PlannedDay(
            day=day,
            starts_at=rule.starts_at,
            ends_at=rule.ends_at,
            leader_id=rule.leader_ids[turn % len(rule.leader_ids)],
            place=rule.place,
            rule_id=rule.rule_id,
            moved_from=named if named != day else None,
            is_provisional=not calendar.is_official(day),
        )


def _kept_on(named: date, rule: LeaderDayRule, calendar: WorkCalendar) -> date | None:
    if calendar.is_working(named):
        return named
    if rule.rhythm is Rhythm.EVERY_WORKING_DAY or rule.rest_day is RestDay.DROPPED:
        return None
    if rule.rest_day is RestDay.LATER:
        return calendar.roll_forward(named)
    return calendar.roll_back(named)


def _named_days(rule: LeaderDayRule) -> Iterator[date]:
    """Yield the days the rule names, whether the office works then or not."""
    match rule.rhythm:
        case Rhythm.EVERY_WORKING_DAY:
            yield from _each_day(rule.first, rule.last)
        case Rhythm.WEEKLY:
            days = _each_day(rule.first, rule.last)
            yield from (day for day in days if day.weekday() == rule.weekday)
        case Rhythm.MONTHLY_DAY:
            yield from (d for d in _each_day(rule.first, rule.last) if _is_nth_day(d, rule))
        case Rhythm.MONTHLY_WEEKDAY:
            yield from (d for d in _each_day(rule.first, rule.last) if _is_nth_week(d, rule))


def _each_day(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += _ONE_DAY


def _is_nth_day(day: date, rule: LeaderDayRule) -> bool:
    """The last of a month stands for a day that month does not have."""
    return day.day == rule.number or (
        rule.number is not None and day.day < rule.number and (day + _ONE_DAY).day == 1
    )


def _is_nth_week(day: date, rule: LeaderDayRule) -> bool:
    if day.weekday() != rule.weekday:
        return False
    if rule.number == MOST_WEEKS:
        return (day + timedelta(days=_DAYS_OF_WEEK)).month != day.month
    return (day.day - 1) // _DAYS_OF_WEEK + 1 == rule.number


def conflicts(plan: Sequence[PlannedDay], calendar: WorkCalendar) -> tuple[PlanConflict, ...]:
    """Return what stands against a plan: double days, double places, days of rest (AC-03)."""
    found = [
        PlanConflict(PlanTrouble.REST_DAY, day) for day in plan if not calendar.is_working(day.day)
    ]
    by_day = sorted(plan, key=_time_of)
    for _, same in groupby(by_day, key=lambda one: one.day):
        for one, other in combinations(same, 2):
            if not one.overlaps(other):
                continue
            if one.leader_id == other.leader_id:
                found.append(PlanConflict(PlanTrouble.LEADER_TWICE, one, other))
            elif one.place == other.place:
                found.append(PlanConflict(PlanTrouble.PLACE_TWICE, one, other))
    return tuple(sorted(found, key=lambda one: _time_of(one.planned)))


def _time_of(planned: PlannedDay) -> tuple[date, time, str]:
    return planned.day, planned.starts_at, planned.leader_id


def days_before(day: date, count: int, calendar: WorkCalendar) -> date:
    """Return the `count`-th working day before `day`."""
    found = day
    for _ in range(count):
        found = calendar.roll_back(found - _ONE_DAY)
    return found
