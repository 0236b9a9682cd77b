from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from reception_desk.commands.bench.sample_pages import Ground, Writing, sample_page
from reception_desk.config import resource
from reception_desk.imaging.duplicate import PageLook, duplicates, look_of
from reception_desk.imaging.page import Pixels
from reception_desk.imaging.pipeline import process

DPI = 150
WRITTEN = [Writing.LETTER, Writing.FORM, Writing.SLIP]


def scanned(writing: Writing, content: int, scan: int, ground: Ground = Ground.LID) -> Pixels:
    chance = Random(scan)
    sample = sample_page(chance, writing, ground, DPI, content=Random(content))
    return process(sample.pixels, DPI).pixels


def look(pixels: Pixels) -> PageLook:
    found = look_of(pixels)
    assert found
    return found


@pytest.mark.parametrize("writing", WRITTEN)
def test_a_sheet_laid_down_twice_is_found(writing: Writing):
    pages = [scanned(writing, 1, scan=1), scanned(writing, 2, scan=2), scanned(writing, 1, scan=3)]

    assert duplicates(look(page) for page in pages) == {2: 0}


@pytest.mark.parametrize("writing", [Writing.FORM, Writing.SLIP])
def test_the_same_form_filled_in_otherwise_is_another_page(writing: Writing):
    pages = [scanned(writing, content, scan=content) for content in range(3)]

    assert duplicates(look(page) for page in pages) == {}


def test_one_changed_digit_makes_another_page():
    page = scanned(Writing.FORM, 5, scan=5, ground=Ground.FEEDER)
    changed = Image.fromarray(page.astype(np.uint8) * np.uint8(255))
    unit = DPI / 25.4
    font = ImageFont.truetype(str(resource("fonts", "NotoSansSC-Regular.ttf")), round(4.4 * unit))
    ImageDraw.Draw(changed).text((160 * unit, 43 * unit), "8", font=font, fill=0)

    assert duplicates([look(page), look(np.asarray(changed))]) == {}
    assert duplicates([look(page), look(page)]) == {1: 0}


def test_blank_pages_repeat_nothing():
    blank = scanned(Writing.BLANK, 1, scan=1)

    assert look_of(blank) is None
    assert look_of(np.zeros((1, 1), np.bool_)) is None
    assert duplicates([None, None]) == {}
