"""Whether what lies around a sheet is only the ground it lies on.

A lid, a mat or a table top is darker than paper and much the same all over. Ink on paper in the
shade is neither, and a dark picture is not: such a place is part of what was laid down.
"""

from reception_desk.imaging.page import Floats, Levels
from reception_desk.imaging.reduced import ReducedPage

_DPI = 75
_NEAR_MM = 3.0
"""Around the sheet, where its own shadow lies."""
_STROKE_MM = 3.0
_DARKER = 0.6
_LEAST_CONTRAST = 30
_SPECK_MM2 = 0.8
_MARK_MM2 = 2.4
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
    low, high = np.quantile(around, (0.05, 0.95))
    return bool(high - low <= _MOST_SPREAD * contrast) and not _is_written(grey, outside, unit)


def _is_written(grey: Levels, where: Levels, unit: float) -> bool:
    """Say whether marks much darker than what is around them stand `where` there is a 1."""
    import cv2
    import numpy as np

    width = 2 * round(_STROKE_MM * unit / 2) + 1
    ground = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((width, width), np.uint8))
    limit = cv2.min(cv2.subtract(ground, _LEAST_CONTRAST), cv2.multiply(ground, _DARKER))
    marks = cv2.compare(grey, limit, cv2.CMP_LT) & where
    _, _, stats, _ = cv2.connectedComponentsWithStats(marks, connectivity=8)
    areas = stats[1:, cv2.CC_STAT_AREA]
    return bool(areas[areas >= _SPECK_MM2 * unit**2].sum() >= _MARK_MM2 * unit**2)
