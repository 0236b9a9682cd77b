"""Which papers a matter's steps ask for and have not brought yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from reception_desk.records.document import DocumentKind
from reception_desk.records.steps import StepRecord
from reception_desk.rules.standing import Standing
from reception_desk.rules.transition import Event
from reception_desk.rules.workflow import TRANSITIONS

_EITHER = (frozenset({DocumentKind.MEDIATION_AGREEMENT, DocumentKind.SETTLEMENT_AGREEMENT}),)
"""Of these one is enough (条例 Art. 33)."""
_BY_PETITIONER = frozenset({DocumentKind.REVIEW_APPLICATION, DocumentKind.EVALUATION_FORM})
"""Forms the petitioner fills in: offered, never owed."""
_OF_DESK = frozenset(
    {DocumentKind.REGISTRATION_FORM, DocumentKind.RECEIPT, DocumentKind.MATERIALS_LIST}
)


@dataclass(frozen=True, slots=True)
class OwedPaper:
    """A paper asked for by the step `event`, which nobody has issued since; `article` says why."""

    kind: DocumentKind
    event: Event
    article: str


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A paper on record that was not voided."""

    kind: DocumentKind
    issued_at: datetime


def owed_papers(
    steps: Iterable[StepRecord], standing: Standing, issued: Iterable[IssuedPaper]
) -> tuple[OwedPaper, ...]:
    """Return the papers still to be issued, in the order of the steps that ask for them.

    A paper made at the moment of its step or after it counts; a later step that asks for the same
    kind asks for a new one. The registration's own papers are the visit's.
    """
    refused = {each.step_id for each in standing.refused}
    made = list(issued)
    owed: dict[DocumentKind, OwedPaper] = {}
    for step in steps:
        if step.step_id in refused or step.event not in _EVENTS:
            continue
        row = TRANSITIONS[Event(step.event)]
        for kind in row.papers:
            if kind in _OF_DESK | _BY_PETITIONER:
                continue
            owed.pop(kind, None)
            if not _is_made(kind, step, made):
                owed[kind] = OwedPaper(kind, row.event, row.article)
    return tuple(owed.values())


_EVENTS = frozenset(Event)


def _is_made(kind: DocumentKind, step: StepRecord, made: list[IssuedPaper]) -> bool:
    kinds = next((group for group in _EITHER if kind in group), frozenset({kind}))
    return any(paper.kind in kinds and paper.issued_at >= step.occurred_at for paper in made)
