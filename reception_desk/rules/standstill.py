"""When a matter that comes again is not taken a second time, and which paper says so."""

from dataclasses import dataclass
from datetime import date

from reception_desk.records.document import DocumentKind
from reception_desk.records.similar_matters import Standstill
from reception_desk.rules.chinese_dates import day_text
from reception_desk.rules.duties import Duty
from reception_desk.rules.states import State

_REGULATION = "《信访工作条例》"
_ACTS = {
    Duty.D6: ("受理", "答复"),
    Duty.D4: ("收到", "书面告知"),
    Duty.D10: ("收到复查请求", "出具复查意见"),
    Duty.D12: ("收到复核请求", "出具复核意见"),
}
"""Duties of whoever has the matter now: since when, and what is owed."""


@dataclass(frozen=True, slots=True)
class RunningDuty:
    """A duty that is open, with its first and its last lawful day."""

    duty: Duty
    start: date
    legal: date


def standstill(
    state: State, since: date, duties: tuple[RunningDuty, ...], unit_name: str, day: date
) -> Standstill | None:
    """Return what the matter means for a visit on `day`, None where it may be taken.

    Within the period of whoever has it the visit is linked and no second clock begins (Art.
    19(3)); after it the unit is supervised instead (Art. 40); after the recheck the same facts
    and reasons are not taken again (Art. 36(3)).
    """
    if state is State.FINAL:
        return _after_recheck(since)
    running = {running.duty: running for running in duties}
    owed = next((running[duty] for duty in _ACTS if duty in running), None)
    return _in_hand(owed, unit_name or "责任单位", day) if owed else None


def _in_hand(owed: RunningDuty, unit: str, day: date) -> Standstill:
    begun, act = _ACTS[owed.duty]
    since, last = day_text(owed.start), day_text(owed.legal)
    if day > owed.legal:
        return Standstill(
            f"{unit}于{since}{begun}，应在{last}前{act}，已经逾期：应当督办，来访人不必重新提出。",
            f"{_REGULATION}第四十条",
            DocumentKind.SUPERVISION_LETTER,
            owed.legal,
        )
    return Standstill(
        f"{unit}于{since}{begun}，{last}前{act}，正在办理：不重复受理，告知进展。",
        f"{_REGULATION}第十九条第三款",
        DocumentKind.NON_ACCEPTANCE_NOTICE,
        owed.legal,
    )


def _after_recheck(since: date) -> Standstill:
    return Standstill(
        f"{day_text(since)}已有复核意见：同一事实和理由不再受理；有新的事实、理由的，另行登记。",
        f"{_REGULATION}第三十六条第三款",
        DocumentKind.NO_FURTHER_ACCEPTANCE_NOTICE,
    )
