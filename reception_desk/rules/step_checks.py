"""Whether a step may follow where a matter stands: place, role, what it must say, days, guards."""

from typing import TYPE_CHECKING

from reception_desk.records.steps import MatterFacts, StepRecord
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.guards import lacks, refusal
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.rules.transition import (
    PROPOSAL_REFUSED,
    PROPOSED,
    RECUSED,
    Event,
    Guard,
    Transition,
)
from reception_desk.rules.workflow import TRANSITIONS

if TYPE_CHECKING:
    from reception_desk.rules.standing import Standing

_ACCUSATION_EVENTS = frozenset(
    {Event.REGISTERED, Event.ACCUSATION_FORWARDED, Event.WITHDRAWN, Event.ARCHIVED}
)
_EVENTS, _ROLES = frozenset(Event), frozenset(Role)


def why_not(standing: "Standing", step: StepRecord, facts: MatterFacts, by: Reckoning) -> str:
    """Return the sentence that refuses the step, with its article; "" where it is allowed."""
    if step.event == RECUSED:
        return ""
    if standing.state is not None and step.author_id in standing.recused:
        return "您与本事项有利害关系，已经回避，不能办理（《信访工作条例》第二十八条第三款）。"
    if step.event == PROPOSAL_REFUSED:
        return _why_not_send_back(standing, step)
    is_proposal = step.event == PROPOSED
    name = step.result if is_proposal else step.event
    if name not in _EVENTS:
        return "没有写明拟办的事项。"
    row = TRANSITIONS[Event(name)]
    return (
        _out_of_place(standing, row)
        or not_for(row, step, facts, standing, is_proposal=is_proposal)
        or _lacking(row, step)
        or _out_of_time(standing, step)
        or _guarded(row, standing, step, facts, by, is_proposal=is_proposal)
    )


def _out_of_place(standing: "Standing", row: Transition) -> str:
    """A matter begins with its registration, whether or not a number was called for it."""
    if row.event is Event.REGISTERED:
        return "" if standing.state is None else "这件事项已经登记过。"
    if standing.state is None:
        return "这件事项还没有登记（《信访工作条例》第二十二条第一款）。"
    if standing.state in row.sources:
        return ""
    return f"现在是“{standing.state.label}”，不能“{row.label}”（{row.article}）。"


def not_for(
    row: Transition,
    step: StepRecord,
    facts: MatterFacts,
    standing: "Standing",
    *,
    is_proposal: bool,
) -> str:
    """Refuse who does not hold the action; a registration is refused to nobody (Art. 22(1))."""
    if row.event is Event.REGISTERED:
        return ""
    if facts.is_accusation:
        return _not_for_accusation(row, step, facts)
    if row.event is Event.ACCUSATION_FORWARDED:
        return f"只有检举控告事项转纪检监察（{row.article}）。"
    action = row.proposed_by if is_proposal else row.action
    if action is None:
        return f"“{row.label}”不需要报批，请直接办理（{row.article}）。"
    return _not_held(row, step, action) or _not_theirs(row, step, standing)


def _not_for_accusation(row: Transition, step: StepRecord, facts: MatterFacts) -> str:
    if row.event not in _ACCUSATION_EVENTS:
        return (
            f"检举控告不能“{row.label}”，只转送纪检监察机关"
            "（《信访工作条例》第二十二条第二款、第三十条）。"
        )
    if step.author_unit_id in facts.accused_units:
        return "被检举控告的单位的人员不能办理这件检举控告（《信访工作条例》第三十条）。"
    if may(_roles(step), Action.FORWARD_ACCUSATION):
        return ""
    return "检举控告只由检举控告经办人员办理（《信访工作条例》第三十条）。"


def _not_held(row: Transition, step: StepRecord, action: Action) -> str:
    roles = _roles(step)
    if may(roles, action) or (row.is_units and may(roles, Action.RECORD_FOR_UNIT)):
        return ""
    return f"“{row.label}”须由有“{action.label}”权限的人员办理（{row.article}）。"


def _not_theirs(row: Transition, step: StepRecord, standing: "Standing") -> str:
    """An act of the unit is the responsible unit's, unless the section writes it down for it."""
    if not row.is_units or may(_roles(step), Action.RECORD_FOR_UNIT):
        return ""
    if standing.unit_id in {None, step.author_unit_id}:
        return ""
    return f"“{row.label}”须由承办本事项的单位办理（{row.article}）。"


def _roles(step: StepRecord) -> list[Role]:
    """Roles that this release does not know hold nothing."""
    return [Role(name) for name in step.roles if name in _ROLES]


def _lacking(row: Transition, step: StepRecord) -> str:
    asked = [need for need in row.needs if lacks(need, step)]
    if not asked:
        return ""
    names = "、".join(need.label for need in asked)
    return f"“{row.label}”要写明：{names}（{row.article}）。"


def _out_of_time(standing: "Standing", step: StepRecord) -> str:
    if step.day > step.recorded_on:
        return "日期不能晚于今天。"
    if standing.since is not None and step.day < standing.since:
        return "日期早于上一步办理的日期，请核对。"
    return ""


def _guarded(
    row: Transition, standing: "Standing", step: StepRecord, facts: MatterFacts, by: Reckoning, *,
    is_proposal: bool,
) -> str:  # fmt: skip
    guards = (g for g in row.guards if not (is_proposal and g is Guard.TWO_PERSONS))
    return next(filter(None, (refusal(g, standing, step, facts, by) for g in guards)), "")


def _why_not_send_back(standing: "Standing", step: StepRecord) -> str:
    if standing.proposal is None or step.answers_id != standing.proposal.step_id:
        return "没有等待审批的拟办意见。"
    row = TRANSITIONS[Event(standing.proposal.result or "")]
    if may(_roles(step), row.action):
        return ""
    return f"退回拟办意见须由有“{row.action.label}”权限的人员办理。"
