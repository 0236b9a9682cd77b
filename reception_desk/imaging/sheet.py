"""Find the sheet of paper in a picture, and bring it to a rectangle.

A bright sheet on a darker ground, as on a scanner with a dark lid or under a document camera. The
sheet is cut out only where that is certain: a second sheet, an edge that is not straight, no sharp
edge at all (a shadow has none) or writing beyond it leave the picture whole, for nothing that was
laid down may be cut off.
"""

from dataclasses import dataclass

from reception_desk.imaging.ground import is_ground
from reception_desk.imaging.page import Floats, Levels, four, moved
from reception_desk.imaging.reduced import ReducedPage, averaged
from reception_desk.records.pages import Point, Sheet, SheetFinding

_SEARCH_PX = 500
_LEAST_CONTRAST = 30
_LEAST_AREA = 0.04
_LEAST_FILLED = 0.9
_MOST_ELSEWHERE = 0.01
_BORDER_SEEN = 0.985
_POINTS_A_SIDE = 80
_LEAST_POINTS = 0.6
_LEAST_STEP = 0.25
"""Of the difference between sheet and ground: an edge has 0.4 of it in 4 mm, a shadow 0.05."""
_MOST_BULGE_MM = 1.5


@dataclass(frozen=True, slots=True, eq=False)
class _Bright:
    """A mask of 0 and 1 of what is bright, on a small copy; `scale` of it to the picture.

    `contrast` is by how many levels it is brighter than the rest.
    """

    mask: Levels
    scale: float
    contrast: float


def find_sheet(page: ReducedPage) -> Sheet:
    """Return the corners of the sheet in pixels of the original, or why there are none."""
    import numpy as np

    if page.is_too_small:
        return Sheet(SheetFinding.NO_EDGE)
    bright = _bright(page.grey)
    if bright is None:
        return Sheet(SheetFinding.NO_EDGE)
    mask, finding = _largest(bright.mask)
    if mask is None:
        return Sheet(finding)
    outline = _quadrilateral(mask)
    corners = None if outline is None else _refined(page, outline, bright)
    if corners is None or not is_ground(page, corners, bright.contrast):
        return Sheet(SheetFinding.UNSURE)
    return Sheet(SheetFinding.FOUND, four(moved(corners, np.linalg.inv(page.reducing))))


def _largest(bright: Levels) -> "tuple[Levels | None, SheetFinding]":
    """Return the mask of the one bright part that can be a sheet, or why there is none."""
    import cv2
    import numpy as np

    _, labels, stats, _ = cv2.connectedComponentsWithStats(bright, connectivity=4)
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    largest = int(areas.argmax())
    if areas[largest] < _LEAST_AREA * bright.size:
        return None, SheetFinding.NO_EDGE
    if (np.delete(areas, largest) > _MOST_ELSEWHERE * bright.size).any():
        return None, SheetFinding.SEVERAL
    mask = (labels == largest).astype(np.uint8)
    if _touches_all_round(mask):
        return None, SheetFinding.NO_EDGE
    return mask, SheetFinding.FOUND


def flattening(corners: tuple[Point, Point, Point, Point]) -> tuple[Floats, tuple[int, int]]:
    """Return the 3 x 3 matrix that lays the sheet flat, and its width and height in pixels."""
    import cv2
    import numpy as np

    quad = np.array(corners, np.float32)
    top, right, bottom, left = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1)
    width, height = max(1, round(max(top, bottom))), max(1, round(max(left, right)))
    flat = np.array([(0, 0), (width - 1, 0), (width - 1, height - 1), (0, height - 1)], np.float32)
    return cv2.getPerspectiveTransform(quad, flat), (width, height)


def fill_around(pixels: Levels, corners: Floats, rim: float, paper: tuple[int, ...]) -> None:
    """Paint over what lies outside the four corners, and `rim` pixels within, in `pixels`."""
    import cv2
    import numpy as np

    far = 2 * max(pixels.shape)
    for start, end, outwards in _sides(corners):
        along = (end - start) / max(1.0, float(np.linalg.norm(end - start)))
        near = np.array([start - far * along, end + far * along]) - rim * outwards
        strip = np.vstack([near, near[::-1] + far * outwards])
        cv2.fillConvexPoly(pixels, np.round(strip).astype(np.int32), paper)


def _sides(corners: Floats) -> list[tuple[Floats, Floats, Floats]]:
    """Return each side's two ends, and its direction away from the middle, one pixel long."""
    import numpy as np

    middle = corners.mean(axis=0)
    sides = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = (end - start) / max(1e-9, float(np.linalg.norm(end - start)))
        across = np.array([along[1], -along[0]])
        sides.append((start, end, across if across @ (start - middle) >= 0 else -across))
    return sides


def _bright(grey: Levels) -> _Bright | None:
    """Return what is bright, holes of writing closed; None where little is brighter."""
    import cv2
    import numpy as np

    scale = min(1.0, _SEARCH_PX / max(grey.shape))
    size = tuple(max(1, round(side * scale)) for side in grey.shape[::-1])
    small = cv2.GaussianBlur(averaged(grey, size), (5, 5), 0)
    _, mask = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    is_bright = mask > 0
    if not is_bright.any() or is_bright.all():
        return None
    contrast = float(np.median(small[is_bright]) - np.median(small[~is_bright]))
    if contrast < _LEAST_CONTRAST:
        return None
    # Writing is darker than the level and must not part the sheet; frame: the closing needs room.
    room = 12
    framed = cv2.copyMakeBorder(mask, room, room, room, room, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    return _Bright(closed[room:-room, room:-room], scale, contrast)


def _touches_all_round(mask: Levels) -> bool:
    """Say whether the bright part fills the border of the picture, so that no edge is seen."""
    import numpy as np

    border = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
    return float(border.mean()) > _BORDER_SEEN


def _quadrilateral(mask: Levels) -> "Floats | None":
    """Return the four corners around the mask in order, or None when it has no such shape.

    The four longest sides of its hull are prolonged until they meet, so that a corner that is torn
    off or covered by a dark stamp comes back.
    """
    import cv2
    import numpy as np

    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(max(contours, key=cv2.contourArea))
    sides = cv2.approxPolyDP(hull, 0.012 * cv2.arcLength(hull, closed=True), closed=True)
    points = sides.reshape(-1, 2).astype(np.float64)
    if not 4 <= len(points) <= 8:
        return None
    lengths = np.linalg.norm(np.roll(points, -1, axis=0) - points, axis=1)
    kept = np.sort(np.argsort(lengths)[-4:])
    lines = [_line_through(points[at], points[(at + 1) % len(points)]) for at in kept]
    corners = _corners_of(lines)
    if corners is None or not cv2.isContourConvex(corners.astype(np.float32)):
        return None
    area = cv2.contourArea(corners.astype(np.float32))
    if area <= 0 or cv2.contourArea(hull) < _LEAST_FILLED * area:
        return None
    return corners


def _refined(page: ReducedPage, outline: Floats, bright: _Bright) -> "Floats | None":
    """Move each side to where the picture changes from ground to paper, and let it enclose all.

    `outline` has pixels of the small copy. A side at the border of the picture is that border.
    None when an edge is not sharp or too uneven, or no side is one. Corners may lie outside the
    picture: moved in, they would draw a side over the writing.
    """
    import numpy as np

    height, width = page.grey.shape
    border = 0.5 / bright.scale
    most_bulge = max(3.0, _MOST_BULGE_MM * page.dpi / 25.4)
    lines, edges = [], 0
    for start, end, outwards in _sides(outline / bright.scale + border - 0.5):
        if _is_on_border((start + end) / 2, width, height, 2 * border):
            lines.append(_line_through(start + border * outwards, end + border * outwards))
            continue
        edge = _edge_points(page.grey, start, end, outwards, _LEAST_STEP * bright.contrast)
        if len(edge) < _LEAST_POINTS * _POINTS_A_SIDE:
            return None
        line = _fitted(edge)
        if line[:2] @ outwards < 0:
            line = -line
        bulge = np.quantile(edge @ line[:2] + line[2], 0.98)
        if bulge > most_bulge:
            return None
        lines.append(line - np.array([0, 0, max(0.0, bulge)]))
        edges += 1
    return _corners_of(lines) if edges else None


def _is_on_border(point: Floats, width: int, height: int, room: float) -> bool:
    x, y = point
    return bool(min(x, y, width - 1 - x, height - 1 - y) <= room)


def _edge_points(
    grey: Levels, start: Floats, end: Floats, outwards: Floats, least_step: float
) -> Floats:
    """Return where the profiles across a side fall most steeply from paper to ground; n x 2.

    A profile whose outer third is not `least_step` levels darker than its inner third has none.
    """
    import cv2
    import numpy as np

    reach = max(6, round(max(grey.shape) / _SEARCH_PX * 3))
    along = np.linspace(0.04, 0.96, _POINTS_A_SIDE)[:, None]
    feet = start + along * (end - start)
    steps = np.arange(-reach, reach + 1, 0.5)
    places = (feet[:, None, :] + steps[None, :, None] * outwards).astype(np.float32)
    profile = cv2.remap(
        grey, places[..., 0], places[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.float32)
    third = len(steps) // 3
    step = profile[:, :third].mean(axis=1) - profile[:, -third:].mean(axis=1)
    profile = cv2.GaussianBlur(profile, (7, 1), 0)
    at = (profile[:, :-2] - profile[:, 2:]).argmax(axis=1)
    return places[np.arange(len(at)), at + 1][step >= least_step].astype(np.float64)


def _fitted(points: Floats) -> Floats:
    """Return the line a·x + b·y + c = 0 through most of the points, a² + b² = 1."""
    import numpy as np

    line = _fitted_once(points)
    for _ in range(2):
        away = np.abs(points @ line[:2] + line[2])
        line = _fitted_once(points[away <= max(0.75, 2.5 * float(np.median(away)))])
    return line


def _fitted_once(points: Floats) -> Floats:
    import cv2
    import numpy as np

    fit = cv2.fitLine(points.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01)
    x_step, y_step, x, y = fit.ravel()
    normal = np.array([-y_step, x_step], np.float64)
    return np.append(normal, -normal @ (x, y))


def _line_through(start: Floats, end: Floats) -> Floats:
    import numpy as np

    direction = (end - start) / np.linalg.norm(end - start)
    normal = np.array([-direction[1], direction[0]])
    return np.append(normal, -normal @ start)


def _corners_of(lines: list[Floats]) -> "Floats | None":
    """Return where neighbouring lines meet, from the top left corner clockwise; 4 x 2."""
    import numpy as np

    corners = []
    for line, following in zip(lines, lines[1:] + lines[:1], strict=True):
        x, y, weight = np.cross(line, following)
        if abs(weight) < 0.3:
            return None
        corners.append((x / weight, y / weight))
    found = np.array(corners)
    middle = found.mean(axis=0)
    turned = found[np.argsort(np.arctan2(found[:, 1] - middle[1], found[:, 0] - middle[0]))]
    return np.roll(turned, -int(turned.sum(axis=1).argmin()), axis=0)
