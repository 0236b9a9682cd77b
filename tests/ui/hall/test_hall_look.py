"""Everything written on the board can be read from where people sit."""

from itertools import pairwise, product

import pytest

from reception_desk.ui.hall.hall_look import (
    CAPTION_PX,
    COLUMNS,
    LINES,
    READ_FROM_AFAR,
    SMALLEST_CAPTION,
    SMALLEST_FROM_AFAR,
    Ground,
    Ink,
    between,
    fitting,
    unit_of,
)
from reception_desk.ui.tokens import contrast

STEPS = [step / 10 for step in range(11)]


@pytest.mark.parametrize(("ink", "ground"), list(product(Ink, Ground)))
def test_each_ink_is_read_on_each_ground(ink: Ink, ground: Ground):
    assert contrast(ink.value, ground.value) >= 7.0


@pytest.mark.parametrize("ink", Ink)
@pytest.mark.parametrize("step", STEPS)
def test_a_call_is_read_while_it_swings(ink: Ink, step: float):
    ground = between(Ground.PANEL, Ground.GLOW, step).name()
    assert contrast(ink.value, ground) >= 7.0


def test_the_swing_is_seen_by_its_light_alone():
    light = [contrast(between(Ground.PANEL, Ground.GLOW, step).name(), "#000000") for step in STEPS]
    assert all(darker < lighter for darker, lighter in pairwise(light))


def test_what_is_read_from_eight_metres_is_large_enough():
    assert min(READ_FROM_AFAR) >= SMALLEST_FROM_AFAR
    assert CAPTION_PX >= SMALLEST_CAPTION


def test_everything_grows_with_the_screen():
    assert unit_of(COLUMNS, LINES) == 1.0
    assert unit_of(3840, 2160) == 2.0
    assert unit_of(1366, 768) == pytest.approx(0.711, abs=0.001)


def test_long_words_are_made_to_fit():
    words = "领导接访第一接待室"
    assert fitting(words, 100, 10_000).pixelSize() == 100
    assert fitting(words, 100, 450).pixelSize() == pytest.approx(50, abs=2)
