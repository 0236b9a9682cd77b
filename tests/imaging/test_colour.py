import numpy as np
from PIL import Image, ImageDraw

from reception_desk.commands.bench.sample_pages import Ground, Writing
from reception_desk.imaging.colour import colour_mode
from reception_desk.imaging.page import Pixels
from reception_desk.imaging.reduced import reduced
from reception_desk.imaging.shadow import paper_light
from reception_desk.records.scanning import ColourMode
from tests.imaging.drawn_pages import drawn

DPI = 150


def mode_of(pixels: Pixels) -> ColourMode:
    page = reduced(pixels, DPI)
    return colour_mode(page, paper_light(page.grey))


def letter(*, has_seal: bool = False) -> Pixels:
    return drawn(Writing.LETTER, Ground.FEEDER, DPI, has_seal=has_seal).pixels


def test_black_writing_needs_one_bit():
    assert mode_of(letter()) is ColourMode.LINEART


def test_a_red_seal_keeps_the_colour():
    assert mode_of(letter(has_seal=True)) is ColourMode.COLOUR


def test_yellowed_paper_is_white():
    old = (letter() * np.array([1.0, 0.96, 0.86])).astype(np.uint8)

    assert mode_of(old) is ColourMode.LINEART


def test_pink_paper_is_colour():
    pink = (letter() * np.array([1.0, 0.7, 0.75])).astype(np.uint8)

    assert mode_of(pink) is ColourMode.COLOUR


def test_a_printed_picture_keeps_its_greys():
    page = Image.fromarray(letter()).convert("L")
    page.paste(Image.linear_gradient("L").resize((400, 300)), (400, 900))

    assert mode_of(np.asarray(page)) is ColourMode.GREY


def test_pencil_keeps_its_greys():
    page = Image.new("L", (1240, 1754), 245)
    pen = ImageDraw.Draw(page)
    for row in range(20):
        pen.line([(200, 200 + 60 * row), (600, 220 + 60 * row), (900, 190 + 60 * row)], 170, 2)

    assert mode_of(np.asarray(page)) is ColourMode.GREY
