import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.imaging.page import Pixels
from reception_desk.imaging.raster import RasterFormat, pixels_of_raster, whole_lines


def packed(levels: Pixels, depth: int) -> Pixels:
    """Return the lines of 8-bit levels as a device of `depth` bits sends them."""
    lines = levels.reshape(levels.shape[0], -1)
    if depth == 1:
        return np.packbits(lines < 128, axis=1)
    if depth == 16:
        return (lines.astype(np.uint16) << 8).view(np.uint8)
    return lines


@given(
    st.tuples(st.integers(1, 6), st.integers(1, 20), st.sampled_from([1, 3])),
    st.sampled_from([1, 8, 16]),
    st.integers(0, 3),
    st.floats(0, 1, exclude_max=True),
    st.integers(0, 2**32 - 1),
)
def test_lines_come_back_without_their_padding_and_broken_end(
    size: tuple[int, int, int], depth: int, padding: int, broken: float, seed: int
):
    height, width, channels = size
    levels = np.random.default_rng(seed).integers(0, 256, size, np.uint8)
    lines = np.pad(packed(levels, depth), ((0, 0), (0, padding)))
    layout = RasterFormat(width, lines.shape[1], depth, channels)
    raster = lines.tobytes() + b"\xff" * int(layout.line_bytes * broken)

    pixels = pixels_of_raster(raster, layout)

    expected = levels >= 128 if depth == 1 else levels
    assert np.array_equal(pixels, expected if channels == 3 else expected[:, :, 0])
    assert whole_lines(len(raster), layout) == height


@pytest.mark.parametrize(
    "layout", [RasterFormat(8, 1, 8, 1), RasterFormat(8, 100, 4, 1), RasterFormat(9, 1, 1, 1)]
)
def test_a_layout_that_cannot_be_is_refused(layout: RasterFormat):
    with pytest.raises(ValueError, match="impossible"):
        pixels_of_raster(bytes(100), layout)
