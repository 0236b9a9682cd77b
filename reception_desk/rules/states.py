"""The states of a matter (信访事项), and of a number in the queue before it (domain.md §4)."""

from enum import StrEnum, auto


class State(StrEnum):
    """Where a number or a matter stands; `label` is its Chinese name."""

    QUEUED = auto()
    RECEIVING = auto()
    LEFT = auto()
    REGISTERED = auto()
    LINKED = auto()
    ANSWERED = auto()
    GUIDED = auto()
    DISCIPLINE = auto()
    NOT_ACCEPTED = auto()
    NO_MORE = auto()
    TRANSFERRED = auto()
    ASSIGNED = auto()
    ESCALATED = auto()
    LEADER = auto()
    UNIT_RECEIVED = auto()
    OBJECTED = auto()
    ACCEPTED = auto()
    SIMPLE = auto()
    EXTENDED = auto()
    HEARING = auto()
    SETTLED = auto()
    OPINION = auto()
    SERVED = auto()
    CLOSED = auto()
    REVIEW = auto()
    REVIEWED = auto()
    REVIEW_SERVED = auto()
    RE_HANDLE = auto()
    RECHECK = auto()
    FINAL = auto()
    WITHDRAWN = auto()
    ARCHIVED = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return _LABELS[self]


_LABELS = {
    State.QUEUED: "已取号",
    State.RECEIVING: "接谈中",
    State.LEFT: "离开",
    State.REGISTERED: "已登记",
    State.LINKED: "并入在办件",
    State.ANSWERED: "当场答复",
    State.GUIDED: "已引导法定途径",
    State.DISCIPLINE: "已转纪检监察",
    State.NOT_ACCEPTED: "不予受理",
    State.NO_MORE: "不再受理",
    State.TRANSFERRED: "已转送",
    State.ASSIGNED: "已交办",
    State.ESCALATED: "已呈报",
    State.LEADER: "领导接访",
    State.UNIT_RECEIVED: "单位已收到",
    State.OBJECTED: "单位提出异议",
    State.ACCEPTED: "已受理",
    State.SIMPLE: "简易办理",
    State.EXTENDED: "已延期",
    State.HEARING: "听证中",
    State.SETTLED: "已调解（和解）",
    State.OPINION: "已出意见",
    State.SERVED: "意见已送达",
    State.CLOSED: "已办结",
    State.REVIEW: "复查中",
    State.REVIEWED: "已出复查意见",
    State.REVIEW_SERVED: "复查意见已送达",
    State.RE_HANDLE: "责令重新办理",
    State.RECHECK: "复核中",
    State.FINAL: "复核终结",
    State.WITHDRAWN: "已撤回",
    State.ARCHIVED: "已归档",
}

TRIAGE = frozenset({State.REGISTERED, State.ESCALATED, State.LEADER})
"""The office has the matter and has not yet decided where it goes (条例 Art. 22)."""
HANDLING = frozenset({State.ACCEPTED, State.EXTENDED, State.SIMPLE, State.RE_HANDLE})
"""A unit is investigating and owes its opinion (条例 Art. 34)."""
ENDED = frozenset(
    {
        State.LEFT,
        State.LINKED,
        State.ANSWERED,
        State.GUIDED,
        State.DISCIPLINE,
        State.NOT_ACCEPTED,
        State.NO_MORE,
        State.CLOSED,
        State.FINAL,
        State.WITHDRAWN,
        State.ARCHIVED,
    }
)
"""Nothing more is owed by the office unless the petitioner, or a correction, opens it again."""
LIVE = frozenset(State) - ENDED - {State.QUEUED, State.RECEIVING}
"""A matter on which an office still has something to do."""
