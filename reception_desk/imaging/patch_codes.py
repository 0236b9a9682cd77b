"""Patch codes on a page: four bars, two of them wide, that scanning programs part documents with.

Bars and the spaces between them are 0.08 in, the two wide bars 0.20 in, ten such units in all, at
least 0.75 in long, and read inwards from the edge by which the sheet was fed (Kodak A-61599,
"Patch Code Information for Kodak Scanners", 2006; the same tables in A-61670, i5000 Series, 6-10).
T read from its other side is 3, which is why the nearest edge of the page decides; sheets carry
their patch along every edge, so that each way of feeding is right.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reception_desk.imaging.page import Floats, Levels, four, moved
from reception_desk.imaging.reduced import ReducedPage, halved
from reception_desk.records.pages import Corners

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LEAST_DPI = 70
_UNITS = 10
_LEAST_MM, _MOST_MM = 16.5, 25.0
"""20.3 mm as specified; printed "to fit" or from a picture of unknown scale it is not quite."""
_NARROW, _WIDE = (0.5, 1.55), (1.85, 3.2)
_QUIET_UNITS = 2.75
"""5.6 mm of the 6.35 specified: the wide space of a huge Code 39 is less."""
_STRIP_MM = 2.5
"""Wide enough that writing within it is grey and only a bar is black."""
_LEAST_STRIPS, _LEAST_SEEN = 6, 0.75
_MOST_SLOPE = 0.15
_MOST_BEND = 0.35
"""Of a unit: how far a strip may lie off the line through all of them."""
_DARK_SHARE, _LEAST_PAPER = 0.55, 80
_PAPER_MM = 13.0
_FARTHEST_MM = 75.0
"""From the edge to the patch, which ends within 95 mm of it."""


class PatchKind(StrEnum):
    """What a patch is called; each with its bars from the edge of the page inwards, W for wide."""

    T = "T"
    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    SIX = "6"


BARS = {
    PatchKind.T: "nWnW",
    PatchKind.ONE: "WWnn",
    PatchKind.TWO: "WnnW",
    PatchKind.THREE: "WnWn",
    PatchKind.FOUR: "nWWn",
    PatchKind.SIX: "nnWW",
}
_KINDS = {bars: kind for kind, bars in BARS.items()}


@dataclass(frozen=True, slots=True)
class Patch:
    """A patch at its place in the original."""

    kind: PatchKind
    corners: Corners


@dataclass(frozen=True, slots=True)
class _Crossing:
    """Where one strip of the page crosses four bars: its number, the outer ends, the bars."""

    strip: int
    start: int
    end: int
    bars: str


def patches_on(page: ReducedPage) -> tuple[Patch, ...]:
    """Return the patches of a page, their bars along its rows or its columns."""
    import numpy as np

    small = halved(page) if page.dpi >= 2 * _LEAST_DPI else page
    enlarging = np.linalg.inv(small.reducing)
    wide = max(1, round(small.pixels_of(_STRIP_MM)))
    found: list[Patch] = []
    for is_along_rows in (True, False):
        strips = _strips(small.grey, wide, is_along_rows=is_along_rows)
        for chain in _chains(_crossings(strips, small), wide):
            kind = _kind(chain, strips.shape[1], small)
            if kind is not None:
                places = _outline(chain, wide)
                places = places[:, ::-1] if is_along_rows else places[[0, 3, 2, 1]]
                found.append(Patch(kind, four(moved(places, enlarging))))
    return tuple(found)


def _strips(grey: Levels, wide: int, *, is_along_rows: bool) -> Levels:
    """Return the mean of each `wide` columns, or rows, as a row; the rest is margin.

    Of whole factors OpenCV takes the mean in a fraction of the time.
    """
    import cv2
    import numpy as np

    height, width = grey.shape
    count = max(1, (width if is_along_rows else height) // wide)
    if not is_along_rows:
        whole = grey[: count * wide]
        return cv2.resize(whole, (width, count), interpolation=cv2.INTER_AREA)
    whole = grey[:, : count * wide]
    means = cv2.resize(whole, (count, height), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(means.T)


def _crossings(strips: Levels, page: ReducedPage) -> list[_Crossing]:
    """Return where strips (one a row) cross four bars and nothing else close by."""
    import numpy as np

    edges, widths, quiet = _dark_fours(strips, page)
    if not len(edges):
        return []
    length = strips.shape[1] + 2
    unit = (edges[:, -1] - edges[:, 0])[:, None] / _UNITS
    bars, spaces = widths[:, ::2] / unit, widths[:, 1::2] / unit
    is_wide = bars > (_NARROW[1] + _WIDE[0]) / 2
    is_bar = np.where(is_wide, _within(bars, _WIDE), _within(bars, _NARROW))
    is_patch = (
        (edges[:, 0] // length == edges[:, -1] // length)
        & _within(unit[:, 0] * _UNITS, (page.pixels_of(_LEAST_MM), page.pixels_of(_MOST_MM)))
        & (is_wide.sum(axis=1) == 2)
        & is_bar.all(axis=1)
        & _within(spaces, _NARROW).all(axis=1)
        & (quiet >= _QUIET_UNITS * unit[:, 0])
    )
    return [
        _Crossing(
            int(start // length),
            int(start % length) - 1,
            int(end % length) - 1,
            "".join("W" if wide else "n" for wide in wides),
        )
        for start, end, wides in zip(
            edges[is_patch, 0], edges[is_patch, -1], is_wide[is_patch], strict=True
        )
    ]


def _dark_fours(
    strips: Levels, page: ReducedPage
) -> "tuple[NDArray[np.intp], NDArray[np.intp], Floats]":
    """Return n x 8 edges of each four dark runs in a row, n x 7 widths, and the narrower quiet.

    The strips follow one another with a light pixel at both ends of each; edges are places in
    that one row. Beyond the end of a strip all is quiet.
    """
    import cv2
    import numpy as np

    reach = 2 * round(page.pixels_of(_PAPER_MM) / 2) + 1
    paper = cv2.dilate(strips, np.ones((1, reach), np.uint8))
    is_dark = np.zeros((strips.shape[0], strips.shape[1] + 2), np.bool_)
    is_dark[:, 1:-1] = (strips < paper * np.float32(_DARK_SHARE)) & (paper >= _LEAST_PAPER)
    row = is_dark.ravel()
    changes = np.flatnonzero(row[1:] != row[:-1]) + 1
    if len(changes) < 8:
        return np.empty((0, 8), np.intp), np.empty((0, 7), np.intp), np.empty(0)
    edges = np.lib.stride_tricks.sliding_window_view(changes, 8)[::2]
    strip_of = changes // is_dark.shape[1]
    light = np.diff(changes)[1::2].astype(np.float64)
    light[strip_of[1:-1:2] != strip_of[2::2]] = np.inf
    light = np.concatenate([[np.inf], light, [np.inf]])
    return edges, np.diff(edges, axis=1), np.minimum(light[: len(edges)], light[4:][: len(edges)])


def _within(values: Floats, bounds: tuple[float, float]) -> Levels:
    return (values >= bounds[0]) & (values <= bounds[1])


def _chains(crossings: list[_Crossing], strip_px: int) -> list[list[_Crossing]]:
    """Return crossings of the same bars, strip beside strip, where they lie on a straight line."""
    chains: list[list[_Crossing]] = []
    for crossing in crossings:
        for chain in chains:
            last = chain[-1]
            strips = crossing.strip - last.strip
            room = 2 + _MOST_SLOPE * strips * strip_px
            is_next = 1 <= strips <= 2 and crossing.bars == last.bars
            if is_next and abs(crossing.start - last.start) <= room:
                chain.append(crossing)
                break
        else:
            chains.append([crossing])
    return [chain for chain in chains if _is_patch(chain)]


def _is_patch(chain: list[_Crossing]) -> bool:
    """Say whether the crossings are many enough, close together, and on a line.

    The first and the last strip may be filled by half and show less than the bars are.
    """
    import numpy as np

    spanned = chain[-1].strip - chain[0].strip + 1
    if len(chain) < max(_LEAST_STRIPS, _LEAST_SEEN * spanned):
        return False
    whole = chain[1:-1]
    strips = np.array([crossing.strip for crossing in whole])
    unit = float(np.median([crossing.end - crossing.start for crossing in whole])) / _UNITS
    for ends in _ends(whole):
        away = ends - np.polyval(np.polyfit(strips, ends, 1), strips)
        if np.abs(away).max() > max(1.5, _MOST_BEND * unit):
            return False
    return True


def _ends(chain: list[_Crossing]) -> tuple[Floats, Floats]:
    import numpy as np

    return (
        np.array([crossing.start for crossing in chain], np.float64),
        np.array([crossing.end for crossing in chain], np.float64),
    )


def _kind(chain: list[_Crossing], length: int, page: ReducedPage) -> PatchKind | None:
    """Return which patch it is, read from the nearer edge; None far from both edges."""
    starts, ends = _ends(chain)
    before, after = float(starts.mean()), length - float(ends.mean())
    if min(before, after) > page.pixels_of(_FARTHEST_MM):
        return None
    bars = chain[0].bars
    return _KINDS[bars if before <= after else bars[::-1]]


def _outline(chain: list[_Crossing], strip_px: int) -> Floats:
    """Return the four ends as (place along the strip, place across), first those that begin."""
    import numpy as np

    strips = np.array([crossing.strip for crossing in chain])
    starts, ends = (np.polyfit(strips, side, 1) for side in _ends(chain))
    first, last = strips[0] - 0.5, strips[-1] + 0.5
    near, far = (first + 0.5) * strip_px, (last + 0.5) * strip_px
    return np.array(
        [
            (np.polyval(starts, first), near),
            (np.polyval(starts, last), far),
            (np.polyval(ends, last), far),
            (np.polyval(ends, first), near),
        ]
    )
