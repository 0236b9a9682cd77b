"""How often, as the two offices write it: 每月15日, 每周一, 每个工作日轮流, 2027-03-15."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from reception_desk.errors import InvalidInputError
from reception_desk.rules.leader_days import LAST_OF_MONTH, MOST_WEEKS, Rhythm

EXAMPLES = "每月15日、每月第二个星期三、每周一、每个工作日轮流 或 2027-03-15"
_TURNS = "轮流"
_DIGITS = {sign: at for at, sign in enumerate("〇一二三四五六七八九十")}
_DAYS = "一二三四五六日"
_WEEK, _DAY = r"(?:星期|周|礼拜)", r"([一二三四五六日天1-7])"
_MONTH_DAY = re.compile(r"每个?月的?([\d一二三四五六七八九十]{1,3})[日号]", re.ASCII)
_MONTH_END = re.compile(r"每个?月的?(?:最后一[天日]|月?末|月?底)")
_MONTH_WEEK = re.compile(rf"每个?月的?(?:第([一二三四五1-5])|(最后一))个?{_WEEK}{_DAY}")
_WEEKLY = re.compile(rf"每个?{_WEEK}{_DAY}")
_EVERY_DAY = re.compile(r"每[个一]?工作日")
_DATE = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号]?", re.ASCII)
_BETWEEN = re.compile(r"[、,;\n]+")
_BLANK = re.compile(r"[ \t\u3000]+")


@dataclass(frozen=True, slots=True)
class RhythmAsked:
    """What the words name; `day` for one date only, `takes_turns` where several share the days."""

    rhythm: Rhythm
    number: int | None = None
    weekday: int | None = None
    day: date | None = None
    takes_turns: bool = False


def one_day(day: date) -> RhythmAsked:
    """Return the rhythm of one date only."""
    return RhythmAsked(Rhythm.MONTHLY_DAY, day.day, day=day)


def parse_rhythm(text: str, year: int) -> tuple[RhythmAsked, ...]:
    """Return what the words ask for; several dates or weekdays are parted by a comma.

    A date without a year is one of `year`. Raises `InvalidInputError` for other words.
    """
    words = _BLANK.sub("", unicodedata.normalize("NFKC", text))
    parts = [part for part in _BETWEEN.split(words.replace(_TURNS, "")) if part]
    found = [_read(_whole(part, parts[0]), year) for part in parts]
    if not found or None in found:
        raise InvalidInputError(f"“{text.strip()}”不是可用的接访安排", advice=f"请写成 {EXAMPLES}")
    asked = (replace(one, takes_turns=_TURNS in words) for one in found if one is not None)
    return tuple(dict.fromkeys(asked))


def _whole(part: str, first: str) -> str:
    """After 每周一 a bare 三 is 每周三."""
    begun = _WEEKLY.fullmatch(first)
    return f"{first[:-1]}{part}" if len(part) == 1 and begun else part


def _read(part: str, year: int) -> RhythmAsked | None:
    for pattern, read in _READERS:
        if match := pattern.fullmatch(part):
            return read(match, year)
    return None


def _month_day(match: re.Match[str], _year: int) -> RhythmAsked | None:
    number = _number(match[1])
    return RhythmAsked(Rhythm.MONTHLY_DAY, number) if 1 <= number <= LAST_OF_MONTH else None


def _month_end(_match: re.Match[str], _year: int) -> RhythmAsked:
    return RhythmAsked(Rhythm.MONTHLY_DAY, LAST_OF_MONTH)


def _month_week(match: re.Match[str], _year: int) -> RhythmAsked:
    number = MOST_WEEKS if match[2] else _number(match[1])
    return RhythmAsked(Rhythm.MONTHLY_WEEKDAY, number, _weekday(match[3]))


def _weekly(match: re.Match[str], _year: int) -> RhythmAsked:
    return RhythmAsked(Rhythm.WEEKLY, weekday=_weekday(match[1]))


def _every_day(_match: re.Match[str], _year: int) -> RhythmAsked:
    return RhythmAsked(Rhythm.EVERY_WORKING_DAY)


def _date(match: re.Match[str], year: int) -> RhythmAsked | None:
    try:
        return one_day(date(int(match[1] or year), int(match[2]), int(match[3])))
    except ValueError:
        return None


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], RhythmAsked | None]], ...] = (
    (_MONTH_DAY, _month_day),
    (_MONTH_END, _month_end),
    (_MONTH_WEEK, _month_week),
    (_WEEKLY, _weekly),
    (_EVERY_DAY, _every_day),
    (_DATE, _date),
)


def _weekday(sign: str) -> int:
    if sign.isdigit():
        return int(sign) - 1
    return _DAYS.index("日" if sign == "天" else sign)


def _number(text: str) -> int:
    """Read 15, 五, 十五, 二十 or 二十五; 0 for signs in no such order."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS[text] if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1 or ones == "十":
        return 0
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
