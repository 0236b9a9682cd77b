"""The reckoning of a deadline as sentences that a person can read and check."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from reception_desk.rules.calendar import WorkCalendar
from reception_desk.rules.chinese_dates import (
    day_text,
    group_days,
    long_day_text,
    span_text,
    weekday_name,
)
from reception_desk.rules.duties import Count, DutyRule

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted: `length` days after `start` (hearing days included), then an extension."""

    rule: DutyRule
    start: date
    nominal: date
    length: int
    extend_days: int
    hearing_days: int


def each_day(first: date, last: date) -> Iterator[date]:
    """Yield the days from `first` to `last`, both included."""
    day = first
    while day <= last:
        yield day
        day += _ONE_DAY


def basis(rule: DutyRule) -> str:
    """Say which article orders the duty."""
    return f"依据：{rule.article}——{rule.text}。"


def counting(counted: Counted, calendar: WorkCalendar) -> list[str]:
    """Say from which day what was counted, up to the nominal day."""
    event = f"{counted.rule.start_event}之日为{long_day_text(counted.start)}"
    nominal = long_day_text(counted.nominal)
    match counted.rule.count:
        case Count.SAME_DAY:
            return [f"{event}，当日办理，不因节假日顺延。"]
        case Count.DAYS_BEFORE:
            return [f"{event}，当日不计入，向前数{counted.length}日，最迟为{nominal}。"]
        case Count.SET_BY_OFFICE if counted.length == 0:
            return [f"{event}，由本机关指定日期：{nominal}。"]
        case Count.WORKING_DAYS:
            return [_start(event), _working_days(counted, calendar)]
        case _:
            return [_start(event), *_calendar_days(counted)]


def rolling(
    rule: DutyRule, nominal: date, legal: date, calendar: WorkCalendar, *, is_strict: bool
) -> str:
    """Say whether the last day moved, and over which days."""
    if rule.count is Count.DAYS_BEFORE:
        return "向前计算的期限不顺延，以免缩短提前的天数。"
    if legal > nominal:
        why = "，信访人的期限一律从长计算" if is_strict else ""
        skipped = _skipped(nominal, legal - _ONE_DAY, calendar)
        return (
            f"届满日为休息日，跳过{skipped}，顺延至{long_day_text(legal)}"
            f"（参照《民法典》第二百零三条{why}）。"
        )
    if calendar.is_working(nominal):
        name = calendar.day_name(nominal)
        special = f"（{name}）" if name != weekday_name(nominal) else ""
        return f"届满日是工作日{special}，不顺延。"
    return (
        f"届满日为休息日（{calendar.day_name(nominal)}），本机关采用“不顺延”口径（strict），"
        f"仍以{day_text(nominal)}为准。"
    )


def internal_target(nominal: date, internal: date, calendar: WorkCalendar) -> str:
    """Say by which working day the hall itself wants to be done."""
    if internal == nominal:
        return f"内部目标：{long_day_text(internal)}，即届满日。"
    skipped = _skipped(internal + _ONE_DAY, nominal, calendar)
    return f"内部目标：{long_day_text(internal)}，提前避开{skipped}。"


def calendar_note(calendar: WorkCalendar, *, provisional: bool) -> str:
    """Name the calendar, and say so when the answer may still change."""
    text = f"工作日历版本：{calendar.version}。"
    if provisional:
        text += "所涉年份的放假安排尚未载入，按周末和法定节日推算，结果为暂定。"
    return text


def _start(event: str) -> str:
    return f"{event}，当日不计入，自次日起算（参照《民法典》第二百零一条）。"


def _calendar_days(counted: Counted) -> Iterator[str]:
    regular = counted.start + timedelta(days=counted.length)
    if counted.hearing_days:
        days = counted.length - counted.hearing_days
        yield f"期限{days}日，听证{counted.hearing_days}日不计算在内，合计数{counted.length}日。"
    yield f"按日历日数，第{counted.length}日为{long_day_text(regular)}。"
    if counted.extend_days:
        yield (
            f"经批准延长{counted.extend_days}日，从第{counted.length}日（{day_text(regular)}）"
            f"接着数，延长后届满日为{long_day_text(counted.nominal)}。"
        )


def _working_days(counted: Counted, calendar: WorkCalendar) -> str:
    skipped = _skipped(counted.start + _ONE_DAY, counted.nominal, calendar)
    over = f"跳过{skipped}，" if skipped else ""
    return f"按工作日数，{over}第{counted.length}个工作日为{long_day_text(counted.nominal)}。"


def _skipped(first: date, last: date, calendar: WorkCalendar) -> str:
    rest = (
        (day, calendar.day_name(day))
        for day in each_day(first, last)
        if not calendar.is_working(day)
    )
    return "、".join(f"{span_text(a, b)}（{name}）" for a, b, name in group_days(rest))
