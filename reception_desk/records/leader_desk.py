"""接访席: who comes before the leader today, as the leader reads it."""

from dataclasses import dataclass
from datetime import datetime, time


@dataclass(frozen=True, slots=True)
class SeatLine:
    """Somebody on today's list; `petitioner` is masked. `state` is a `BookingState`'s value.

    At most one `is_in_front`: of several that nobody ended, who came in last.
    """

    booking_id: str
    matter_id: str
    at: time | None
    petitioner: str
    head_count: int
    title: str
    state: str
    received_at: datetime | None
    left_at: datetime | None
    instructions: int
    is_in_front: bool = False
