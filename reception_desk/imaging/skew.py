"""How far the writing leans, and the turn that sets it upright; no edge of the page is needed.

Ink is thrown on a line at many angles. Where rows of writing, or columns of it, fall together,
the profile is steepest.
"""

from dataclasses import dataclass

from reception_desk.imaging.page import Floats, Levels

MOST_DEGREES = 8.0
LEAST_DEGREES = 0.12
"""0.4 mm over the width of A4. What stands straight is measured 0.11 degrees off at worst."""
_LONGEST_PX = 1400
_MARGIN = 0.03
_LEAST_INK_PX = 150
_MOST_INK_PX = 40_000
_LEAST_PEAK = 1.7
_SAME = 0.81
"""Degrees: two coarse steps."""
_CLEAR_PEAK = 4.0
"""Rows so clear need no comparison with the columns, which lean by the same angle."""


def skew_angle(grey: Levels) -> float | None:
    """Return by how many degrees the writing is turned counter-clockwise, at most 8.

    None when nothing on the page has a direction.
    """
    import numpy as np

    points = _ink_points(grey)
    if points is None:
        return None
    direction = _direction(*points)
    if direction is None:
        return None
    best = direction.angle
    for step in (0.1, 0.025):
        near = best + step * np.arange(-5, 6)
        best = _peak(near, direction.along(near))
    return best if abs(best) < MOST_DEGREES else None


@dataclass(frozen=True, slots=True, eq=False)
class _Direction:
    """Ink seen along rows or columns: the coarse angle of its peak, that over what is common."""

    x: Floats
    y: Floats
    angle: float
    peak: float

    def along(self, angles: Floats) -> Floats:
        """Return the steepness at each angle."""
        import numpy as np

        return np.array([_steepness(self.x, self.y, angle) for angle in angles])

    @property
    def sharpness(self) -> float:
        """How far the peak stands out from half a degree to both sides of it."""
        import numpy as np

        near = self.along(self.angle + 0.1 * np.arange(-5, 6))
        return float(near.max() / near.mean())


def _direction(x: Floats, y: Floats) -> _Direction | None:
    """Return rows where they are clear, else rows or columns; None where neither has a lean.

    Both lean alike. Where both say so, the sharper one is asked by how much: short bars make a
    peak that is high and flat on top, a third of a degree wide.
    """
    rows = _seen_along(x, y)
    if rows.peak >= _CLEAR_PEAK:
        return rows
    columns = _seen_along(-y, x)
    higher = max(rows, columns, key=lambda each: each.peak)
    if min(rows.peak, columns.peak) >= _LEAST_PEAK and abs(rows.angle - columns.angle) <= _SAME:
        return max(rows, columns, key=lambda each: each.sharpness)
    return higher if higher.peak >= _LEAST_PEAK else None


def _seen_along(x: Floats, y: Floats) -> _Direction:
    import numpy as np

    coarse = np.arange(-MOST_DEGREES, MOST_DEGREES + 0.01, 0.4)
    values = np.array([_steepness(x, y, angle) for angle in coarse])
    at = int(values.argmax())
    return _Direction(x, y, float(coarse[at]), float(values[at] / np.median(values)))


def turning(degrees: float, size: tuple[int, int]) -> tuple[Floats, tuple[int, int]]:
    """Return the 3 x 3 matrix that turns a picture clockwise, and the size that holds all of it."""
    import numpy as np

    width, height = size
    angle = np.deg2rad(degrees)
    cosine, sine = float(np.cos(angle)), float(np.sin(angle))
    turn = np.array([[cosine, -sine], [sine, cosine]])
    corners = np.array([(0, 0), (width - 1, 0), (width - 1, height - 1), (0, height - 1)]) @ turn.T
    low, high = corners.min(axis=0), corners.max(axis=0)
    matrix = np.eye(3)
    matrix[:2, :2] = turn
    matrix[:2, 2] = -low
    across, down = (int(np.ceil(side - 1e-6)) + 1 for side in high - low)
    return matrix, (across, down)


def _ink_points(grey: Levels) -> tuple[Floats, Floats] | None:
    """Return x and y of dark pixels on a reduced picture, the margin left out."""
    import cv2
    import numpy as np

    ratio = min(1.0, _LONGEST_PX / max(grey.shape))
    size = tuple(max(1, round(side * ratio)) for side in grey.shape[::-1])
    small = cv2.resize(grey, size, interpolation=cv2.INTER_LINEAR)
    ink = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)
    margin = round(_MARGIN * max(ink.shape))
    within = np.ascontiguousarray(ink[margin:-margin, margin:-margin] if margin else ink)
    places = np.flatnonzero(within.view(np.bool_))
    if len(places) < _LEAST_INK_PX:
        return None
    # A fixed choice of the points, so that a page has one angle.
    y, x = np.divmod(places[:: -(-len(places) // _MOST_INK_PX)], within.shape[1])
    return x.astype(np.float32), y.astype(np.float32)


def _steepness(x: Floats, y: Floats, degrees: float) -> float:
    """Return how unevenly the ink falls on the rows of a page leaning by `degrees`."""
    import numpy as np

    angle = np.deg2rad(degrees)
    rows = x * np.float32(2 * np.sin(angle))
    rows += y * np.float32(2 * np.cos(angle))
    rows -= rows.min()
    profile = np.bincount(rows.astype(np.intp))
    # Half-pixel rows, softened: whole ones make short lines of writing jump between two of them.
    profile = np.convolve(profile, (0.25, 0.5, 0.25))
    return float(np.square(np.diff(profile)).sum()) + 1.0


def _peak(angles: Floats, values: Floats) -> float:
    """Return the top of the parabola through the largest value and its neighbours."""
    at = int(values.argmax())
    if at in {0, len(values) - 1}:
        return float(angles[at])
    before, top, after = values[at - 1 : at + 2]
    bend = before - 2 * top + after
    shift = 0.5 * (before - after) / bend if bend < 0 else 0.0
    return float(angles[at] + shift * (angles[1] - angles[0]))
