"""How a recording is kept: retention, hold, sealed parts, and disposal by two persons.

What happened to a recording is a fold of append-only acts. Its files leave the disk only after one
person asked, another one approved, the period had ended and nothing held it (个人信息保护法 Art.
19, 47; 档案法 Art. 14). The acts themselves stay for ever.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from reception_desk.records.recordings import (
    KeepingEvent,
    KeepingRecord,
    RecordingRecord,
    RetentionClass,
)
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.rules.seen_order import in_seen_order


@dataclass(frozen=True, slots=True)
class SealedPart:
    """A part nobody opens, in whole seconds from the beginning; the end is not part of it."""

    act_id: str
    from_second: int
    to_second: int
    reason: str


@dataclass(frozen=True, slots=True)
class Keeping:
    """How a recording is kept now; `asked` is a disposal that waits, `approved` one allowed."""

    retention: RetentionClass = RetentionClass.TWO_YEARS
    hold: KeepingRecord | None = None
    sealed: tuple[SealedPart, ...] = ()
    asked: KeepingRecord | None = None
    approved: KeepingRecord | None = None
    disposed: KeepingRecord | None = None
    refused: tuple[tuple[str, str], ...] = ()
    last_act_id: str | None = None


def keeping(recording: RecordingRecord) -> Keeping:
    """Return the fold of a recording's acts; one that may not follow changes nothing."""
    now = Keeping()
    acts = in_seen_order(recording.acts, lambda act: act.act_id, lambda act: act.after_id)
    for act in acts:
        if why := why_not(now, act, recording):
            now = replace(now, refused=(*now.refused, (act.act_id, why)))
        else:
            after = _AFTER[KeepingEvent(act.event)](now, act)
            now = replace(after, last_act_id=act.act_id)
    return now


def keep_until(recording: RecordingRecord, retention: RetentionClass) -> date | None:
    """Return the last day of keeping; None for ever, and for what need not be kept."""
    if not retention.years:
        return None
    year = recording.ended_on.year + retention.years
    try:
        return recording.ended_on.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)


def overlapping(now: Keeping, from_second: int, to_second: int) -> tuple[SealedPart, ...]:
    """Return the sealed parts that a look from one second to another would open."""
    return tuple(
        part for part in now.sealed if from_second < part.to_second and part.from_second < to_second
    )


def open_parts(now: Keeping, seconds: int) -> tuple[tuple[int, int], ...]:
    """Return what of a recording of so many seconds may be opened, in order: (from, to)."""
    parts, at = [], 0
    for part in sorted(now.sealed, key=lambda one: one.from_second):
        until = min(part.from_second, seconds)
        if at < until:
            parts.append((at, until))
        at = max(at, part.to_second)
    return (*parts, (at, seconds)) if at < seconds else tuple(parts)


def why_not(now: Keeping, act: KeepingRecord, recording: RecordingRecord) -> str:
    """Return the sentence that refuses an act, "" where it may follow."""
    if act.event not in set(KeepingEvent):
        return "没有这样的保管步骤。"
    event = KeepingEvent(act.event)
    if now.disposed is not None:
        return "这份录音录像已经销毁。"
    roles = [Role(name) for name in act.roles if name in set(Role)]
    action = ACTIONS[event]
    if not may(roles, action):
        return f"“{event.label}”须由有“{action.label}”权限的人员办理。"
    if not act.reason:
        return f"“{event.label}”要写明理由。"
    return _GUARDS[event](now, act, recording)


def may_be_disposed(now: Keeping, recording: RecordingRecord, day: date) -> str:
    """Return why the files may not be removed on `day`, "" where they may."""
    if now.disposed is not None:
        return "这份录音录像已经销毁。"
    if now.approved is None:
        return "销毁还没有批准。"
    return _may_go(now, day, recording)


ACTIONS: Mapping[KeepingEvent, Action] = MappingProxyType(
    {
        KeepingEvent.RETAINED: Action.KEEP_RECORDING,
        KeepingEvent.HELD: Action.KEEP_RECORDING,
        KeepingEvent.RELEASED: Action.KEEP_RECORDING,
        KeepingEvent.SEALED: Action.KEEP_RECORDING,
        KeepingEvent.UNSEALED: Action.APPROVE_DISPOSAL,
        KeepingEvent.DISPOSAL_ASKED: Action.REQUEST_DISPOSAL,
        KeepingEvent.DISPOSAL_DECLINED: Action.APPROVE_DISPOSAL,
        KeepingEvent.DISPOSAL_APPROVED: Action.APPROVE_DISPOSAL,
        KeepingEvent.DISPOSED: Action.REQUEST_DISPOSAL,
    }
)
"""Who may do what; to open a sealed part again needs the leader."""


def _retained(_now: Keeping, act: KeepingRecord, _of: RecordingRecord) -> str:
    return "" if act.retention in set(RetentionClass) else "请选择保存期限。"


def _held(now: Keeping, _act: KeepingRecord, _of: RecordingRecord) -> str:
    return "已经暂停销毁。" if now.hold else ""


def _released(now: Keeping, _act: KeepingRecord, _of: RecordingRecord) -> str:
    return "" if now.hold else "没有暂停销毁，不用解除。"


def _sealed(_now: Keeping, act: KeepingRecord, of: RecordingRecord) -> str:
    first, last = act.from_second, act.to_second
    if first is None or last is None or not 0 <= first < last <= of.summary.span_seconds:
        return "请写明要封存的起止时间，不超过录音录像的长度。"
    return ""


def _unsealed(now: Keeping, act: KeepingRecord, _of: RecordingRecord) -> str:
    return "" if any(part.act_id == act.answers_id for part in now.sealed) else "没有这段封存。"


def _may_go(now: Keeping, day: date, of: RecordingRecord) -> str:
    if now.hold is not None:
        return "已经暂停销毁，解除以前不能销毁。"
    if now.retention is RetentionClass.NO_LONGER:
        return ""
    until = keep_until(of, now.retention)
    if until is None:
        return "保存期限为永久，不能销毁（《中华人民共和国档案法》第十四条）。"
    if day <= until:
        return f"保存期限到{until.year}年{until.month}月{until.day}日，期满前不能销毁。"
    return ""


def _asked(now: Keeping, act: KeepingRecord, of: RecordingRecord) -> str:
    if now.asked is not None or now.approved is not None:
        return "已经提出销毁，正在等待。"
    return _may_go(now, act.day, of)


def _declined(now: Keeping, act: KeepingRecord, _of: RecordingRecord) -> str:
    if now.asked is None or act.answers_id != now.asked.act_id:
        return "没有等待批准的销毁。"
    return ""


def _approved(now: Keeping, act: KeepingRecord, of: RecordingRecord) -> str:
    if now.asked is None or act.answers_id != now.asked.act_id:
        return "没有等待批准的销毁。"
    if act.author_id is None or act.author_id == now.asked.author_id:
        return "自己提出的销毁不能由自己批准。"
    return _may_go(now, act.day, of)


def _disposed(now: Keeping, act: KeepingRecord, of: RecordingRecord) -> str:
    return may_be_disposed(now, of, act.day) or ("" if act.document_id else "销毁要有销毁证明。")


_GUARDS: Mapping[KeepingEvent, Callable[[Keeping, KeepingRecord, RecordingRecord], str]] = (
    MappingProxyType(
        {
            KeepingEvent.RETAINED: _retained,
            KeepingEvent.HELD: _held,
            KeepingEvent.RELEASED: _released,
            KeepingEvent.SEALED: _sealed,
            KeepingEvent.UNSEALED: _unsealed,
            KeepingEvent.DISPOSAL_ASKED: _asked,
            KeepingEvent.DISPOSAL_DECLINED: _declined,
            KeepingEvent.DISPOSAL_APPROVED: _approved,
            KeepingEvent.DISPOSED: _disposed,
        }
    )
)


def _seal(now: Keeping, act: KeepingRecord) -> Keeping:
    part = SealedPart(act.act_id, act.from_second or 0, act.to_second or 0, act.reason)
    return replace(now, sealed=(*now.sealed, part))


def _unseal(now: Keeping, act: KeepingRecord) -> Keeping:
    return replace(now, sealed=tuple(p for p in now.sealed if p.act_id != act.answers_id))


_AFTER: Mapping[KeepingEvent, Callable[[Keeping, KeepingRecord], Keeping]] = MappingProxyType(
    {
        KeepingEvent.RETAINED: lambda now, act: replace(
            now, retention=RetentionClass(act.retention)
        ),
        KeepingEvent.HELD: lambda now, act: replace(now, hold=act),
        KeepingEvent.RELEASED: lambda now, _act: replace(now, hold=None),
        KeepingEvent.SEALED: _seal,
        KeepingEvent.UNSEALED: _unseal,
        KeepingEvent.DISPOSAL_ASKED: lambda now, act: replace(now, asked=act),
        KeepingEvent.DISPOSAL_DECLINED: lambda now, _act: replace(now, asked=None),
        KeepingEvent.DISPOSAL_APPROVED: lambda now, act: replace(now, approved=act),
        KeepingEvent.DISPOSED: lambda now, act: replace(now, disposed=act),
    }
)
