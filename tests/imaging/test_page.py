import numpy as np
import pytest
from PIL import Image, ImageOps

from reception_desk.imaging.page import four, moved, size_mm, upright


def test_a4_at_300_dpi_is_a4():
    size = size_mm(2480, 3508, 300)

    assert size
    assert size == pytest.approx((210, 297), abs=0.1)


def test_no_resolution_means_no_size():
    assert size_mm(2480, 3508, 0) is None


@pytest.mark.parametrize("orientation", range(10))
@pytest.mark.parametrize("shape", [(3, 5), (3, 5, 3)])
def test_every_orientation_is_set_upright_as_pillow_does(orientation: int, shape: tuple[int, ...]):
    pixels = np.arange(np.prod(shape), dtype=np.uint8).reshape(shape)
    image = Image.fromarray(pixels)
    image.getexif()[0x0112] = orientation

    expected = np.asarray(ImageOps.exif_transpose(image))

    assert np.array_equal(upright(pixels, orientation), expected)


def test_points_move_by_a_matrix_with_perspective():
    matrix = np.array([[2.0, 0, 1], [0, 2, 0], [0, 0.5, 1]])

    there = moved(np.array([(1.0, 0.0), (1.0, 2.0)]), matrix)

    assert there.tolist() == [[3, 0], [1.5, 2]]
    assert four(np.vstack([there, there]))[1] == (1.5, 2)
