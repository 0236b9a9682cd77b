import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from reception_desk.imaging.decode import UnreadableImageError, decode_frame
from reception_desk.imaging.encode import (
    content_hash,
    encode_jpeg,
    encode_png,
    encode_scan,
    thumbnail,
)
from reception_desk.imaging.page import Pixels

SIDES = st.integers(1, 24)
RESOLUTIONS = st.sampled_from([0, 72, 100, 150, 200, 300, 400, 600, 1200])


@st.composite
def pages(draw: st.DrawFn) -> Pixels:
    size = (draw(SIDES), draw(SIDES))
    kind = draw(st.sampled_from(["bool", "grey", "colour"]))
    shape = (*size, 3) if kind == "colour" else size
    return draw(arrays(np.bool_ if kind == "bool" else np.uint8, shape))


@settings(max_examples=60, deadline=None)
@given(pages(), RESOLUTIONS)
def test_png_brings_back_every_pixel_and_the_resolution(pixels: Pixels, dpi: int):
    frame = decode_frame(encode_png(pixels, dpi).data)

    assert frame.pixels.dtype == pixels.dtype
    assert np.array_equal(frame.pixels, pixels)
    assert (frame.dpi, frame.original_type) == (dpi, "image/png")


@settings(max_examples=40, deadline=None)
@given(arrays(np.uint8, st.tuples(SIDES, SIDES, st.just(3))), RESOLUTIONS)
def test_jpeg_brings_back_the_size_and_the_resolution(pixels: Pixels, dpi: int):
    frame = decode_frame(encode_jpeg(pixels, dpi).data)

    assert frame.pixels.shape == pixels.shape
    assert (frame.dpi, frame.original_type) == (dpi, "image/jpeg")


def test_a_scan_is_jpeg_in_colour_and_lossless_otherwise():
    grey = np.zeros((4, 4), np.uint8)

    assert encode_scan(np.zeros((4, 4, 3), np.uint8), 300).media_type == "image/jpeg"
    assert encode_scan(grey, 300).media_type == "image/png"
    assert encode_scan(grey == 0, 300).media_type == "image/png"


def test_a_one_bit_page_is_stored_with_one_bit():
    with Image.open(io.BytesIO(encode_png(np.eye(64, dtype=np.bool_), 300).data)) as image:
        assert image.mode == "1"


@pytest.mark.parametrize(
    ("height", "width", "expected"),
    [(600, 400, (160, 240)), (400, 600, (240, 160)), (30, 20, (20, 30))],
)
def test_a_thumbnail_fits_its_square_and_is_never_enlarged(
    height: int, width: int, expected: tuple[int, int]
):
    page = encode_jpeg(np.full((height, width, 3), 200, np.uint8), 300)

    with Image.open(io.BytesIO(thumbnail(page.data, 240))) as small:
        assert (small.size, small.format) == (expected, "JPEG")


def test_a_thumbnail_of_a_one_bit_page_has_shades():
    page = encode_png(np.indices((512, 512)).sum(axis=0) % 2 == 0, 300)

    with Image.open(io.BytesIO(thumbnail(page.data, 64))) as small:
        assert small.convert("L").getpixel((32, 32)) not in {0, 255}


def test_a_thumbnail_of_no_image_is_refused():
    with pytest.raises(UnreadableImageError):
        thumbnail(b"no picture")


def test_the_name_of_a_page_is_the_sha256_of_its_bytes():
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    assert content_hash(b"") == empty
