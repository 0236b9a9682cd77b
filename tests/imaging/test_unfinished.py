"""JPEG files that end too early."""

import numpy as np
import pytest

from reception_desk.imaging.encode import encode_jpeg, encode_png
from reception_desk.imaging.unfinished import decode_cut_jpeg, lines_of


def picture(height: int = 200) -> np.ndarray:
    noise = np.random.default_rng(7).integers(0, 256, (height, 160, 3), np.uint8)
    noise[:, :10] = 250
    return noise


@pytest.mark.parametrize("part", [0.25, 0.5, 0.9])
def test_the_lines_before_the_cut_are_those_of_the_picture(part: float):
    whole = encode_jpeg(picture(), 75).data

    pixels = decode_cut_jpeg(whole[: int(len(whole) * part)])

    assert pixels is not None
    assert abs(len(pixels) / 200 - part) < 0.15
    expected = decode_cut_jpeg(whole)
    assert expected is not None
    sound = len(pixels) - 32
    assert (pixels[:sound] == expected[:sound]).all()


def test_a_cut_within_the_head_leaves_nothing():
    whole = encode_jpeg(picture(), 75).data

    assert all(decode_cut_jpeg(whole[:size]) is None for size in (0, 2, 4, 20, 200, 600))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"<html>", b"\xff\xd8\xff\xd9"])
def test_what_is_no_jpeg_is_left_alone(data: bytes):
    assert decode_cut_jpeg(data) is None


def test_a_png_is_not_decoded_in_part():
    assert decode_cut_jpeg(encode_png(picture(), 75).data) is None


def test_filling_is_told_from_the_paper():
    page = picture()
    filled = np.vstack([page, np.full((40, 160, 3), 128, np.uint8)])

    assert lines_of(page) == 200
    assert lines_of(filled) == 200
    assert lines_of(filled[200:]) == 0
    assert lines_of(np.zeros((5, 5), np.bool_)) == 5
