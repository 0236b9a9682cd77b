import io
import os
from math import dist
from random import Random

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from reception_desk.commands.bench.sample_pages import Ground, SamplePage, Writing, sample_page
from reception_desk.imaging.decode import UnreadableImageError, decode_frame, frame_count
from reception_desk.imaging.encode import encode_png
from reception_desk.imaging.page import Pixels, levels_of, moved
from reception_desk.imaging.pipeline import ProcessedPage, process
from reception_desk.records.pages import ALL_STEPS, PageStep, SheetFinding
from reception_desk.records.scanning import ColourMode
from reception_desk.rules.cropping import trouble_with
from tests.imaging.drawn_pages import WIDE_RUN, drawn
from tests.imaging.letters import drawn_letter

DPI = 100
FUZZED_FILES = int(os.environ.get("DESK_FUZZED_IMAGES", "160"))
SIDES = st.integers(1, 70)


def grey(pixels: Pixels) -> Pixels:
    levels = pixels * np.uint8(255) if pixels.dtype == np.bool_ else pixels
    return np.asarray(Image.fromarray(levels).convert("L"))


def lost_marks(sample: SamplePage, page: ProcessedPage) -> list[tuple[float, float]]:
    """Return the drawn marks that are not black at their place in the working picture."""
    matrix = np.array(page.decisions.transform).reshape(3, 3)
    levels, lost = grey(page.pixels), []
    for x, y in moved(np.array(sample.marks), matrix):
        column, row = round(x), round(y)
        inside = 1 <= column < levels.shape[1] - 1 and 1 <= row < levels.shape[0] - 1
        if not inside or levels[row - 1 : row + 2, column - 1 : column + 2].mean() > 120:
            lost.append((float(x), float(y)))
    return lost


@settings(max_examples=WIDE_RUN or 8, deadline=None)
@given(
    st.integers(0, 2**32),
    st.sampled_from([Writing.LETTER, Writing.FORM, Writing.SLIP]),
    st.sampled_from(list(Ground)),
    st.floats(-4, 4),
    st.booleans(),
)
@example(430, Writing.FORM, Ground.FEEDER, 0.0, True).via("the shadow was taken for an edge")
def test_every_mark_on_the_sheet_is_still_there(
    seed: int, writing: Writing, ground: Ground, lean: float, is_shaded: bool
):
    sample = sample_page(Random(seed), writing, ground, DPI, lean=lean, is_shaded=is_shaded)

    assert lost_marks(sample, process(sample.pixels, DPI)) == []


def test_the_original_is_untouched():
    sample = drawn(Writing.LETTER, Ground.CAMERA, DPI, lean=1, is_shaded=True)
    before = sample.pixels.copy()

    page = process(sample.pixels, DPI)

    assert np.array_equal(sample.pixels, before)
    assert page.decisions.sheet.finding is SheetFinding.FOUND
    assert page.decisions.is_evened


def test_without_any_step_the_page_is_the_original():
    sample = drawn(Writing.LETTER, Ground.CAMERA, DPI, lean=1, is_shaded=True)

    page = process(sample.pixels, DPI, steps=frozenset())

    assert np.array_equal(page.pixels, sample.pixels)
    assert page.decisions.transform == tuple(np.eye(3).ravel())
    assert page.decisions.sheet.finding is SheetFinding.NOT_LOOKED_FOR


@pytest.mark.parametrize("step", list(PageStep))
def test_a_step_left_out_decides_nothing(step: PageStep):
    sample = drawn(Writing.LETTER, Ground.CAMERA, DPI, lean=1, is_shaded=True)

    decisions = process(sample.pixels, DPI, ALL_STEPS - {step}).decisions

    undone = {
        PageStep.SHEET: decisions.sheet.corners is None,
        PageStep.SKEW: decisions.angle is None,
        PageStep.SHADOW: not decisions.is_evened,
        PageStep.BLANK: decisions.ink is None,
        PageStep.COLOUR: decisions.colour is None,
        PageStep.QUALITY: decisions.quality is None,
        PageStep.CODES: decisions.codes == (),
    }
    assert undone[step]
    assert step not in decisions.steps


@pytest.mark.parametrize("writing", [Writing.LETTER, Writing.FORM, Writing.SLIP])
def test_given_corners_lay_the_sheet_flat_with_every_mark_on_it(writing: Writing):
    sample = drawn(writing, Ground.CAMERA, DPI, lean=1)
    assert sample.corners

    page = process(sample.pixels, DPI, corners=sample.corners)

    decisions = page.decisions
    assert (decisions.sheet.finding, decisions.angle) == (SheetFinding.GIVEN, None)
    assert page.pixels.shape[:2] == decisions.size[::-1]
    assert lost_marks(sample, page) == []
    width, height = decisions.size
    ends = [(0, 0), (width - 1, 0), (width - 1, height - 1), (0, height - 1)]
    matrix = np.array(decisions.transform).reshape(3, 3)
    assert moved(np.array(sample.corners), matrix) == pytest.approx(np.array(ends), abs=0.01)


def test_what_stands_on_the_sheet_stands_there_on_the_page_to_8_px_at_300_dpi():
    sample = drawn(Writing.LETTER, Ground.CAMERA, DPI)

    page = process(sample.pixels, DPI, frozenset({PageStep.SHEET}), sample.corners)

    dark = np.argwhere(grey(page.pixels) < 90)[:, ::-1]
    width, height = page.decisions.size
    inset_x, inset_y = 4 / 210 * width, 4 / 297 * height
    for x in (inset_x, width / 2, width - inset_x):
        for y in (inset_y, height - inset_y):
            mark = dark[np.abs(dark - (x, y)).max(axis=1) < DPI / 10]
            middle = (mark.min(axis=0) + mark.max(axis=0)) / 2
            assert dist(middle, (x - 0.5, y - 0.5)) < 8 * DPI / 300


def test_without_the_step_given_corners_cut_nothing():
    sample = drawn(Writing.LETTER, Ground.CAMERA, DPI, lean=1)

    page = process(sample.pixels, DPI, frozenset(), sample.corners)

    assert np.array_equal(page.pixels, sample.pixels)
    assert page.decisions.sheet.finding is SheetFinding.NOT_LOOKED_FOR


WIDE, HIGH = 120, 170
LEFT, RIGHT = st.floats(0, WIDE * 0.55), st.floats(WIDE * 0.45, WIDE - 1)
UPPER, LOWER = st.floats(0, HIGH * 0.55), st.floats(HIGH * 0.45, HIGH - 1)


@settings(max_examples=WIDE_RUN or 80, deadline=None)
@given(
    st.tuples(
        st.tuples(LEFT, UPPER),
        st.tuples(RIGHT, UPPER),
        st.tuples(RIGHT, LOWER),
        st.tuples(LEFT, LOWER),
    ),
    arrays(np.uint8, (HIGH // 10, WIDE // 10, 3)),
    st.booleans(),
)
def test_any_four_valid_corners_give_a_page_of_their_shape(corners, blocks, is_bool: bool):
    assume(trouble_with(corners, (WIDE, HIGH), 40) is None)
    pixels = blocks.repeat(10, axis=0).repeat(10, axis=1)

    page = process(pixels[..., 0] > 127 if is_bool else pixels, 40, corners=corners)

    top, right, bottom, left = map(dist, corners, corners[1:] + corners[:1])
    assert page.decisions.size == (round(max(top, bottom)), round(max(left, right)))
    assert page.pixels.shape[:2] == page.decisions.size[::-1]


def test_the_working_pixels_are_of_the_kind_decided():
    kinds = {}
    for has_seal in (False, True):
        sample = drawn(Writing.LETTER, Ground.FEEDER, 150, has_seal=has_seal)
        page = process(sample.pixels, 150)
        kinds[page.decisions.colour] = page.pixels.dtype == np.bool_, page.pixels.ndim

    assert kinds == {ColourMode.LINEART: (True, 2), ColourMode.COLOUR: (False, 3)}


def test_a_page_leaning_on_its_sheet_is_set_upright_with_paper_around_it():
    sample = drawn(Writing.LETTER, Ground.LID, DPI, lean=2.5)

    page = process(sample.pixels, DPI)

    assert page.decisions.angle == pytest.approx(2.5, abs=0.25)
    assert grey(page.pixels)[:3, :3].min() > 200
    again = process(grey(page.pixels), DPI).decisions
    assert again.angle == pytest.approx(0, abs=0.2)


@settings(max_examples=80, deadline=None)
@given(
    st.one_of(
        arrays(np.bool_, st.tuples(SIDES, SIDES)),
        arrays(np.uint8, st.tuples(SIDES, SIDES)),
        arrays(np.uint8, st.tuples(SIDES, SIDES, st.just(3))),
    ),
    st.sampled_from([0, 1, 72, 300, 9600]),
)
def test_any_picture_is_a_page(pixels: Pixels, dpi: int):
    page = process(pixels, dpi)

    assert page.pixels.shape[1::-1] == page.decisions.size
    assert len(page.decisions.transform) == 9


def damaged(chance: Random, data: bytes) -> bytes:
    """Return the bytes with some changed, moved or cut off."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                changed[place] = chance.randrange(256)
            case 1:
                changed[place] ^= 1 << chance.randrange(8)
            case 2:
                changed[place:place] = chance.randbytes(chance.randint(1, 8))
            case _:
                del changed[place : place + chance.randint(1, 8)]
        if not changed:
            break
    if chance.random() < 0.2:
        del changed[chance.randrange(len(changed) + 1) :]
    return bytes(changed)


@pytest.mark.filterwarnings("ignore")  # Pillow warns of what is damaged
def test_damaged_files_are_pages_or_told():
    chance = Random(6)
    picture = Image.fromarray(sample_page(chance, Writing.SLIP, Ground.LID, 40).pixels)
    files = []
    for kind in ("JPEG", "PNG", "TIFF", "BMP"):
        for mode in ("RGB", "L"):
            buffer = io.BytesIO()
            picture.convert(mode).save(buffer, kind)
            files.append(buffer.getvalue())
    answers = {"page": 0, "told": 0}
    for number in range(FUZZED_FILES):
        data = damaged(chance, files[number % len(files)])
        try:
            for frame in range(min(frame_count(data), 2)):
                process(decode_frame(data, frame).pixels, 40)
            answers["page"] += 1
        except UnreadableImageError as error:
            assert error.message  # noqa: PT017 - either answer is right
            answers["told"] += 1

    assert min(answers.values()) > FUZZED_FILES // 20, answers


def test_a_page_of_one_bit_out_of_a_file_is_written_on_and_its_code_is_read():
    letter = drawn_letter()
    image = encode_png(letter.pixels > 128, letter.dpi).data
    pixels = decode_frame(image).pixels

    found = process(pixels, letter.dpi)

    assert pixels.dtype == np.bool_
    assert found.decisions.ink is not None
    assert not found.decisions.ink.is_blank
    assert np.array_equal(levels_of(pixels) == 255, letter.pixels > 128)
