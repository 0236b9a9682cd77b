"""Which papers a matter's steps ask for and have not brought yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from reception_desk.records.document import DocumentKind
from reception_desk.records.steps import StepRecord
from reception_desk.rules.service_of_papers import SERVED_PAPERS
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

_AFTERWARDS = frozenset(
    {
        DocumentKind.HEARING_RECORD,
        DocumentKind.MEDIATION_AGREEMENT,
        DocumentKind.SETTLEMENT_AGREEMENT,
        DocumentKind.FILE_COVER,
        DocumentKind.FILE_INDEX,
        DocumentKind.FILE_CLOSING_NOTE,
    }
)
"""Written at the hearing, by the parties, or with the whole file: owed, not made with the step."""
_SERVES = {Event.SERVED: Event.OPINION_GIVEN, Event.REVIEW_SERVED: Event.REVIEW_DECIDED}
"""Steps of service, and the step whose paper is served: its receipt may come with that paper."""


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


def papers_with(event: Event) -> tuple[DocumentKind, ...]:
    """Return the papers that can be issued in one act with a step of this kind, in its order.

    A receipt of service goes with the paper that is served; alone it stands where the step is the
    service itself.
    """
    made = [
        kind
        for kind in TRANSITIONS[event].papers
        if kind not in _OF_DESK | _BY_PETITIONER | _AFTERWARDS
    ]
    with_paper = any(kind in SERVED_PAPERS for kind in made)
    return tuple(k for k in made if not (with_paper and k is DocumentKind.SERVICE_RECEIPT))


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
    last: dict[str, datetime] = {}
    for step in steps:
        if step.step_id in refused or step.event not in _EVENTS:
            continue
        row = TRANSITIONS[Event(step.event)]
        last[step.event] = step.occurred_at
        for kind in row.papers:
            if kind in _OF_DESK | _BY_PETITIONER:
                continue
            owed.pop(kind, None)
            since = last.get(_SERVES.get(row.event, ""), step.occurred_at)
            if not _is_made(kind, since, made):
                owed[kind] = OwedPaper(kind, row.event, row.article)
    return tuple(owed.values())


_EVENTS = frozenset(Event)


def _is_made(kind: DocumentKind, since: datetime, made: list[IssuedPaper]) -> bool:
    kinds = next((group for group in _EITHER if kind in group), frozenset({kind}))
    return any(paper.kind in kinds and paper.issued_at >= since for paper in made)
