"""The same page twice in a batch, and never two forms that only look alike.

A hash finds pages that may be the same. Then one is laid over the other: the same page has no
place where the ink of one differs much from that of the other; a form filled in otherwise has.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from reception_desk.imaging.blank import ink_mask
from reception_desk.imaging.page import Floats, Levels, Pixels, levels_of
from reception_desk.imaging.shadow import paper_light

_LOOK_PX = 1600
_HASH_SIDE = 16
_MOST_BITS_APART = 40
"""The same sheet laid down again is some 10 apart, another letter 50 and more."""
_MOST_SIZE_APART = 0.03
_SPECK_PX = 24
_SOFT_PX = 1.5
_BLOCK_PX = 32
_LITTLE_INK_PX = 30
_MOST_APART = 0.42
_LEAST_INK_PX = 60


@dataclass(frozen=True, slots=True, eq=False)
class PageLook:
    """What is remembered of a page to recognise it: `hash` of 256 bits, and its ink (0 or 1)."""

    hash: int
    ink: Levels
    ratio: float


def look_of(pixels: Pixels) -> PageLook | None:
    """Return the look of a page's working pixels; None for a blank or a tiny page."""
    import cv2

    levels = levels_of(pixels)
    height, width = levels.shape[:2]
    scale = _LOOK_PX / max(height, width)
    size = round(width * scale), round(height * scale)
    if scale > 5 or min(size) < _HASH_SIDE:
        return None
    small = cv2.resize(levels, size, interpolation=cv2.INTER_AREA)
    grey = small if small.ndim == 2 else cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    ink = _without_specks(ink_mask(grey, paper_light(grey)))
    if cv2.countNonZero(ink) < _LEAST_INK_PX:
        return None
    return PageLook(_difference_hash(ink), ink, width / height)


def is_alike(one: PageLook, other_hash: int, other_ratio: float) -> bool:
    """Say, without its ink, whether another page may be the same sheet."""
    is_as_large = abs(one.ratio / other_ratio - 1) <= _MOST_SIZE_APART
    return is_as_large and (one.hash ^ other_hash).bit_count() <= _MOST_BITS_APART


def same_page(one: PageLook, other: PageLook) -> bool:
    """Say whether two looks are of the same sheet of paper with the same writing on it."""
    if not is_alike(one, other.hash, other.ratio):
        return False
    over = _laid_over(one.ink, other.ink)
    return over is not None and _most_apart(over, other.ink) <= _MOST_APART


def duplicates(looks: Iterable[PageLook | None]) -> dict[int, int]:
    """Return which page of a batch repeats which earlier one, by their places from 0."""
    firsts: list[tuple[int, PageLook]] = []
    found: dict[int, int] = {}
    for place, look in enumerate(looks):
        if look is None:
            continue
        earlier = next((at for at, first in firsts if same_page(look, first)), None)
        if earlier is None:
            firsts.append((place, look))
        else:
            found[place] = earlier
    return found


def _difference_hash(ink: Levels) -> int:
    """Return a bit for each of 16 x 16 fields: whether it holds more ink than its neighbour."""
    import cv2
    import numpy as np

    small = cv2.resize(ink * np.uint8(255), None, fx=0.1, fy=0.1, interpolation=cv2.INTER_AREA)
    # On the whole ink a blur as wide as half a field would take half a second.
    soft = cv2.GaussianBlur(small, (0, 0), _LOOK_PX / _HASH_SIDE / 2 / 10)
    fields = cv2.resize(soft, (_HASH_SIDE + 1, _HASH_SIDE), interpolation=cv2.INTER_AREA)
    bits = fields[:, 1:].astype(np.int16) > fields[:, :-1]
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def _laid_over(ink: Levels, target: Levels) -> "Levels | None":
    """Return `ink` shifted, turned and stretched a little to lie on `target`; None if it cannot."""
    import cv2
    import numpy as np

    size = target.shape[1], target.shape[0]
    moving = _soft(cv2.resize(ink, size, interpolation=cv2.INTER_NEAREST))
    fixed = _soft(target)
    (across, down), _ = cv2.phaseCorrelate(fixed.astype(np.float64), moving.astype(np.float64))
    guess = np.array([[1, 0, across], [0, 1, down]], np.float32)
    until = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 30, 1e-4)
    try:
        _, found = cv2.findTransformECC(fixed, moving, guess, cv2.MOTION_AFFINE, until)
    except cv2.error:
        # It raises when the two have nothing in common to be laid over each other.
        return None
    matrix = _for_whole(np.asarray(found, np.float64), ink.shape, target.shape)
    return cv2.warpAffine(ink, matrix, size, flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP)


def _soft(ink: Levels) -> Levels:
    """Return blurred ink of a quarter of the size: it is laid over each other to 0.1 px there."""
    import cv2
    import numpy as np

    small = cv2.resize(ink * np.uint8(255), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return cv2.GaussianBlur(small, (0, 0), 1.5).astype(np.float32)


def _for_whole(small: Floats, shape: tuple[int, ...], target: tuple[int, ...]) -> Floats:
    """Return the matrix of a quarter of the size (target to ink) for the whole size of both."""
    import numpy as np

    larger = np.array([[4, 0, 1.5], [0, 4, 1.5], [0, 0, 1]])
    stretch = np.diag([shape[1] / target[1], shape[0] / target[0], 1.0])
    whole = larger @ np.vstack([small, (0, 0, 1)]) @ np.linalg.inv(larger)
    return (stretch @ whole)[:2]


def _most_apart(one: Levels, other: Levels) -> float:
    """Return the share of ink that differs in the 6 mm where the two differ most, 0 to 1."""
    import cv2
    import numpy as np

    # The rim is cut differently each time the sheet is laid down.
    rim = _LOOK_PX // 60
    first, second = (
        cv2.GaussianBlur(ink.astype(np.float32), (0, 0), _SOFT_PX)[rim:-rim, rim:-rim]
        for ink in (one, other)
    )
    block = (_BLOCK_PX, _BLOCK_PX)
    apart = cv2.boxFilter(cv2.absdiff(first, second), -1, block, normalize=False)
    ink = cv2.boxFilter(cv2.max(first, second), -1, block, normalize=False)
    return float((apart / (ink + _LITTLE_INK_PX)).max(initial=0))


def _without_specks(ink: Levels) -> Levels:
    """Return the ink without dust, which lies elsewhere each time."""
    import cv2
    import numpy as np

    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    is_mark = stats[:, cv2.CC_STAT_AREA] >= _SPECK_PX
    is_mark[0] = False
    return is_mark.astype(np.uint8)[np.asarray(labels, np.intp)]
