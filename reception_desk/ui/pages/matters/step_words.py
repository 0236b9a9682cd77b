"""The steps of a matter as entries of its timeline, the newest first."""

from collections.abc import Mapping

from reception_desk.records.steps import StepRecord
from reception_desk.rules import codes
from reception_desk.rules.chinese_dates import day_text
from reception_desk.rules.codes import CodeListName
from reception_desk.rules.guards import URGENT_RECIPIENTS
from reception_desk.rules.standing import Standing, in_order
from reception_desk.rules.step_results import result_name
from reception_desk.rules.transition import ADVISED, PROPOSAL_REFUSED, PROPOSED, RECUSED, Event
from reception_desk.rules.workflow import TRANSITIONS
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.step_timeline import TimelineEntry

_BESIDE = {
    PROPOSAL_REFUSED: "退回拟办意见",
    RECUSED: "声明回避",
    ADVISED: "法定途径助手的建议",
    "visited_again": "再次来访",
    "visit_joined": "一次来访并入本事项",
    "visit_left": "一次来访移出本事项",
    "registration_completed": "补充登记",
    "registration_corrected": "更正登记",
}


def event_label(event: str) -> str:
    """Return what a step is called; one of a later release stands as it is."""
    if event in set(Event):
        return TRANSITIONS[Event(event)].label
    return _BESIDE.get(event, event)


def step_title(step: StepRecord) -> str:
    """Return what the step was, with the unit it goes to."""
    label = f"拟{event_label(step.result or '')}" if step.event == PROPOSED else None
    unit = f" → {step.unit_name}" if step.unit_name else ""
    return f"{label or event_label(step.event)}{unit}"


def timeline(steps: tuple[StepRecord, ...], standing: Standing) -> list[TimelineEntry]:
    """Return the entries, newest first; a step that does not count says why."""
    why = {refused.step_id: refused.why for refused in standing.refused}
    return [_entry(step, why) for step in reversed(in_order(steps))]


def _entry(step: StepRecord, why: Mapping[str, str]) -> TimelineEntry:
    detail = "\n".join(filter(None, (_who(step), *_said(step))))
    if step.step_id in why:
        return TimelineEntry(
            step.day.isoformat(),
            f"未生效：{step_title(step)}",
            f"{why[step.step_id]}\n{detail}",
            Colour.ERROR,
        )
    role = Colour.ACCENT if step.event in set(Event) else Colour.MUTED
    return TimelineEntry(step.day.isoformat(), step_title(step), detail, role)


def _who(step: StepRecord) -> str:
    written = "" if step.recorded_on == step.day else f"{step.recorded_on} 录入"
    return " · ".join(filter(None, (step.author_name or "（账号不在本机）", written)))


def _said(step: StepRecord) -> list[str]:
    """Return what the step says beside its kind, a line each."""
    details = step.details
    reached = "、".join(URGENT_RECIPIENTS.get(each, each) for each in details.recipients)
    way = codes.name(CodeListName.DELIVERY_WAY, details.way) if details.way else ""
    mail = f"，邮件号 {details.mail_number}" if details.mail_number else ""
    is_of_table = step.event in set(Event)
    result = result_name(Event(step.event), step.result) if is_of_table and step.result else ""
    lines = (
        ("结果", result),
        ("理由", step.reason),
        ("依据", step.basis),
        ("期限", day_text(step.due_on) if step.due_on else ""),
        ("延长", f"{step.days} 日" if step.days else ""),
        ("送达", f"{way}{mail}"),
        ("通知送达", day_text(details.noticed_on) if details.noticed_on else ""),
        ("知悉", day_text(details.known_on) if details.known_on else ""),
        ("已报送", reached),
        ("书面申请", "本人已提交" if details.is_written else ""),
        ("本人意见", "书面同意处理意见" if details.is_agreed else ""),
    )
    return [f"{name}：{words}" for name, words in lines if words]
