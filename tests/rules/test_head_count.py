"""Head counts and representatives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.errors import InvalidInputError
from reception_desk.rules.head_count import (
    GROUP_BANDS,
    VISIT_BANDS,
    band_of,
    check_head_count,
    check_representatives,
    head_count_advice,
    is_group_visit,
)


def test_ac_17_more_than_five_representatives_are_refused():
    with pytest.raises(InvalidInputError, match="代表不得超过5人") as refused:
        check_representatives(6)
    assert "第二十条第三款" in refused.value.advice
    check_representatives(5)
    check_head_count(12)
    assert is_group_visit(12)


def test_ac_17_five_persons_make_a_group_visit():
    assert not is_group_visit(4)
    assert is_group_visit(5)


@pytest.mark.parametrize("count", [0, -1, 100_000])
def test_impossible_head_count_is_refused(count: int):
    with pytest.raises(InvalidInputError, match="来访人数"):
        check_head_count(count)


def test_more_names_than_heads_is_advice_not_refusal():
    assert "核对来访人数" in head_count_advice(1, named=2, representatives=0)[0]
    assert "推选" in head_count_advice(7, named=3, representatives=0)[0]
    assert head_count_advice(7, named=3, representatives=2) == ()


@pytest.mark.parametrize(
    ("count", "band"), [(5, "1-5人"), (6, "6-20人"), (50, "21-50人"), (51, "50人以上")]
)
def test_bands_have_no_gap_at_their_ends(count: int, band: str):
    assert band_of(count).name == band


@given(st.integers(1, 99_999))
def test_each_count_falls_into_one_band(count: int):
    assert sum(band.includes(count) for band in VISIT_BANDS) == 1
    assert sum(band.includes(count) for band in GROUP_BANDS) == is_group_visit(count)


def test_count_below_the_bands_is_refused():
    with pytest.raises(InvalidInputError, match="5人"):
        band_of(4, GROUP_BANDS)
