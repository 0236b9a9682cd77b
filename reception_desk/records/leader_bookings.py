"""预约领导接访 and 领导批示 as rules, services and screens read them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum, auto

from reception_desk.records.signature import Handwriting


class BookingEvent(StrEnum):
    """What becomes of a booking; the names stand in its events."""

    MOVED = auto()
    RECEIVED = auto()
    LEFT = auto()
    NOT_COME = auto()
    WITHDRAWN = auto()


@dataclass(frozen=True, slots=True)
class BookingFacts:
    """A booking as it was made; without `at` the visitor comes without a time (walk-in)."""

    booking_id: str
    day_id: str
    matter_id: str
    visit_id: str | None
    at: time | None
    booked_at: datetime


@dataclass(frozen=True, slots=True)
class BookingEventRecord:
    """Something that happened to a booking; `after_id` is the last event its author saw."""

    event_id: str
    event: str
    occurred_at: datetime
    reason: str = ""
    day_id: str | None = None
    at: time | None = None
    after_id: str | None = None


@dataclass(frozen=True, slots=True)
class InstructionInput:
    """What a leader instructs on a matter, and who owes it until when.

    `owner_name` answers for it at the unit; `co_owner_ids` are units that help. An instruction
    written by pen has `ink` and its `picture` (PNG), and words beside it or none.
    """

    text: str
    owner_unit_id: str
    owner_name: str
    due_on: date | None
    co_owner_ids: tuple[str, ...] = ()
    ink: Handwriting | None = None
    picture: bytes = b""
