"""The days a leader sets with one key: so many days from today, moved on where that day rests."""

from dataclasses import dataclass
from datetime import date, timedelta

from reception_desk.rules.calendar import WorkCalendar
from reception_desk.rules.chinese_dates import WEEKDAYS

QUICK_SPANS = (7, 15, 30)


@dataclass(frozen=True, slots=True)
class QuickDay:
    """The last day after `span` days: `day`, and `nominal` where it was counted to."""

    span: int
    nominal: date
    day: date
    rest: str

    @property
    def words(self) -> str:
        """Say which day it is, and why it is not the one that was counted to."""
        named = f"{self.day.month}月{self.day.day}日 {WEEKDAYS[self.day.weekday()]}"
        if self.day == self.nominal:
            return named
        return f"{named}（{self.nominal.month}月{self.nominal.day}日{self.rest}，顺延）"


def quick_days(today: date, calendar: WorkCalendar) -> tuple[QuickDay, ...]:
    """Return the quick choices of today."""
    return tuple(_quick(today, span, calendar) for span in QUICK_SPANS)


def _quick(today: date, span: int, calendar: WorkCalendar) -> QuickDay:
    nominal = today + timedelta(days=span)
    name = "" if calendar.is_working(nominal) else calendar.day_name(nominal)
    rest = "休息" if name.startswith("星期") else f"{name}休息" if name else ""
    return QuickDay(span, nominal, calendar.roll_forward(nominal), rest)
