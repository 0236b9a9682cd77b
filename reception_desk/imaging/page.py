"""A page as an array: rows x columns of bool or uint8, or rows x columns x RGB of uint8.

`Levels` are pixels of uint8, grey or RGB, as OpenCV takes and gives them, or a mask of 0 and 1.
`Floats` are places and matrices: n x 2 points of x and y, 3 x 3 for homogeneous coordinates.
"""

from typing import TYPE_CHECKING, Any, TypeAlias

from reception_desk.records.pages import Point

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Pixels: TypeAlias = "NDArray[np.uint8 | np.bool_]"
Levels: TypeAlias = "NDArray[Any]"
Floats: TypeAlias = "NDArray[Any]"

MILLIMETRES_PER_INCH = 25.4


def size_mm(width_px: int, height_px: int, dpi: int) -> tuple[float, float] | None:
    """Return width and height in mm, or None when the resolution is unknown (0 dpi)."""
    if dpi <= 0:
        return None
    return width_px / dpi * MILLIMETRES_PER_INCH, height_px / dpi * MILLIMETRES_PER_INCH


def upright(pixels: Pixels, orientation: int) -> Pixels:
    """Turn a picture as its Exif orientation asks (1 to 8, CIPA DC-008 4.6.4)."""
    turns_and_mirror = {
        2: (0, True),
        3: (2, False),
        4: (2, True),
        5: (3, True),
        6: (3, False),
        7: (1, True),
        8: (1, False),
    }
    if orientation not in turns_and_mirror:
        return pixels
    import numpy as np

    quarter_turns_left, is_mirrored = turns_and_mirror[orientation]
    turned = np.rot90(pixels, quarter_turns_left)
    return np.ascontiguousarray(turned[:, ::-1] if is_mirrored else turned)


def levels_of(pixels: Pixels) -> Levels:
    """Return bool pixels as 0 and 255, others as they are."""
    import numpy as np

    return np.multiply(pixels, 255, dtype=np.uint8) if pixels.dtype == np.bool_ else pixels


def moved(points: Floats, matrix: Floats) -> Floats:
    """Return where a 3 x 3 matrix takes n x 2 points."""
    import numpy as np

    there = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return there[:, :2] / there[:, 2:]


def four(points: Floats) -> tuple[Point, Point, Point, Point]:
    """Return the four corners in 4 x 2 `points` as plain numbers."""
    first, second, third, fourth = ((float(x), float(y)) for x, y in points)
    return first, second, third, fourth
