"""Whether what lies around a sheet is only the ground it lies on.

A lid, a mat or a table top is darker than paper and much the same all over. Paper in the shade has
ink on it, a picture is not the same all over, a dark cover bears a title: such a place is part of
what was laid down.
"""

from reception_desk.imaging.page import Floats, Levels
from reception_desk.imaging.reduced import ReducedPage, averaged

_DPI = 75
_NEAR_MM = 3.0
"""Around the sheet, where its own shadow lies."""
_COARSER, _AROUND_PX = 6, 7
"""A median of twice the side over twice the resolution says the same in ten times the time."""
_EVERY = 4
_DARKER = 0.6
_LEAST_CONTRAST = 30
_SPECK_MM2 = 0.8
_LARGEST_MM = 40
_INK_MM2 = 2.4
_LIGHT_MM2 = 60
"""A title of some characters; the names of paper sizes on a mat are less."""
_MOST_SPREAD = 0.6


def is_ground(page: ReducedPage, corners: Floats, contrast: float) -> bool:
    """Say whether nothing but ground lies outside the four corners on `page`.

    `contrast` is by how many levels the sheet is brighter than the rest.
    """
    import cv2
    import numpy as np

    scale = min(1.0, _DPI / page.dpi)
    grey = cv2.resize(page.grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    unit = page.pixels_of(1) * scale
    outside = np.ones(grey.shape, np.uint8)
    inside = np.round((corners + 0.5) * scale - 0.5).astype(np.int32)
    cv2.fillConvexPoly(outside, inside, 0)
    cv2.polylines(outside, [inside], isClosed=True, color=0, thickness=round(2 * _NEAR_MM * unit))
    around = grey[outside > 0]
    if not around.size:
        return True
    low, middle, high = np.quantile(around[::_EVERY], (0.05, 0.5, 0.95))
    if high - low > _MOST_SPREAD * contrast:
        return False
    cv2.copyTo(np.full_like(grey, round(middle)), 1 - outside, grey)
    return not _is_written(grey, outside, unit)


def _is_written(grey: Levels, where: Levels, unit: float) -> bool:
    """Say whether ink, or much light writing on dark, stands `where` there is a 1.

    Each place is compared with what most pixels within 7 mm are. What is longer than any writing
    is a guide printed on a mat.
    """
    import cv2
    import numpy as np

    small = averaged(grey, tuple(-(-side // _COARSER) for side in grey.shape[::-1]))
    around = cv2.resize(cv2.medianBlur(small, _AROUND_PX), grey.shape[::-1]).astype(np.float32)
    dark = (grey < np.minimum(around - _LEAST_CONTRAST, around * _DARKER)) & (where > 0)
    light = (grey > around + _LEAST_CONTRAST) & (where > 0)
    return _has_marks(dark, _INK_MM2, unit) or _has_marks(light, _LIGHT_MM2, unit)


def _has_marks(marks: Levels, least_mm2: float, unit: float) -> bool:
    """Say whether marks the size of writing cover so much."""
    import cv2

    least = least_mm2 * unit**2
    if marks.sum() < least:
        return False
    _, _, stats, _ = cv2.connectedComponentsWithStats(marks.astype("u1"), connectivity=8)
    areas = stats[1:, cv2.CC_STAT_AREA]
    longest = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1, initial=0)
    is_writing = (areas >= _SPECK_MM2 * unit**2) & (longest <= _LARGEST_MM * unit)
    return bool(areas[is_writing].sum() >= least)
