"""The life of a video session as one table: screens, papers, services and sync read it.

`session_standing.fold` applies the rows to the events on record, `session_guards` holds their
conditions. That a session is applied for, answered by the other end, appointed, told to everybody,
held, read back and signed follows domain.md §5; where no law says more, the basis is the desk's
own rule.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from reception_desk.rules.permissions import Action
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.rules.session_transition import SessionGuard as Guard
from reception_desk.rules.session_transition import SessionNeed as Need
from reception_desk.rules.session_transition import SessionState as State
from reception_desk.rules.session_transition import SessionTarget as Target
from reception_desk.rules.session_transition import SessionTransition

_HOLD = Action.HOLD_VIDEO_SESSION
_OWN = "本台规则"
_RECEIVE = "《信访工作条例》第十八条"
_RECUSAL = "《信访工作条例》第二十八条第三款"
_ORAL = "《信访工作条例》第十九条第一款"

NONE, REQUESTED = "none", "requested"
"""Results of the question about recusal."""
SIGNED, UNSIGNED = "signed", "unsigned"
"""Results of putting the record before somebody."""


def _states(*states: State) -> frozenset[State]:
    return frozenset(states)


_BEFORE = _states(State.APPLIED, State.RETURNED, State.AGREED, State.APPOINTED, State.MISSED)
_HEARING = _states(State.APPOINTED, State.IN_SESSION)
_ROOM = _HEARING | {State.BROKEN_OFF, State.ENDED}

_ROWS = (
    SessionTransition(
        "V01", Event.APPLIED, "申请", frozenset(), State.APPLIED, _HOLD, _RECEIVE,
    ),
    SessionTransition(
        "V02", Event.AGREED, "对方同意", _states(State.APPLIED), State.AGREED, _HOLD, _OWN,
        needs=(Need.DECIDED_BY,),
    ),
    SessionTransition(
        "V03", Event.RETURNED, "对方退回", _states(State.APPLIED), State.RETURNED, _HOLD, _OWN,
        needs=(Need.DECIDED_BY, Need.REASON),
    ),
    SessionTransition(
        "V04", Event.APPLIED_AGAIN, "补正再报", _states(State.RETURNED), State.APPLIED, _HOLD,
        _OWN, needs=(Need.REASON,),
    ),
    SessionTransition(
        "V05", Event.APPOINTED, "约定时间", _states(State.AGREED), State.APPOINTED, _HOLD, _OWN,
        needs=(Need.TIME, Need.ROOM), guards=(Guard.TIME_IN_ORDER,),
    ),
    SessionTransition(
        "V06", Event.MOVED, "改期", _states(State.APPOINTED, State.MISSED, State.BROKEN_OFF),
        State.APPOINTED, _HOLD, _OWN, needs=(Need.TIME, Need.ROOM, Need.REASON),
        guards=(Guard.TIME_IN_ORDER,),
    ),
    SessionTransition(
        "V07", Event.NOTICE_ISSUED, "出具通知", _states(State.APPOINTED), Target.STAYS, _HOLD,
        _RECEIVE, needs=(Need.PAPER,),
    ),
    SessionTransition(
        "V08", Event.ARRIVED, "到场", _ROOM, Target.STAYS, _HOLD, _OWN,
        needs=(Need.PARTICIPANT,), guards=(Guard.KNOWN_PARTICIPANT,),
    ),
    SessionTransition(
        "V09", Event.LEFT, "离场", _ROOM, Target.STAYS, _HOLD, _OWN,
        needs=(Need.PARTICIPANT,), guards=(Guard.IS_PRESENT,),
    ),
    SessionTransition(
        "V10", Event.RECUSAL_ASKED, "询问回避", _HEARING, Target.STAYS, _HOLD, _RECUSAL,
        needs=(Need.RESULT,), guards=(Guard.KNOWN_RESULT, Guard.KNOWN_PARTICIPANT),
        results=((NONE, "不申请回避"), (REQUESTED, "申请回避")),
    ),
    SessionTransition(
        "V11", Event.RECUSAL_GRANTED, "同意回避", _HEARING, Target.STAYS, _HOLD, _RECUSAL,
        needs=(Need.DECIDED_BY,), guards=(Guard.RECUSAL_OPEN,),
    ),
    SessionTransition(
        "V12", Event.RECUSAL_REFUSED, "不同意回避", _HEARING, Target.STAYS, _HOLD, _RECUSAL,
        needs=(Need.DECIDED_BY, Need.REASON), guards=(Guard.RECUSAL_OPEN,),
    ),
    SessionTransition(
        "V13", Event.MISSED, "未如期举行", _states(State.APPOINTED), State.MISSED, _HOLD, _OWN,
        needs=(Need.RESULT, Need.REASON), guards=(Guard.KNOWN_RESULT,),
        results=(
            ("petitioner", "信访人未到"), ("far", "接访端未到"), ("unit", "责任单位未到"),
            ("link", "线路未接通"),
        ),
    ),
    SessionTransition(
        "V14", Event.BEGUN, "开始", _states(State.APPOINTED), State.IN_SESSION, _HOLD, _RECEIVE,
        guards=(
            Guard.PETITIONER_PRESENT, Guard.RECUSAL_SETTLED, Guard.NOBODY_RECUSED_PRESENT,
        ),
    ),
    SessionTransition(
        "V15", Event.ENDED, "结束", _states(State.IN_SESSION), State.ENDED, _HOLD, _OWN,
        guards=(Guard.RECUSAL_SETTLED,),
    ),
    SessionTransition(
        "V16", Event.BROKEN_OFF, "因故障结束", _states(State.IN_SESSION), State.BROKEN_OFF, _HOLD,
        _OWN, needs=(Need.REASON,),
    ),
    SessionTransition(
        "V17", Event.READ_BACK, "宣读笔录", _states(State.ENDED, State.BROKEN_OFF),
        State.READ_BACK, _HOLD, _ORAL, needs=(Need.PAPER,),
    ),
    SessionTransition(
        "V18", Event.RECORD_CORRECTED, "更正笔录", _states(State.READ_BACK), Target.RETURNS, _HOLD,
        _ORAL, needs=(Need.REASON,),
    ),
    SessionTransition(
        "V19", Event.CORRECTION_REFUSED, "不予更正", _states(State.READ_BACK), Target.STAYS, _HOLD,
        _ORAL, needs=(Need.PARTICIPANT, Need.REASON), guards=(Guard.KNOWN_PARTICIPANT,),
    ),
    SessionTransition(
        "V20", Event.SIGNATURE, "签名", _states(State.READ_BACK), Target.STAYS, _HOLD, _ORAL,
        needs=(Need.PARTICIPANT, Need.RESULT),
        guards=(Guard.KNOWN_RESULT, Guard.KNOWN_PARTICIPANT),
        results=((SIGNED, "已签名"), (UNSIGNED, "未签名")),
    ),
    SessionTransition(
        "V21", Event.SIGNED, "签名完毕", _states(State.READ_BACK), State.SIGNED, _HOLD, _ORAL,
        guards=(Guard.ALL_SIGNED,),
    ),
    SessionTransition(
        "V22", Event.ARCHIVED, "归档", _states(State.SIGNED), State.ARCHIVED,
        Action.ARCHIVE_VIDEO_SESSION, "《中华人民共和国档案法》第十四条",
    ),
    SessionTransition(
        "V23", Event.CANCELLED, "取消", _BEFORE, State.CANCELLED, _HOLD, _OWN,
        needs=(Need.RESULT, Need.REASON), guards=(Guard.KNOWN_RESULT,),
        results=(("petitioner", "信访人要求"), ("far", "接访端要求"), ("office", "本单位原因")),
    ),
)  # fmt: skip

SESSION_TRANSITIONS: Mapping[Event, SessionTransition] = MappingProxyType(
    {row.event: row for row in _ROWS}
)
LAST = _states(State.ARCHIVED, State.CANCELLED)
"""Nothing follows these."""


def leaving(state: State) -> Iterable[SessionTransition]:
    """Yield the rows that may follow `state`, in the order of the table."""
    return (row for row in _ROWS if state in row.sources)


def result_words(event: str, result: str) -> str:
    """Return the words of a result, "" for one the table does not know."""
    row = SESSION_TRANSITIONS.get(Event(event)) if event in set(Event) else None
    return dict(row.results).get(result, "") if row else ""
