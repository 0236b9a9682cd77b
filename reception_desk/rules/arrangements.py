"""What a clerk may do to the arrangement of a batch; each act gives a new arrangement.

Two things hold after each of them: no paper is empty, and every page is there exactly once.
"""

from collections.abc import Callable
from dataclasses import replace

from reception_desk.records.pages import Corners, PageStep
from reception_desk.records.scan_batches import (
    AS_USUAL,
    Arrangement,
    BatchPaper,
    PaperKind,
    PlacedPage,
    Treatment,
)


def add_page(
    arrangement: Arrangement, page_id: str, treatment: Treatment = AS_USUAL
) -> Arrangement:
    """Put a page that was just read at the end of the last paper."""
    return _append(arrangement, PlacedPage(page_id, treatment))


def retake(
    arrangement: Arrangement, old_id: str, new_id: str, treatment: Treatment = AS_USUAL
) -> Arrangement:
    """Put a page in the place of one taken before; that one stays behind it, removed."""

    def both(page: PlacedPage) -> tuple[PlacedPage, ...]:
        return PlacedPage(new_id, treatment), replace(page, is_removed=True)

    return _with_page(arrangement, old_id, both)


def split(arrangement: Arrangement, page_id: str) -> Arrangement:
    """Let a new paper of the same kind begin with this page."""
    papers: list[BatchPaper] = []
    for paper in arrangement.papers:
        place = _place(paper, page_id)
        if place is None or place == 0:
            papers.append(paper)
        else:
            papers.append(replace(paper, pages=paper.pages[:place]))
            papers.append(replace(paper, pages=paper.pages[place:]))
    return Arrangement(tuple(papers))


def merge(arrangement: Arrangement, page_id: str) -> Arrangement:
    """Join the paper of this page to the one before it."""
    papers: list[BatchPaper] = []
    for paper in arrangement.papers:
        if papers and _place(paper, page_id) is not None:
            papers[-1] = replace(papers[-1], pages=(*papers[-1].pages, *paper.pages))
        else:
            papers.append(paper)
    return Arrangement(tuple(papers))


def move(arrangement: Arrangement, page_id: str, step: int) -> Arrangement:
    """Move a page by one place, -1 or 1; at the edge of its paper it goes to the next paper."""
    number, paper, place = _find(arrangement, page_id)
    target = place + step
    if 0 <= target < len(paper.pages):
        return place_at(arrangement, page_id, paper.pages[target].page_id, is_behind=step > 0)
    beside = number + step
    if not 0 <= beside < len(arrangement.papers):
        return arrangement
    neighbour = arrangement.papers[beside].pages
    anchor = neighbour[0 if step > 0 else -1].page_id
    return place_at(arrangement, page_id, anchor, is_behind=step < 0)


def place_at(
    arrangement: Arrangement, page_id: str, anchor_id: str, *, is_behind: bool
) -> Arrangement:
    """Put a page before or behind another, in that one's paper; a paper left empty goes."""
    if page_id == anchor_id:
        return arrangement
    _, paper, place = _find(arrangement, page_id)
    page = paper.pages[place]
    without = _with_page(arrangement, page_id, lambda _page: ())

    def beside(anchor: PlacedPage) -> tuple[PlacedPage, ...]:
        return (anchor, page) if is_behind else (page, anchor)

    return _with_page(without, anchor_id, beside)


def turn(arrangement: Arrangement, page_id: str, quarters: int) -> Arrangement:
    """Turn a page clockwise by so many quarters; negative ones turn it back."""

    def turned(treatment: Treatment) -> Treatment:
        return replace(treatment, quarter_turns=(treatment.quarter_turns + quarters) % 4)

    return _treated(arrangement, page_id, turned)


def toggle_step(arrangement: Arrangement, page_id: str, step: PageStep) -> Arrangement:
    """Leave a step of the pipeline out, which undoes it, or do it again."""

    def toggled(treatment: Treatment) -> Treatment:
        return replace(treatment, left_out=treatment.left_out ^ {step})

    return _treated(arrangement, page_id, toggled)


def set_corners(arrangement: Arrangement, page_id: str, corners: Corners | None) -> Arrangement:
    """Cut the sheet out at these corners of the original; None: where the machine finds it."""

    def cut(treatment: Treatment) -> Treatment:
        return replace(treatment, corners=corners, left_out=treatment.left_out - {PageStep.SHEET})

    return _treated(arrangement, page_id, cut)


def set_removed(arrangement: Arrangement, page_id: str, *, is_removed: bool) -> Arrangement:
    """Take a page out of what is filed, or bring it back; it stays at its place."""
    return _with_page(arrangement, page_id, lambda page: (replace(page, is_removed=is_removed),))


def set_kind(arrangement: Arrangement, page_id: str, kind: PaperKind) -> Arrangement:
    """Say what the paper of this page is."""
    return _with_paper(arrangement, page_id, lambda paper: replace(paper, kind=kind))


def set_original(arrangement: Arrangement, page_id: str, *, is_original: bool) -> Arrangement:
    """Say whether the paper of this page is the original; only an original is to be returned."""

    def told(paper: BatchPaper) -> BatchPaper:
        kept = paper.is_to_return and is_original
        return replace(paper, is_original=is_original, is_to_return=kept)

    return _with_paper(arrangement, page_id, told)


def set_to_return(arrangement: Arrangement, page_id: str, *, is_to_return: bool) -> Arrangement:
    """Say whether the paper of this page goes back to the visitor."""
    return _with_paper(
        arrangement, page_id, lambda paper: replace(paper, is_to_return=is_to_return)
    )


def paper_of(arrangement: Arrangement, page_id: str) -> BatchPaper:
    """Return the paper that holds a page; raises `KeyError`."""
    return _find(arrangement, page_id)[1]


def place_of(arrangement: Arrangement, page_id: str) -> PlacedPage:
    """Return a page at its place; raises `KeyError`."""
    _, paper, place = _find(arrangement, page_id)
    return paper.pages[place]


def brought_back(earlier: Arrangement, present: Arrangement) -> Arrangement:
    """Return an earlier arrangement with the pages that came since, so that undo loses none."""
    known = {page.page_id for page in earlier.pages}
    result = earlier
    for page in present.pages:
        if page.page_id not in known:
            result = _append(result, page)
    return result


def _append(arrangement: Arrangement, page: PlacedPage) -> Arrangement:
    *others, last = arrangement.papers or (BatchPaper(()),)
    return Arrangement((*others, replace(last, pages=(*last.pages, page))))


def _treated(
    arrangement: Arrangement, page_id: str, change: Callable[[Treatment], Treatment]
) -> Arrangement:
    return _with_page(
        arrangement, page_id, lambda page: (replace(page, treatment=change(page.treatment)),)
    )


def _with_paper(
    arrangement: Arrangement, page_id: str, change: Callable[[BatchPaper], BatchPaper]
) -> Arrangement:
    return Arrangement(
        tuple(
            paper if _place(paper, page_id) is None else change(paper)
            for paper in arrangement.papers
        )
    )


def _with_page(
    arrangement: Arrangement,
    page_id: str,
    change: Callable[[PlacedPage], tuple[PlacedPage, ...]],
) -> Arrangement:
    """Put what `change` gives in the place of a page; a paper left empty goes."""
    papers: list[BatchPaper] = []
    for paper in arrangement.papers:
        pages: list[PlacedPage] = []
        for page in paper.pages:
            pages += change(page) if page.page_id == page_id else (page,)
        if pages:
            papers.append(replace(paper, pages=tuple(pages)))
    return Arrangement(tuple(papers))


def _find(arrangement: Arrangement, page_id: str) -> tuple[int, BatchPaper, int]:
    for number, paper in enumerate(arrangement.papers):
        place = _place(paper, page_id)
        if place is not None:
            return number, paper, place
    raise KeyError(page_id)


def _place(paper: BatchPaper, page_id: str) -> int | None:
    return next((place for place, page in enumerate(paper.pages) if page.page_id == page_id), None)
