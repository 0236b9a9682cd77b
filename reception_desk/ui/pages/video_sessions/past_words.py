"""A held session in words: why nothing was recorded, what a verifier found, how it is kept."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from reception_desk.recording.timeline import Timeline
from reception_desk.recording.verify import WHOLE, Verdict
from reception_desk.records.recordings import ConsentAnswer, RecordingRecord
from reception_desk.records.video_sessions import Participant
from reception_desk.rules.chinese_dates import day_text
from reception_desk.rules.recording_consent import newest
from reception_desk.rules.recording_keeping import Keeping, keep_until
from reception_desk.rules.session_log import SessionLog
from reception_desk.services.live_sessions import LiveFile
from reception_desk.ui.pages.video_sessions.film_bar import MarkedSpan, SpanLook
from reception_desk.ui.pages.video_sessions.recorder_words import elapsed_text

_AGAINST = frozenset({ConsentAnswer.DECLINES, ConsentAnswer.WITHDRAWN})
_MOST_NAMED = 5


def not_recorded_words(file: LiveFile) -> str:
    """Return why a session has no recording."""
    latest = newest(file.consent.answers)
    against = [
        who.name
        for who in file.case.participants
        if (one := latest.get(who.participant_id)) is not None and one.answer in _AGAINST
    ]
    if against:
        return f"没有录音录像：{'、'.join(against)}不同意。接访照常进行，只有记录。"
    if not latest:
        return "没有录音录像：没有征求过录音录像的意见，只有记录。"
    return "没有登记录音录像，只有记录。"


def answer_words(file: LiveFile, who: Participant) -> str:
    """Return what somebody said to being recorded."""
    if not who.role.asks_consent:
        return "执行公务，不另征求意见"
    answer = newest(file.consent.answers).get(who.participant_id)
    return answer.answer.label if answer else "没有征求意见"


def verdict_words(verdict: Verdict, timeline: Timeline | None) -> str:
    """Return what the verifier found, the segments that are not as written by their number."""
    if verdict.status == WHOLE:
        return f"完整，没有改动：{verdict.segments} 段，与登记的校验值一致。"
    if verdict.altered:
        named = [_segment_words(number, timeline) for number in verdict.altered[:_MOST_NAMED]]
        more = len(verdict.altered) - _MOST_NAMED
        rest = f"等 {len(verdict.altered)} 段" if more > 0 else ""
        return f"{'、'.join(named)}{rest}被改动、损坏或缺失。"
    if verdict.problems:
        return "被改动：" + "".join(verdict.problems[:_MOST_NAMED])
    return "还没有封存。"


def keeping_words(recording: RecordingRecord, kept: Keeping) -> str:
    """Return class and last day."""
    until = keep_until(recording, kept.retention)
    last = f"，到{day_text(until)}" if until and kept.retention.years else ""
    return f"保存期限：{kept.retention.label}{last}"


def marked_spans(
    timeline: Timeline, log: SessionLog, sealed: Iterable[tuple[int, int, str]]
) -> list[MarkedSpan]:
    """Return what the time bar marks; `sealed` in seconds with the reason."""
    spans = [
        MarkedSpan(gap.from_ms, gap.to_ms, SpanLook.GAP, _gap_words(gap.words, gap.tracks))
        for gap in timeline.gaps
    ]
    spans += [
        MarkedSpan(first * 1000, last * 1000, SpanLook.SEALED, f"封存：{reason}")
        for first, last, reason in sealed
    ]
    spans += _pauses(timeline, log)
    return sorted(spans, key=lambda span: span.from_ms)


def offset_words(place_ms: int, length_ms: int) -> str:
    """Return `00:12:34` of a line within the recording, "" outside of it."""
    return elapsed_text(place_ms) if 0 <= place_ms < length_ms else ""


def moment_words(moment: datetime, zone: ZoneInfo) -> str:
    """Return `2026-11-27 15:00`."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def _pauses(timeline: Timeline, log: SessionLog) -> Iterator[MarkedSpan]:
    for pause in log.interruptions:
        first = max(timeline.place_of(pause.began_at, pause.note_id), 0)
        over = timeline.place_of(pause.ended_at) if pause.ended_at else timeline.length_ms
        last = min(over, timeline.length_ms)
        if first < last:
            yield MarkedSpan(first, last, SpanLook.PAUSE, f"接访中断：{pause.reason}")


def _gap_words(words: str, tracks: Iterable[str]) -> str:
    named = "、".join(tracks)
    return f"{named}缺失（{words}）" if named else f"缺失（{words}）"


def _segment_words(number: int, timeline: Timeline | None) -> str:
    if timeline is None or number > len(timeline.reaches):
        return f"第 {number} 段"
    reach = timeline.reaches[number - 1]
    return f"第 {number} 段（{elapsed_text(reach.from_ms)}–{elapsed_text(reach.to_ms)}）"
