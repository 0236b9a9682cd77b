"""What one row of the workflow says: from where to where, who, on which article, what is owed."""

from dataclasses import dataclass
from enum import StrEnum, auto

from reception_desk.records.document import DocumentKind
from reception_desk.rules.duties import Duty
from reception_desk.rules.permissions import Action
from reception_desk.rules.states import State


class Event(StrEnum):
    """What happens to a number or a matter; the names stand in the steps."""

    TICKET_ISSUED = auto()
    CALLED = auto()
    LEFT = auto()
    REGISTERED = auto()
    LINKED = auto()
    UNLINKED = auto()
    ANSWERED = auto()
    GUIDED = auto()
    ACCUSATION_FORWARDED = auto()
    DECLINED = auto()
    DECLINED_FURTHER = auto()
    TRANSFERRED = auto()
    ASSIGNED = auto()
    ESCALATED = auto()
    SENT_TO_LEADER = auto()
    UNIT_RECEIVED = auto()
    OBJECTED = auto()
    OBJECTION_ALLOWED = auto()
    OBJECTION_REFUSED = auto()
    ACCEPTED = auto()
    UNIT_DECLINED = auto()
    UNIT_GUIDED = auto()
    SIMPLIFIED = auto()
    MADE_ORDINARY = auto()
    EXTENDED = auto()
    HEARING_OPENED = auto()
    HEARING_CLOSED = auto()
    SETTLED = auto()
    OPINION_GIVEN = auto()
    SERVED = auto()
    COMPLETION_REPORTED = auto()
    CLOSED = auto()
    REVIEW_REQUESTED = auto()
    REVIEW_REVOKED = auto()
    REVIEW_DECIDED = auto()
    REVIEW_SERVED = auto()
    RECHECK_REQUESTED = auto()
    RECHECK_DECIDED = auto()
    SUPERVISED = auto()
    SUPERVISION_ANSWERED = auto()
    WITHDRAWN = auto()
    ARCHIVED = auto()


PROPOSED, PROPOSAL_REFUSED, RECUSED = "proposed", "proposal_refused", "recused"
"""Steps beside the table: put before the approver, sent back, 回避 declared (Art. 28(3))."""
ADVISED = "route_advised"
"""A step that changes nothing: what the legal-route helper was told, and what it advised."""


class Need(StrEnum):
    """What a step of this kind must say; `label` is what the form calls it."""

    UNIT = auto()
    DUE_DATE = auto()
    DAYS = auto()
    REASON = auto()
    BASIS = auto()
    RESULT = auto()
    WAY = auto()
    NOTICE_DAY = auto()
    RECIPIENTS = auto()
    LINKED_MATTER = auto()
    WRITTEN = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return _NEEDS[self]


_NEEDS = {
    Need.UNIT: "去向单位",
    Need.DUE_DATE: "办结期限",
    Need.DAYS: "延长天数",
    Need.REASON: "理由",
    Need.BASIS: "依据",
    Need.RESULT: "结果",
    Need.WAY: "送达方式",
    Need.NOTICE_DAY: "通知送达日期",
    Need.RECIPIENTS: "报送对象和时间",
    Need.LINKED_MATTER: "关联的事项",
    Need.WRITTEN: "本人的书面申请",
}


class Guard(StrEnum):
    """A condition beside state, role and needs; `rules/guards.py` holds what each one asks."""

    DISCIPLINE_ONLY = auto()
    NOT_ACCUSED_UNIT = auto()
    NO_LITIGATION_LETTER = auto()
    OWN_COMPETENCE = auto()
    OBJECTION_IN_TIME = auto()
    FIRST_PETITION = auto()
    EXTENDED_ONCE = auto()
    TWO_PERSONS = auto()
    NOTICE_BEFORE_HEARING = auto()
    REPORT_COMPLETE = auto()
    RESULT_REPORTED = auto()
    REMEDY_OVER = auto()
    FIRST_REVIEW = auto()
    REVIEW_IN_TIME = auto()
    RECHECK_IN_TIME = auto()
    NOTHING_OWED = auto()
    DUE_LATER = auto()
    ASSIGNED_WITH_RESULT = auto()
    UNDER_SUPERVISION = auto()


class Back(StrEnum):
    """Targets that depend on where the matter came from."""

    STAYS = auto()
    RETURNS = auto()


@dataclass(frozen=True, slots=True)
class Transition:
    """A row of the workflow.

    `number` is that of domain.md §4. `sources` is empty where something begins. `action` is held
    by whoever may decide it, `proposed_by` by whoever may put it before them; `is_units` when it
    is an act of the unit, which the bureau's section may write down from the unit's paper.
    `meets` are duties done by it, `starts` those that begin, `ends` those that fall away without
    having been done, `reopens` those that run on from their first day.
    """

    number: str
    event: Event
    label: str
    sources: frozenset[State]
    target: State | Back
    action: Action
    article: str
    proposed_by: Action | None = None
    is_units: bool = False
    needs: tuple[Need, ...] = ()
    guards: tuple[Guard, ...] = ()
    meets: tuple[Duty, ...] = ()
    starts: tuple[Duty, ...] = ()
    ends: tuple[Duty, ...] = ()
    reopens: tuple[Duty, ...] = ()
    papers: tuple[DocumentKind, ...] = ()
