import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from reception_desk.devices.printer.bitmap import Bitmap, from_grey


@st.composite
def bitmaps(draw: st.DrawFn, widths: tuple[int, ...] = (8, 24, 384, 576)) -> Bitmap:
    width = draw(st.sampled_from(widths))
    height = draw(st.integers(1, 150))
    seed = draw(st.binary(min_size=1, max_size=40))
    size = width // 8 * height
    return Bitmap(width, (seed * (size // len(seed) + 1))[:size])


@pytest.mark.parametrize(("width", "data"), [(0, b""), (7, b"x"), (16, b"abc"), (-8, b"")])
def test_a_picture_without_whole_rows_is_a_mistake_of_the_caller(width: int, data: bytes):
    with pytest.raises(ValueError, match="no bitmap"):
        Bitmap(width, data)


@given(bitmaps())
def test_the_png_shows_the_same_dots(bitmap: Bitmap):
    with Image.open(io.BytesIO(bitmap.to_png())) as image:
        assert (image.width, image.height) == (bitmap.width, bitmap.height)
        assert image.mode == "1"
        assert bytes(byte ^ 0xFF for byte in image.tobytes()) == bitmap.data


@given(st.integers(1, 30), st.integers(1, 9), st.integers(0, 5), st.integers(1, 255), st.data())
def test_grey_becomes_dots_that_agree_with_a_look_at_each_pixel(
    width: int, height: int, padding: int, level: int, data: st.DataObject
):
    stride = width + padding
    grey = data.draw(st.binary(min_size=stride * height, max_size=stride * height))

    bitmap = from_grey(grey, width, height, stride, level)

    assert bitmap.width == -(-width // 8) * 8
    assert bitmap.height == height
    for y in range(height):
        row = int.from_bytes(bitmap.data[y * bitmap.stride : (y + 1) * bitmap.stride])
        dots = f"{row:0{bitmap.width}b}"
        wanted = "".join("1" if grey[y * stride + x] < level else "0" for x in range(width))
        assert dots == wanted.ljust(bitmap.width, "0")
