from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw

from reception_desk.commands.bench.sample_pages import Ground, Writing, sample_page
from reception_desk.imaging.blank import ink_of
from reception_desk.imaging.page import Pixels
from reception_desk.imaging.pipeline import process
from reception_desk.imaging.reduced import reduced
from reception_desk.imaging.shadow import paper_light
from reception_desk.records.pages import Ink, PageStep
from tests.imaging.drawn_pages import WIDE_RUN

DPI = 75
ONLY = {PageStep.SHEET, PageStep.BLANK}
PAGES = WIDE_RUN or 30
"""Of both kinds, on every ground, each with and without a shadow."""


def ink_in(pixels: Pixels, dpi: int = DPI) -> Ink:
    page = reduced(pixels, dpi)
    return ink_of(page, paper_light(page.grey))


def a4(level: int = 245) -> Image.Image:
    return Image.new("L", (1240, 1754), level)


def test_blank_pages_are_told_from_written_ones():
    chance = Random(21)
    wrong = []
    for number in range(PAGES):
        writing = (Writing.BLANK, Writing.SLIP)[number % 2]
        ground = list(Ground)[number % 3]
        sample = sample_page(chance, writing, ground, DPI, is_shaded=number % 5 == 0)
        ink = process(sample.pixels, DPI, ONLY).decisions.ink
        if ink is None or ink.is_blank is not (writing is Writing.BLANK):
            wrong.append((number, writing, ground, ink))

    assert len(wrong) <= 0.005 * PAGES, wrong


def test_what_shines_through_from_the_back_is_not_written():
    page = a4()
    for row in range(12):
        ImageDraw.Draw(page).rectangle((200, 200 + 90 * row, 1000, 230 + 90 * row), fill=235)

    assert ink_in(np.asarray(page), 150).is_blank


def test_a_faint_signature_alone_is_written():
    page = a4()
    stroke = [(500, 900), (540, 860), (580, 920), (620, 870), (700, 910)]
    ImageDraw.Draw(page).line(stroke, fill=205, width=3)

    assert not ink_in(np.asarray(page), 150).is_blank


def test_dust_and_the_rim_are_not_written():
    page = a4()
    pen = ImageDraw.Draw(page)
    for x in range(100, 1100, 50):
        pen.rectangle((x, 700, x + 1, 701), fill=40)
    pen.rectangle((0, 0, 1239, 12), fill=60)

    assert ink_in(np.asarray(page), 150).is_blank


@pytest.mark.parametrize("size", [(16, 16), (16, 300), (40, 40)])
def test_a_scrap_can_be_looked_at(size: tuple[int, int]):
    assert ink_in(np.full(size, 200, np.uint8)).is_blank
