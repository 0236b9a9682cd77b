"""A smaller picture of a page, on which everything is decided before the large one is touched."""

from dataclasses import dataclass

from reception_desk.imaging.page import MILLIMETRES_PER_INCH, Floats, Levels

DECISION_DPI = 150
"""Code 128 is read at 150 dpi and lost at 100; more only costs time."""
_A4_HEIGHT_INCHES = 297 / MILLIMETRES_PER_INCH
_LONGEST_PX = 2600
_SHORTEST_PX = 16


@dataclass(frozen=True, slots=True)
class ReducedPage:
    """`grey` is what is decided on; `reducing` leads from the original to it.

    `colour` is RGB of half its size, or None for a grey original. `dpi` is of `grey`; where the
    file does not say, the picture is taken to be as high as A4.
    """

    grey: Levels
    colour: "Levels | None"
    reducing: Floats
    dpi: float

    @property
    def is_too_small(self) -> bool:
        """Say whether there is too little to decide anything on."""
        return min(self.grey.shape) < _SHORTEST_PX

    def pixels_of(self, millimetres: float) -> float:
        """Return how many pixels a length on paper takes here."""
        return millimetres / MILLIMETRES_PER_INCH * self.dpi


def reduced(levels: Levels, dpi: int) -> ReducedPage:
    """Return grey or RGB `levels` at about 150 dpi; 0 dpi means unknown."""
    import cv2

    height, width = levels.shape[:2]
    longest = max(height, width)
    density = dpi if dpi > 0 else longest / _A4_HEIGHT_INCHES
    scale = min(1.0, DECISION_DPI / density, _LONGEST_PX / longest)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(levels, size, interpolation=cv2.INTER_AREA) if scale < 1 else levels
    is_grey = levels.ndim == 2
    return ReducedPage(
        grey=small if is_grey else cv2.cvtColor(small, cv2.COLOR_RGB2GRAY),
        colour=None if is_grey else _in_half(small),
        reducing=_reducing(size[0] / width, size[1] / height),
        dpi=density * scale,
    )


def halved(page: ReducedPage) -> ReducedPage:
    """Return the grey of a page at half its size, without its colour."""
    return ReducedPage(
        _in_half(page.grey), None, _halving(page.grey.shape) @ page.reducing, page.dpi / 2
    )


def shrunk(levels: Levels, longest_px: int) -> Levels:
    """Return grey or RGB `levels` with no side longer than this, for the screen.

    A camera is looked at ten times a second: what is less than a half is drawn through the
    nearest four pixels, a sixth of the work of the mean.
    """
    import cv2

    height, width = levels.shape[:2]
    scale = longest_px / max(height, width)
    if scale >= 1:
        return levels
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return cv2.resize(_halved_towards(levels, size), size, interpolation=cv2.INTER_LINEAR)


def averaged(levels: Levels, size: tuple[int, ...]) -> Levels:
    """Return the picture at a smaller size, of width and height."""
    import cv2

    return cv2.resize(_halved_towards(levels, size), size, interpolation=cv2.INTER_AREA)


def _halved_towards(levels: Levels, size: tuple[int, ...]) -> Levels:
    """Return the picture halved as often as it can be without being smaller than `size`.

    Of whole factors OpenCV takes the mean ten times as fast.
    """
    while levels.shape[1] >= 2 * size[0] and levels.shape[0] >= 2 * size[1]:
        levels = _in_half(levels)
    return levels


def laid_flat(page: ReducedPage, matrix: Floats, size: tuple[int, int]) -> ReducedPage:
    """Return the reduced picture of what `matrix` makes of the original, `size` wide and high."""
    import cv2
    import numpy as np

    across, down = page.reducing[0, 0], page.reducing[1, 1]
    small_size = max(1, round(size[0] * across)), max(1, round(size[1] * down))
    reducing = _reducing(small_size[0] / size[0], small_size[1] / size[1]) @ matrix
    direct = reducing @ np.linalg.inv(page.reducing)

    def flat(picture: Levels, way: Floats, size: tuple[int, int]) -> Levels:
        return cv2.warpPerspective(picture, way, size, borderMode=cv2.BORDER_REPLICATE)

    grey = flat(page.grey, direct, small_size)
    if page.colour is None:
        return ReducedPage(grey, None, reducing, page.dpi)
    halving, flat_halving = _halving(page.grey.shape), _halving(grey.shape)
    way = flat_halving @ direct @ np.linalg.inv(halving)
    return ReducedPage(grey, flat(page.colour, way, _half(small_size)), reducing, page.dpi)


def _in_half(levels: Levels) -> Levels:
    """Return the picture at half its size; an odd last row or column is left out."""
    import cv2

    width, height = _half(levels.shape[1::-1])
    even = levels[: max(1, levels.shape[0] // 2 * 2), : max(1, levels.shape[1] // 2 * 2)]
    return cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA)


def _half(size: tuple[int, int]) -> tuple[int, int]:
    return max(1, size[0] // 2), max(1, size[1] // 2)


def _halving(shape: tuple[int, ...]) -> Floats:
    height, width = shape
    return _reducing(0.5 if width > 1 else 1, 0.5 if height > 1 else 1)


def _reducing(across: float, down: float) -> Floats:
    """Return the matrix of a reduction; a pixel's place is its middle."""
    import numpy as np

    return np.array(
        [[across, 0, across / 2 - 0.5], [0, down, down / 2 - 0.5], [0, 0, 1]], np.float64
    )
