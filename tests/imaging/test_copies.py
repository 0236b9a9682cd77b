"""A copy of an identity document: the number cannot be read any more, the rest can."""

import threading

import numpy as np
import pytest

from reception_desk.config import resource
from reception_desk.imaging.copies import IdentityCopy, identity_copy
from reception_desk.imaging.encode import encode_png
from reception_desk.imaging.reading import PageReader
from reception_desk.records.reading import ReadPage
from tests.imaging.letters import drawn_letter
from tests.offices import MAN

FONT = str(resource("fonts", "NotoSansSC-Regular.ttf"))
CARD = ("姓名张伟", "住址湖北省孝昌县花园镇第七组", f"公民身份号码{MAN}")
CARD_PIXELS = drawn_letter(CARD, dpi=150, size_pt=16).pixels


def read(page_reader: PageReader, pixels: np.ndarray) -> ReadPage:
    return page_reader.read_page(encode_png(pixels, 150).data, threading.Event())


@pytest.fixture(scope="module")
def card_page(page_reader: PageReader) -> ReadPage:
    page = read(page_reader, CARD_PIXELS)
    assert any(MAN in line.text for line in page.lines)
    return page


def cover_of(copy: IdentityCopy, page: ReadPage) -> tuple[int, int]:
    """Return where on the number's line the cover begins and ends."""
    line = next(each for each in page.lines if MAN in each.text)
    (left, top), _, (right, bottom), _ = line.corners
    rows = copy.pixels[round(top) + 3 : round(bottom) - 3, round(left) : round(right)]
    covered = np.flatnonzero((rows.max(axis=2) < 110).all(axis=0))
    return round(left) + covered[0], round(left) + covered[-1]


def test_the_number_cannot_be_read_any_more(page_reader: PageReader, card_page: ReadPage):
    copy = identity_copy(CARD_PIXELS, 150, card_page.lines, FONT)

    assert copy.covered == 1
    after = "".join(line.text for line in read(page_reader, copy.pixels).lines)
    assert MAN[6:14] not in after


def test_the_middle_of_the_number_is_covered_and_nothing_else_of_the_card(card_page: ReadPage):
    copy = identity_copy(CARD_PIXELS, 150, card_page.lines, FONT)
    first, last = cover_of(copy, card_page)

    line = next(each for each in card_page.lines if MAN in each.text)
    digit = 0.55 * 16 / 72 * 150
    end = line.corners[1][0]
    assert first == pytest.approx(end - 12 * digit, abs=digit)
    assert last == pytest.approx(end - 4 * digit, abs=digit)
    strokes = CARD_PIXELS < 60
    strokes[:, first - 3 : last + 3] = False
    assert (copy.pixels[strokes] < 110).all()


def test_a_page_without_a_number_says_so_and_carries_the_watermark():
    blank = np.full((1754, 1240), 255, np.uint8)

    copy = identity_copy(blank, 150, (), FONT)

    assert copy.covered == 0
    for part in np.array_split(copy.pixels, 6):
        assert (part < 250).any(), "a strip without the watermark could be cut out"


def test_a_page_of_one_bit_is_copied_too():
    assert identity_copy(np.ones((300, 200), np.bool_), 0, (), FONT).pixels.shape == (300, 200, 3)
