"""A camera, or a film in its place, through OpenCV: pictures with their times.

Loaded only inside the worker process: a camera that hangs must not take the desk with it.
"""

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from reception_desk.imaging.page import Levels
from reception_desk.records.scanning import ScanOutcome

if TYPE_CHECKING:
    import cv2

LOOK_SECONDS = 0.1
"""Ten looks a second are enough; a large picture costs tens of milliseconds to decode."""
BEYOND_ALL_SIZES = 10_000
COMMON_SIZES = (
    (BEYOND_ALL_SIZES, BEYOND_ALL_SIZES),
    (4608, 3456),
    (3840, 2160),
    (3264, 2448),
    (2592, 1944),
    (1920, 1080),
    (1280, 720),
    (640, 480),
)


class CaptureError(Exception):
    """The camera cannot be opened or gives no picture; `outcome` says why, never `ok`."""

    def __init__(self, outcome: ScanOutcome) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome


class Capture:
    """An open camera at its largest size; a file is played as fast as it is read.

    Raises `CaptureError`.
    """

    def __init__(self, device: str) -> None:
        self._is_file = Path(device).is_file()
        self._source = _opened(device, is_file=self._is_file)
        self._looked_at = -LOOK_SECONDS
        if not self._is_file:
            self._take_largest()

    def next_picture(self) -> tuple[Levels, float]:
        """Return the next RGB picture to look at and its time in seconds."""
        import cv2

        while True:
            if not self._source.grab():
                raise CaptureError(ScanOutcome.IO_ERROR)
            seconds = self._seconds()
            if seconds - self._looked_at >= LOOK_SECONDS:
                break
        self._looked_at = seconds
        is_whole, picture = self._source.retrieve()
        if not is_whole or picture is None:
            raise CaptureError(ScanOutcome.IO_ERROR)
        return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), seconds

    def sizes(self) -> list[tuple[int, int]]:
        """Return the sizes the camera takes when asked, the largest first."""
        if self._is_file:
            return [self._size()]
        found = {self._ask_size(size) for size in COMMON_SIZES}
        self._take_largest()
        return sorted(found, key=lambda size: size[0] * size[1], reverse=True)

    def close(self) -> None:
        """Give the camera back."""
        self._source.release()

    def _seconds(self) -> float:
        import cv2

        if self._is_file:
            return self._source.get(cv2.CAP_PROP_POS_MSEC) / 1000
        return time.monotonic()

    def _take_largest(self) -> None:
        """Ask for JPEG first: large pictures come at one or two a second without."""
        import cv2

        self._source.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        self._ask_size(COMMON_SIZES[0])

    def _ask_size(self, size: tuple[int, int]) -> tuple[int, int]:
        import cv2

        self._source.set(cv2.CAP_PROP_FRAME_WIDTH, size[0])
        self._source.set(cv2.CAP_PROP_FRAME_HEIGHT, size[1])
        return self._size()

    def _size(self) -> tuple[int, int]:
        import cv2

        width = self._source.get(cv2.CAP_PROP_FRAME_WIDTH)
        return round(width), round(self._source.get(cv2.CAP_PROP_FRAME_HEIGHT))


def _opened(device: str, *, is_file: bool) -> "cv2.VideoCapture":
    """Open the device; one that is there and may be used but does not open is in use."""
    import cv2

    if is_file:
        source = cv2.VideoCapture(device)
        refusal = ScanOutcome.UNSUPPORTED_FILE
    elif sys.platform == "win32":
        source = cv2.VideoCapture(int(device) if device.isdigit() else -1)
        refusal = ScanOutcome.NO_SUCH_DEVICE
    else:
        _check_access(device)
        source = cv2.VideoCapture(str(Path(device).resolve()), cv2.CAP_V4L2)
        refusal = ScanOutcome.DEVICE_BUSY
    if not source.isOpened():
        raise CaptureError(refusal)
    return source


def _check_access(device: str) -> None:
    try:
        os.close(os.open(device, os.O_RDWR | os.O_NONBLOCK))
    except PermissionError as error:
        raise CaptureError(ScanOutcome.ACCESS_DENIED) from error
    except BlockingIOError as error:
        raise CaptureError(ScanOutcome.DEVICE_BUSY) from error
    except OSError as error:
        raise CaptureError(ScanOutcome.NO_SUCH_DEVICE) from error
