"""Four corners that a person sets on a picture, and what four corners are no page.

Places are middles of pixels, x to the right and y down, as everywhere with pages.
"""

from enum import StrEnum
from itertools import pairwise
from math import dist

from reception_desk.records.pages import Corners, Point

LEAST_MM = 10
"""No side of a paper handed in is shorter, and a slip of the hand is."""
A4_HEIGHT_MM = 297
"""The longer side of a picture that does not say its resolution, as for the pipeline."""
_MM_PER_INCH = 25.4
_LEAST_SINE = 0.25
"""Of the angle at a corner, 14°: three corners in a line have no perspective to remove."""
_HAIR = 1e-6


class CropTrouble(StrEnum):
    """Why four corners are no page."""

    OUTSIDE = "outside"
    CROSSED = "crossed"
    TOO_SMALL = "too_small"

    @property
    def sentence(self) -> str:
        """Return what to tell the clerk."""
        return _SENTENCES[self]


_SENTENCES = {
    CropTrouble.OUTSIDE: "有一个角在图像之外，请拖回来。",
    CropTrouble.CROSSED: "四个角的连线交叉或凹了进去，请把角拖回各自的一边。",
    CropTrouble.TOO_SMALL: "框住的部分有一边不到 1 厘米，请拉大一些。",
}


def trouble_with(corners: Corners, size: tuple[int, int], dpi: int) -> CropTrouble | None:
    """Return why these corners in a picture of `size` px are no page; 0 dpi means unknown."""
    width, height = size
    if any(not (0 <= x <= width - 1 and 0 <= y <= height - 1) for x, y in corners):
        return CropTrouble.OUTSIDE
    least = least_px(size, dpi)
    if min(dist(one, other) for one, other in pairwise((*corners, corners[0]))) < least - _HAIR:
        return CropTrouble.TOO_SMALL
    around = (corners[3], *corners, corners[0])
    if any(_sine(*around[place : place + 3]) < _LEAST_SINE for place in range(4)):
        return CropTrouble.CROSSED
    return None


def least_px(size: tuple[int, int], dpi: int) -> float:
    """Return the least length of a side in pixels."""
    density = dpi / _MM_PER_INCH if dpi > 0 else max(size) / A4_HEIGHT_MM
    return LEAST_MM * density


def whole(size: tuple[int, int]) -> Corners:
    """Return the corners of a picture `size` wide and high."""
    right, bottom = float(size[0] - 1), float(size[1] - 1)
    return (0.0, 0.0), (right, 0.0), (right, bottom), (0.0, bottom)


def held_in(point: Point, size: tuple[int, int]) -> Point:
    """Return the place in the picture that is nearest to a point."""
    x, y = point
    return min(max(x, 0.0), size[0] - 1.0), min(max(y, 0.0), size[1] - 1.0)


def turned(corners: Corners, size: tuple[int, int], quarters: int) -> Corners:
    """Return the corners after a picture of `size` is turned clockwise by so many quarters."""
    for _ in range(quarters % 4):
        first, second, third, fourth = ((size[1] - 1 - y, x) for x, y in corners)
        corners, size = (fourth, first, second, third), (size[1], size[0])
    return corners


def _sine(before: Point, corner: Point, after: Point) -> float:
    """Return the sine of the turn at a corner, positive where one turns right, as a page does."""
    along = corner[0] - before[0], corner[1] - before[1]
    onwards = after[0] - corner[0], after[1] - corner[1]
    lengths = dist(before, corner) * dist(corner, after)
    return (along[0] * onwards[1] - along[1] * onwards[0]) / max(lengths, _HAIR)
