"""The life of a matter as one table (domain.md §4): screens, papers, statistics and sync read it.

Numbers are those of the domain's list; where an entry there names two outcomes each has its row.
`standing.fold` applies the rows to the steps on record, `guards` holds their conditions.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from reception_desk.records.document import DocumentKind as Paper
from reception_desk.rules.duties import Duty
from reception_desk.rules.permissions import Action
from reception_desk.rules.states import ENDED, HANDLING, LIVE, TRIAGE, State
from reception_desk.rules.transition import Back, Event, Guard, Need, Transition

_LAW = "《信访工作条例》"
_FIRST_ACT = (Duty.D2, Duty.D3)
_UNIT_DUTIES = (Duty.D4, Duty.D5)
_HEARD = frozenset({State.ACCEPTED, State.EXTENDED, State.RE_HANDLE, State.RECHECK})
_WITH_UNIT = LIVE - TRIAGE - {State.TRANSFERRED, State.ASSIGNED, State.OBJECTED} | {
    State.CLOSED,
    State.FINAL,
}
_FINISHED = ENDED - {State.ARCHIVED, State.LEFT}


def _states(*states: State) -> frozenset[State]:
    return frozenset(states)


_ROWS = (
    Transition(
        "T01", Event.TICKET_ISSUED, "取号", frozenset(), State.QUEUED, Action.ISSUE_TICKET,
        f"{_LAW}第十八条",
    ),
    Transition(
        "T02", Event.CALLED, "叫号", _states(State.QUEUED), State.RECEIVING, Action.CALL_TICKET,
        f"{_LAW}第二十八条第三款",
    ),
    Transition(
        "T03", Event.LEFT, "离开", _states(State.QUEUED), State.LEFT, Action.CALL_TICKET,
        f"{_LAW}第十八条",
    ),
    Transition(
        "T04", Event.REGISTERED, "登记", _states(State.RECEIVING), State.REGISTERED,
        Action.REGISTER_VISIT, f"{_LAW}第二十二条第一款",
        starts=(Duty.D1, Duty.D2, Duty.D3), meets=(Duty.D1,),
        papers=(Paper.REGISTRATION_FORM, Paper.RECEIPT, Paper.MATERIALS_LIST),
    ),
    Transition(
        "T05", Event.LINKED, "并入在办件", TRIAGE, State.LINKED, Action.RECORD_STEP,
        f"{_LAW}第十九条第三款", needs=(Need.LINKED_MATTER, Need.REASON),
        meets=_FIRST_ACT, papers=(Paper.NON_ACCEPTANCE_NOTICE,),
    ),
    Transition(
        "T05", Event.UNLINKED, "取消并入", _states(State.LINKED), State.REGISTERED,
        Action.RECORD_STEP, f"{_LAW}第二十二条第一款", needs=(Need.REASON,), reopens=_FIRST_ACT,
    ),
    Transition(
        "T06", Event.ANSWERED, "当场答复", TRIAGE, State.ANSWERED, Action.RECORD_STEP,
        f"{_LAW}第二十三条第二款", needs=(Need.REASON,), meets=_FIRST_ACT,
        papers=(Paper.RECEIPT,),
    ),
    Transition(
        "T07", Event.GUIDED, "引导法定途径", TRIAGE, State.GUIDED, Action.GUIDE_TO_LEGAL_ROUTE,
        f"{_LAW}第二十二条第二款、第三十一条第一至五项", needs=(Need.REASON,),
        guards=(Guard.NO_LITIGATION_LETTER,), meets=_FIRST_ACT,
        papers=(Paper.LEGAL_ROUTE_NOTICE,),
    ),
    Transition(
        "T08", Event.ACCUSATION_FORWARDED, "转纪检监察", TRIAGE, State.DISCIPLINE,
        Action.FORWARD_ACCUSATION, f"{_LAW}第二十二条第二款、第三十条", needs=(Need.UNIT,),
        guards=(Guard.DISCIPLINE_ONLY, Guard.NOT_ACCUSED_UNIT), meets=_FIRST_ACT,
        papers=(Paper.TRANSFER_LETTER,),
    ),
    Transition(
        "T09", Event.DECLINED, "不予受理", TRIAGE, State.NOT_ACCEPTED, Action.APPROVE_ROUTE,
        f"{_LAW}第十九条第三款、第二十三条第一款", proposed_by=Action.PROPOSE_ROUTE,
        needs=(Need.REASON,), meets=_FIRST_ACT, papers=(Paper.NON_ACCEPTANCE_NOTICE,),
    ),
    Transition(
        "T10", Event.DECLINED_FURTHER, "不再受理", TRIAGE, State.NO_MORE, Action.APPROVE_ROUTE,
        f"{_LAW}第三十六条第三款", proposed_by=Action.PROPOSE_ROUTE,
        needs=(Need.LINKED_MATTER, Need.REASON), meets=_FIRST_ACT,
        papers=(Paper.NO_FURTHER_ACCEPTANCE_NOTICE,),
    ),
    Transition(
        "T11", Event.TRANSFERRED, "转送", TRIAGE, State.TRANSFERRED, Action.APPROVE_ROUTE,
        f"{_LAW}第二十二条第一款", proposed_by=Action.PROPOSE_ROUTE, needs=(Need.UNIT,),
        guards=(Guard.NOT_ACCUSED_UNIT,), meets=_FIRST_ACT,
        papers=(Paper.TRANSFER_LETTER, Paper.DESTINATION_NOTICE),
    ),
    Transition(
        "T12", Event.ASSIGNED, "交办", TRIAGE, State.ASSIGNED, Action.APPROVE_ROUTE,
        f"{_LAW}第二十二条第一款第三项", proposed_by=Action.PROPOSE_ROUTE,
        needs=(Need.UNIT, Need.DUE_DATE), guards=(Guard.NOT_ACCUSED_UNIT, Guard.DUE_LATER),
        meets=_FIRST_ACT, starts=(Duty.D8,),
        papers=(Paper.ASSIGNMENT_LETTER, Paper.DESTINATION_NOTICE),
    ),
    Transition(
        "T13", Event.ESCALATED, "呈报", _states(State.REGISTERED, State.LEADER), State.ESCALATED,
        Action.REPORT_URGENT, f"{_LAW}第二十五条", needs=(Need.REASON, Need.RECIPIENTS),
        guards=(Guard.REPORT_COMPLETE,), meets=(*_FIRST_ACT, Duty.D17), starts=(Duty.D17,),
        papers=(Paper.URGENT_REPORT,),
    ),
    Transition(
        "T14", Event.SENT_TO_LEADER, "预约领导接访", _states(State.REGISTERED, State.ESCALATED),
        State.LEADER, Action.BOOK_LEADER_DAY, f"{_LAW}第十八条", needs=(Need.REASON,),
        papers=(Paper.LEADER_BOOKING_FORM,),
    ),
    Transition(
        "T15", Event.UNIT_RECEIVED, "单位签收", _states(State.TRANSFERRED, State.ASSIGNED),
        State.UNIT_RECEIVED, Action.RECEIVE_TRANSFER, f"{_LAW}第二十三条第三款", is_units=True,
        starts=_UNIT_DUTIES,
    ),
    Transition(
        "T16", Event.OBJECTED, "提出异议", _states(State.UNIT_RECEIVED), State.OBJECTED,
        Action.OBJECT_TO_TRANSFER, f"{_LAW}第二十三条第三款", is_units=True,
        needs=(Need.REASON,), guards=(Guard.OBJECTION_IN_TIME,), meets=(Duty.D5,),
        papers=(Paper.OBJECTION_FORM,),
    ),
    Transition(
        "T17", Event.OBJECTION_ALLOWED, "同意退回", _states(State.OBJECTED), State.REGISTERED,
        Action.SETTLE_OBJECTION, f"{_LAW}第二十三条第三款", needs=(Need.REASON,),
        ends=(*_UNIT_DUTIES, Duty.D8), reopens=_FIRST_ACT,
    ),
    Transition(
        "T17", Event.OBJECTION_REFUSED, "不同意退回", _states(State.OBJECTED),
        State.UNIT_RECEIVED, Action.SETTLE_OBJECTION, f"{_LAW}第二十三条第三款",
        needs=(Need.REASON,),
    ),
    Transition(
        "T18", Event.ACCEPTED, "受理", _states(State.UNIT_RECEIVED, State.REGISTERED),
        State.ACCEPTED, Action.ACCEPT_MATTER, f"{_LAW}第二十三条、第三十一条第六项",
        is_units=True, guards=(Guard.OWN_COMPETENCE,), meets=(Duty.D4, *_FIRST_ACT),
        ends=(Duty.D5,), starts=(Duty.D6,),
        papers=(Paper.ACCEPTANCE_NOTICE, Paper.SERVICE_RECEIPT),
    ),
    Transition(
        "T19", Event.UNIT_DECLINED, "单位不予受理", _states(State.UNIT_RECEIVED),
        State.NOT_ACCEPTED, Action.ACCEPT_MATTER, f"{_LAW}第二十三条第三款", is_units=True,
        needs=(Need.REASON,), guards=(Guard.RESULT_REPORTED,), meets=(Duty.D4,), ends=(Duty.D5,),
        papers=(Paper.NON_ACCEPTANCE_NOTICE, Paper.SERVICE_RECEIPT),
    ),
    Transition(
        "T19", Event.UNIT_GUIDED, "单位告知法定途径", _states(State.UNIT_RECEIVED), State.GUIDED,
        Action.ACCEPT_MATTER, f"{_LAW}第三十一条第一至五项", is_units=True,
        needs=(Need.REASON,), guards=(Guard.RESULT_REPORTED,), meets=(Duty.D4,), ends=(Duty.D5,),
        papers=(Paper.LEGAL_ROUTE_NOTICE, Paper.SERVICE_RECEIPT),
    ),
    Transition(
        "T20", Event.SIMPLIFIED, "简易办理", _states(State.ACCEPTED), State.SIMPLE,
        Action.ACCEPT_MATTER, "《信访事项简易办理办法（试行）》", is_units=True,
        guards=(Guard.FIRST_PETITION,), starts=(Duty.D14,),
    ),
    Transition(
        "T20", Event.MADE_ORDINARY, "转普通程序", _states(State.SIMPLE), State.ACCEPTED,
        Action.ACCEPT_MATTER, f"{_LAW}第三十四条", is_units=True, needs=(Need.REASON,),
        ends=(Duty.D14,),
    ),
    Transition(
        "T21", Event.EXTENDED, "延期", _states(State.ACCEPTED), State.EXTENDED,
        Action.EXTEND_MATTER, f"{_LAW}第三十四条", proposed_by=Action.EXTEND_MATTER,
        is_units=True, needs=(Need.DAYS, Need.REASON),
        guards=(Guard.EXTENDED_ONCE, Guard.TWO_PERSONS),
        papers=(Paper.EXTENSION_APPROVAL, Paper.EXTENSION_NOTICE, Paper.SERVICE_RECEIPT),
    ),
    Transition(
        "T22", Event.HEARING_OPENED, "举行听证", _HEARD, State.HEARING, Action.ISSUE_OPINION,
        f"{_LAW}第三十一条第六项、第三十六条第二款", is_units=True, needs=(Need.NOTICE_DAY,),
        guards=(Guard.NOTICE_BEFORE_HEARING,), starts=(Duty.D15,), meets=(Duty.D15,),
        papers=(Paper.HEARING_NOTICE, Paper.HEARING_RECORD),
    ),
    Transition(
        "T22", Event.HEARING_CLOSED, "听证结束", _states(State.HEARING), Back.RETURNS,
        Action.ISSUE_OPINION, f"{_LAW}第三十六条第二款", is_units=True,
        papers=(Paper.HEARING_CONCLUSION,),
    ),
    Transition(
        "T23", Event.SETTLED, "调解（和解）", HANDLING, State.SETTLED, Action.ISSUE_OPINION,
        f"{_LAW}第三十三条", is_units=True, needs=(Need.REASON,), meets=(Duty.D6, Duty.D14),
        papers=(Paper.MEDIATION_AGREEMENT, Paper.SETTLEMENT_AGREEMENT),
    ),
    Transition(
        "T24", Event.OPINION_GIVEN, "出具处理意见", HANDLING, State.OPINION,
        Action.ISSUE_OPINION, f"{_LAW}第三十一条第六项、第三十二条", is_units=True,
        needs=(Need.RESULT, Need.BASIS), meets=(Duty.D6, Duty.D14),
        papers=(Paper.HANDLING_OPINION,),
    ),
    Transition(
        "T25", Event.SERVED, "意见送达", _states(State.OPINION), State.SERVED,
        Action.RECORD_SERVICE, f"{_LAW}第三十五条", needs=(Need.WAY,), starts=(Duty.D9,),
        papers=(Paper.SERVICE_RECEIPT, Paper.EVALUATION_FORM),
    ),
    Transition(
        "T26", Event.COMPLETION_REPORTED, "提交办结报告",
        _WITH_UNIT, Back.STAYS,
        Action.ISSUE_OPINION, f"{_LAW}第二十二条第一款第三项", is_units=True,
        guards=(Guard.ASSIGNED_WITH_RESULT,), meets=(Duty.D8,), papers=(Paper.COMPLETION_REPORT,),
    ),
    Transition(
        "T26", Event.CLOSED, "办结", _states(State.SERVED, State.SETTLED, State.REVIEW_SERVED),
        State.CLOSED, Action.CLOSE_MATTER, f"{_LAW}第三十四条",
        guards=(Guard.RESULT_REPORTED, Guard.REMEDY_OVER),
    ),
    Transition(
        "T27", Event.REVIEW_REQUESTED, "申请复查", _states(State.SERVED, State.CLOSED),
        State.REVIEW, Action.RECORD_STEP, f"{_LAW}第三十五条", needs=(Need.WRITTEN,),
        guards=(Guard.FIRST_REVIEW, Guard.REVIEW_IN_TIME), meets=(Duty.D9,), starts=(Duty.D10,),
        papers=(Paper.REVIEW_APPLICATION, Paper.REVIEW_ACCEPTANCE_NOTICE),
    ),
    Transition(
        "T28", Event.REVIEW_REVOKED, "复查撤销，责令重新办理", _states(State.REVIEW),
        State.RE_HANDLE, Action.DECIDE_REVIEW, f"{_LAW}第三十五条", needs=(Need.REASON,),
        meets=(Duty.D10,), starts=(Duty.D6,), papers=(Paper.REVIEW_OPINION,),
    ),
    Transition(
        "T28", Event.REVIEW_DECIDED, "复查维持或变更", _states(State.REVIEW), State.REVIEWED,
        Action.DECIDE_REVIEW, f"{_LAW}第三十五条", needs=(Need.RESULT, Need.REASON),
        meets=(Duty.D10,), papers=(Paper.REVIEW_OPINION,),
    ),
    Transition(
        "T28", Event.REVIEW_SERVED, "复查意见送达", _states(State.REVIEWED), State.REVIEW_SERVED,
        Action.RECORD_SERVICE, f"{_LAW}第三十六条第一款", needs=(Need.WAY,), starts=(Duty.D11,),
        papers=(Paper.SERVICE_RECEIPT,),
    ),
    Transition(
        "T29", Event.RECHECK_REQUESTED, "申请复核", _states(State.REVIEW_SERVED, State.CLOSED),
        State.RECHECK, Action.RECORD_STEP, f"{_LAW}第三十六条第一款", needs=(Need.WRITTEN,),
        guards=(Guard.RECHECK_IN_TIME,), meets=(Duty.D11,), starts=(Duty.D12,),
        papers=(Paper.REVIEW_APPLICATION, Paper.REVIEW_ACCEPTANCE_NOTICE),
    ),
    Transition(
        "T29", Event.RECHECK_DECIDED, "作出复核意见", _states(State.RECHECK), State.FINAL,
        Action.DECIDE_REVIEW, f"{_LAW}第三十六条", needs=(Need.RESULT, Need.REASON),
        meets=(Duty.D12,), papers=(Paper.RECHECK_OPINION, Paper.SERVICE_RECEIPT),
    ),
    Transition(
        "T30", Event.SUPERVISED, "督办", LIVE, Back.STAYS, Action.SUPERVISE_MATTER,
        f"{_LAW}第四十条", needs=(Need.REASON, Need.DUE_DATE), guards=(Guard.DUE_LATER,),
        papers=(Paper.SUPERVISION_LETTER,),
    ),
    Transition(
        "T30", Event.SUPERVISION_ANSWERED, "督办反馈", LIVE | _FINISHED,
        Back.STAYS, Action.RECEIVE_TRANSFER, f"{_LAW}第四十条", is_units=True,
        needs=(Need.REASON,), guards=(Guard.UNDER_SUPERVISION,),
    ),
    Transition(
        "T31", Event.WITHDRAWN, "撤回", LIVE | {State.ANSWERED}, State.WITHDRAWN,
        Action.RECORD_STEP, "本台规则：撤回须本人书面、自愿提出",
        needs=(Need.WRITTEN, Need.REASON),
        ends=(
            *_FIRST_ACT, *_UNIT_DUTIES, Duty.D6, Duty.D8, Duty.D9, Duty.D10, Duty.D11, Duty.D12,
            Duty.D14,
        ),
    ),
    Transition(
        "T32", Event.ARCHIVED, "归档", _FINISHED, State.ARCHIVED, Action.CLOSE_MATTER,
        "《中华人民共和国档案法》第十四条", guards=(Guard.NOTHING_OWED,),
        papers=(Paper.FILE_COVER, Paper.FILE_INDEX, Paper.FILE_CLOSING_NOTE),
    ),
)  # fmt: skip

TRANSITIONS: Mapping[Event, Transition] = MappingProxyType({row.event: row for row in _ROWS})
TICKET_EVENTS = frozenset({Event.TICKET_ISSUED, Event.CALLED, Event.LEFT})
"""What happens to a number before there is a matter; the hall records these."""


def leaving(state: State) -> Iterable[Transition]:
    """Yield the rows that may follow `state`, in the order of the table."""
    return (row for row in _ROWS if state in row.sources and row.event not in TICKET_EVENTS)
