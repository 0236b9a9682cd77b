"""Last days that papers have told the petitioner, beside those reckoned today.

A change of the calendar moves running duties; a paper that went out keeps its day, so whoever got
it must be told of the new one (domain.md §1.4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from reception_desk.records.document import DocumentKind
from reception_desk.rules.duties import Duty
from reception_desk.rules.duty_ledger import Ledger, Reckoning, open_entry

_TELLS: Mapping[DocumentKind, tuple[str, Duty]] = MappingProxyType(
    {
        DocumentKind.ACCEPTANCE_NOTICE: ("due_on", Duty.D6),
        DocumentKind.EXTENSION_NOTICE: ("extended_until", Duty.D6),
        DocumentKind.ASSIGNMENT_LETTER: ("result_due", Duty.D8),
        DocumentKind.REVIEW_ACCEPTANCE_NOTICE: ("due_on", Duty.D10),
    }
)
"""Which datum of which paper tells the last day of which duty."""


@dataclass(frozen=True, slots=True)
class ToldPaper:
    """A paper that went out, with the data it was set from; days as `2026-11-27`."""

    kind: DocumentKind
    title: str
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class OutdatedDay:
    """`title` told `told`, but the duty now falls due on `now`."""

    title: str
    duty: Duty
    told: date
    now: date


def outdated_days(
    papers: Iterable[ToldPaper], duties: Ledger, by: Reckoning
) -> tuple[OutdatedDay, ...]:
    """Return the days that papers told and that no longer hold; of each duty the last paper's."""
    last: dict[Duty, ToldPaper] = {}
    for paper in papers:
        if paper.kind in _TELLS:
            last[_TELLS[paper.kind][1]] = paper
    found = []
    for duty, paper in last.items():
        entry = open_entry(duties, duty)
        told = paper.data.get(_TELLS[paper.kind][0])
        if entry is None or not isinstance(told, str):
            continue
        now = entry.deadline(by).legal
        if date.fromisoformat(told) != now:
            found.append(OutdatedDay(paper.title, duty, date.fromisoformat(told), now))
    return tuple(found)
