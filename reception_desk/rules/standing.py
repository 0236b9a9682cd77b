"""Where a matter stands: the fold of its append-only steps through the workflow.

Nothing writes a state. Steps are read in the order in which their authors could see each other's
(`in_order`); one that the table does not allow changes nothing and stays visible with the reason
(a forged step of another desk, or the later one of two that were made apart).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from reception_desk.records.steps import MatterFacts, StepRecord
from reception_desk.rules import duty_ledger as ledger
from reception_desk.rules.duties import Duty
from reception_desk.rules.duty_ledger import DutyEntry, Ledger, Reckoning
from reception_desk.rules.links import why_not_linked
from reception_desk.rules.seen_order import in_seen_order
from reception_desk.rules.states import State
from reception_desk.rules.step_checks import why_not
from reception_desk.rules.transition import (
    ADVISED,
    PROPOSAL_REFUSED,
    PROPOSED,
    RECUSED,
    Back,
    Event,
    Transition,
)
from reception_desk.rules.workflow import TICKET_EVENTS, TRANSITIONS

_TAKES_UNIT = frozenset({Event.TRANSFERRED, Event.ASSIGNED, Event.ACCUSATION_FORWARDED})


@dataclass(frozen=True, slots=True)
class RefusedStep:
    """A step on record that the rules do not allow, and the sentence why."""

    step_id: str
    why: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What the steps come to. `since` is the day of the step that led to `state`.

    `unit_id` is the unit responsible now; `return_to` the state a hearing goes back to;
    `supervision` the open 督办; `proposal` what waits for approval; `last_step_id` the newest step
    that counts; `advised` the way that the legal-route helper last led to.
    """

    state: State | None = None
    since: date | None = None
    unit_id: str | None = None
    duties: Ledger = ()
    return_to: State | None = None
    hearing_since: date | None = None
    is_agreed: bool = False
    supervision: StepRecord | None = None
    proposal: StepRecord | None = None
    linked_matter_id: str | None = None
    recused: frozenset[str] = frozenset()
    refused: tuple[RefusedStep, ...] = ()
    last_step_id: str | None = None
    advised: str = ""

    @property
    def open_duties(self) -> tuple[DutyEntry, ...]:
        """Return the duties that somebody still has, the petitioner's periods among them."""
        return tuple(entry for entry in self.duties if entry.is_open)


def in_order(steps: Iterable[StepRecord]) -> list[StepRecord]:
    """Return the steps so that none comes before one its author had seen; else by their keys."""
    return in_seen_order(steps, lambda step: step.step_id, lambda step: step.after_id)


def fold(facts: MatterFacts, steps: Iterable[StepRecord], by: Reckoning) -> Standing:
    """Return where the matter stands after `steps`, in whatever order they are given."""
    past = _past(facts, steps, by)
    return past[-1][1] if past else Standing()


def link_refused(step: StepRecord, facts: MatterFacts, by: Reckoning) -> str:
    """Return why the link that a step makes does not hold, "" where it does (`rules/links`)."""
    return why_not_linked(step, facts.linked, lambda one: _past(one.facts, one.steps, by))


def _past(
    facts: MatterFacts, steps: Iterable[StepRecord], by: Reckoning
) -> list[tuple[date, Standing]]:
    standing = Standing()
    past = []
    for step in in_order(steps):
        standing = advance(standing, step, facts, by)
        past.append((step.day, standing))
    return past


def advance(standing: Standing, step: StepRecord, facts: MatterFacts, by: Reckoning) -> Standing:
    """Return the standing after one more step; a step not allowed is only noted."""
    if step.event == ADVISED:
        return replace(standing, advised=step.result or "")
    if step.event not in _STEPS:
        return standing
    if why := why_not(standing, step, facts, by) or link_refused(step, facts, by):
        return replace(standing, refused=(*standing.refused, RefusedStep(step.step_id, why)))
    if step.event == RECUSED:
        account = step.account_id or step.author_id
        recused = standing.recused | ({account} if account else set())
        return replace(standing, recused=recused, last_step_id=step.step_id)
    if step.event in {PROPOSED, PROPOSAL_REFUSED}:
        proposal = step if step.event == PROPOSED else None
        return replace(standing, proposal=proposal, last_step_id=step.step_id)
    return _apply(standing, TRANSITIONS[Event(step.event)], step, facts)


_STEPS = frozenset(map(str, Event)) - TICKET_EVENTS | {PROPOSED, PROPOSAL_REFUSED, RECUSED}


def _apply(standing: Standing, row: Transition, step: StepRecord, facts: MatterFacts) -> Standing:
    duties = _owed(standing, row, step, facts)
    state, back = _target(standing, row), standing.return_to
    hearing = standing.hearing_since
    if row.event is Event.HEARING_OPENED:
        back, hearing = standing.state, step.day
    elif row.event is Event.HEARING_CLOSED and hearing is not None:
        if back is State.RECHECK:
            duties = ledger.leave_out(duties, Duty.D12, (step.day - hearing).days + 1)
        back = hearing = None
    return replace(
        standing,
        state=state,
        since=step.day if state is not standing.state else standing.since,
        duties=duties,
        unit_id=_unit(standing, row, step),
        return_to=back,
        hearing_since=hearing,
        is_agreed=step.details.is_agreed if row.event in _SERVICES else standing.is_agreed,
        supervision=_supervision(standing, row, step),
        proposal=None,
        linked_matter_id=_link(standing, row, step),
        last_step_id=step.step_id,
    )


_SERVICES = frozenset({Event.SERVED, Event.REVIEW_SERVED})


def _target(standing: Standing, row: Transition) -> State | None:
    match row.target:
        case State():
            return row.target
        case Back.RETURNS:
            return standing.return_to
        case Back.STAYS:
            return standing.state


def _owed(standing: Standing, row: Transition, step: StepRecord, facts: MatterFacts) -> Ledger:
    duties = standing.duties
    for duty in row.starts:
        if _begins(duty, facts):
            begun = step.details.known_on if duty is Duty.D17 else None
            duties = ledger.start(duties, duty, begun or step.day, step)
    duties = ledger.reopen(duties, row.reopens)
    duties = ledger.end(duties, row.ends, step)
    duties = ledger.meet(duties, row.meets, step)
    if row.event is Event.EXTENDED:
        duties = ledger.extend(duties, Duty.D6, step)
    return duties


def _begins(duty: Duty, facts: MatterFacts) -> bool:
    """The bureau owes D2, a unit with its own competence D3, unless it need not write (Art. 23)."""
    match duty:
        case Duty.D2:
            return facts.is_bureau
        case Duty.D3:
            return not facts.is_bureau and not facts.is_notice_exempt
        case _:
            return True


def _unit(standing: Standing, row: Transition, step: StepRecord) -> str | None:
    if row.event in _TAKES_UNIT:
        return step.unit_id
    if row.event is Event.OBJECTION_ALLOWED:
        return None
    if row.event is Event.ACCEPTED and standing.unit_id is None:
        return step.author_unit_id
    return standing.unit_id


def _supervision(standing: Standing, row: Transition, step: StepRecord) -> StepRecord | None:
    if row.event is Event.SUPERVISED:
        return step
    return None if row.event is Event.SUPERVISION_ANSWERED else standing.supervision


def _link(standing: Standing, row: Transition, step: StepRecord) -> str | None:
    if row.event in {Event.LINKED, Event.DECLINED_FURTHER}:
        return step.linked_matter_id
    return None if row.event is Event.UNLINKED else standing.linked_matter_id
