"""领导接访事项简报: what a leader reads of a matter before its petitioner comes in.

Nothing of the person stands there but the masked name and what they need (domain.md §8).
"""

from dataclasses import dataclass
from datetime import date, time

from reception_desk.records.promises import PromiseRecord


@dataclass(frozen=True, slots=True)
class BriefStep:
    """A step of the matter's life, in words."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class BriefDuty:
    """What runs: who has to do what until when; `left` is that in days, said today."""

    title: str
    bearer: str
    last_day: date
    left: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class BriefPaper:
    """A paper that was issued."""

    day: date
    title: str
    number: str


@dataclass(frozen=True, slots=True)
class BriefPromise:
    """What was promised earlier, and what became of it."""

    promise: PromiseRecord
    outcome: str
    is_open: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class LeaderBrief:
    """A booked matter on one page; `petitioner` is masked, `asks` is what they want, line by line.

    `since` is the day its state began; steps, papers and promises are the oldest first, duties
    the nearest first.
    """

    booking_id: str
    matter_id: str
    at: time | None
    number: str
    title: str
    petitioner: str
    head_count: int
    care: tuple[str, ...]
    asks: tuple[str, ...]
    visits: int
    state: str
    since: date | None
    unit: str
    steps: tuple[BriefStep, ...]
    duties: tuple[BriefDuty, ...]
    papers: tuple[BriefPaper, ...]
    promises: tuple[BriefPromise, ...]
