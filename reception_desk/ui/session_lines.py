"""How sessions stand in the list and in the week, in words and marks."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from reception_desk.records.video_sessions import SessionLine
from reception_desk.rules.chinese_dates import weekday_name
from reception_desk.rules.session_transition import SessionState
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tokens import Colour

Mark = tuple[Colour, str]

NO_TITLE = "（诉求待补充）"
CLASH, REFUSED = "安排有冲突", "有未生效步骤"
_STATES: dict[str, Mark] = {
    SessionState.IN_SESSION.label: (Colour.OK, "video"),
    SessionState.RETURNED.label: (Colour.WARN, "reply"),
    SessionState.MISSED.label: (Colour.WARN, "skip"),
    SessionState.BROKEN_OFF.label: (Colour.WARN, "warning"),
}
_NOTES: dict[str, Mark] = {CLASH: (Colour.ERROR, "warning"), REFUSED: (Colour.WARN, "warning")}
COLUMNS = (
    Column("time", "约定时间", 13),
    Column("state", "状态", 6, marks=_STATES),
    Column("note", "提示", 7, marks=_NOTES),
    Column("matter", "事项", 12),
    Column("receivers", "接访人员", 9),
    Column("room", "视频接访室", 6),
    Column("link", "线路", 6, is_hidden=True),
    Column("level", "方式", 5, is_hidden=True),
    Column("label", "场次", 10, keeps_end=True),
)


def session_cells(line: SessionLine, zone: ZoneInfo) -> Sequence[Any]:
    """Return the cells of `COLUMNS`."""
    return (
        time_words(line, zone) or None,
        state_words(line.state),
        CLASH if line.clashes else REFUSED if line.refused else None,
        line.matter or NO_TITLE,
        "、".join(line.receivers) or "—",
        line.room or "—",
        line.link or "—",
        line.level.label,
        line.label,
    )


def state_words(state: str) -> str:
    """Return a state's name; one of a later release stands as it is."""
    return SessionState(state).label if state in set(SessionState) else state


def state_mark(state: str) -> Mark:
    """Return the colour and the icon of a state."""
    return _STATES.get(state_words(state), (Colour.MUTED, "clock"))


def time_words(line: SessionLine, zone: ZoneInfo) -> str:
    """Return `2026-12-01 09:00–10:00`, "" before an appointment."""
    if line.starts_at is None or line.ends_at is None:
        return ""
    first = line.starts_at.astimezone(zone)
    return f"{first:%Y-%m-%d} {span_words(line.starts_at, line.ends_at, zone)}"


def clock_words(line: SessionLine, zone: ZoneInfo) -> str:
    """Return `09:00–10:00` of a session, "" before an appointment."""
    if line.starts_at is None or line.ends_at is None:
        return ""
    return span_words(line.starts_at, line.ends_at, zone)


def span_words(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """Return `09:00–10:00`."""
    first, last = starts_at.astimezone(zone), ends_at.astimezone(zone)
    return f"{first:%H:%M}–{last:%H:%M}"


def day_words(day: date, today: date, *, is_working: bool) -> str:
    """Return `11月27日 星期五 · 今天`, with 休息日 where nobody works."""
    words = f"{day.month}月{day.day}日 {weekday_name(day)}"
    notes = [
        note for note in ("今天" if day == today else "", "" if is_working else "休息日") if note
    ]
    return " · ".join([words, *notes])
