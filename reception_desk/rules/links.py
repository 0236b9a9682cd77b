"""Links between matters as every desk that holds both judges them, whatever came first.

A link is judged by days and not by moments, since the clocks of two desks differ: 并入 asks that
the other matter was in hand at some time of its day, 不再受理 that its recheck had ended by then.
What is not on this desk, or is kept apart in another stream, is taken at its word, so that desks
with different streams agree; so are the links of the other matter itself.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from reception_desk.records.steps import LinkedMatter, StepRecord
from reception_desk.rules.duties import Duty
from reception_desk.rules.duty_ledger import last_entry
from reception_desk.rules.states import LIVE
from reception_desk.rules.transition import PROPOSED, Event

if TYPE_CHECKING:
    from reception_desk.rules.standing import Standing

TO_ITSELF = "不能关联到这件事项自己。"
NOT_RECHECKED = "关联的事项还没有复核意见，不能“不再受理”（《信访工作条例》第三十六条第三款）。"
NOT_IN_HAND = "关联的事项不在办理中，不能并入（《信访工作条例》第十九条第三款）。"

Past = Sequence[tuple[date, "Standing"]]
"""Where a matter stood after each of its steps, with the step's day, in their order."""


def why_not_linked(
    step: StepRecord, linked: Iterable[LinkedMatter], past_of: Callable[[LinkedMatter], Past]
) -> str:
    """Return the sentence that refuses a link, "" for a step that links nothing."""
    event = step.result if step.event == PROPOSED else step.event
    other = next((one for one in linked if one.matter_id == step.linked_matter_id), None)
    if other is None or event not in {Event.LINKED, Event.DECLINED_FURTHER}:
        return ""
    if other.is_self:
        return TO_ITSELF
    past = past_of(other)
    if event == Event.DECLINED_FURTHER:
        return "" if past and _is_rechecked(past[-1][1], step.day) else NOT_RECHECKED
    return "" if _was_in_hand(past, step.day) else NOT_IN_HAND


def _is_rechecked(standing: "Standing", day: date) -> bool:
    recheck = last_entry(standing.duties, Duty.D12)
    return recheck is not None and recheck.met_on is not None and recheck.met_on <= day


def _was_in_hand(past: Past, day: date) -> bool:
    """Tell whether it was in hand at some time of that day; before its first step nobody knows."""
    known = [at for at, (begun, _) in enumerate(past) if begun <= day]
    if not known:
        return True
    first = next(at for at in known if at == known[-1] or past[at + 1][0] >= day)
    return any(past[at][1].state in LIVE for at in known if at >= first)
