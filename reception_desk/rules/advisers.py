"""值班律师、调解员: which duties may be planned, and what an advice must say (domain.md §5).

They advise and show the statutory way, and take no case of a visitor's. What they advised is kept
from the unit complained of.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from reception_desk.records.advisers import AdviceInput, Shift, ShiftInput

MOST_WEEKS = 53
_WEEK = timedelta(days=7)


def days_of(asked: ShiftInput) -> tuple[date, ...]:
    """Return the days of a duty: one, or the same weekday up to `until`."""
    if asked.day is None:
        return ()
    last = asked.until or asked.day
    weeks = min((last - asked.day).days // 7, MOST_WEEKS - 1)
    return tuple(asked.day + _WEEK * week for week in range(max(weeks, 0) + 1))


def refuse_shift(asked: ShiftInput, today: date) -> str:
    """Return the sentence that refuses a duty, "" for a whole one."""
    if not asked.adviser_id and not (asked.name and asked.firm):
        return "请选择值班人员，或者写明姓名和单位。"
    if asked.day is None:
        return "请写明值班日期。"
    if asked.day < today:
        return "值班日期早于今天，请核对。"
    if asked.until is not None and asked.until < asked.day:
        return "重复的截止日期早于值班日期。"
    if asked.starts_at >= asked.ends_at:
        return "值班的结束时间要晚于开始时间。"
    return "" if asked.place else "请写明值班地点。"


def refuse_advice(asked: AdviceInput, today: date) -> str:
    """Return the sentence that refuses an advice, "" for a whole one."""
    if not asked.adviser_id:
        return "请选择提供咨询的律师或者调解员。"
    if asked.given_on is None:
        return "请写明咨询日期。"
    if asked.given_on > today:
        return "咨询日期晚于今天，请核对。"
    if not asked.topic:
        return "请写明咨询的问题。"
    return "" if asked.text else "请写明意见。"


def in_order(shifts: Iterable[Shift]) -> tuple[Shift, ...]:
    """Return duties as the notice names them: by hour; one that two desks entered is named once."""
    once = {
        (one.adviser.adviser_id, one.day, one.starts_at, one.ends_at): one
        for one in sorted(shifts, key=lambda one: one.shift_id, reverse=True)
    }
    return tuple(sorted(once.values(), key=lambda one: (one.day, one.starts_at, one.adviser.name)))


def on_the_board(shift: Shift, kind_label: str) -> str:
    """Return what the hall reads of a duty; the name is public like the leader's."""
    return (
        f"今日值班{kind_label}：{shift.adviser.name}（{shift.adviser.firm}），"
        f"{shift.starts_at:%H:%M}至{shift.ends_at:%H:%M}，{shift.place}。"
    )
