"""What may come next on a matter, for whoever looks at it: the buttons of a screen."""

from dataclasses import dataclass, replace

from reception_desk.records.steps import MatterFacts, StepRecord
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.guards import refusal
from reception_desk.rules.standing import Standing
from reception_desk.rules.step_checks import not_for
from reception_desk.rules.transition import Guard, Transition
from reception_desk.rules.workflow import leaving

# What only the filled form can answer is not held against an offer.
_OF_FORM = frozenset(
    {
        Guard.DISCIPLINE_ONLY,
        Guard.NOT_ACCUSED_UNIT,
        Guard.NOTICE_BEFORE_HEARING,
        Guard.REPORT_COMPLETE,
        Guard.DUE_LATER,
        Guard.TWO_PERSONS,
    }
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that may come next; `is_proposal` where the actor may only put it before another.

    `why_not` is "" where nothing but what the form asks for is missing.
    """

    transition: Transition
    is_proposal: bool
    why_not: str


def offers(
    standing: Standing, facts: MatterFacts, sample: StepRecord, by: Reckoning
) -> tuple[Offer, ...]:
    """Return what `sample`'s author may record or propose next, today, in the table's order.

    `sample` carries who and when; what a form will add is not asked for yet.
    """
    if standing.state is None or sample.author_id in standing.recused:
        return ()
    found = []
    for row in leaving(standing.state):
        proposes = row.proposed_by is not None and not not_for(
            row, sample, facts, standing, is_proposal=True
        )
        decides = not not_for(row, sample, facts, standing, is_proposal=False)
        if not decides and not proposes:
            continue
        step = replace(sample, event=row.event.value, days=1)  # the shortest extension
        if proposes and Guard.TWO_PERSONS in row.guards:
            decides = not refusal(Guard.TWO_PERSONS, standing, step, facts, by)
        if decides or proposes:
            found.append(Offer(row, not decides, _beforehand(row, standing, step, facts, by)))
    return tuple(found)


def _beforehand(
    row: Transition, standing: Standing, step: StepRecord, facts: MatterFacts, by: Reckoning
) -> str:
    known = (guard for guard in row.guards if guard not in _OF_FORM)
    return next(filter(None, (refusal(g, standing, step, facts, by) for g in known)), "")
