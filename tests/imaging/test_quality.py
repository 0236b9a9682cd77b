import cv2
import numpy as np
import pytest

from reception_desk.commands.bench.sample_pages import Ground, Writing
from reception_desk.imaging.page import Levels
from reception_desk.imaging.quality import quality_of
from reception_desk.imaging.reduced import reduced
from reception_desk.imaging.shadow import paper_light
from reception_desk.records.pages import PageConcern, Quality
from tests.imaging.drawn_pages import drawn

DPI = 150
WRITTEN = [Writing.LETTER, Writing.FORM, Writing.SLIP]


def quality_in(pixels: Levels) -> Quality:
    page = reduced(pixels, DPI)
    return quality_of(page, paper_light(page.grey))


def feeder(writing: Writing) -> Levels:
    return drawn(writing, Ground.FEEDER, DPI).pixels


@pytest.mark.parametrize("writing", WRITTEN)
def test_a_sharp_page_is_good(writing: Writing):
    assert quality_in(feeder(writing)).concerns == ()


@pytest.mark.parametrize("writing", WRITTEN)
def test_a_page_out_of_focus_is_to_be_taken_again(writing: Writing):
    blurred = cv2.GaussianBlur(feeder(writing), (0, 0), 0.6 / 25.4 * DPI)

    assert quality_in(blurred).concerns == (PageConcern.BLURRED,)


def test_a_page_moved_while_it_was_taken_is_to_be_taken_again():
    width = round(2.5 / 25.4 * DPI)
    smear = np.eye(width, dtype=np.float32) / width

    moved = cv2.filter2D(feeder(Writing.LETTER), -1, smear)

    assert PageConcern.BLURRED in quality_in(moved).concerns


def test_nothing_is_said_of_the_sharpness_of_a_blank_page():
    assert quality_in(feeder(Writing.BLANK)) == Quality(None, 0.0, ())


def lamp_on(pixels: Levels) -> Levels:
    height, width = pixels.shape[:2]
    y, x = np.mgrid[:height, :width]
    far = np.hypot((x - 0.6 * width) / 1.4, y - 0.4 * height) / (0.08 * height)
    light = 0.78 * pixels + (400 * np.exp(-(far**4)))[..., None]
    return np.clip(light, 0, 255).astype(np.uint8)


def test_the_glare_of_a_lamp_is_seen():
    assert quality_in(lamp_on(feeder(Writing.LETTER))).concerns == (PageConcern.GLARE,)


def test_white_paper_and_a_lamp_from_the_side_are_no_glare():
    page = feeder(Writing.LETTER)
    side = np.linspace(0.55, 1.05, page.shape[1])[None, :, None]

    assert quality_in(np.full_like(page, 255)).concerns == ()
    assert quality_in(np.clip(page * side, 0, 255).astype(np.uint8)).concerns == ()


def test_each_concern_says_what_to_do():
    assert all(concern.sentence.endswith("重拍。") for concern in PageConcern)
