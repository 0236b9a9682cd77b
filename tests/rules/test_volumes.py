"""The order of a file and its volumes."""

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.document import DocumentKind
from reception_desk.rules.volumes import MOST_PAGES, Part, part_of, volumes


def test_the_result_stands_before_the_handling_and_that_before_what_came_in():
    kinds = [
        DocumentKind.REGISTRATION_FORM, DocumentKind.HANDLING_OPINION,
        DocumentKind.ACCEPTANCE_NOTICE, DocumentKind.EVALUATION_FORM,
    ]  # fmt: skip
    assert sorted(kinds, key=part_of) == [
        DocumentKind.HANDLING_OPINION, DocumentKind.ACCEPTANCE_NOTICE,
        DocumentKind.REGISTRATION_FORM, DocumentKind.EVALUATION_FORM,
    ]  # fmt: skip
    assert part_of(DocumentKind.SUPERVISION_LETTER) is Part.HANDLING


@given(st.lists(st.integers(1, 260), max_size=60))
def test_no_paper_is_lost_divided_or_moved_and_no_volume_is_too_thick(pages):
    papers = [(place, count) for place, count in enumerate(pages)]
    dealt = volumes(papers)
    assert [paper for volume in dealt for paper in volume] == list(range(len(pages)))
    for volume in dealt:
        assert volume
        thick = sum(pages[paper] for paper in volume)
        assert thick <= MOST_PAGES or len(volume) == 1


def test_a_file_without_papers_has_no_volume():
    assert volumes([]) == ()
