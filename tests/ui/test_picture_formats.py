"""The formats that pages come in are told to Qt, and what is none of them is no picture."""

import cv2
import numpy as np
import pytest

from reception_desk.ui.picture_formats import decoded, format_of


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tiff", ".bmp", ".webp"])
def test_a_picture_is_unpacked_in_the_format_it_has(suffix: str):
    lossy = [cv2.IMWRITE_WEBP_QUALITY, 80] if suffix == ".webp" else []
    done, content = cv2.imencode(suffix, np.full((20, 30, 3), 200, np.uint8), lossy)
    assert done
    image = decoded(content.tobytes())
    assert (image.width(), image.height()) == (30, 20)


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"%PDF-1.7"])
def test_what_is_no_picture_is_a_null_one(content: bytes):
    assert decoded(content).isNull()


def test_a_drawing_is_never_asked_for():
    assert format_of(b'<svg xmlns="http://www.w3.org/2000/svg"/>') is None


def test_a_picture_is_shrunk_to_the_longest_side_that_is_wanted():
    _, content = cv2.imencode(".jpg", np.full((40, 80, 3), 200, np.uint8))
    image = decoded(content.tobytes(), 20)
    assert (image.width(), image.height()) == (20, 10)
