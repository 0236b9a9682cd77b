from math import dist
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw

from reception_desk.commands.bench.figure import quantile
from reception_desk.commands.bench.sample_pages import Ground, SamplePage, Writing, sample_page
from reception_desk.imaging.page import Pixels, moved
from reception_desk.imaging.reduced import reduced
from reception_desk.imaging.sheet import find_sheet, flattening
from reception_desk.records.pages import Sheet, SheetFinding

DPI = 100
EIGHT_PX_AT_300_DPI = 8 * DPI / 300


def sheet_in(pixels: Pixels, dpi: int = DPI) -> Sheet:
    return find_sheet(reduced(pixels, dpi))


def worst_corner(sample: SamplePage) -> float:
    found = sheet_in(sample.pixels).corners
    assert sample.corners
    return max(map(dist, found, sample.corners)) if found else float("inf")


@pytest.mark.parametrize("ground", [Ground.LID, Ground.CAMERA])
def test_corners_are_found_to_a_hairs_breadth(ground: Ground):
    chance = Random(3)

    errors = [
        worst_corner(sample_page(chance, writing, ground, DPI, is_shaded=is_shaded))
        for writing in Writing
        for is_shaded in (False, True)
    ]

    assert quantile(errors, 0.95) <= EIGHT_PX_AT_300_DPI


@pytest.mark.parametrize("writing", list(Writing))
def test_a_page_without_edges_stays_whole(writing: Writing):
    sample = sample_page(Random(4), writing, Ground.FEEDER, DPI)

    assert sheet_in(sample.pixels) == Sheet(SheetFinding.NO_EDGE)


def test_of_two_sheets_none_is_cut_off():
    glass = Image.new("RGB", (900, 1100), (50, 50, 50))
    pen = ImageDraw.Draw(glass)
    pen.rectangle((60, 60, 460, 1000), fill=(245, 245, 240))
    pen.rectangle((560, 200, 800, 600), fill=(245, 245, 240))

    assert sheet_in(np.asarray(glass)) == Sheet(SheetFinding.SEVERAL)


def test_a_round_thing_is_no_sheet():
    glass = Image.new("RGB", (800, 800), (50, 50, 50))
    ImageDraw.Draw(glass).ellipse((100, 100, 700, 700), fill="white")

    assert sheet_in(np.asarray(glass)) == Sheet(SheetFinding.UNSURE)


def test_a_torn_corner_is_thought_back():
    glass = Image.new("RGB", (900, 1100), (50, 50, 50))
    ImageDraw.Draw(glass).polygon(
        [(100, 100), (800, 100), (800, 900), (720, 1000), (100, 1000)], fill=(240, 240, 240)
    )

    corners = sheet_in(np.asarray(glass)).corners

    assert corners
    assert dist(corners[2], (800, 1000)) < 4


def test_a_sheet_that_reaches_over_the_picture_keeps_that_side():
    glass = Image.new("L", (900, 1100), 50)
    ImageDraw.Draw(glass).rectangle((100, 0, 899, 1099), fill=240)

    corners = sheet_in(np.asarray(glass)).corners

    assert corners
    assert corners[1][0] >= 898
    assert corners[0][0] == pytest.approx(100, abs=3)


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (15, 15), (40, 40)])
@pytest.mark.parametrize("level", [0, 255])
def test_nothing_is_found_on_nothing(size: tuple[int, int], level: int):
    assert sheet_in(np.full(size, level, np.uint8)) == Sheet(SheetFinding.NO_EDGE)


def test_a_sheet_is_laid_flat_by_its_corners():
    corners = ((110.0, 120.0), (700.0, 90.0), (720.0, 950.0), (90.0, 930.0))

    matrix, (width, height) = flattening(corners)

    ends = [(0, 0), (width - 1, 0), (width - 1, height - 1), (0, height - 1)]
    assert moved(np.array(corners), matrix) == pytest.approx(np.array(ends), abs=0.01)
