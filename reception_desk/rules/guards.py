"""The conditions of the workflow beside state and role; each refuses with its article.

A guard looks at the standing before the step. It returns the sentence that refuses the step, or
"" where it has nothing against it.
"""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from reception_desk.errors import InvalidInputError
from reception_desk.records.steps import MatterFacts, StepRecord
from reception_desk.rules.chinese_dates import day_text
from reception_desk.rules.deadline_request import check_extension
from reception_desk.rules.deadlines import due
from reception_desk.rules.duties import Duty
from reception_desk.rules.duty_ledger import DutyEntry, Reckoning, last_entry, open_entry
from reception_desk.rules.letters import LITIGATION_WAYS
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.rules.transition import Guard, Need

if TYPE_CHECKING:
    from reception_desk.rules.standing import Standing

_LAW = "《信访工作条例》"
URGENT_RECIPIENTS: Mapping[str, str] = MappingProxyType(
    {
        "county": "县委、县政府",
        "department": "主管部门",
        "joint_meeting": "信访工作联席会议办公室",
        "city": "市信访局",
        "national": "国家信访局",
    }
)
"""Everybody whom an urgent report must reach (条例 Art. 25)."""

Check = Callable[["Standing", StepRecord, MatterFacts, Reckoning], str]


def refusal(
    guard: Guard, standing: "Standing", step: StepRecord, facts: MatterFacts, by: Reckoning
) -> str:
    """Return why the guard refuses the step, "" where it does not."""
    return _GUARDS[guard](standing, step, facts, by)


def lacks(need: Need, step: StepRecord) -> bool:
    """Tell whether the step does not say what this need asks for."""
    return not _SAID[need](step)


_SAID: Mapping[Need, Callable[[StepRecord], object]] = MappingProxyType(
    {
        Need.UNIT: lambda step: step.unit_id,
        Need.DUE_DATE: lambda step: step.due_on,
        Need.DAYS: lambda step: step.days is not None,
        Need.REASON: lambda step: step.reason,
        Need.BASIS: lambda step: step.basis,
        Need.RESULT: lambda step: step.result,
        Need.WAY: lambda step: step.details.way,
        Need.NOTICE_DAY: lambda step: step.details.noticed_on,
        Need.RECIPIENTS: lambda step: step.details.recipients,
        Need.LINKED_MATTER: lambda step: step.linked_matter_id,
        Need.WRITTEN: lambda step: step.details.is_written,
    }
)


def _discipline_only(_s: "Standing", step: StepRecord, facts: MatterFacts, _r: Reckoning) -> str:
    if step.unit_id in facts.discipline_units:
        return ""
    return f"检举控告只能转送纪检监察机关（{_LAW}第二十二条第二款、第三十条）。"


def _not_accused(_s: "Standing", step: StepRecord, facts: MatterFacts, _r: Reckoning) -> str:
    if step.unit_id not in facts.accused_units:
        return ""
    return f"不得将检举控告材料转给被检举控告的人员或者单位（{_LAW}第三十条）。"


def _no_litigation_letter(
    standing: "Standing", _step: StepRecord, facts: MatterFacts, _r: Reckoning
) -> str:
    if not facts.is_letter or standing.advised not in LITIGATION_WAYS:
        return ""
    return f"涉法涉诉的来信应当转送同级政法部门，不作引导（{_LAW}第二十二条第二款）。"


def _own_competence(
    standing: "Standing", _step: StepRecord, facts: MatterFacts, _r: Reckoning
) -> str:
    if standing.unit_id is not None or not facts.is_bureau:
        return ""
    return f"信访部门不直接受理，请转送、交办有权处理的机关、单位（{_LAW}第二十二条第一款）。"


def _objection_in_time(
    standing: "Standing", step: StepRecord, _f: MatterFacts, by: Reckoning
) -> str:
    entry = open_entry(standing.duties, Duty.D5)
    if entry is None:
        return f"对这次转送、交办已经提出过异议（{_LAW}第二十三条第三款）。"
    return _late(entry, step.day, by, "提出异议的5个工作日已过", f"{_LAW}第二十三条第三款")


def _first_petition(
    standing: "Standing", step: StepRecord, facts: MatterFacts, by: Reckoning
) -> str:
    if not facts.is_first_petition or open_entry(standing.duties, Duty.D8):
        return "简易办理只用于初次信访、未经交办的事项（《信访事项简易办理办法（试行）》）。"
    received = last_entry(standing.duties, Duty.D4) or last_entry(standing.duties, Duty.D3)
    accepted = last_entry(standing.duties, Duty.D6)
    if received is None or accepted is None:
        return ""
    last = due(Duty.D13, received.start, by.calendar, by.policy).legal
    if step.day <= last and accepted.start <= last:
        return ""
    return (
        f"决定简易办理的3个工作日已过，最迟为{day_text(last)}（《信访事项简易办理办法（试行）》）。"
    )


def _extended_once(standing: "Standing", step: StepRecord, _f: MatterFacts, by: Reckoning) -> str:
    entry = open_entry(standing.duties, Duty.D6)
    if entry is None:
        return f"没有可以延长的办理期限（{_LAW}第三十四条）。"
    try:
        check_extension(Duty.D6, step.days or 0, is_extended_already=entry.extended_by is not None)
    except InvalidInputError as error:
        return error.message
    return _late(entry, step.day, by, "办理期限届满以后不能再延长", f"{_LAW}第三十四条")


def _two_persons(standing: "Standing", step: StepRecord, _f: MatterFacts, _r: Reckoning) -> str:
    """Let nobody approve what they asked for; the section writes down what the unit decided."""
    if may(map(Role, step.roles), Action.RECORD_FOR_UNIT):
        return ""
    proposal = standing.proposal
    if proposal is not None and proposal.author_id != step.author_id:
        return ""
    return f"延期须由经办人提出、本单位负责人批准，不能由同一人完成（{_LAW}第三十四条）。"


def _notice_before(_s: "Standing", step: StepRecord, _f: MatterFacts, by: Reckoning) -> str:
    noticed = step.details.noticed_on
    last = due(Duty.D15, step.day, by.calendar, by.policy, set_days=by.hearing_lead).legal
    if noticed is not None and noticed <= last:
        return ""
    return (
        f"听证通知应当在听证日{by.hearing_lead}日前送达，最迟为{day_text(last)}（本地听证办法）。"
    )


def _report_complete(_s: "Standing", step: StepRecord, _f: MatterFacts, _r: Reckoning) -> str:
    told = set(step.details.recipients)
    missing = [name for key, name in URGENT_RECIPIENTS.items() if key not in told]
    if not missing:
        return ""
    return f"紧急报告还没有报送：{'、'.join(missing)}（{_LAW}第二十五条）。"


def _result_reported(standing: "Standing", _t: StepRecord, _f: MatterFacts, _r: Reckoning) -> str:
    if open_entry(standing.duties, Duty.D8) is None:
        return ""
    return f"交办事项还没有办结报告（{_LAW}第二十二条第一款第三项）。"


def _remedy_over(standing: "Standing", step: StepRecord, _f: MatterFacts, by: Reckoning) -> str:
    if standing.is_agreed:
        return ""
    for duty, name in ((Duty.D9, "复查"), (Duty.D11, "复核")):
        entry = open_entry(standing.duties, duty)
        if entry is not None and step.day <= (last := entry.deadline(by).legal):
            return (
                f"信访人请求{name}的期限到{day_text(last)}，届满前或者本人书面同意前不能办结"
                f"（{_LAW}第三十五条、第三十六条）。"
            )
    return ""


def _first_review(standing: "Standing", _t: StepRecord, _f: MatterFacts, _r: Reckoning) -> str:
    entry = last_entry(standing.duties, Duty.D9)
    if entry is not None and entry.is_open:
        return ""
    return f"这份处理意见没有可以请求复查的期限，或者已经复查过（{_LAW}第三十五条）。"


def _review_in_time(standing: "Standing", step: StepRecord, _f: MatterFacts, by: Reckoning) -> str:
    entry = open_entry(standing.duties, Duty.D9)
    return _late(entry, step.day, by, "请求复查的30日已过", f"{_LAW}第三十五条") if entry else ""


def _recheck_in_time(standing: "Standing", step: StepRecord, _f: MatterFacts, by: Reckoning) -> str:
    entry = open_entry(standing.duties, Duty.D11)
    if entry is None:
        return f"还没有送达的复查意见可以请求复核（{_LAW}第三十六条第一款）。"
    return _late(entry, step.day, by, "请求复核的30日已过", f"{_LAW}第三十六条第一款")


def _nothing_owed(standing: "Standing", step: StepRecord, _f: MatterFacts, by: Reckoning) -> str:
    for entry in standing.duties:
        if not entry.is_open:
            continue
        last = entry.deadline(by).legal
        if not entry.is_petitioners:
            return f"还有没有完成的期限：{entry.duty.value}，{day_text(last)}，不能归档。"
        if step.day <= last:
            return f"信访人请求复查、复核的期限到{day_text(last)}，届满前不能归档。"
    return ""


def _due_later(_s: "Standing", step: StepRecord, _f: MatterFacts, _r: Reckoning) -> str:
    if step.due_on is not None and step.due_on >= step.day:
        return ""
    return "指定的期限早于发文之日，请核对日期。"


def _assigned(standing: "Standing", _t: StepRecord, _f: MatterFacts, _r: Reckoning) -> str:
    if open_entry(standing.duties, Duty.D8):
        return ""
    return f"这件事项没有等待反馈结果的交办（{_LAW}第二十二条第一款第三项）。"


def _supervised(standing: "Standing", _t: StepRecord, _f: MatterFacts, _r: Reckoning) -> str:
    return "" if standing.supervision else f"这件事项没有等待反馈的督办（{_LAW}第四十条）。"


def _late(entry: DutyEntry, day: date, by: Reckoning, sentence: str, article: str) -> str:
    last = entry.deadline(by).legal
    return f"{sentence}，最迟为{day_text(last)}（{article}）。" if day > last else ""


_GUARDS: Mapping[Guard, Check] = MappingProxyType(
    {
        Guard.DISCIPLINE_ONLY: _discipline_only,
        Guard.NOT_ACCUSED_UNIT: _not_accused,
        Guard.NO_LITIGATION_LETTER: _no_litigation_letter,
        Guard.OWN_COMPETENCE: _own_competence,
        Guard.OBJECTION_IN_TIME: _objection_in_time,
        Guard.FIRST_PETITION: _first_petition,
        Guard.EXTENDED_ONCE: _extended_once,
        Guard.TWO_PERSONS: _two_persons,
        Guard.NOTICE_BEFORE_HEARING: _notice_before,
        Guard.REPORT_COMPLETE: _report_complete,
        Guard.RESULT_REPORTED: _result_reported,
        Guard.REMEDY_OVER: _remedy_over,
        Guard.FIRST_REVIEW: _first_review,
        Guard.REVIEW_IN_TIME: _review_in_time,
        Guard.RECHECK_IN_TIME: _recheck_in_time,
        Guard.NOTHING_OWED: _nothing_owed,
        Guard.DUE_LATER: _due_later,
        Guard.ASSIGNED_WITH_RESULT: _assigned,
        Guard.UNDER_SUPERVISION: _supervised,
    }
)
