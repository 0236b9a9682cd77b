"""The recorder in words: what may be recorded and why not, how long, what is wrong."""

from collections.abc import Iterable

from reception_desk.config import RecorderSettings
from reception_desk.records.recording import (
    Alarm,
    EndReason,
    RecordingState,
    RecordingStatus,
)
from reception_desk.records.recordings import ConsentAnswer
from reception_desk.records.video_sessions import Participant
from reception_desk.rules.recording_consent import Permitted, newest
from reception_desk.rules.session_transition import SessionState
from reception_desk.services.live_sessions import LiveFile
from reception_desk.services.session_words import one_recording_words

NOT_BEGUN = "接访开始以后才能录制。"
NO_SOURCES = "没有设置摄像机和话筒，请管理员在设置文件的 [recorder] 中写明。"
INTERRUPTED = "录制程序中断过。中断前录下的内容在磁盘上，最多少最后一秒；中断的时间会写入记录。"
_HASH_PART = 8
_AGAINST = frozenset({ConsentAnswer.DECLINES, ConsentAnswer.WITHDRAWN})


def asked_people(file: LiveFile) -> list[Participant]:
    """Return who in the room is asked whether to be recorded."""
    return [
        p
        for p in file.case.participants
        if p.role.asks_consent and file.standing.is_present(p.participant_id)
    ]


def consent_sentence(file: LiveFile) -> str:
    """Return what follows from all the answers of those in the room."""
    people = asked_people(file)
    if not people and file.standing.state is SessionState.APPOINTED:
        return "还没有需要征求意见的人到场。"
    if not people:
        return "在场人员里没有需要征求意见的人，不录音录像。"
    latest = newest(file.consent.answers)
    given = {p.participant_id: latest.get(p.participant_id) for p in people}
    against = _names(
        p for p in people if (one := given[p.participant_id]) and one.answer in _AGAINST
    )
    if against:
        return f"{against}不同意，不录音录像，接访照常进行。"
    waiting = _names(p for p in people if given[p.participant_id] is None)
    if waiting:
        return f"还要征求{waiting}的意见。"
    if file.consent.permitted is Permitted.SOUND:
        sound = _names(
            p
            for p in people
            if (one := given[p.participant_id]) and one.answer is ConsentAnswer.SOUND_ONLY
        )
        return f"{sound}只同意录音：可以录音，不录像。"
    return "在场各人都同意，可以录音录像。"


def why_not_start(settings: RecorderSettings, file: LiveFile) -> str:
    """Return why nothing can be recorded now, "" where it can."""
    if file.standing.state is not SessionState.IN_SESSION:
        return NOT_BEGUN
    if file.consent.permitted is Permitted.NOTHING:
        return consent_sentence(file)
    return "" if settings.is_set_up else NO_SOURCES


def elapsed_text(milliseconds: int) -> str:
    """Return `00:12:34`."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"


def room_words(status: RecordingStatus) -> str:
    """Return how much longer the disk lasts, in words that are easy to read at a glance."""
    if status.free_minutes is None:
        return ""
    minutes = int(status.free_minutes)
    length = f"{minutes // 60} 小时" if minutes >= 600 else f"{minutes} 分钟"
    return f"磁盘还可录约 {length}"


def kept_words(file: LiveFile) -> list[str]:
    """Return a line for each recording on record, with the beginning of its hash."""
    return [
        f"已登记：{one_recording_words(one)}，校验码 {one.summary.root_hash[:_HASH_PART]}"
        for one in file.recordings
    ]


def alarm_words(alarm: Alarm) -> str:
    """Return what is wrong, with the track it is about."""
    return f"{alarm.track}：{alarm.kind.label}" if alarm.track else alarm.kind.label


def state_sentence(status: RecordingStatus) -> str:
    """Return what a person has to know beside the state's word, "" for nothing."""
    if status.state is RecordingState.INTERRUPTED:
        return INTERRUPTED
    if status.state is RecordingState.PAUSED:
        return f"暂停原因：{status.pause_reason}"
    if status.state is RecordingState.CLOSED and status.end_reason not in {
        None,
        EndReason.STOPPED,
    }:
        return f"{status.end_reason.label}。已录下的内容已封存。" if status.end_reason else ""
    return ""


def _names(people: Iterable[Participant]) -> str:
    return "、".join(p.name or p.role.label for p in people)
