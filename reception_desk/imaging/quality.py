"""Whether a page can be read as it was taken: sharpness of its writing, glare on its paper."""

from reception_desk.imaging.page import MILLIMETRES_PER_INCH, Levels
from reception_desk.imaging.reduced import ReducedPage
from reception_desk.imaging.shadow import PaperLight
from reception_desk.records.pages import PageConcern, Quality

_TILE_PX = 32
_LEAST_CONTRAST = 40
_LEAST_TILES = 6
_MOST_TILES = 400
"""Of a page full of writing; its median does not change with more of them."""
_LEAST_DARK = 0.04
_SCHARR_WEIGHT = 32
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
    levels = _tiles(cut, np.arange(rows * columns))
    low, high = levels.min(axis=1).astype(np.float64), levels.max(axis=1).astype(np.float64)
    contrast = high - low
    tiles = np.flatnonzero(contrast >= _LEAST_CONTRAST)
    tiles = tiles[:: -(-len(tiles) // _MOST_TILES) or 1]
    # A speck of dust is dark too, but covers little of its tile.
    is_dark = levels[tiles] < ((low + high) / 2)[tiles, None]
    tiles = tiles[is_dark.mean(axis=1) >= _LEAST_DARK]
    if len(tiles) < _LEAST_TILES:
        return None
    across = _tiles(cv2.Scharr(cut, cv2.CV_16S, 1, 0), tiles).astype(np.float32)
    down = _tiles(cv2.Scharr(cut, cv2.CV_16S, 0, 1), tiles).astype(np.float32)
    steepest = np.quantile(cv2.magnitude(across, down), 0.995, axis=1) / _SCHARR_WEIGHT
    widths = contrast[tiles] / np.maximum(steepest, 1e-3)
    return float(np.median(widths)) / page.dpi * MILLIMETRES_PER_INCH


def _tiles(picture: Levels, numbers: Levels) -> Levels:
    """Return a tile in each row of the answer, all of its pixels beside each other."""
    rows, columns = (side // _TILE_PX for side in picture.shape)
    blocks = picture.reshape(rows, _TILE_PX, columns, _TILE_PX).swapaxes(1, 2)
    return blocks[numbers // columns, numbers % columns].reshape(len(numbers), _TILE_PX**2)


def _glare_share(light: PaperLight) -> float:
    """Return which part of the page is burnt out, with clearly darker paper around it."""
    import cv2
    import numpy as np

    levels = light.levels
    width = max(3, max(levels.shape) // 8 | 1)
    around = cv2.blur(levels, (width, width)).astype(np.int16)
    burnt = (levels >= _BURNT) & (levels - around > _ABOVE_PAPER)
    return float(burnt.mean())
