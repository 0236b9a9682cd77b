"""When a duty falls due: the nominal, the legal and the internal day, and how each was reckoned.

The day of the event is not counted; a period that ends on a rest day runs to the next working
day (《民法典》 Art. 201, 203, by analogy) unless the office chose `strict`. The internal target is
the last working day on or before the nominal one.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from reception_desk.rules import derivation
from reception_desk.rules.calendar import WorkCalendar
from reception_desk.rules.deadline_request import DeadlineRequest, check
from reception_desk.rules.duties import DUTIES, Count, Duty
from reception_desk.rules.holiday_roll import HolidayRoll


@dataclass(frozen=True, slots=True)
class Deadline:
    """The answer for one duty; `legal` goes on papers, warnings run on `internal`.

    `provisional` says that a day was reckoned from a year whose notice is not loaded.
    """

    duty: Duty
    start: date
    nominal: date
    legal: date
    internal: date
    provisional: bool
    derivation: tuple[str, ...]
    calendar_version: str
    policy: HolidayRoll

    def is_late(self, day: date) -> bool:
        """Tell whether an act done on `day` comes after the legal day."""
        return day > self.legal


def due(
    duty: Duty,
    start: date,
    calendar: WorkCalendar,
    policy: HolidayRoll = HolidayRoll.CIVIL_CODE,
    *,
    extend_days: int = 0,
    hearing_days: int = 0,
    set_days: int | None = None,
    target: date | None = None,
) -> Deadline:
    """Return when `duty` falls due after its event on `start`.

    `extend_days` (D6 only) adds the one extension of 条例 Art. 34, counted from the nominal
    60th day; `hearing_days` (D12 only) are left out by Art. 36(2). Where the law leaves the day
    open (D8, D16, D18) the office gives `target` or `set_days`; for D15 `set_days` is the lead
    before the hearing, which is `start`. Raises `InvalidInputError` naming the article.
    """
    request = DeadlineRequest(
        DUTIES[duty], start, calendar, policy, extend_days, hearing_days, set_days, target
    )
    check(request)
    nominal = _nominal(request)
    legal = _legal(request, nominal)
    internal = _internal(request, nominal)
    is_provisional = _is_provisional(request, nominal, legal, internal)
    return Deadline(
        duty,
        start,
        nominal,
        legal,
        internal,
        is_provisional,
        _explain(request, nominal, legal, internal, is_provisional=is_provisional),
        calendar.version,
        policy,
    )


def _nominal(request: DeadlineRequest) -> date:
    match request.rule.count:
        case Count.WORKING_DAYS:
            return request.calendar.add_working_days(request.start, request.length)
        case Count.DAYS_BEFORE:
            return request.start - timedelta(days=request.length)
        case Count.SET_BY_OFFICE if request.target is not None:
            return request.target
        case _:
            return request.start + timedelta(days=request.length + request.extend_days)


def _legal(request: DeadlineRequest, nominal: date) -> date:
    """Roll forward, except a same-day act and a day counted back, which rolling would harm."""
    rule = request.rule
    if rule.count in (Count.SAME_DAY, Count.DAYS_BEFORE):
        return nominal
    if request.policy is HolidayRoll.STRICT and not rule.is_petitioners:
        return nominal
    return request.calendar.roll_forward(nominal)


def _internal(request: DeadlineRequest, nominal: date) -> date:
    """Roll back to a working day, but not before the event when that lies in a holiday."""
    match request.rule.count:
        case Count.SAME_DAY:
            return nominal
        case Count.DAYS_BEFORE:
            return request.calendar.roll_back(nominal)
        case _:
            return max(request.calendar.roll_back(nominal), request.start)


def _is_provisional(request: DeadlineRequest, nominal: date, legal: date, internal: date) -> bool:
    match request.rule.count:
        case Count.SAME_DAY:
            return False
        case Count.WORKING_DAYS:
            first, last = request.start + timedelta(days=1), nominal
        case _:
            first, last = internal, legal
    return not all(map(request.calendar.is_official, derivation.each_day(first, last)))


def _explain(
    request: DeadlineRequest, nominal: date, legal: date, internal: date, *, is_provisional: bool
) -> tuple[str, ...]:
    rule, calendar = request.rule, request.calendar
    counted = derivation.Counted(
        rule, request.start, nominal, request.length, request.extend_days, request.hearing_days
    )
    lines = [derivation.basis(rule), *derivation.counting(counted, calendar)]
    if rule.count is not Count.SAME_DAY:
        is_strict = request.policy is HolidayRoll.STRICT
        lines.append(derivation.rolling(rule, nominal, legal, calendar, is_strict=is_strict))
        lines.append(derivation.internal_target(nominal, internal, calendar))
    lines.append(derivation.calendar_note(calendar, provisional=is_provisional))
    return tuple(lines)
