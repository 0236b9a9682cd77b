"""How matters and what is due stand in the lists, in words and marks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from reception_desk.records.matters import DueCount, DueGroup, DueLine, MatterRow
from reception_desk.rules.duties import DUTIES, parse_duty
from reception_desk.rules.states import State
from reception_desk.services.due_board import group_of
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tokens import Colour

Mark = tuple[Colour, str]

NO_TITLE = "（诉求待补充）"
AWAITS, REFUSED, SUPERVISED = "待审批", "有未生效步骤", "督办中"
GROUP_MARKS: dict[DueGroup, Mark] = {
    DueGroup.OVERDUE: (Colour.ERROR, "warning"),
    DueGroup.TODAY: (Colour.WARN, "clock"),
    DueGroup.SOON: (Colour.ACCENT, "calendar"),
}
_LEFT_MARKS = {group.label: mark for group, mark in GROUP_MARKS.items()}
_NOTE_MARKS: dict[str, Mark] = {
    AWAITS: (Colour.ACCENT, "stamp"),
    REFUSED: (Colour.WARN, "warning"),
    SUPERVISED: (Colour.WARN, "bell"),
}
DUE_COLUMNS = (
    Column("left", "剩余", 10, marks=_LEFT_MARKS),
    Column("legal", "期限", 6),
)
COLUMNS = (
    Column("number", "编号", 8, keeps_end=True),
    Column("title", "事项", 14),
    *DUE_COLUMNS,
    Column("state", "状态", 6),
    Column("note", "提示", 7, marks=_NOTE_MARKS),
    Column("unit", "承办单位", 7),
    Column("clerk", "办理人", 4),
    Column("since", "此状态起", 6, is_hidden=True),
    Column("registered", "登记日期", 6, is_hidden=True),
)
LINE_COLUMNS = (
    *DUE_COLUMNS,
    Column("title", "事项", 12),
    Column("duty", "要办", 9),
    Column("unit", "承办单位", 8),
    Column("clerk", "办理人", 4),
    Column("number", "编号", 9, keeps_end=True, is_hidden=True),
    Column("state", "状态", 6, is_hidden=True),
)
COUNT_COLUMNS = (
    Column("name", "", 7),
    Column("overdue", DueGroup.OVERDUE.label, 3, is_right=True),
    Column("today", "今天", 2, is_right=True),
    Column("soon", DueGroup.SOON.label, 3, is_right=True),
)


@dataclass(frozen=True, slots=True, order=True)
class Left:
    """Days left until the last lawful day, negative once it is over; sorts as a number."""

    days: int
    words: str = field(compare=False)

    def __str__(self) -> str:
        return self.words


def left(legal: date, internal: date, today: date) -> Left:
    """Say how long there is still time, the group of the board first where one tells it."""
    days = (legal - today).days
    group = group_of(legal, internal, today)
    if group is DueGroup.OVERDUE:
        return Left(days, f"{group.label} {-days} 天")
    rest = f"还有 {days} 天" if days else "最后一天"
    return Left(days, f"{group.label} {rest}" if group else rest)


def mark_of(words: str) -> Mark | None:
    """Return the colour and the icon of `left`'s words."""
    return _LEFT_MARKS.get(words.partition(" ")[0])


def state_label(state: str) -> str:
    """Return a state's name; one of a later release stands as it is."""
    return State(state).label if state in set(State) else state


def matter_cells(row: MatterRow, today: date, zone: ZoneInfo) -> Sequence[Any]:
    """Return the cells of `COLUMNS`."""
    legal, internal = row.next_legal, row.next_internal
    return (
        row.number,
        row.title or NO_TITLE,
        left(legal, internal or legal, today) if legal else None,
        legal.isoformat() if legal else None,
        state_label(row.state),
        _note(row),
        row.unit_name or "—",
        row.clerk_name,
        row.since.isoformat(),
        f"{row.registered_at.astimezone(zone):%Y-%m-%d}",
    )


def line_cells(line: DueLine, today: date) -> Sequence[Any]:
    """Return the cells of `LINE_COLUMNS`."""
    return (
        left(line.legal, line.internal, today),
        f"{line.legal}{'（暂定）' if line.is_provisional else ''}",
        line.title or NO_TITLE,
        DUTIES[parse_duty(line.duty)].title,
        line.unit_name,
        line.clerk_name,
        line.number,
        state_label(line.state),
    )


def count_cells(count: DueCount) -> Sequence[Any]:
    """Return the cells of `COUNT_COLUMNS`; nothing is an empty cell, not a nought."""
    return (count.name, count.overdue or None, count.today or None, count.soon or None)


def _note(row: MatterRow) -> str | None:
    if row.proposal is not None:
        return AWAITS
    if row.refused:
        return REFUSED
    return SUPERVISED if row.is_supervised else None
