from contextlib import closing
from datetime import date
from random import Random

import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.commands.bench.figure import quantile
from reception_desk.commands.bench.sample_pages import Ground, Writing, sample_page
from reception_desk.documents.separator_sheet import separator_sheet
from reception_desk.imaging.page import moved
from reception_desk.imaging.reduced import reduced
from reception_desk.imaging.skew import LEAST_DEGREES, skew_angle, turning
from reception_desk.records.separators import SeparatorData, visit_code
from tests.imaging.drawn_pages import WIDE_RUN

DPI = 100
WRITTEN = [Writing.LETTER, Writing.FORM, Writing.SLIP]


def test_the_lean_of_writing_is_found_without_an_edge():
    chance = Random(11)
    errors = []
    for number in range(WIDE_RUN or 9):
        lean = chance.uniform(-6, 6)
        sample = sample_page(chance, WRITTEN[number % 3], Ground.FEEDER, DPI, lean=lean)
        found = skew_angle(reduced(sample.pixels, DPI).grey)
        assert found is not None
        errors.append(abs(found - lean))

    assert quantile(errors, 0.95) <= 0.2


@pytest.mark.parametrize("seed", [0, 8, 13, 15])
@pytest.mark.parametrize("dpi", [100, 150, 200])
def test_a_separator_sheet_that_stands_straight_is_not_said_to_lean(seed: int, dpi: int):
    """Its bars are a clear direction and too short to tell a third of a degree."""
    number = f"T-1-20261127-{seed:03d}"
    key = f"019acb3e-0000-7000-8000-0000{Random(seed).getrandbits(32):08x}"
    data = SeparatorData("接待大厅", visit_code(number, key), number, date(2026, 11, 27))
    with closing(pypdfium2.PdfDocument(separator_sheet(data))) as document:
        drawn = document[0].render(scale=dpi / 72).to_pil()  # pyright: ignore[reportArgumentType]
    dots = np.where(np.asarray(drawn.convert("L")) < 128, 0, 255).astype(np.uint8)

    found = skew_angle(reduced(dots, dpi).grey)

    assert found is not None
    assert abs(found) < LEAST_DEGREES


@pytest.mark.parametrize("quarter_turns", [1, 2, 3])
def test_a_page_laid_sideways_leans_just_as_much(quarter_turns: int):
    sample = sample_page(Random(12), Writing.LETTER, Ground.FEEDER, DPI, lean=1.5)

    turned = np.ascontiguousarray(np.rot90(sample.pixels, quarter_turns))

    assert skew_angle(reduced(turned, DPI).grey) == pytest.approx(1.5, abs=0.2)


def test_what_has_no_direction_has_no_angle():
    grain = np.random.default_rng(1).integers(0, 256, (600, 400), np.uint8)
    blank = sample_page(Random(13), Writing.BLANK, Ground.FEEDER, DPI)

    assert skew_angle(grain) is None
    assert skew_angle(reduced(blank.pixels, DPI).grey) is None
    assert skew_angle(np.full((20, 20), 255, np.uint8)) is None


@given(st.floats(-8, 8), st.integers(1, 4000), st.integers(1, 4000))
def test_a_turn_keeps_every_corner_in_the_picture(degrees: float, width: int, height: int):
    matrix, (across, down) = turning(degrees, (width, height))

    ends = np.array([(0, 0), (width - 1, 0), (width - 1, height - 1), (0, height - 1)], float)
    there = moved(ends, matrix)

    assert (there >= -1e-6).all()
    assert (there <= np.array([across - 1, down - 1]) + 1e-6).all()
    assert np.linalg.det(matrix) == pytest.approx(1)
