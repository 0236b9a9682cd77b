"""责任单位到场: whether a unit asked to attend a leader's reception comes (domain.md §5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum, auto
from types import MappingProxyType

from reception_desk.rules.seen_order import in_seen_order


class AttendanceEvent(StrEnum):
    """What happens to the request; the names stand in its rows."""

    ASKED = auto()
    CONFIRMED = auto()
    RELEASED = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {"asked": "请到场", "confirmed": "已确认到场", "released": "不用到场"}[self.value]


@dataclass(frozen=True, slots=True)
class AttendanceRecord:
    """Something said about a unit's attendance; `note` tells who comes, or why nobody need."""

    record_id: str
    event: str
    occurred_at: datetime
    note: str = ""
    after_id: str | None = None


@dataclass(frozen=True, slots=True)
class Attendance:
    """What the records come to; `state` None before the unit was asked."""

    state: AttendanceEvent | None = None
    note: str = ""
    since: datetime | None = None
    refused: tuple[tuple[str, str], ...] = ()
    last_id: str | None = None

    @property
    def is_awaited(self) -> bool:
        """Say whether the unit is expected."""
        return self.state in (AttendanceEvent.ASKED, AttendanceEvent.CONFIRMED)


_SOURCES: Mapping[AttendanceEvent, frozenset[AttendanceEvent | None]] = MappingProxyType(
    {
        AttendanceEvent.ASKED: frozenset({None, AttendanceEvent.RELEASED}),
        AttendanceEvent.CONFIRMED: frozenset({AttendanceEvent.ASKED, AttendanceEvent.CONFIRMED}),
        AttendanceEvent.RELEASED: frozenset({AttendanceEvent.ASKED, AttendanceEvent.CONFIRMED}),
    }
)


def fold(records: Iterable[AttendanceRecord]) -> Attendance:
    """Return where it stands after the records, in whatever order they are given."""
    standing = Attendance()
    for record in in_seen_order(records, lambda one: one.record_id, lambda one: one.after_id):
        standing = advance(standing, record)
    return standing


def why_not(standing: Attendance, record: AttendanceRecord) -> str:
    """Return the sentence that refuses the record, "" where it is allowed.

    A unit that two desks asked at once was asked once, and nothing is wrong.
    """
    if record.event not in frozenset(AttendanceEvent):
        return "没有这样的步骤。"
    event = AttendanceEvent(record.event)
    if standing.state not in _SOURCES[event]:
        if event is AttendanceEvent.ASKED:
            return "这个单位已经通知过了。"
        return "这个单位没有被通知到场。"
    if event is AttendanceEvent.RELEASED and not record.note:
        return "请写明为什么不用到场。"
    return ""


def advance(standing: Attendance, record: AttendanceRecord) -> Attendance:
    """Return the standing after one more record; one not allowed is only noted."""
    if why := why_not(standing, record):
        return replace(standing, refused=(*standing.refused, (record.record_id, why)))
    return replace(
        standing,
        state=AttendanceEvent(record.event),
        note=record.note,
        since=record.occurred_at,
        last_id=record.record_id,
    )
