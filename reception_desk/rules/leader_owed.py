"""What the office owes before a leader's reception day: tell the leader, publish, report bookings.

County practice (domain.md §1.7): the leader is told five working days ahead and tells an absence
by then too, the notice hangs two days ahead, the bookings are reported one day ahead.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto

from reception_desk.rules.calendar import WorkCalendar
from reception_desk.rules.leader_day_standing import DayStanding, DayState
from reception_desk.rules.leader_days import (
    BRIEF_WORKING_DAYS,
    PUBLISH_WORKING_DAYS,
    TELL_LEADER_WORKING_DAYS,
    days_before,
)

SHOWN_AHEAD = timedelta(days=3)
"""An act is shown so many days before it is due, as the due board does."""
_AHEAD = frozenset({DayState.PLANNED, DayState.PUBLISHED})


class Owed(StrEnum):
    """An act of the office that a reception day calls for, in the order they fall due."""

    TELL_LEADER = auto()
    PUBLISH = auto()
    REPORT_BOOKINGS = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {
            "tell_leader": "告知领导",
            "publish": "公示",
            "report_bookings": "报送预约",
        }[self.value]


@dataclass(frozen=True, slots=True)
class DayTimes:
    """The last days for each act; the leader tells an absence by `tell_by` too."""

    tell_by: date
    publish_by: date
    report_by: date


@dataclass(frozen=True, slots=True)
class OwedAct:
    """An act that nobody has done yet, and the last day for it."""

    act: Owed
    due_on: date

    def is_late(self, today: date) -> bool:
        """Say whether its day is over."""
        return self.due_on < today


def day_times(day: date, calendar: WorkCalendar) -> DayTimes:
    """Return the last days for the acts before `day`."""
    return DayTimes(
        days_before(day, TELL_LEADER_WORKING_DAYS, calendar),
        days_before(day, PUBLISH_WORKING_DAYS, calendar),
        days_before(day, BRIEF_WORKING_DAYS, calendar),
    )


def owed_acts(standing: DayStanding, times: DayTimes, today: date) -> tuple[OwedAct, ...]:
    """Return what is owed for a day that lies ahead, late acts among it."""
    if standing.state not in _AHEAD or standing.day < today:
        return ()
    is_published = standing.state is DayState.PUBLISHED and not standing.is_stale
    found = (
        (standing.told is None, OwedAct(Owed.TELL_LEADER, times.tell_by)),
        (not is_published, OwedAct(Owed.PUBLISH, times.publish_by)),
        (standing.reported is None, OwedAct(Owed.REPORT_BOOKINGS, times.report_by)),
    )
    return tuple(act for is_owed, act in found if is_owed and act.due_on <= today + SHOWN_AHEAD)
