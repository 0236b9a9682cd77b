"""A page from the scanner's picture to the picture one works with, with every decision noted."""

from collections.abc import Set
from dataclasses import dataclass

from reception_desk.imaging.blank import ink_of
from reception_desk.imaging.codes import codes_on
from reception_desk.imaging.colour import colour_mode
from reception_desk.imaging.page import Levels, Pixels, levels_of, moved
from reception_desk.imaging.quality import quality_of
from reception_desk.imaging.reduced import ReducedPage, laid_flat, reduced
from reception_desk.imaging.shadow import PaperLight, bitonal, evened, paper_light
from reception_desk.imaging.sheet import fill_around, find_sheet, flattening
from reception_desk.imaging.skew import LEAST_DEGREES, skew_angle, turning
from reception_desk.records.pages import (
    ALL_STEPS,
    Corners,
    PageDecisions,
    PageStep,
    Sheet,
    SheetFinding,
)
from reception_desk.records.scanning import ColourMode

_RIM_SHARE = 0.0007
"""Of the length of the sheet: 0.2 mm of A4, where paper and ground mix in one pixel."""


@dataclass(frozen=True, slots=True)
class ProcessedPage:
    """The working pixels of a page (bool, grey or RGB) with what was decided about it."""

    pixels: Pixels
    decisions: PageDecisions


def process(
    image: Pixels, dpi: int, steps: Set[PageStep] = ALL_STEPS, corners: Corners | None = None
) -> ProcessedPage:
    """Cut out the sheet, set it upright, even its light and judge it; `image` stays as it is.

    Each of `steps` can be left out, which undoes it; 0 dpi means unknown. Where no step changes
    anything, the working pixels are those of `image`. `corners` are those of the sheet where a
    person set them, a convex shape in pixels of `image`; its sides are then the sides of the
    page, whatever leans on it.
    """
    import numpy as np

    is_bool = image.dtype == np.bool_
    levels = levels_of(image)
    page = reduced(levels, dpi)
    sheet = _sheet(page, steps, corners)
    matrix, size = np.eye(3), (image.shape[1], image.shape[0])
    if sheet.corners:
        matrix, size = flattening(sheet.corners)
        page = laid_flat(page, matrix, size)
    light = paper_light(page.grey)
    judged = frozenset() if page.is_too_small else steps
    is_skew_sought = PageStep.SKEW in judged and sheet.finding is not SheetFinding.GIVEN
    angle = skew_angle(page.grey) if is_skew_sought else None
    if angle is not None and abs(angle) >= LEAST_DEGREES:
        turn, size = turning(angle, size)
        matrix = turn @ matrix
    decisions = PageDecisions(
        dpi=dpi,
        size=size,
        sheet=sheet,
        angle=angle,
        is_evened=PageStep.SHADOW in judged and not is_bool and light.is_uneven,
        ink=ink_of(page, light) if PageStep.BLANK in judged else None,
        colour=_colour(page, light, is_bool=is_bool) if PageStep.COLOUR in judged else None,
        quality=quality_of(page, light) if PageStep.QUALITY in judged else None,
        codes=codes_on(page) if PageStep.CODES in judged else (),
        transform=tuple(float(value) for value in matrix.ravel()),
        steps=frozenset(steps),
    )
    paper = _paper_colour(page)
    if is_bool:
        laid = _laid(levels, decisions, paper)
        return ProcessedPage(image if laid is levels else laid >= 128, decisions)
    return ProcessedPage(_working_pixels(levels, decisions, paper), decisions)


def _sheet(page: ReducedPage, steps: Set[PageStep], corners: Corners | None) -> Sheet:
    if PageStep.SHEET not in steps:
        return Sheet(SheetFinding.NOT_LOOKED_FOR)
    return Sheet(SheetFinding.GIVEN, corners) if corners else find_sheet(page)


def _colour(page: ReducedPage, light: PaperLight, *, is_bool: bool) -> ColourMode:
    return ColourMode.LINEART if is_bool else colour_mode(page, light)


def _working_pixels(levels: Levels, decisions: PageDecisions, paper: tuple[int, ...]) -> Pixels:
    """Return the large picture as it was decided."""
    import cv2

    is_grey = decisions.colour in {ColourMode.GREY, ColourMode.LINEART}
    if levels.ndim == 3 and is_grey:
        # Before it is moved: one channel is moved in a third of the time.
        levels = cv2.cvtColor(levels, cv2.COLOR_RGB2GRAY)
        paper = paper[:1]
    laid = _laid(levels, decisions, paper)
    is_bitonal = decisions.colour is ColourMode.LINEART
    if not is_bitonal and not decisions.is_evened:
        return laid
    light = paper_light(_quarter(laid))
    return bitonal(laid, light) if is_bitonal else evened(laid, light)


def _laid(levels: Levels, decisions: PageDecisions, paper: tuple[int, ...]) -> Levels:
    """Return the picture moved, with paper where the sheet does not reach; or itself unmoved."""
    import cv2
    import numpy as np

    matrix = np.array(decisions.transform).reshape(3, 3)
    if np.array_equal(matrix, np.eye(3)):
        return levels
    laid = cv2.warpPerspective(
        levels, matrix, decisions.size, borderMode=cv2.BORDER_CONSTANT, borderValue=paper
    )
    if decisions.sheet.corners:
        rim = _RIM_SHARE * max(decisions.size)
        fill_around(laid, moved(np.array(decisions.sheet.corners), matrix), rim, paper)
    return laid


def _paper_colour(page: ReducedPage) -> tuple[int, ...]:
    """Return the median of the page, which is paper unless a picture covers most of it."""
    import numpy as np

    shown = page.grey[..., None] if page.colour is None else page.colour
    dots = shown.reshape(-1, shown.shape[-1])
    few = dots[:: max(1, len(dots) // 20_000)]
    return tuple(int(level) for level in np.median(few, axis=0))


def _quarter(levels: Levels) -> Levels:
    """Return a quarter of the picture in grey, which is enough to see the light of the paper."""
    import cv2

    if min(levels.shape[:2]) >= 64:
        levels = cv2.resize(levels, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return levels if levels.ndim == 2 else cv2.cvtColor(levels, cv2.COLOR_RGB2GRAY)
