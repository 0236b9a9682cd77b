"""How reception days stand on the screen, in words and marks."""

from collections.abc import Sequence
from datetime import date

from reception_desk.rules.calendar import WorkCalendar
from reception_desk.rules.chinese_dates import day_text
from reception_desk.rules.leader_day_standing import DayState
from reception_desk.rules.leader_days import LeaderDayRule, Rhythm
from reception_desk.services.leader_days import ReceptionDayNow
from reception_desk.ui.tokens import Colour

Mark = tuple[Colour, str]

_MARKS: dict[DayState, Mark] = {
    DayState.PLANNED: (Colour.MUTED, "clock"),
    DayState.PUBLISHED: (Colour.ACCENT, "bell"),
    DayState.OPEN: (Colour.OK, "play"),
    DayState.HELD: (Colour.OK, "check"),
    DayState.CANCELLED: (Colour.MUTED, "close"),
}
_WEEKDAYS = "一二三四五六日"
_WEEKS = ("第一个", "第二个", "第三个", "第四个", "最后一个")
_LAST_DAY = 31


def day_mark(one: ReceptionDayNow) -> Mark:
    """Return colour and icon; a day that changed after its publication asks for a new notice."""
    if one.standing.is_stale:
        return Colour.WARN, "warning"
    return _MARKS[one.standing.state]


def state_words(one: ReceptionDayNow) -> str:
    """Return the state, and that the notice is no longer true."""
    words = one.standing.state.label
    return f"{words}，公示后有变动" if one.standing.is_stale else words


def time_words(one: ReceptionDayNow) -> str:
    """Return `08:30–11:30`."""
    return f"{one.standing.starts_at:%H:%M}–{one.standing.ends_at:%H:%M}"


def day_title(day: date, calendar: WorkCalendar | None) -> str:
    """Return `12月15日 星期二`, with the name of a holiday."""
    words = f"{day.month}月{day.day}日 星期{_WEEKDAYS[day.weekday()]}"
    name = calendar.day_name(day) if calendar else ""
    return words if not name or name.startswith("星期") else f"{words} {name}"


def day_sentence(day: date, days: Sequence[ReceptionDayNow], calendar: WorkCalendar | None) -> str:
    """Return what a screen reader says of a day."""
    leaders = "；".join(
        f"{one.leader.post}{one.leader.name}，{time_words(one)}，{state_words(one)}" for one in days
    )
    return f"{day_title(day, calendar)}：{leaders or '没有安排'}"


def rhythm_words(rule: LeaderDayRule) -> str:
    """Return `每月15日`, `每月第一个星期一`, `每周星期一`, `每个工作日` or one date."""
    if rule.first == rule.last:
        return day_text(rule.first)
    weekday = f"星期{_WEEKDAYS[rule.weekday]}" if rule.weekday is not None else ""
    match rule.rhythm:
        case Rhythm.MONTHLY_DAY:
            return "每月最后一天" if rule.number == _LAST_DAY else f"每月{rule.number}日"
        case Rhythm.MONTHLY_WEEKDAY:
            return f"每月{_WEEKS[(rule.number or 1) - 1]}{weekday}"
        case Rhythm.WEEKLY:
            return f"每周{weekday}"
        case Rhythm.EVERY_WORKING_DAY:
            return "每个工作日"
