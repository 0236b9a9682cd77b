"""听证 to come: when, where, who presides; moved or called off with a reason."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum, auto


class HearingEvent(StrEnum):
    """What happens to a hearing before it is held."""

    ARRANGED = auto()
    MOVED = auto()
    CANCELLED = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {"arranged": "安排听证", "moved": "改期", "cancelled": "取消"}[self.value]


@dataclass(frozen=True, slots=True)
class HearingInput:
    """An arrangement, another one in its place, or the reason why there is none."""

    event: HearingEvent
    held_on: date | None = None
    starts_at: time | None = None
    place: str = ""
    chair: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HearingRecord:
    """An event on record; `day` is the local day on which it was written down."""

    event_id: str
    event: str
    day: date
    after_id: str | None = None
    held_on: date | None = None
    starts_at: time | None = None
    place: str = ""
    chair: str = ""
    reason: str = ""
    author_name: str = ""
