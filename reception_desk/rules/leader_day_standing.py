"""Where a reception day of a leader stands: the fold of its append-only events through a table.

A leader who cannot come is stood in for or swaps the day with another (domain.md §1.7); the day,
who was to come and why they did not stay on record. A day moved or given to another leader after
its publication has to be published anew, and its leader told anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum, auto
from types import MappingProxyType

from reception_desk.records.leader_days import DayEvent, DayEventRecord, DayFacts
from reception_desk.rules.seen_order import in_seen_order


class DayState(StrEnum):
    """Where a reception day stands."""

    PLANNED = auto()
    PUBLISHED = auto()
    OPEN = auto()
    HELD = auto()
    CANCELLED = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    DayState.PLANNED: "已安排",
    DayState.PUBLISHED: "已公示",
    DayState.OPEN: "接访中",
    DayState.HELD: "已结束",
    DayState.CANCELLED: "已取消",
}


@dataclass(frozen=True, slots=True)
class DayTransition:
    """A row of a day's life; without `target` it stands where it stood.

    `needs` names what the event has to give, and how it is asked for.
    """

    number: str
    label: str
    sources: frozenset[DayState]
    target: DayState | None
    needs: tuple[tuple[str, str], ...] = ()


_REASON = ("reason", "请写明理由。")
_REVISING = frozenset({DayEvent.SUBSTITUTED, DayEvent.SWAPPED, DayEvent.MOVED, DayEvent.CANCELLED})
"""What whoever has the day in a calendar must learn of."""
_LEADER = ("leader_id", "请写明由哪位领导接访。")
_HOW = ("reason", "请写明怎么告知的。")
_WHOM = ("leader_id", "请写明告知了哪位领导。")
_AHEAD = frozenset({DayState.PLANNED, DayState.PUBLISHED})
_TELLING = frozenset({DayEvent.LEADER_TOLD, DayEvent.BOOKINGS_REPORTED})

DAY_TRANSITIONS: Mapping[DayEvent, DayTransition] = MappingProxyType(
    {
        DayEvent.PUBLISHED: DayTransition("L01", "公示", _AHEAD, DayState.PUBLISHED),
        DayEvent.SUBSTITUTED: DayTransition(
            "L02", "由其他领导代接", _AHEAD | {DayState.OPEN}, None, (_LEADER, _REASON)
        ),
        DayEvent.SWAPPED: DayTransition(
            "L03", "对调", _AHEAD, DayState.PLANNED,
            (_LEADER, ("other_day_id", "请写明与哪一天对调。"), _REASON),
        ),
        DayEvent.MOVED: DayTransition(
            "L04", "改期", _AHEAD, DayState.PLANNED,
            (("day", "请写明改到哪一天。"), ("starts_at", "请写明几点开始。"),
             ("ends_at", "请写明几点结束。"), ("place", "请写明接访地点。"), _REASON),
        ),
        DayEvent.CANCELLED: DayTransition("L05", "取消", _AHEAD, DayState.CANCELLED, (_REASON,)),
        DayEvent.OPENED: DayTransition("L06", "开始接访", _AHEAD, DayState.OPEN),
        DayEvent.CLOSED: DayTransition(
            "L07", "结束接访", frozenset({DayState.OPEN}), DayState.HELD
        ),
        DayEvent.LEADER_TOLD: DayTransition("L08", "告知领导", _AHEAD, None, (_WHOM, _HOW)),
        DayEvent.BOOKINGS_REPORTED: DayTransition(
            "L09", "报送预约", _AHEAD | {DayState.OPEN}, None, (_WHOM, _HOW)
        ),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Telling:
    """A leader was told: when, how and by which account."""

    at: datetime
    how: str
    by_account: str | None


@dataclass(frozen=True, slots=True)
class DayStanding:
    """What the events come to.

    `planned_leader_id` was named by the plan, `changes` tells each substitution, swap and move as
    (moment, label, reason). A published day that changed since `is_stale`: whoever read the notice
    would come in vain. `revision` counts the changes on record, so that it only grows. `told` and
    `reported` are of the leader and the day as they stand: a change asks for both again.
    """

    facts: DayFacts
    state: DayState
    day: date
    starts_at: time
    ends_at: time
    leader_id: str
    place: str
    published_at: datetime | None = None
    is_stale: bool = False
    changes: tuple[tuple[datetime, str, str], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    revision: int = 0
    told: Telling | None = None
    reported: Telling | None = None
    last_event_id: str | None = None

    @property
    def planned_leader_id(self) -> str:
        """Return who was to come by the plan."""
        return self.facts.leader_id


def begun(facts: DayFacts) -> DayStanding:
    """Return where a day stands that was just planned."""
    return DayStanding(
        facts, DayState.PLANNED, facts.day, facts.starts_at, facts.ends_at,
        facts.leader_id, facts.place,
    )  # fmt: skip


def fold(facts: DayFacts, events: Iterable[DayEventRecord]) -> DayStanding:
    """Return where the day stands after `events`, in whatever order they are given."""
    standing = begun(facts)
    for event in in_seen_order(events, lambda one: one.event_id, lambda one: one.after_id):
        standing = advance(standing, event)
    return standing


def why_not(standing: DayStanding, event: DayEventRecord) -> str:
    """Return the sentence that refuses the event, "" where it is allowed."""
    if event.event not in frozenset(DayEvent):
        return "没有这样的步骤。"
    row = DAY_TRANSITIONS[DayEvent(event.event)]
    if standing.state not in row.sources:
        return f"这个接访日现在是“{standing.state.label}”，不能“{row.label}”。"
    if missing := next((ask for name, ask in row.needs if not getattr(event, name)), ""):
        return missing
    if event.starts_at and event.ends_at and event.starts_at >= event.ends_at:
        return "结束时间要晚于开始时间。"
    is_given = event.leader_id is not None and event.event not in _TELLING
    if is_given and event.leader_id == standing.leader_id:
        return "这一天本来就由这位领导接访。"
    return ""


def advance(standing: DayStanding, event: DayEventRecord) -> DayStanding:
    """Return the standing after one more event; one not allowed is only noted."""
    if event.event in _REVISING:
        standing = replace(standing, revision=standing.revision + 1)
    if why := why_not(standing, event):
        return replace(standing, refused=(*standing.refused, (event.event_id, why)))
    kind = DayEvent(event.event)
    row = DAY_TRANSITIONS[kind]
    after = replace(standing, state=row.target or standing.state, last_event_id=event.event_id)
    match kind:
        case DayEvent.PUBLISHED:
            after = replace(after, published_at=event.occurred_at, is_stale=False)
        case DayEvent.SUBSTITUTED | DayEvent.SWAPPED:
            after = _changed(replace(after, leader_id=event.leader_id or after.leader_id), event)
        case DayEvent.MOVED:
            moved = replace(
                after,
                day=event.day or after.day,
                starts_at=event.starts_at or after.starts_at,
                ends_at=event.ends_at or after.ends_at,
                place=event.place,
            )
            after = _changed(moved, event)
        case DayEvent.LEADER_TOLD if _is_of(standing, event):
            after = replace(after, told=_telling(event))
        case DayEvent.BOOKINGS_REPORTED if _is_of(standing, event):
            after = replace(after, reported=_telling(event))
    return after


def _is_of(standing: DayStanding, event: DayEventRecord) -> bool:
    """Another desk may have given the day to somebody else meanwhile: they were not told."""
    return event.leader_id == standing.leader_id and event.day in (None, standing.day)


def _telling(event: DayEventRecord) -> Telling:
    return Telling(event.occurred_at, event.reason, event.by_account)


def _changed(standing: DayStanding, event: DayEventRecord) -> DayStanding:
    label = DAY_TRANSITIONS[DayEvent(event.event)].label
    return replace(
        standing,
        is_stale=standing.published_at is not None,
        told=None,
        reported=None,
        changes=(*standing.changes, (event.occurred_at, label, event.reason)),
    )
