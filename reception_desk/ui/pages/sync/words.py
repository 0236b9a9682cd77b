"""The state of the sync in words: big and calm first, then the figures."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from reception_desk.records.conflicts import OpenConflict
from reception_desk.records.sync import (
    LinkState,
    LinkStatus,
    RefusedChange,
    RoundRecord,
    SyncStanding,
)
from reception_desk.ui.lamps import short_time
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tokens import Colour

DONE, FAILED = "完成", "没有连上"
_MEASURED = 5
"""So many of the last rounds tell the speed."""

CONFLICT_COLUMNS = (
    Column("record", "哪一条", 14),
    Column("field", "哪一项", 6),
    Column("noticed", "最后改动", 7),
    Column("desks", "改过的窗口", 16),
)
REFUSED_COLUMNS = (
    Column("record", "哪一条", 14),
    Column("kind", "内容", 4),
    Column("changed", "登记或改动", 7),
    Column("seq", "编号", 4, is_right=True),
    Column("reason", "中心没有收下的原因", 20),
)
WAITING_COLUMNS = (
    Column("noun", "是什么", 14),
    Column("count", "待上传", 6, is_right=True),
)
ROUND_COLUMNS = (
    Column("time", "时间", 8),
    Column(
        "outcome",
        "结果",
        6,
        marks={DONE: (Colour.OK, "done"), FAILED: (Colour.WARN, "warning")},
    ),
    Column("up", "上传", 4, is_right=True),
    Column("down", "收到", 4, is_right=True),
    Column("milliseconds", "用时", 6, is_right=True),
    Column("speed", "条/秒", 5, is_right=True),
    Column("note", "说明", 20),
)


@dataclass(frozen=True, slots=True)
class Headline:
    """The state in one line, a sentence below it, and how it is marked."""

    title: str
    sentence: str
    icon: str
    colour: Colour


_HEADLINES = {
    LinkState.ONLINE: Headline("已连接，自 {since}", "各窗口的登记正在互通。", "done", Colour.OK),
    LinkState.CONNECTING: Headline("正在连接中心", "登记照常进行。", "refresh", Colour.ACCENT),
    LinkState.OFFLINE: Headline(
        "独自工作，自 {since}",
        "照常登记即可：内容都保存在本机，连上后自动补传，不用重新录入。",
        "warning",
        Colour.WARN,
    ),
    LinkState.REFUSED: Headline("中心拒绝了本机", "", "error", Colour.ERROR),
    LinkState.LOST: Headline("本窗口已报失", "", "error", Colour.ERROR),
    LinkState.STOPPED: Headline(
        "同步已停止", "本机照常办理；重新登录后继续。", "info", Colour.MUTED
    ),
}
"""Without a sentence of its own, a state says what the link said."""


def headline(status: LinkStatus | None, zone: ZoneInfo, moment: datetime) -> Headline:
    """Return what stands large at the top of the page."""
    if status is None:
        return Headline(
            "本机单独工作",
            "没有设置中心，登记内容只保存在本机。需要互通时，请由管理员在“设置 · 中心”中登记。",
            "info",
            Colour.MUTED,
        )
    found = _HEADLINES[status.state]
    title = found.title.format(since=short_time(status.since, zone, moment))
    return replace(found, title=title, sentence=found.sentence or status.sentence)


def figures(
    status: LinkStatus | None, standing: SyncStanding, zone: ZoneInfo, moment: datetime
) -> tuple[tuple[str, str], ...]:
    """Return the few numbers beside the headline."""
    success = standing.last_success
    return (
        ("待上传", f"{standing.unsent} 条" if standing.unsent else "没有"),
        ("最近成功", short_time(success, zone, moment) if success else "还没有"),
        ("速度", speed(standing.rounds) if status is not None else "—"),
    )


def speed(rounds: tuple[RoundRecord, ...]) -> str:
    """Return how fast the last rounds were: per row where there were many, else per round."""
    good = [found for found in rounds if not found.failure][:_MEASURED]
    rates = [found.rows_per_second for found in good if found.rows_per_second]
    if rates:
        return f"每秒 {sum(rates) // len(rates)} 条"
    if good:
        return f"每轮 {sum(found.milliseconds for found in good) // len(good)} 毫秒"
    return "还没有"


def conflict_cells(conflict: OpenConflict, zone: ZoneInfo) -> tuple[object, ...]:
    """Return a row of the conflicts; no value stands in it."""
    return (
        str(conflict.record),
        conflict.field,
        f"{conflict.noticed_at.astimezone(zone):%m-%d %H:%M}",
        "、".join(conflict.desks),
    )


def refused_cells(change: RefusedChange, zone: ZoneInfo) -> tuple[object, ...]:
    """Return a row of what the centre has not taken."""
    return (
        str(change.record),
        "新增" if change.is_new_row else "改动",
        f"{change.changed_at.astimezone(zone):%m-%d %H:%M}",
        change.seq,
        change.reason,
    )


def round_cells(found: RoundRecord, zone: ZoneInfo) -> tuple[object, ...]:
    """Return a row of the history."""
    time = f"{found.started_at.astimezone(zone):%m-%d %H:%M}"
    if found.failure:
        return (time, FAILED, None, None, None, None, _failure_note(found))
    notes = [
        f"{count} 处{word}"
        for count, word in ((found.conflicts, "冲突"), (found.refused, "中心未收"))
        if count
    ]
    return (
        time,
        DONE,
        found.rows_up,
        found.rows_down,
        f"{found.milliseconds} 毫秒",
        found.rows_per_second,
        "，".join(notes),
    )


def _failure_note(found: RoundRecord) -> str:
    lasted = found.ended_at - found.started_at
    tries = f"试了 {found.failures} 次" if found.failures > 1 else ""
    return "，".join(filter(None, ((found.failure or "").rstrip("。"), tries, _lasted(lasted))))


def _lasted(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return ""
    hours, rest = divmod(minutes, 60)
    return f"持续 {hours} 小时 {rest} 分" if hours else f"持续 {minutes} 分"
