"""All that a paper of a matter can be drafted from."""

from dataclasses import dataclass
from datetime import date

from reception_desk.records.actor import Actor
from reception_desk.records.papers import Office
from reception_desk.records.steps import StepRecord
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.standing import Standing
from reception_desk.rules.transition import Event
from reception_desk.services.matter_cases import MatterCase
from reception_desk.services.remedies import Remedies


@dataclass(frozen=True, slots=True)
class PaperCase:
    """All that a paper can be drafted from; `today` is the day it will carry."""

    actor: Actor
    office: Office
    case: MatterCase
    standing: Standing
    by: Reckoning
    today: date
    remedies: Remedies


def last_step(told: PaperCase, event: Event) -> StepRecord | None:
    """Return the newest step of a kind that counts."""
    refused = {each.step_id for each in told.standing.refused}
    return next(
        (
            step
            for step in reversed(told.case.steps)
            if step.event == event and step.step_id not in refused
        ),
        None,
    )


def day_of(told: PaperCase, event: Event) -> date | None:
    """Return the day of the newest step of a kind."""
    step = last_step(told, event)
    return step.day if step else None
