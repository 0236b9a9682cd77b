"""预约领导接访: where a booking stands, and the times of a day that are still free.

A booking never keeps anybody out: whoever comes without one is received too (domain.md §5).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum, auto
from types import MappingProxyType

from reception_desk.records.leader_bookings import (
    BookingEvent,
    BookingEventRecord,
    BookingFacts,
)
from reception_desk.rules.seen_order import in_seen_order

SLOT_MINUTES = 30


class BookingState(StrEnum):
    """Where a booking stands."""

    BOOKED = auto()
    RECEIVED = auto()
    NOT_COME = auto()
    WITHDRAWN = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {
            "booked": "已预约",
            "received": "已接访",
            "not_come": "未到",
            "withdrawn": "已取消",
        }[self.value]


@dataclass(frozen=True, slots=True)
class BookingTransition:
    """A row of a booking's life; without `target` it stands where it stood."""

    number: str
    label: str
    sources: frozenset[BookingState]
    target: BookingState
    asks_reason: bool = False


_AWAITED = frozenset({BookingState.BOOKED, BookingState.NOT_COME})

BOOKING_TRANSITIONS: Mapping[BookingEvent, BookingTransition] = MappingProxyType(
    {
        BookingEvent.MOVED: BookingTransition(
            "P01", "改约", _AWAITED | {BookingState.WITHDRAWN}, BookingState.BOOKED, True
        ),
        BookingEvent.RECEIVED: BookingTransition(
            "P02", "接访", _AWAITED | {BookingState.WITHDRAWN}, BookingState.RECEIVED
        ),
        BookingEvent.LEFT: BookingTransition(
            "P05", "结束接访", frozenset({BookingState.RECEIVED}), BookingState.RECEIVED
        ),
        BookingEvent.NOT_COME: BookingTransition(
            "P03", "未到", frozenset({BookingState.BOOKED}), BookingState.NOT_COME
        ),
        BookingEvent.WITHDRAWN: BookingTransition(
            "P04", "取消预约", _AWAITED, BookingState.WITHDRAWN, True
        ),
    }
)


@dataclass(frozen=True, slots=True)
class BookingStanding:
    """What the events come to; `day_id` and `at` are where it was moved to.

    `received_at` is when the visitor came in, `left_at` when they went again.
    """

    facts: BookingFacts
    state: BookingState
    day_id: str
    at: time | None
    since: datetime
    reasons: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    last_event_id: str | None = None
    received_at: datetime | None = None
    left_at: datetime | None = None

    @property
    def is_in_front(self) -> bool:
        """Whether the visitor came in and has not gone yet."""
        return self.received_at is not None and self.left_at is None


def fold(facts: BookingFacts, events: Iterable[BookingEventRecord]) -> BookingStanding:
    """Return where the booking stands after `events`, in whatever order they are given."""
    standing = BookingStanding(facts, BookingState.BOOKED, facts.day_id, facts.at, facts.booked_at)
    for event in in_seen_order(events, lambda one: one.event_id, lambda one: one.after_id):
        standing = advance(standing, event)
    return standing


def why_not(standing: BookingStanding, event: BookingEventRecord) -> str:
    """Return the sentence that refuses the event, "" where it is allowed."""
    if event.event not in frozenset(BookingEvent):
        return "没有这样的步骤。"
    kind = BookingEvent(event.event)
    row = BOOKING_TRANSITIONS[kind]
    if standing.state not in row.sources:
        return f"这个预约现在是“{standing.state.label}”，不能“{row.label}”。"
    if kind is BookingEvent.LEFT and standing.left_at is not None:
        return "这一批接访已经结束。"
    if row.asks_reason and not event.reason:
        return "请写明理由。"
    if kind is BookingEvent.MOVED and not event.day_id:
        return "请写明改约到哪个接访日。"
    return ""


def advance(standing: BookingStanding, event: BookingEventRecord) -> BookingStanding:
    """Return the standing after one more event; one not allowed is only noted."""
    if why := why_not(standing, event):
        return replace(standing, refused=(*standing.refused, (event.event_id, why)))
    kind = BookingEvent(event.event)
    after = replace(
        standing,
        state=BOOKING_TRANSITIONS[kind].target,
        since=event.occurred_at,
        last_event_id=event.event_id,
    )
    if event.reason:
        after = replace(after, reasons=(*after.reasons, event.reason))
    if kind is BookingEvent.RECEIVED:
        after = replace(after, received_at=event.occurred_at, left_at=None)
    elif kind is BookingEvent.LEFT:
        after = replace(after, left_at=event.occurred_at)
    if kind is BookingEvent.MOVED:
        after = replace(after, day_id=event.day_id or after.day_id, at=event.at)
    return after


def slots(starts_at: time, ends_at: time, minutes: int = SLOT_MINUTES) -> tuple[time, ...]:
    """Return the times at which a visitor may be booked, each with `minutes` before the end."""
    day = date(2000, 1, 1)
    at, last = datetime.combine(day, starts_at), datetime.combine(day, ends_at)
    step = timedelta(minutes=minutes)
    found = []
    while at + step <= last:
        found.append(at.time())
        at += step
    return tuple(found)


def free_slots(
    starts_at: time, ends_at: time, taken: Iterable[BookingStanding]
) -> tuple[time, ...]:
    """Return the times nobody is booked for; a booking that was withdrawn takes none."""
    used = {one.at for one in taken if one.state is not BookingState.WITHDRAWN}
    return tuple(at for at in slots(starts_at, ends_at) if at not in used)


def in_front(bookings: Iterable[BookingStanding]) -> BookingStanding | None:
    """Return who sits before the leader: of several that nobody ended, who came in last."""
    found = [one for one in bookings if one.is_in_front and one.received_at is not None]
    return max(found, key=lambda one: (one.received_at, one.facts.booking_id), default=None)


def next_awaited(bookings: Iterable[BookingStanding]) -> BookingStanding | None:
    """Return who comes in next; who did not come is asked for no more."""
    return next((one for one in in_order(bookings) if one.state is BookingState.BOOKED), None)


def in_order(bookings: Iterable[BookingStanding]) -> tuple[BookingStanding, ...]:
    """Return bookings as the leader sees them: by their time, those without one behind."""
    return tuple(
        sorted(
            bookings,
            key=lambda one: (one.at is None, one.at or time(), one.facts.booked_at),
        )
    )
