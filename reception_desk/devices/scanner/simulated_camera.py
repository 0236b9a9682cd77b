"""A document camera without hardware: a film of drawn letters, laid down one after the other."""

import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.camera import CameraPatience, CameraScanner
from reception_desk.devices.scanner.drawn_paper import drawn_paper
from reception_desk.imaging.page import Levels
from reception_desk.records.scanning import ScanOptions

FRAMES_A_SECOND = 8
DPI = 110
MARGIN_PX = 90
TABLE_LEVEL = 52
LETTERS = 3
FRAMES_LYING = 12
FRAMES_BARE = 3


class CameraTestScanner(CameraScanner):
    """Goes the whole real path: worker, OpenCV, the look for sheets.

    When the film is at its end the camera is away, as one that was pulled out; the next call
    finds it plugged in again with the first letter.
    """

    def __init__(self, patience: CameraPatience | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="reception-desk-camera-")
        film = Path(self._folder.name) / "camera.avi"
        film.write_bytes(_film_of_letters())
        super().__init__(ScannerSettings(kind="camera", device=str(film)), patience=patience)

    def close(self) -> None:
        super().close()
        self._folder.cleanup()


def write_film(path: Path, frames: Iterable[Levels]) -> Path:
    """Write RGB frames as Motion JPEG, the way cameras send them."""
    import cv2

    pictures = iter(frames)
    first = next(pictures)
    height, width = first.shape[:2]
    kind = cv2.VideoWriter.fourcc(*"MJPG")
    writer = cv2.VideoWriter(str(path), kind, FRAMES_A_SECOND, (width, height))
    writer.write(cv2.cvtColor(first, cv2.COLOR_RGB2BGR))
    for picture in pictures:
        writer.write(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    writer.release()
    return path


@cache
def _film_of_letters() -> bytes:
    """Return the film's file: it is drawn once for a process."""
    with tempfile.TemporaryDirectory(prefix="reception-desk-film-") as folder:
        return write_film(Path(folder) / "film.avi", _letters()).read_bytes()


def _letters() -> Iterator[Levels]:
    import numpy as np

    for number in range(1, LETTERS + 1):
        letter = np.asarray(drawn_paper(ScanOptions(dpi=DPI), number))
        table = np.pad(
            letter,
            ((MARGIN_PX,) * 2, (MARGIN_PX,) * 2, (0, 0)),
            "constant",
            constant_values=TABLE_LEVEL,
        )
        yield from [np.full_like(table, TABLE_LEVEL)] * FRAMES_BARE
        yield from [table] * FRAMES_LYING
