"""Days as a person in the hall reads and types them."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from reception_desk.errors import InvalidInputError

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")

_TYPED_DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)", re.ASCII
)


def weekday_name(day: date) -> str:
    """Return 星期一 … 星期日."""
    return WEEKDAYS[day.weekday()]


def day_text(day: date) -> str:
    """Return for example `2026年10月9日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def long_day_text(day: date) -> str:
    """Return for example `2026年10月9日（星期五）`."""
    return f"{day_text(day)}（{weekday_name(day)}）"


def span_text(first: date, last: date) -> str:
    """Return `10月1日至10月7日`, or one day when both are the same; years where they differ."""
    if first == last:
        return f"{first.month}月{first.day}日"
    if first.year != last.year:
        return f"{day_text(first)}至{day_text(last)}"
    return f"{first.month}月{first.day}日至{last.month}月{last.day}日"


def group_days(named_days: Iterable[tuple[date, str]]) -> list[tuple[date, date, str]]:
    """Join consecutive days of one name into `(first, last, name)`."""
    groups: list[tuple[date, date, str]] = []
    for day, name in named_days:
        if groups and groups[-1][2] == name and groups[-1][1] + timedelta(days=1) == day:
            groups[-1] = (groups[-1][0], day, name)
        else:
            groups.append((day, day, name))
    return groups


def parse_day(text: str) -> date:
    """Read `2026-09-24`, `20260924` or `2026年9月24日`; raise `InvalidInputError` otherwise."""
    if match := _TYPED_DAY.fullmatch(text.strip()):
        year, month, day = (int(part) for part in match.groups() if part)
        try:
            return date(year, month, day)
        except ValueError:
            pass
    raise InvalidInputError(f"“{text}”不是可用的日期。", advice="请写成 2026-09-24 的样子。")
