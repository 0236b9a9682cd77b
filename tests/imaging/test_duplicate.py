from functools import cache
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from reception_desk.commands.bench.sample_pages import Ground, Writing, sample_page
from reception_desk.config import resource
from reception_desk.imaging.duplicate import PageLook, duplicates, look_of
from reception_desk.imaging.page import Pixels
from reception_desk.imaging.pipeline import process
from reception_desk.records.pages import PageStep

DPI = 150
WRITTEN = [Writing.LETTER, Writing.FORM, Writing.SLIP]
LAID_FLAT = {PageStep.SHEET, PageStep.SKEW, PageStep.COLOUR}


@cache
def scanned(writing: Writing, content: int, scan: int, ground: Ground = Ground.LID) -> Pixels:
    chance = Random(scan)
    sample = sample_page(chance, writing, ground, DPI, content=Random(content))
    return process(sample.pixels, DPI, LAID_FLAT).pixels


def look(pixels: Pixels) -> PageLook:
    found = look_of(pixels)
    assert found
    return found


@cache
def look_of_scan(writing: Writing, content: int, scan: int) -> PageLook:
    return look(scanned(writing, content, scan))


@pytest.mark.parametrize("writing", WRITTEN)
def test_a_sheet_laid_down_twice_is_found(writing: Writing):
    scans = [(1, 1), (2, 2), (1, 3)]

    assert duplicates(look_of_scan(writing, *scan) for scan in scans) == {2: 0}


@pytest.mark.parametrize("writing", [Writing.FORM, Writing.SLIP])
def test_the_same_form_filled_in_otherwise_is_another_page(writing: Writing):
    looks = [look_of_scan(writing, content, content) for content in (1, 2, 3)]

    assert duplicates(looks) == {}


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
