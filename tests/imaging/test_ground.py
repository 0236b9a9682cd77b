"""What lies beyond an edge is cut off only when it is ground."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from reception_desk.commands.bench.sample_pages import Ground, Writing
from reception_desk.config import resource
from reception_desk.imaging.ground import is_ground
from reception_desk.imaging.page import Pixels
from reception_desk.imaging.reduced import reduced
from reception_desk.imaging.sheet import find_sheet
from reception_desk.records.pages import Sheet, SheetFinding
from tests.imaging.drawn_pages import drawn

DPI = 100


def sheet_in(pixels: Pixels) -> Sheet:
    return find_sheet(reduced(pixels, DPI))


def feeder(writing: Writing) -> Pixels:
    return drawn(writing, Ground.FEEDER, DPI).pixels


def half_shaded(writing: Writing, share: float) -> Pixels:
    """Return a page whose left half lies in a shade with a sharp, straight edge."""
    pixels = feeder(writing).copy()
    pixels[:, :400] = (pixels[:, :400] * share).astype(np.uint8)
    return pixels


@pytest.mark.parametrize("writing", [Writing.LETTER, Writing.FORM, Writing.SLIP])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
def test_writing_in_a_sharp_shade_is_not_cut_off(writing: Writing, share: float):
    assert sheet_in(half_shaded(writing, share)).corners is None


def test_a_dark_picture_beside_white_paper_is_not_cut_off():
    page = Image.fromarray(feeder(Writing.BLANK))
    picture = Image.linear_gradient("L").rotate(90).point(lambda level: level * 0.6)
    page.paste(picture.resize((380, page.height)), (0, 0))

    assert sheet_in(np.asarray(page)).corners is None


def test_a_table_of_wood_is_ground():
    sample = drawn(Writing.SLIP, Ground.CAMERA, DPI)
    grain = np.sin(np.arange(sample.pixels.shape[0]) / 5)[:, None, None] * 12
    on_wood = np.where(sample.pixels < 100, sample.pixels + 20 + grain, sample.pixels)

    found = sheet_in(np.clip(on_wood, 0, 255).astype(np.uint8))

    assert found.finding is SheetFinding.FOUND


def font(height_mm: float) -> ImageFont.FreeTypeFont:
    path = str(resource("fonts", "NotoSansSC-Regular.ttf"))
    return ImageFont.truetype(path, round(height_mm / 25.4 * DPI))


def test_a_dark_cover_with_a_title_is_not_cut_off():
    cover = Image.new("L", (827, 1169), 50)
    pen = ImageDraw.Draw(cover)
    pen.rectangle((0, 0, 826, 500), fill=240)
    pen.text((250, 800), "信访材料汇编", font=font(9), fill=220)

    assert sheet_in(np.asarray(cover)) == Sheet(SheetFinding.UNSURE)


def test_white_guides_printed_on_a_mat_are_ground():
    mat = Image.new("L", (900, 1100), 45)
    pen = ImageDraw.Draw(mat)
    pen.rectangle((40, 40, 860, 1060), outline=230, width=2)
    pen.text((50, 1025), "A4", font=font(5), fill=230)
    pen.text((820, 1025), "A5", font=font(5), fill=230)
    pen.rectangle((150, 120, 750, 980), fill=240)

    assert sheet_in(np.asarray(mat)).finding is SheetFinding.FOUND


def test_a_sheet_that_fills_the_picture_leaves_no_ground():
    page = reduced(feeder(Writing.LETTER), DPI)
    height, width = page.grey.shape
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)

    assert is_ground(page, corners, 100.0)


@pytest.mark.parametrize(("level", "is_plain"), [(20, False), (90, True)])
def test_a_few_letters_are_enough_to_keep_the_whole(level: int, *, is_plain: bool):
    """Both are darker than the sheet; only ink is much darker than what is around it."""
    glass = Image.new("L", (900, 1100), 110)
    pen = ImageDraw.Draw(glass)
    pen.rectangle((300, 100, 800, 1000), fill=240)
    for number in range(5):
        pen.rectangle((60, 200 + 20 * number, 90, 204 + 20 * number), fill=level)

    assert (sheet_in(np.asarray(glass)).finding is SheetFinding.FOUND) is is_plain
