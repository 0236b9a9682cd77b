"""The working calendar: which days the hall works, and how sure that is.

A row names one day that a notice or the office set; every other day follows the week. A year
counts as official once its notice is loaded. The days of other years are estimated from
《全国年节及纪念日放假办法》 (2024) and everything reckoned there is provisional.
"""

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto
from functools import cache
from pathlib import Path
from types import MappingProxyType

from reception_desk.config import resource
from reception_desk.errors import InvalidInputError
from reception_desk.rules.chinese_dates import weekday_name

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_FIXED_HOLIDAYS = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
# Every yearly notice of the State Council names both days, so both stand for the whole notice.
_NOTICE_DAYS = ((1, 1), (10, 1))


class DayStatus(StrEnum):
    """How a day's entry is known."""

    OFFICIAL = auto()
    """From the yearly notice of the State Council's general office."""
    ESTIMATED = auto()
    """Reckoned from the statute before the notice is out."""
    OFFICE = auto()
    """Set by the office itself, for example a closure of the hall."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of the table; `note` is the name of the holiday or the reason."""

    day: date
    is_working: bool
    source: str
    status: DayStatus
    note: str = ""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """An immutable calendar; `version` is a short hash of its rows."""

    days: Mapping[date, CalendarDay]
    official_years: frozenset[int]
    version: str

    @classmethod
    def from_rows(cls, rows: Iterable[CalendarDay]) -> "WorkCalendar":
        """Build a calendar; a later row for the same day wins over an earlier one."""
        days = {row.day: row for row in rows}
        official = {day for day, row in days.items() if row.status is DayStatus.OFFICIAL}
        years = frozenset(
            year
            for year in {day.year for day in official}
            if all(date(year, month, day) in official for month, day in _NOTICE_DAYS)
        )
        return cls(MappingProxyType(days), years, _version(days.values()))

    @classmethod
    def from_csv(cls, path: Path) -> "WorkCalendar":
        """Build a calendar from a table; raises `InvalidInputError` naming a wrong line."""
        return cls.from_rows(read_days(path))

    def is_working(self, day: date) -> bool:
        """Tell whether the office works that day."""
        if row := self.days.get(day):
            return row.is_working
        return day.weekday() < _SATURDAY and not self._estimated_holiday(day)

    def is_official(self, day: date) -> bool:
        """Tell whether the answer of `is_working` rests on a notice or the office's own entry."""
        row = self.days.get(day)
        return day.year in self.official_years or (
            row is not None and row.status is DayStatus.OFFICE
        )

    def day_name(self, day: date) -> str:
        """Return why the day is special (国庆节, 春节调休上班), else the day of the week."""
        row = self.days.get(day)
        if row is not None and row.note:
            return row.note
        return self._estimated_holiday(day) or weekday_name(day)

    def add_working_days(self, start: date, count: int) -> date:
        """Return the `count`-th working day after `start`, which itself is not counted."""
        day = start
        for _ in range(count):
            day = self.roll_forward(day + _ONE_DAY)
        return day

    def roll_forward(self, day: date) -> date:
        """Return the first working day on or after `day`."""
        while not self.is_working(day):
            day += _ONE_DAY
        return day

    def roll_back(self, day: date) -> date:
        """Return the last working day on or before `day`."""
        while not self.is_working(day):
            day -= _ONE_DAY
        return day

    def _estimated_holiday(self, day: date) -> str:
        if day.year in self.official_years:
            return ""
        if name := _FIXED_HOLIDAYS.get((day.month, day.day)):
            return name
        return "清明节" if day == qingming(day.year) else ""


def qingming(year: int) -> date:
    """Return the day of 清明, right for 1901–2099 by the usual approximation."""
    within = year % 100
    constant = 4.81 if year >= 2000 else 5.59
    leap_days = within // 4 if year >= 2000 else (within - 1) // 4
    return date(year, 4, int(within * 0.2422 + constant) - leap_days)


@cache
def shipped_calendar() -> WorkCalendar:
    """Return the calendar that comes with the program (`resources/calendar.csv`)."""
    return WorkCalendar.from_csv(resource("calendar.csv"))


def office_calendar(rows: Iterable[CalendarDay]) -> WorkCalendar:
    """Return the shipped calendar with the office's own rows laid over it."""
    return WorkCalendar.from_rows([*shipped_calendar().days.values(), *rows])


def read_days(path: Path) -> list[CalendarDay]:
    """Read the rows of a table with the columns day, is_working, source, status and note.

    Raises `InvalidInputError` with the line when a value is missing or wrong.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [_read_day(line, row) for line, row in enumerate(csv.DictReader(file), start=2)]


def _read_day(line: int, row: dict[str, str]) -> CalendarDay:
    try:
        return CalendarDay(
            day=date.fromisoformat(row["day"]),
            is_working={"true": True, "false": False}[row["is_working"]],
            source=row["source"],
            status=DayStatus(row["status"]),
            note=row["note"],
        )
    except (KeyError, ValueError, TypeError) as error:
        raise InvalidInputError(
            f"工作日历第{line}行有误，未读入。",
            advice="每行应有 day,is_working,source,status,note 五列，日期写成 2026-10-01。",
        ) from error


def _version(rows: Iterable[CalendarDay]) -> str:
    text = "\n".join(
        f"{row.day}|{row.is_working}|{row.source}|{row.status}|{row.note}"
        for row in sorted(rows, key=lambda row: row.day)
    )
    return hashlib.sha256(text.encode()).hexdigest()[:8]
