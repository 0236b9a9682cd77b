"""When to take a picture: something new lies under the camera, and lies still.

Pure logic over small grey pictures and their times; it knows neither camera nor paper.
"""

from reception_desk.imaging.page import Levels
from reception_desk.records.camera import CameraPhase

STILL_SECONDS = 0.6
"""Long enough for a hand to leave and for the focus to settle."""
LOOK_PX = 320
"""The longest side of the pictures compared: lines of writing can be told from one another."""
LEVELS_APART = 20
MOVED_SHARE = 0.004
OTHER_SHARE = 0.008
"""A still picture differs from the one judged by more than noise and flicker make of it."""


class StillSheet:
    """Sees one picture after the other.

    `see` answers None once the picture lies still and is not the one judged before: then look
    closer, and say by `judge` what was found.
    """

    def __init__(self, still_seconds: float = STILL_SECONDS) -> None:
        self._still_seconds = still_seconds
        self._anchor: Levels | None = None
        self._anchored_at = 0.0
        self._judged: Levels | None = None
        self._verdict = CameraPhase.EMPTY

    def see(self, look: Levels, seconds: float) -> CameraPhase | None:
        """Take in a picture of `LOOK_PX` seen at `seconds`, of a clock that never runs back.

        Each is compared with the first one since the last movement, so that a slow drift is a
        movement too.
        """
        if self._anchor is None or share_apart(look, self._anchor) > MOVED_SHARE:
            self._anchor, self._anchored_at = look, seconds
            if self._verdict is CameraPhase.RETAKE:
                self._judged = None
            return CameraPhase.MOVING
        if self._judged is not None and share_apart(look, self._judged) <= OTHER_SHARE:
            return self._verdict
        if seconds - self._anchored_at < self._still_seconds:
            return CameraPhase.SETTLING
        return None

    def judge(self, verdict: CameraPhase) -> None:
        """Say what the picture that lies still is: `empty`, `taken` or to `retake`."""
        self._judged, self._verdict = self._anchor, verdict


def look_at(picture: Levels) -> Levels:
    """Return a small grey picture of an RGB or grey one."""
    import cv2

    height, width = picture.shape[:2]
    scale = LOOK_PX / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return small if small.ndim == 2 else cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)


def share_apart(one: Levels, other: Levels) -> float:
    """Return which part of two looks differs; brighter or darker as a whole is no difference."""
    import numpy as np

    if one.shape != other.shape:
        return 1.0
    apart = one.astype(np.int16) - other
    return float((np.abs(apart - np.median(apart)) > LEVELS_APART).mean())
