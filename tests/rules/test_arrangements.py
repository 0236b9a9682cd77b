"""Acts on the arrangement of a batch: no page is lost or doubled, no paper is empty."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.pages import PageStep
from reception_desk.records.scan_batches import Arrangement, BatchPaper, PaperKind, PlacedPage
from reception_desk.rules import arrangements


def of(*papers: str) -> Arrangement:
    """Return an arrangement whose papers have pages of one letter each."""
    return Arrangement(tuple(BatchPaper(tuple(map(PlacedPage, paper))) for paper in papers))


def shape(arrangement: Arrangement) -> list[str]:
    return ["".join(page.page_id for page in paper.pages) for paper in arrangement.papers]


@pytest.mark.parametrize(
    ("act", "before", "after"),
    [
        (lambda a: arrangements.add_page(a, "c"), of("a", "b"), ["a", "bc"]),
        (lambda a: arrangements.add_page(a, "a"), of(), ["a"]),
        (lambda a: arrangements.split(a, "b"), of("abc"), ["a", "bc"]),
        (lambda a: arrangements.split(a, "a"), of("abc"), ["abc"]),
        (lambda a: arrangements.merge(a, "c"), of("ab", "cd"), ["abcd"]),
        (lambda a: arrangements.merge(a, "a"), of("ab", "cd"), ["ab", "cd"]),
        (lambda a: arrangements.move(a, "a", 1), of("abc"), ["bac"]),
        (lambda a: arrangements.move(a, "b", 1), of("ab", "cd"), ["a", "bcd"]),
        (lambda a: arrangements.move(a, "c", -1), of("ab", "cd"), ["abc", "d"]),
        (lambda a: arrangements.move(a, "a", -1), of("ab", "cd"), ["ab", "cd"]),
        (lambda a: arrangements.move(a, "d", 1), of("ab", "cd"), ["ab", "cd"]),
        (lambda a: arrangements.move(a, "b", -1), of("a", "b"), ["ab"]),
        (
            lambda a: arrangements.place_at(a, "d", "a", is_behind=False),
            of("ab", "cd"),
            ["dab", "c"],
        ),
        (lambda a: arrangements.place_at(a, "a", "a", is_behind=True), of("ab"), ["ab"]),
        (lambda a: arrangements.retake(a, "a", "x"), of("ab"), ["xab"]),
    ],
)
def test_pages_and_papers_stand_where_they_were_put(
    act: Callable[[Arrangement], Arrangement], before: Arrangement, after: list[str]
):
    assert shape(act(before)) == after


def test_a_page_taken_again_leaves_the_first_one_removed():
    after = arrangements.retake(of("ab"), "a", "x")

    assert [page.is_removed for page in after.pages] == [False, True, False]


def test_a_paper_split_off_is_of_the_same_kind():
    named = arrangements.set_kind(of("ab"), "a", PaperKind.EVIDENCE)

    parted = arrangements.split(named, "b")

    assert [paper.kind for paper in parted.papers] == [PaperKind.EVIDENCE] * 2


def test_turns_and_steps_left_out_can_be_taken_back():
    turned = arrangements.turn(of("a"), "a", 1)
    without = arrangements.toggle_step(turned, "a", PageStep.SHEET)

    assert arrangements.place_of(turned, "a").treatment.quarter_turns == 1
    assert arrangements.place_of(without, "a").treatment.left_out == {PageStep.SHEET}
    assert arrangements.toggle_step(without, "a", PageStep.SHEET) == turned
    assert arrangements.turn(turned, "a", -1) == of("a")
    assert arrangements.turn(turned, "a", 3) == of("a")


def test_corners_set_by_hand_bring_the_cut_back_and_can_be_taken_away():
    corners = ((1.0, 2.0), (50.0, 2.0), (50.0, 80.0), (1.0, 80.0))
    uncut = arrangements.toggle_step(of("ab"), "a", PageStep.SHEET)

    cut = arrangements.set_corners(uncut, "a", corners)

    treatment = arrangements.place_of(cut, "a").treatment
    assert (treatment.corners, treatment.left_out) == (corners, frozenset())
    assert arrangements.place_of(cut, "b") == PlacedPage("b")
    assert arrangements.set_corners(cut, "a", None) == of("ab")


def test_only_an_original_is_to_be_returned():
    original = arrangements.set_original(of("a"), "a", is_original=True)
    returned = arrangements.set_to_return(original, "a", is_to_return=True)
    copy = arrangements.set_original(returned, "a", is_original=False)

    assert arrangements.paper_of(returned, "a").is_to_return
    assert not arrangements.paper_of(copy, "a").is_to_return


def test_a_paper_without_a_page_to_keep_is_not_filed():
    removed = arrangements.set_removed(of("a", "b"), "a", is_removed=True)

    assert [paper.pages[0].page_id for paper in removed.kept_papers] == ["b"]
    assert arrangements.set_removed(removed, "a", is_removed=False) == of("a", "b")


def test_undo_keeps_the_pages_that_came_since():
    earlier, present = of("ab"), of("b", "ac")

    assert shape(arrangements.brought_back(earlier, present)) == ["abc"]


def test_a_page_that_is_not_there_is_not_found():
    with pytest.raises(KeyError):
        arrangements.place_of(of("a"), "z")


_PAGES = "abcdefgh"
_PAGE = st.sampled_from(_PAGES)
_STEP = st.sampled_from([-1, 1])
_ACT = st.one_of(
    st.tuples(st.just(arrangements.split), _PAGE),
    st.tuples(st.just(arrangements.merge), _PAGE),
    st.tuples(st.just(arrangements.move), _PAGE, _STEP),
    st.tuples(st.just(arrangements.turn), _PAGE, _STEP),
    st.tuples(
        st.just(lambda a, page, anchor: arrangements.place_at(a, page, anchor, is_behind=True)),
        _PAGE,
        _PAGE,
    ),
    st.tuples(st.just(lambda a, page: arrangements.set_removed(a, page, is_removed=True)), _PAGE),
)


@given(st.lists(_ACT, max_size=40))
def test_no_page_is_lost_or_doubled_and_no_paper_is_empty(acts):
    present = of("abc", "def", "gh")
    for act, *arguments in acts:
        present = act(present, *arguments)

        assert sorted(page.page_id for page in present.pages) == list(_PAGES)
        assert all(paper.pages for paper in present.papers)
