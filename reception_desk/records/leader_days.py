"""领导接访日 as rules, services and screens read them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum, auto


class DayEvent(StrEnum):
    """What happens to a reception day; the names stand in its events."""

    PUBLISHED = auto()
    SUBSTITUTED = auto()
    SWAPPED = auto()
    MOVED = auto()
    CANCELLED = auto()
    OPENED = auto()
    CLOSED = auto()
    LEADER_TOLD = auto()
    BOOKINGS_REPORTED = auto()


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader of the county who receives people; `portfolio` is what they are in charge of."""

    leader_id: str
    name: str
    post: str
    portfolio: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class DayFacts:
    """A reception day as it was planned; times are the hall's."""

    day_id: str
    day: date
    starts_at: time
    ends_at: time
    leader_id: str
    place: str
    rule_id: str | None = None
    moved_from: date | None = None


@dataclass(frozen=True, slots=True)
class DayEventRecord:
    """Something that happened to a reception day; `after_id` is the last event its author saw.

    `leader_id` receives people from now on, `day` with its times and place is where it was moved
    to, `other_day_id` the day of the leader it was swapped with. Where somebody was told,
    `leader_id` is whom, `day` of which day, `reason` how, `by_account` by whom.
    """

    event_id: str
    event: str
    occurred_at: datetime
    reason: str = ""
    leader_id: str | None = None
    day: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    other_day_id: str | None = None
    after_id: str | None = None
    by_account: str | None = None
