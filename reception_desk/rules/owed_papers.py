"""Which papers the steps of a matter call for and have not got yet (domain.md §3.3, §4)."""

from collections import Counter
from collections.abc import Collection, Iterable

from reception_desk.records.document import DocumentKind
from reception_desk.records.steps import StepRecord
from reception_desk.rules.transition import Event
from reception_desk.rules.workflow import TRANSITIONS

_EITHER = frozenset({DocumentKind.MEDIATION_AGREEMENT, DocumentKind.SETTLEMENT_AGREEMENT})
"""One of the two is written, as the parties agreed (条例 Art. 33)."""
_EVENTS = frozenset(map(str, Event)) - {Event.REGISTERED}
"""The papers of a registration are made at the window, for each visit."""


def owed_papers(
    steps: Iterable[StepRecord], refused: Collection[str], issued: Iterable[DocumentKind]
) -> tuple[DocumentKind, ...]:
    """Return what is still to be issued, oldest step first, a kind as often as it is owed.

    `refused` are the keys of steps that do not count, `issued` the papers in force.
    """
    have = Counter(issued)
    owed = []
    for step in steps:
        if step.event not in _EVENTS or step.step_id in refused:
            continue
        for kind in TRANSITIONS[Event(step.event)].papers:
            if kind in _EITHER:
                is_owed = not any(have[each] for each in _EITHER)
            else:
                is_owed = not have[kind]
                have[kind] -= not is_owed
            if is_owed:
                owed.append(kind)
    return tuple(owed)
