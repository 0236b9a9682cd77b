"""How light the paper is from place to place, and a page as if it were lit evenly."""

from dataclasses import dataclass

from reception_desk.imaging.page import Levels, Pixels
from reception_desk.imaging.reduced import averaged

_MAP_PX = 160
_WRITING_SHARE = 0.025
_LEAST_UNEVEN = 0.14
_DARKEST_PAPER = 0.35
_INK_LIMIT = 0.66


@dataclass(frozen=True, slots=True)
class PaperLight:
    """A small map of the paper's grey without the writing, and the grey of most of the paper."""

    levels: Levels
    paper: int

    @property
    def is_uneven(self) -> bool:
        """Say whether one part of the page is clearly darker than another."""
        import numpy as np

        low, high = np.quantile(self.levels, (0.03, 0.9))
        return bool(high - low > _LEAST_UNEVEN * high)

    def spread_over(self, shape: tuple[int, ...]) -> Levels:
        """Return the map with as many rows and columns as `shape` begins with."""
        import cv2

        return cv2.resize(self.levels, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)


def paper_light(grey: Levels) -> PaperLight:
    """Return the light of the paper; what is narrower than a fortieth of the page is writing."""
    import cv2
    import numpy as np

    ratio = min(1.0, 4 * _MAP_PX / max(grey.shape))
    size = tuple(max(1, round(side * ratio)) for side in grey.shape[::-1])
    small = cv2.blur(averaged(grey, size), (3, 3))
    width = 2 * round(_WRITING_SHARE * max(size) / 2) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width))
    lit = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel)
    size = tuple(max(1, side // 4) for side in size)
    levels = cv2.blur(cv2.resize(lit, size, interpolation=cv2.INTER_AREA), (5, 5))
    return PaperLight(levels, round(float(np.quantile(levels, 0.8))))


def evened(pixels: Levels, light: PaperLight) -> Levels:
    """Return grey or RGB pixels divided by the light, the paper's own grey kept."""
    import cv2
    import numpy as np

    # Where a dark picture is printed, the map is no paper; dividing by it would bleach it.
    ground = np.maximum(light.levels, max(1, round(light.paper * _DARKEST_PAPER)))
    divisor = PaperLight(ground, light.paper).spread_over(pixels.shape)
    if pixels.ndim == 3:
        divisor = cv2.merge([divisor] * 3)
    return cv2.divide(pixels, divisor, scale=float(light.paper))


def bitonal(grey: Levels, light: PaperLight) -> Pixels:
    """Return True where the paper is and False where there is ink."""
    import numpy as np

    limit = PaperLight((light.levels * _INK_LIMIT).astype(np.uint8), light.paper)
    return grey >= limit.spread_over(grey.shape)
