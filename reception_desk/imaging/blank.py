"""Whether anything stands on a page."""

from reception_desk.imaging.page import Levels
from reception_desk.imaging.reduced import ReducedPage
from reception_desk.imaging.shadow import PaperLight
from reception_desk.records.pages import Ink

_MARGIN_MM = 5.0
_SPECK_MM2 = 0.8
_BLANK_MM2 = 2.4
_FAINTEST = 14
_CLEAREST = 30
_NOISE_WIDTHS = 6


def ink_of(page: ReducedPage, light: PaperLight) -> Ink:
    """Count the marks that are darker than the paper around them.

    A margin of 5 mm is left out, and so are specks of dust. A single digit, as the number of an
    otherwise empty page, does not make it written.
    """
    import cv2
    import numpy as np

    ink = ink_mask(page.grey, light)
    margin = min(round(page.pixels_of(_MARGIN_MM)), (min(ink.shape) - 1) // 4)
    if margin:
        ink = ink[margin:-margin, margin:-margin]
    # Counting the ink alone: OpenCV's own statistics count the paper, too, in twice the time.
    _, labels = cv2.connectedComponents(ink, connectivity=8)
    areas = np.bincount(labels[ink > 0])[1:]
    marks = areas[areas >= _SPECK_MM2 * page.pixels_of(1) ** 2]
    is_blank = bool(marks.sum() < _BLANK_MM2 * page.pixels_of(1) ** 2)
    return Ink(is_blank, len(marks), round(float(marks.sum()) / ink.size, 6))


def ink_mask(grey: Levels, light: PaperLight) -> Levels:
    """Return 1 where the page is clearly darker than its paper, beyond its own grain; else 0."""
    import cv2
    import numpy as np

    soft = cv2.GaussianBlur(grey, (3, 3), 0)
    below = cv2.subtract(light.spread_over(grey.shape), soft)
    grain = cv2.absdiff(grey, soft)
    limit = np.clip(_NOISE_WIDTHS * cv2.mean(grain)[0], _FAINTEST, _CLEAREST)
    return cv2.threshold(below, limit, 1, cv2.THRESH_BINARY)[1]
