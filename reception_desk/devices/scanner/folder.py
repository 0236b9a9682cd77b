"""Pages from an image file, or from a folder that another program fills."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.protocol import ProgressListener, ScanError
from reception_desk.imaging.decode import (
    MAX_BYTES,
    Frame,
    UnreadableImageError,
    decode_frame,
    frame_count,
)
from reception_desk.imaging.encode import EncodedImage, encode_scan
from reception_desk.records.scanning import (
    ScannedPage,
    ScannerAbilities,
    ScannerInfo,
    ScanOptions,
    ScanOutcome,
)

SUFFIXES = {".png", ".jpg", ".jpeg", ".jfif", ".tif", ".tiff", ".bmp"}

FileState = tuple[Path, int, int]
"""Path, time of change in ns, size: a file that was still being written counts anew."""


class FolderScanner:
    """Gives the oldest file not yet taken, one page a call; files are never moved or changed.

    A file that cannot be read is reported once and then passed over.
    """

    def __init__(self, settings: ScannerSettings) -> None:
        self._place = Path(settings.folder)
        self._taken: set[FileState] = set()
        self._pages: Iterator[ScannedPage] = iter(())

    def list_devices(self) -> list[ScannerInfo]:
        if not self._has_place():
            return []
        return [ScannerInfo(str(self._place), "", self._place.name, "folder")]

    def abilities(self) -> ScannerAbilities:
        """Nothing can be chosen: the files are as they are."""
        return ScannerAbilities()

    def scan_page(
        self,
        options: ScanOptions,  # noqa: ARG002 - the file decides
        on_progress: ProgressListener,
        cancelled: Event,
    ) -> ScannedPage:
        """Return the next page as the file holds it; `options` have no bearing on it."""
        if cancelled.is_set():
            raise ScanError(ScanOutcome.CANCELLED)
        if not self._has_place():
            raise ScanError(ScanOutcome.NO_SUCH_DEVICE, "设置中的图像文件夹不存在。")
        page = next(self._pages, None) or self._first_page_of_next_file()
        on_progress(1.0)
        return page

    def close(self) -> None:
        """Drop the pages of a file that is half delivered."""
        self._pages = iter(())

    def _has_place(self) -> bool:
        return self._place != Path() and self._place.exists()

    def _first_page_of_next_file(self) -> ScannedPage:
        waiting = [state for state in self._files() if state not in self._taken]
        if not waiting:
            raise ScanError(ScanOutcome.NO_DOCUMENTS)
        oldest = min(waiting, key=lambda state: (state[1], state[0].name))
        self._taken.add(oldest)
        self._pages = pages_of_file(oldest[0])
        return next(self._pages)

    def _files(self) -> list[FileState]:
        with _reading_disk():
            if self._place.is_file():
                return [_state(self._place)]
            return [
                _state(path)
                for path in self._place.iterdir()
                if path.suffix.lower() in SUFFIXES
                and not path.name.startswith(".")
                and path.is_file()
            ]


def pages_of_file(path: Path) -> Iterator[ScannedPage]:
    """Yield each page of an image file, upright; a TIFF may hold several.

    Raises `ScanError` at the first page that cannot be read.
    """
    data = _bytes_of(path)
    try:
        for number in range(frame_count(data)):
            frame = decode_frame(data, number)
            yield _page(data, frame, path.name)
    except UnreadableImageError as error:
        raise ScanError(ScanOutcome.UNSUPPORTED_FILE, error.message) from error


def _page(data: bytes, frame: Frame, source: str) -> ScannedPage:
    """Keep the bytes of an upright JPEG or PNG as they came: they are the evidence."""
    if frame.original_type:
        encoded = EncodedImage(data, frame.original_type)
    else:
        encoded = encode_scan(frame.pixels, frame.dpi)
    height, width = frame.pixels.shape[:2]
    return ScannedPage(
        image=encoded.data,
        media_type=encoded.media_type,
        width_px=width,
        height_px=height,
        dpi=frame.dpi,
        is_partial=False,
        source=source,
    )


def _state(path: Path) -> FileState:
    status = path.stat()
    return path, status.st_mtime_ns, status.st_size


def _bytes_of(path: Path) -> bytes:
    with _reading_disk():
        if path.stat().st_size > MAX_BYTES:
            raise ScanError(ScanOutcome.UNSUPPORTED_FILE, f"图像文件超过 {MAX_BYTES >> 20} MB。")
        return path.read_bytes()


@contextmanager
def _reading_disk() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise ScanError(ScanOutcome.NO_DOCUMENTS, "文件已被移走。") from error
    except PermissionError as error:
        raise ScanError(ScanOutcome.ACCESS_DENIED) from error
    except OSError as error:
        raise ScanError(ScanOutcome.IO_ERROR) from error
