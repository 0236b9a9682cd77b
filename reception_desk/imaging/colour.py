"""Whether a page is kept in colour, in grey, or with one bit a pixel."""

from reception_desk.imaging.blank import ink_mask
from reception_desk.imaging.page import Levels
from reception_desk.imaging.reduced import ReducedPage
from reception_desk.imaging.shadow import PaperLight
from reception_desk.records.scanning import ColourMode

_COLOURED = 38
_TINTED_PAPER = 45
_COLOUR_MM2 = 3.0
_TONE = (70, 205)
_MOST_TONES = 0.0015
_FAINT = 135
_MOST_FAINT = 0.04


def colour_mode(page: ReducedPage, light: PaperLight) -> ColourMode:
    """Decide by what stands on the paper: a seal keeps colour, a picture or pencil keeps grey.

    The tint of old paper counts as white; paper of a strong colour is colour.
    """
    if page.colour is not None and _has_colour(page, page.colour):
        return ColourMode.COLOUR
    return ColourMode.GREY if _has_tones(page.grey, light) else ColourMode.LINEART


def _has_colour(page: ReducedPage, colour: Levels) -> bool:
    import cv2
    import numpy as np

    paper = np.median(colour.reshape(-1, 3)[:: max(1, colour.size // 60_000)], axis=0)
    if paper.max() - paper.min() > _TINTED_PAPER:
        return True
    gain = paper.max() / np.maximum(paper, 1)
    balanced = cv2.transform(colour, np.diag(gain).astype(np.float32))
    red, green, blue = cv2.split(cv2.blur(balanced, (3, 3)))
    spread = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    coloured = cv2.countNonZero(cv2.threshold(spread, _COLOURED, 1, cv2.THRESH_BINARY)[1])
    return coloured > _COLOUR_MM2 * (page.pixels_of(1) / 2) ** 2


def _has_tones(grey: Levels, light: PaperLight) -> bool:
    """Say whether there are areas between ink and paper, or strokes too faint for one bit."""
    import cv2
    import numpy as np

    shade = cv2.divide(grey, np.maximum(light.spread_over(grey.shape), 1), scale=255)
    tones = cv2.inRange(shade, np.array(_TONE[0]), np.array(_TONE[1]))
    areas = cv2.morphologyEx(tones, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    if cv2.countNonZero(areas) > _MOST_TONES * grey.size:
        return True
    # A stroke is as dark as its darkest place nearby; its edges are always grey.
    darkest = cv2.erode(shade, np.ones((5, 5), np.uint8))
    ink = ink_mask(grey, light) > 0
    return bool(ink.any() and np.mean(darkest[ink] > _FAINT) > _MOST_FAINT)
