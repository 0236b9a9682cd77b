"""Where two appointments of video sessions cannot both be kept; the calendar shows it.

Desks plan apart, so a clash is never impossible: it is told when a session is appointed, and stays
visible until one of the two is moved.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto


class ClashKind(StrEnum):
    """What is taken up twice."""

    ROOM = auto()
    LINK = auto()
    RECEIVER = auto()
    PETITIONER = auto()
    OUTSIDE_LINK_TIME = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {
            "room": "视频接访室",
            "link": "视频线路",
            "receiver": "接访人员",
            "petitioner": "信访人",
            "outside_link_time": "不在对方提供的线路时段内",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Booking:
    """What an appointed session takes up; times are UTC, the end is not part of it.

    `receivers` and `petitioners` name people so that the same one is the same text everywhere.
    """

    session_id: str
    starts_at: datetime
    ends_at: datetime
    room_id: str
    link_id: str | None = None
    receivers: frozenset[str] = frozenset()
    petitioners: frozenset[str] = frozenset()

    def overlaps(self, other: "Booking") -> bool:
        """Say whether the two share a moment."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class LinkTime:
    """A time in which the other end offers its link."""

    link_id: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing taken up twice; without `other_id` no other session is concerned."""

    kind: ClashKind
    session_id: str
    other_id: str | None = None


def clashes(
    booking: Booking, others: Iterable[Booking], link_times: Iterable[LinkTime] = ()
) -> tuple[Clash, ...]:
    """Return everything that stands against a booking.

    A link for which the other end has named no times at all may be used at any time.
    """
    found = [
        clash
        for other in others
        if other.session_id != booking.session_id and booking.overlaps(other)
        for clash in _shared(booking, other)
    ]
    offered = [time for time in link_times if time.link_id == booking.link_id]
    is_inside = any(
        time.starts_at <= booking.starts_at and booking.ends_at <= time.ends_at for time in offered
    )
    if offered and not is_inside:
        found.append(Clash(ClashKind.OUTSIDE_LINK_TIME, booking.session_id))
    return tuple(found)


def _shared(one: Booking, other: Booking) -> Iterator[Clash]:
    shared = (
        (ClashKind.ROOM, one.room_id == other.room_id),
        (ClashKind.LINK, one.link_id is not None and one.link_id == other.link_id),
        (ClashKind.RECEIVER, one.receivers & other.receivers),
        (ClashKind.PETITIONER, one.petitioners & other.petitioners),
    )
    for kind, is_shared in shared:
        if is_shared:
            yield Clash(kind, one.session_id, other.session_id)
