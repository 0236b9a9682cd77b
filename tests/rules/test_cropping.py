"""Corners set by hand: what they may be, and how they turn with the picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.pages import Corners
from reception_desk.rules import cropping
from reception_desk.rules.cropping import CropTrouble, trouble_with

SIZE = (2480, 3508)
DPI = 300
SHEET: Corners = ((100.0, 120.0), (2300.0, 90.0), (2340.0, 3300.0), (80.0, 3350.0))


@pytest.mark.parametrize(
    ("corners", "trouble"),
    [
        (SHEET, None),
        (cropping.whole(SIZE), None),
        (((100, 100), (219, 100), (219, 219), (100, 219)), None),
        (((100, 100), (217, 100), (217, 219), (100, 219)), CropTrouble.TOO_SMALL),
        (((0, 0), (0, 0), (0, 0), (0, 0)), CropTrouble.TOO_SMALL),
        (((2300, 90), (100, 120), (2340, 3300), (80, 3350)), CropTrouble.CROSSED),
        (((2300, 90), (100, 120), (80, 3350), (2340, 3300)), CropTrouble.CROSSED),
        (((100, 100), (2300, 100), (900, 700), (100, 3300)), CropTrouble.CROSSED),
        (((0, 0), (1000, 0), (2000, 0), (0, 3000)), CropTrouble.CROSSED),
        (((-1, 0), (1000, 0), (1000, 1000), (0, 1000)), CropTrouble.OUTSIDE),
        (((0, 0), (1000, 0), (1000, 3508), (0, 1000)), CropTrouble.OUTSIDE),
    ],
)
def test_what_four_corners_may_be(corners: Corners, trouble: CropTrouble | None):
    assert trouble_with(corners, SIZE, DPI) is trouble


def test_every_trouble_has_its_sentence():
    assert len({trouble.sentence for trouble in CropTrouble}) == len(CropTrouble)


def test_a_centimetre_of_a_picture_without_resolution_is_that_of_a4():
    assert cropping.least_px((1240, 1754), 0) == pytest.approx(1754 / 29.7)
    assert cropping.least_px((1240, 1754), 150) == pytest.approx(150 / 2.54)


def test_a_place_beyond_the_edge_is_brought_back():
    assert cropping.held_in((-3.0, 9000.0), SIZE) == (0.0, 3507.0)
    assert cropping.held_in((7.5, 9.25), SIZE) == (7.5, 9.25)


def test_a_quarter_turn_puts_the_bottom_left_corner_at_the_top_left():
    turned = cropping.turned(cropping.whole((30, 20)), (30, 20), 1)

    assert turned == cropping.whole((20, 30))
    assert cropping.turned(SHEET, SIZE, 1)[0] == (3507 - 3350, 80)


PLACE = st.tuples(st.integers(0, 99).map(float), st.integers(0, 49).map(float))


@given(st.integers(0, 3), st.tuples(PLACE, PLACE, PLACE, PLACE))
def test_turned_on_to_a_whole_round_corners_are_where_they_were(quarters: int, corners: Corners):
    size = (100, 50)

    there = cropping.turned(corners, size, quarters)
    size_there = size if quarters % 2 == 0 else (50, 100)

    assert cropping.turned(there, size_there, -quarters) == corners
    assert trouble_with(there, size_there, 25) is trouble_with(corners, size, 25)
