"""Whether an event may follow where a session stands: place, role, what it must say, its time.

Each refusal is a sentence for the person at the desk; "" has nothing against the event.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from reception_desk.records.video_sessions import SessionEventRecord, SessionFacts
from reception_desk.rules.permissions import Role, may
from reception_desk.rules.session_transition import (
    SessionEvent,
    SessionGuard,
    SessionNeed,
    SessionTarget,
    SessionTransition,
)
from reception_desk.rules.video_sessions import (
    REQUESTED,
    SESSION_TRANSITIONS,
    UNSIGNED,
    result_words,
)

if TYPE_CHECKING:
    from reception_desk.rules.session_standing import SessionStanding

LONGEST = timedelta(hours=12)
"""Of one appointment: whoever types another day's end by mistake is told."""
_EVENTS, _ROLES = frozenset(SessionEvent), frozenset(Role)
Check = Callable[["SessionStanding", SessionEventRecord, SessionFacts], str]


def why_not(standing: "SessionStanding", event: SessionEventRecord, facts: SessionFacts) -> str:
    """Return the sentence that refuses the event, "" where it is allowed."""
    if event.event not in _EVENTS:
        return "没有这样的视频接访步骤。"
    row = SESSION_TRANSITIONS[SessionEvent(event.event)]
    return (
        _out_of_place(standing, row)
        or _not_held(row, event)
        or _lacking(row, event)
        or _out_of_time(standing, row, event)
        or next(filter(None, (_GUARDS[guard](standing, event, facts) for guard in row.guards)), "")
    )


def _out_of_place(standing: "SessionStanding", row: SessionTransition) -> str:
    if standing.state is None:
        return "" if not row.sources else "这次视频接访还没有申请。"
    if standing.state in row.sources:
        return ""
    return f"现在是“{standing.state.label}”，不能“{row.label}”（{row.basis}）。"


def _not_held(row: SessionTransition, event: SessionEventRecord) -> str:
    roles = [Role(name) for name in event.roles if name in _ROLES]
    if may(roles, row.action):
        return ""
    return f"“{row.label}”须由有“{row.action.label}”权限的人员办理。"


def _lacking(row: SessionTransition, event: SessionEventRecord) -> str:
    asked = [need for need in row.needs if not _SAID[need](event)]
    if not asked:
        return ""
    names = "、".join(need.label for need in asked)
    return f"“{row.label}”要写明：{names}（{row.basis}）。"


def _out_of_time(
    standing: "SessionStanding", row: SessionTransition, event: SessionEventRecord
) -> str:
    """What moves the session follows what moved it before; who came may be noted afterwards."""
    if event.occurred_at > event.recorded_at:
        return "时间不能晚于现在。"
    if row.target is SessionTarget.STAYS:
        return ""
    if standing.since is not None and event.occurred_at < standing.since:
        return "时间早于上一步，请核对。"
    return ""


def _time_in_order(
    _standing: "SessionStanding", event: SessionEventRecord, _facts: SessionFacts
) -> str:
    if event.starts_at is None or event.ends_at is None or event.starts_at >= event.ends_at:
        return "结束时间要晚于开始时间。"
    if event.ends_at - event.starts_at > LONGEST:
        return "约定的时间超过12小时，请核对日期。"
    return ""


def _recusal_settled(
    standing: "SessionStanding", _event: SessionEventRecord, _facts: SessionFacts
) -> str:
    if not standing.is_recusal_asked:
        return "还没有询问信访人是否申请回避（《信访工作条例》第二十八条第三款）。"
    if standing.open_recusal is None:
        return ""
    return "回避申请还没有作出决定（《信访工作条例》第二十八条第三款）。"


def _recusal_open(
    standing: "SessionStanding", _event: SessionEventRecord, _facts: SessionFacts
) -> str:
    return "" if standing.open_recusal else "没有等待决定的回避申请。"


def _petitioner_present(
    standing: "SessionStanding", _event: SessionEventRecord, facts: SessionFacts
) -> str:
    is_there = any(
        p.role.speaks_for_petitioner and standing.is_present(p.participant_id)
        for p in facts.participants
    )
    return "" if is_there else "信访人（或者代表、代理人）还没有到场，请先登记到场。"


def _is_present(
    standing: "SessionStanding", event: SessionEventRecord, _facts: SessionFacts
) -> str:
    return "" if standing.is_present(event.participant_id or "") else "这个人没有登记到场。"


def _nobody_recused(
    standing: "SessionStanding", _event: SessionEventRecord, facts: SessionFacts
) -> str:
    left = [
        participant.name
        for participant in facts.participants
        if participant.participant_id in standing.recused
        and standing.is_present(participant.participant_id)
    ]
    if not left:
        return ""
    return f"{'、'.join(left)}已经回避，请先登记离场（《信访工作条例》第二十八条第三款）。"


def _known_result(
    _standing: "SessionStanding", event: SessionEventRecord, _facts: SessionFacts
) -> str:
    if not result_words(event.event, event.result):
        return "没有写明结果。"
    if event.result in {REQUESTED, UNSIGNED} and not event.reason:
        return "请写明理由。"
    return ""


def _known_participant(
    _standing: "SessionStanding", event: SessionEventRecord, facts: SessionFacts
) -> str:
    if event.participant_id is None or facts.participant(event.participant_id):
        return ""
    return "这个人不在参加人名单里。"


def _all_signed(
    standing: "SessionStanding", _event: SessionEventRecord, facts: SessionFacts
) -> str:
    """A record is put before both sides; who does not sign has the reason on record."""
    came = [p for p in facts.participants if p.role.signs and p.participant_id in standing.presence]
    owed = [p.name for p in came if p.participant_id not in standing.signatures]
    if owed:
        return f"还没有记明是否签名：{'、'.join(owed)}。"
    return "" if came else "没有可以签名的参加人，请先登记到场。"


_SAID: Mapping[SessionNeed, Callable[[SessionEventRecord], object]] = MappingProxyType(
    {
        SessionNeed.REASON: lambda event: event.reason,
        SessionNeed.TIME: lambda event: event.starts_at and event.ends_at,
        SessionNeed.ROOM: lambda event: event.room_id,
        SessionNeed.PARTICIPANT: lambda event: event.participant_id,
        SessionNeed.PAPER: lambda event: event.document_id,
        SessionNeed.RESULT: lambda event: event.result,
        SessionNeed.DECIDED_BY: lambda event: event.decided_by,
    }
)
_GUARDS: Mapping[SessionGuard, Check] = MappingProxyType(
    {
        SessionGuard.TIME_IN_ORDER: _time_in_order,
        SessionGuard.RECUSAL_SETTLED: _recusal_settled,
        SessionGuard.RECUSAL_OPEN: _recusal_open,
        SessionGuard.PETITIONER_PRESENT: _petitioner_present,
        SessionGuard.IS_PRESENT: _is_present,
        SessionGuard.NOBODY_RECUSED_PRESENT: _nobody_recused,
        SessionGuard.KNOWN_RESULT: _known_result,
        SessionGuard.KNOWN_PARTICIPANT: _known_participant,
        SessionGuard.ALL_SIGNED: _all_signed,
    }
)
