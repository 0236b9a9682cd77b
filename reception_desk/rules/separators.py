"""Where the pages of a stack belong: behind the sheet of a visit, until the next such sheet."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from reception_desk.records.pages import CodeMeaning, PageCode
from reception_desk.records.scan_batches import (
    Arrangement,
    BatchPage,
    PlacedPage,
)


@dataclass(frozen=True, slots=True)
class Stack:
    """Pages behind one sheet, that sheet first; `first` is its place in the batch, from 1."""

    code: PageCode
    first: int
    pages: tuple[PlacedPage, ...]

    @property
    def page_ids(self) -> tuple[str, ...]:
        return tuple(page.page_id for page in self.pages)

    @property
    def count(self) -> int:
        """How many pages behind the sheet are to be filed."""
        return sum(not page.is_removed for page in self.pages[1:])

    @property
    def is_receipt(self) -> bool:
        """Say whether a receipt stands for the sheet; without a visit here it is a paper."""
        return self.code.meaning is CodeMeaning.RECEIPT


def stacks(
    arrangement: Arrangement, pages: Mapping[str, BatchPage], since: str
) -> tuple[Stack, ...]:
    """Return the stacks among the pages read after page `since`; keys of pages grow with time.

    Pages before the first sheet belong to none. A sheet without a visit parts papers only.
    """
    found: list[Stack] = []
    for place, placed in enumerate(arrangement.pages, 1):
        if placed.page_id <= since:
            continue
        decisions = pages[placed.page_id].decisions
        code = decisions.visit_code if decisions else None
        if code is not None:
            found.append(Stack(code, place, (placed,)))
        elif found:
            found[-1] = replace(found[-1], pages=(*found[-1].pages, placed))
    return tuple(found)


def taken(arrangement: Arrangement, page_ids: Collection[str]) -> Arrangement:
    """Return these pages alone, in their papers."""
    return _only(arrangement, lambda page: page.page_id in page_ids)


def without(arrangement: Arrangement, page_ids: Collection[str]) -> Arrangement:
    """Return all other pages; a paper left empty goes."""
    return _only(arrangement, lambda page: page.page_id not in page_ids)


def joined(arrangement: Arrangement, more: Arrangement) -> Arrangement:
    """Put papers behind those that are there."""
    return Arrangement((*arrangement.papers, *more.papers))


def _only(arrangement: Arrangement, wanted: Callable[[PlacedPage], bool]) -> Arrangement:
    left = ((paper, tuple(filter(wanted, paper.pages))) for paper in arrangement.papers)
    return Arrangement(tuple(replace(paper, pages=pages) for paper, pages in left if pages))
