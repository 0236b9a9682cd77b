"""What one row of a video session's life says: from where to where, who, what it must say."""

from dataclasses import dataclass
from enum import StrEnum, auto

from reception_desk.rules.permissions import Action


class SessionState(StrEnum):
    """Where a session stands; `label` is its Chinese name."""

    APPLIED = auto()
    RETURNED = auto()
    AGREED = auto()
    APPOINTED = auto()
    MISSED = auto()
    IN_SESSION = auto()
    BROKEN_OFF = auto()
    ENDED = auto()
    READ_BACK = auto()
    SIGNED = auto()
    ARCHIVED = auto()
    CANCELLED = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return _LABELS[self]


_LABELS = {
    SessionState.APPLIED: "已申请",
    SessionState.RETURNED: "对方退回",
    SessionState.AGREED: "对方同意",
    SessionState.APPOINTED: "已约定",
    SessionState.MISSED: "未如期举行",
    SessionState.IN_SESSION: "接访中",
    SessionState.BROKEN_OFF: "因故障结束",
    SessionState.ENDED: "已结束",
    SessionState.READ_BACK: "已宣读",
    SessionState.SIGNED: "已签名",
    SessionState.ARCHIVED: "已归档",
    SessionState.CANCELLED: "已取消",
}


class SessionEvent(StrEnum):
    """What happens to a session; the names stand in its events."""

    APPLIED = auto()
    AGREED = auto()
    RETURNED = auto()
    APPLIED_AGAIN = auto()
    APPOINTED = auto()
    MOVED = auto()
    NOTICE_ISSUED = auto()
    ARRIVED = auto()
    LEFT = auto()
    RECUSAL_ASKED = auto()
    RECUSAL_GRANTED = auto()
    RECUSAL_REFUSED = auto()
    MISSED = auto()
    BEGUN = auto()
    ENDED = auto()
    BROKEN_OFF = auto()
    READ_BACK = auto()
    RECORD_CORRECTED = auto()
    CORRECTION_REFUSED = auto()
    SIGNATURE = auto()
    SIGNED = auto()
    ARCHIVED = auto()
    CANCELLED = auto()


class SessionNeed(StrEnum):
    """What an event of this kind must say; `label` is what the form calls it."""

    REASON = auto()
    TIME = auto()
    ROOM = auto()
    PARTICIPANT = auto()
    PAPER = auto()
    RESULT = auto()
    DECIDED_BY = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return _NEEDS[self]


_NEEDS = {
    SessionNeed.REASON: "理由",
    SessionNeed.TIME: "起止时间",
    SessionNeed.ROOM: "视频接访室",
    SessionNeed.PARTICIPANT: "涉及的人员",
    SessionNeed.PAPER: "文书",
    SessionNeed.RESULT: "结果",
    SessionNeed.DECIDED_BY: "作出决定的单位或人员",
}


class SessionGuard(StrEnum):
    """A condition beside state, role and needs; `rules/session_guards.py` holds what each asks."""

    TIME_IN_ORDER = auto()
    RECUSAL_SETTLED = auto()
    RECUSAL_OPEN = auto()
    PETITIONER_PRESENT = auto()
    IS_PRESENT = auto()
    NOBODY_RECUSED_PRESENT = auto()
    KNOWN_RESULT = auto()
    KNOWN_PARTICIPANT = auto()
    ALL_SIGNED = auto()


class SessionTarget(StrEnum):
    """Targets that depend on where the session stands or came from."""

    STAYS = auto()
    RETURNS = auto()


@dataclass(frozen=True, slots=True)
class SessionTransition:
    """A row of a session's life; `sources` is empty where it begins.

    `results` are the codes that `result` may have, with their words; `basis` is the rule or, where
    no law speaks of it, the desk's own.
    """

    number: str
    event: SessionEvent
    label: str
    sources: frozenset[SessionState]
    target: SessionState | SessionTarget
    action: Action
    basis: str
    needs: tuple[SessionNeed, ...] = ()
    guards: tuple[SessionGuard, ...] = ()
    results: tuple[tuple[str, str], ...] = ()
