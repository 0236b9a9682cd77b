import numpy as np
import pytest

from reception_desk.commands.bench.sample_pages import Ground, Writing
from reception_desk.imaging.page import Pixels
from reception_desk.imaging.reduced import reduced
from reception_desk.imaging.shadow import bitonal, evened, paper_light
from tests.imaging.drawn_pages import drawn

DPI = 100


def feeder(*, is_shaded: bool) -> Pixels:
    return drawn(Writing.LETTER, Ground.FEEDER, DPI, is_shaded=is_shaded).pixels


def grey_of(pixels: Pixels) -> Pixels:
    return reduced(pixels, DPI).grey


def test_only_a_shaded_page_is_uneven():
    assert paper_light(grey_of(feeder(is_shaded=True))).is_uneven
    assert not paper_light(grey_of(feeder(is_shaded=False))).is_uneven


@pytest.mark.parametrize("is_grey", [False, True])
def test_a_shadow_goes_and_the_writing_stays(is_grey: bool):
    pixels = feeder(is_shaded=True)
    grey = grey_of(pixels)

    level = evened(grey if is_grey else pixels, paper_light(grey))

    assert level.ndim == (2 if is_grey else 3)
    after = grey_of(level)
    assert not paper_light(after).is_uneven
    assert np.quantile(after, 0.01) < 90
    assert np.median(after[:, :100]) == pytest.approx(np.median(after[:, -100:]), abs=6)


def test_a_dark_picture_is_not_bleached():
    page = np.full((900, 640), 240, np.uint8)
    page[300:700, 100:500] = 40

    after = evened(page, paper_light(page))

    assert after[500, 300] < 130


def test_one_bit_parts_ink_from_paper_in_the_shadow_too():
    grey = grey_of(feeder(is_shaded=True))

    bits = bitonal(grey, paper_light(grey))

    assert bits.dtype == np.bool_
    ink_left, ink_right = (1 - half.mean() for half in np.array_split(bits, 2, axis=1))
    assert 0.02 < ink_left < 0.2
    assert 0.02 < ink_right < 0.2
