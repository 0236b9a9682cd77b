import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reception_desk.imaging.page import moved
from reception_desk.imaging.reduced import laid_flat, reduced, shrunk
from reception_desk.imaging.sheet import flattening


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 3000), st.integers(1, 900), st.sampled_from([0, 75, 150, 300, 600]))
def test_the_corners_of_the_picture_stay_its_corners(height: int, width: int, dpi: int):
    page = reduced(np.zeros((height, width), np.uint8), dpi)

    ends = np.array([(-0.5, -0.5), (width - 0.5, height - 0.5)])
    small_height, small_width = page.grey.shape
    expected = np.array([(-0.5, -0.5), (small_width - 0.5, small_height - 0.5)])
    assert moved(ends, page.reducing) == pytest.approx(expected, abs=1e-6)
    assert min(small_height / height, small_width / width) <= 1


@pytest.mark.parametrize(
    ("shape", "small"),
    [((300, 400, 3), (75, 100, 3)), ((100, 80), (100, 80)), ((9000, 2), (100, 1))],
)
def test_a_picture_for_the_screen_is_no_longer_than_asked(shape, small):
    assert shrunk(np.zeros(shape, np.uint8), 100).shape == small


def test_a_page_without_resolution_is_taken_for_a4():
    page = reduced(np.zeros((3508, 2480, 3), np.uint8), 0)

    assert page.grey.shape == (1754, 1240)
    assert page.dpi == pytest.approx(150, abs=0.1)
    assert page.pixels_of(25.4) == pytest.approx(150, abs=0.1)


def test_what_is_laid_flat_lies_where_the_matrix_says():
    picture = np.full((1200, 1000), 50, np.uint8)
    picture[590:611, 490:511] = 255
    matrix, size = flattening(((200.0, 200.0), (900.0, 240.0), (880.0, 1100.0), (180.0, 1000.0)))

    flat = laid_flat(reduced(picture, 300), matrix, size)

    y, x = np.nonzero(flat.grey > 150)
    expected = moved(np.array([(500.0, 600.0)]), flat.reducing)[0]
    assert (x.mean(), y.mean()) == pytest.approx(tuple(expected), abs=0.7)
