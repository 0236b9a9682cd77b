"""A session in words, as its papers print it: times, people, consent, pauses, entries, duties."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from reception_desk.records.recordings import AnswerRecord, RecordingRecord
from reception_desk.records.session_log import NoteKind
from reception_desk.records.video_sessions import Participant, SessionSide
from reception_desk.rules.chinese_dates import day_text
from reception_desk.rules.recording_consent import newest
from reception_desk.rules.session_log import LogEntry, SessionLog
from reception_desk.rules.session_standing import HeldPart, SessionStanding
from reception_desk.services.promises import PromiseNow
from reception_desk.services.session_cases import SessionCase

_HASH_PART = 8
_MEGABYTE, _GIGABYTE = 1_000_000, 1_000_000_000
_KINDS = {kind.value: kind for kind in NoteKind}


def span_words(first: datetime, last: datetime | None, zone: ZoneInfo) -> str:
    """Return `2026年11月23日 15:00至15:50`, with the second day where it is another."""
    begins = first.astimezone(zone)
    words = f"{day_text(begins.date())} {begins:%H:%M}"
    if last is None:
        return f"{words}开始"
    ends = last.astimezone(zone)
    day = "" if ends.date() == begins.date() else f"{day_text(ends.date())} "
    return f"{words}至{day}{ends:%H:%M}"


def times_words(parts: Iterable[HeldPart], zone: ZoneInfo) -> str:
    """Return every part of a session with the explanation of each failure."""
    return "；".join(
        f"{span_words(part.began_at, part.ended_at, zone)}"
        f"{f'（因故障结束：{part.explanation}）' if part.explanation else ''}"
        for part in parts
    )


def people_words(
    case: SessionCase, standing: SessionStanding, side: SessionSide, zone: ZoneInfo
) -> list[str]:
    """Return who came at one end, with when they came and left."""
    words = []
    for who in case.facts.participants:
        presence = standing.presence.get(who.participant_id)
        if who.side is not side or presence is None:
            continue
        left = f"，{presence.left_at.astimezone(zone):%H:%M}离场" if presence.left_at else ""
        came = f"{presence.arrived_at.astimezone(zone):%H:%M}到场"
        words.append(f"{_called(who)}（{came}{left}）")
    return words


def recusal_words(case: SessionCase, standing: SessionStanding) -> str:
    """Return what was asked and answered about recusal (条例 Art. 28(3))."""
    if not standing.is_recusal_asked:
        return "没有询问"
    words = []
    for one in standing.recusals:
        who = case.facts.participant(one.participant_id)
        asked = f"申请{who.shown if who else '接访人员'}回避，理由：{one.reason}"
        outcome = {None: "尚未决定", True: "同意", False: "不同意"}[one.is_granted]
        because = f"（{one.decided_because}）" if one.decided_because else ""
        by = f"{one.decided_by}决定" if one.decided_by else ""
        words.append(f"{asked}；{by}{outcome}{because}")
    return "。".join(words) or "已询问，信访人不申请回避"


def consent_words(case: SessionCase, answers: Sequence[AnswerRecord], zone: ZoneInfo) -> str:
    """Return every answer in its order: who agreed, declined or withdrew, and when."""
    words = []
    for one in answers:
        who = case.facts.participant(one.participant_id)
        moment = one.answered_at.astimezone(zone)
        words.append(f"{who.name if who else ''}{one.answer.label}（{moment:%H:%M}）")
    return "；".join(words)


def answered_by(answers: Iterable[AnswerRecord]) -> set[str]:
    """Return who has answered at all."""
    return set(newest(answers))


def recording_words(recordings: Sequence[RecordingRecord]) -> str:
    """Return what was recorded, or that nothing was."""
    if not recordings:
        return "未录音录像"
    return "；".join(f"已{one_recording_words(one)}" for one in recordings)


def one_recording_words(recording: RecordingRecord) -> str:
    """Return `录音录像，52段，共50分12秒，1.1 GB，间断1次`."""
    summary = recording.summary
    minutes, seconds = divmod(summary.seconds, 60)
    size = (
        f"{summary.size / _GIGABYTE:.1f} GB"
        if summary.size >= _GIGABYTE
        else f"{max(summary.size / _MEGABYTE, 0.1):.1f} MB"
    )
    kind = "录音录像" if summary.has_picture else "录音"
    gaps = f"，间断{summary.gaps}次" if summary.gaps else ""
    return f"{kind}，{summary.segments}段，共{minutes}分{seconds}秒，{size}{gaps}"


def digest_words(recordings: Iterable[RecordingRecord]) -> str:
    """Return the root hashes in groups of eight digits, so that two people can compare them."""
    return "；".join(grouped_hash(one.summary.root_hash) for one in recordings)


def grouped_hash(sha256: str) -> str:
    """Return 64 hexadecimal digits in eight groups."""
    return " ".join(sha256[at : at + _HASH_PART] for at in range(0, len(sha256), _HASH_PART))


def pause_words(log: SessionLog, zone: ZoneInfo) -> str:
    """Return every interruption with its time and reason, or 无."""
    words = []
    for pause in log.interruptions:
        began = pause.began_at.astimezone(zone)
        if pause.ended_at is None or pause.seconds is None:
            words.append(f"{began:%H:%M}起，{pause.reason}（未恢复）")
            continue
        minutes = max(1, round(pause.seconds / 60))
        ended = pause.ended_at.astimezone(zone)
        words.append(f"{began:%H:%M}至{ended:%H:%M}，{pause.reason}（{minutes}分）")
    return f"{'；'.join(words)}；共{len(words)}次" if words else "无"


def shown_words(log: SessionLog) -> str:
    """Return what was shown, each with the beginning of its hash."""
    return "、".join(
        f"{entry.text}（校验码{entry.note.shown_sha256[:_HASH_PART]}）"
        for entry in log.entries
        if entry.note.shown_sha256
    )


def entry_words(case: SessionCase, log: SessionLog, zone: ZoneInfo) -> list[str]:
    """Return the log, a line an entry; corrections and late entries say so."""
    return [_entry(case, entry, zone) for entry in log.entries] or ["（没有记录）"]


def promise_words(promises: Iterable[PromiseNow]) -> list[str]:
    """Return each promise with its owner and day."""
    words = []
    for one in promises:
        promise = one.promise
        helpers = f"，协办{'、'.join(promise.co_owners)}" if promise.co_owners else ""
        words.append(
            f"{promise.what.rstrip('。；')}；责任单位{promise.owner_organ}{helpers}，"
            f"责任人{promise.owner_name}，{day_text(promise.due_on)}前办结。"
        )
    return words or ["没有作出承诺。"]


def objection_words(case: SessionCase, standing: SessionStanding) -> str:
    """Return corrections that were asked for and not made, with the reason."""
    words = []
    for participant_id, reason in standing.objections:
        who = case.facts.participant(participant_id)
        words.append(f"{who.name if who else ''}：{reason}")
    return "；".join(words)


def _entry(case: SessionCase, entry: LogEntry, zone: ZoneInfo) -> str:
    note = entry.note
    who = case.facts.participant(note.participant_id)
    kind = _KINDS.get(note.kind)
    said = note.said_at.astimezone(zone)
    label = f"〔{kind.label}〕" if kind else ""
    late = f"（{note.written_at.astimezone(zone):%H:%M}补记）" if entry.is_late else ""
    speaker = _called(who) if who else ""
    corrected = "".join(
        f"（{one.written_at.astimezone(zone):%H:%M}更正：{one.text}）" for one in entry.corrections
    )
    return f"{said:%H:%M}　{speaker}{label}{note.text}{late}{corrected}"


def _called(who: Participant) -> str:
    """Return unit, post and name; who has no unit is called by role."""
    return who.shown if who.unit or who.post else f"{who.role.label}{who.name}"
