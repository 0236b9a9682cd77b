"""领导接访日程 as a calendar (.ics) or a table: days, leaders, places; nobody who is received."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.records.export import ExportKind, ExportTable
from reception_desk.records.identifiers import new_id
from reception_desk.rules.calendar_file import CalendarEntry, EntryStatus, calendar_file
from reception_desk.rules.chinese_dates import span_text, weekday_name
from reception_desk.rules.leader_day_standing import DayState
from reception_desk.rules.permissions import Action
from reception_desk.services.exports import (
    ExportOrder,
    SayProgress,
    check_order,
    export_table,
    put_in_place,
)
from reception_desk.services.leader_days import ReceptionDayNow, reception_days

NAME = "领导接访日程"
DAY_KINDS = (ExportKind.ICS, ExportKind.XLSX)
_TITLES = (
    "日期", "星期", "时间", "地点", "接访领导", "职务", "分管工作", "状态", "原定领导", "变动",
)  # fmt: skip
_STATUS = {
    DayState.PLANNED: EntryStatus.TENTATIVE,
    DayState.CANCELLED: EntryStatus.CANCELLED,
}


def days_order(target: Path, kind: ExportKind, first: date, last: date) -> ExportOrder:
    """Return the order for a span of days; who plans them may take them along."""
    reason = f"{span_text(first, last)}{NAME}"
    return ExportOrder(target, kind, reason, action=Action.PLAN_LEADER_DAY)


def export_days(
    database: Database, actor: Actor, span: tuple[date, date], order: ExportOrder, say: SayProgress
) -> int:
    """Write the days between two, cancelled ones among them; return how many.

    Raises like `exports.export_table`, and `InvalidInputError` for a span without days.
    """
    check_order(actor, order)
    days = reception_days(database, *span)
    if not days:
        raise InvalidInputError(
            f"{span_text(*span)}没有接访日。", advice="请换一段日子，或者先排好计划。"
        )
    if order.kind is ExportKind.XLSX:
        table = ExportTable(NAME, _TITLES, map(_row, days), len(days))
        return export_table(database, actor, table, order, say)
    text = calendar_file(NAME, _entries(days, ZoneInfo(actor.desk.zone)), now())

    def fill(made: Path) -> str:
        made.write_bytes(text)
        return f"{NAME} {order.kind.value} {len(days)}天"

    put_in_place(database, actor, order, new_id(), fill)
    return len(days)


def _entries(days: Sequence[ReceptionDayNow], zone: ZoneInfo) -> list[CalendarEntry]:
    return [_entry(one, zone) for one in days]


def _entry(one: ReceptionDayNow, zone: ZoneInfo) -> CalendarEntry:
    """The key of a day is the same on every desk, so every desk's file speaks of one entry."""
    standing = one.standing

    def at(hour: time) -> datetime:
        return datetime.combine(standing.day, hour, tzinfo=zone)

    told = (
        f"分管：{one.leader.portfolio}" if one.leader.portfolio else "",
        _changes(one),
    )
    return CalendarEntry(
        uid=f"{standing.facts.day_id}@leader-days.reception-desk",
        starts_at=at(standing.starts_at),
        ends_at=at(standing.ends_at),
        summary=f"领导接访：{one.leader.post} {one.leader.name}",
        place=standing.place,
        description="\n".join(part for part in told if part),
        revision=standing.revision,
        status=_STATUS.get(standing.state, EntryStatus.CONFIRMED),
    )


def _row(one: ReceptionDayNow) -> tuple[Any, ...]:
    standing = one.standing
    is_other = one.planned_leader.leader_id != one.leader.leader_id
    return (
        standing.day.isoformat(),
        weekday_name(standing.day),
        f"{standing.starts_at:%H:%M}-{standing.ends_at:%H:%M}",
        standing.place,
        one.leader.name,
        one.leader.post,
        one.leader.portfolio,
        standing.state.label,
        f"{one.planned_leader.post} {one.planned_leader.name}" if is_other else "",
        _changes(one),
    )


def _changes(one: ReceptionDayNow) -> str:
    """What changed; the reason is the office's and stays here."""
    return "、".join(dict.fromkeys(words for _, words, _ in one.standing.changes))
