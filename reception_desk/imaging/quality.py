"""Whether a page can be read as it was taken: sharpness of its writing, glare on its paper."""

from reception_desk.imaging.page import MILLIMETRES_PER_INCH, Levels
from reception_desk.imaging.reduced import ReducedPage
from reception_desk.imaging.shadow import PaperLight
from reception_desk.records.pages import PageConcern, Quality

_TILE_PX = 32
_LEAST_CONTRAST = 40
_LEAST_TILES = 6
_LEAST_DARK = 0.04
_BLURRED_MM = 0.7
_BURNT = 250
_ABOVE_PAPER = 16
_GLARE_SHARE = 0.002


def quality_of(page: ReducedPage, light: PaperLight) -> Quality:
    """Judge the page; sharpness only where there is writing."""
    edge = _edge_mm(page)
    glare = _glare_share(light)
    concerns = [PageConcern.BLURRED] if edge is not None and edge > _BLURRED_MM else []
    concerns += [PageConcern.GLARE] if glare > _GLARE_SHARE else []
    return Quality(None if edge is None else round(edge, 3), round(glare, 5), tuple(concerns))


def _edge_mm(page: ReducedPage) -> float | None:
    """Return the width over which writing turns into paper: contrast by steepest slope.

    The median over the tiles of the page that hold writing, None with too few of them.
    """
    import cv2
    import numpy as np

    grey = page.grey
    rows, columns = (side // _TILE_PX for side in grey.shape)
    if not rows or not columns:
        return None
    cut = cv2.GaussianBlur(grey[: rows * _TILE_PX, : columns * _TILE_PX], (3, 3), 0)
    across = cv2.Scharr(cut, cv2.CV_32F, 1, 0, scale=1 / 32)
    down = cv2.Scharr(cut, cv2.CV_32F, 0, 1, scale=1 / 32)
    slope = _tiles(cv2.magnitude(across, down), rows, columns)
    levels = _tiles(cut, rows, columns)
    low, high = levels.min(axis=1).astype(np.float64), levels.max(axis=1).astype(np.float64)
    contrast = high - low
    # A speck of dust is dark too, but covers little of its tile.
    is_dark = levels < ((low + high) / 2)[:, None]
    steepest = np.quantile(slope, 0.995, axis=1)
    is_writing = (contrast >= _LEAST_CONTRAST) & (is_dark.mean(axis=1) >= _LEAST_DARK)
    if is_writing.sum() < _LEAST_TILES:
        return None
    widths = contrast[is_writing] / np.maximum(steepest[is_writing], 1e-3)
    return float(np.median(widths)) / page.dpi * MILLIMETRES_PER_INCH


def _tiles(picture: Levels, rows: int, columns: int) -> Levels:
    """Return a tile in each row of the answer, all of its pixels beside each other."""
    blocks = picture.reshape(rows, _TILE_PX, columns, _TILE_PX)
    return blocks.swapaxes(1, 2).reshape(rows * columns, _TILE_PX * _TILE_PX)


def _glare_share(light: PaperLight) -> float:
    """Return which part of the page is burnt out, with clearly darker paper around it."""
    import cv2
    import numpy as np

    levels = light.levels
    width = max(3, max(levels.shape) // 8 | 1)
    around = cv2.blur(levels, (width, width)).astype(np.int16)
    burnt = (levels >= _BURNT) & (levels - around > _ABOVE_PAPER)
    return float(burnt.mean())
