"""Stacks behind their sheets: every page belongs to one at most, and none is lost on the way."""

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.pages import (
    CodeKind,
    CodeMeaning,
    PageCode,
    PageDecisions,
    Sheet,
    SheetFinding,
)
from reception_desk.records.scan_batches import Arrangement, BatchPage, BatchPaper, PlacedPage
from reception_desk.rules import separators

CORNERS = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
MEANINGS = {
    "S": CodeMeaning.VISIT_SHEET,
    "R": CodeMeaning.RECEIPT,
    "N": CodeMeaning.SEPARATOR,
    "O": CodeMeaning.OTHER,
}


def page(name: str) -> BatchPage:
    """Return a page; a capital letter at the end of its name is the code on it."""
    meaning = MEANINGS.get(name[-1])
    code = PageCode(CodeKind.QR, name, meaning, CORNERS, name, "1") if meaning else None
    decisions = PageDecisions(
        dpi=200,
        size=(1, 1),
        sheet=Sheet(SheetFinding.NO_EDGE),
        angle=None,
        is_evened=False,
        ink=None,
        colour=None,
        quality=None,
        codes=(code,) if code else (),
        transform=(1.0,) * 9,
        steps=frozenset(),
    )
    return BatchPage(
        name, "image/png", 1, 1, 200, is_partial=False, source="", made_by=None,
        decisions=decisions, repeats=None, problem="",
    )  # fmt: skip


def batch(*papers: str) -> tuple[Arrangement, dict[str, BatchPage]]:
    """Return papers given as `1S 2 3`, with their pages."""
    names = [paper.split() for paper in papers]
    placed = (BatchPaper(tuple(map(PlacedPage, some))) for some in names)
    return Arrangement(tuple(placed)), {name: page(name) for some in names for name in some}


def found(*papers: str, since: str = "") -> list[tuple[int, str]]:
    stacks = separators.stacks(*batch(*papers), since)
    return [(stack.first, " ".join(stack.page_ids)) for stack in stacks]


def shape(arrangement: Arrangement) -> list[str]:
    return [" ".join(page.page_id for page in paper.pages) for paper in arrangement.papers]


def test_pages_follow_their_sheet_until_the_next():
    assert found("1 2", "3S 4 5", "6S 7") == [(3, "3S 4 5"), (6, "6S 7")]


def test_a_receipt_leads_like_a_sheet_and_a_neutral_sheet_does_not():
    assert found("1R 2", "3N 4", "5O") == [(1, "1R 2 3N 4 5O")]
    assert found("1N 2") == []


def test_pages_of_an_earlier_reading_are_left_alone():
    assert found("1S 2", "3", "4S 5", since="3") == [(4, "4S 5")]


def test_a_sheet_alone_has_nothing_behind_it():
    (stack,) = separators.stacks(*batch("1S"), "")

    assert (stack.count, stack.is_receipt) == (0, False)


def test_pages_are_taken_with_their_papers():
    arrangement, _ = batch("1 2", "3S 4", "5N 6")

    away = separators.taken(arrangement, {"3S", "4", "5N", "6"})
    rest = separators.without(arrangement, {"3S", "4", "5N", "6"})

    assert (shape(away), shape(rest)) == (["3S 4", "5N 6"], ["1 2"])
    assert shape(separators.joined(rest, away)) == ["1 2", "3S 4", "5N 6"]


@given(st.lists(st.lists(st.sampled_from("SRNO_"), min_size=1, max_size=4), max_size=6), st.data())
def test_no_page_is_lost_or_doubled(papers: list[list[str]], data: st.DataObject):
    numbered = iter(range(10, 99))
    arrangement, pages = batch(
        *(" ".join(f"{next(numbered)}{sign}" for sign in paper) for paper in papers)
    )
    chosen = data.draw(st.sets(st.sampled_from(sorted(pages)))) if pages else set()

    stacks = separators.stacks(arrangement, pages, "")
    parts = [separators.taken(arrangement, chosen), separators.without(arrangement, chosen)]

    within = [page_id for stack in stacks for page_id in stack.page_ids]
    assert len(within) == len(set(within))
    assert sorted(page.page_id for part in parts for page in part.pages) == sorted(pages)
    assert all(paper.pages for part in parts for paper in part.papers)
