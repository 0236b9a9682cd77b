"""The pages of one file that a person or another program brought: images and PDFs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reception_desk.devices.scanner.protocol import ScanError
from reception_desk.imaging.decode import (
    MAX_BYTES,
    Frame,
    UnreadableImageError,
    decode_frame,
    frame_count,
)
from reception_desk.imaging.encode import EncodedImage, encode_scan
from reception_desk.imaging.pdf_pages import PdfPages, is_pdf
from reception_desk.records.scanning import ScannedPage, ScanOutcome


class PageFile:
    """One file; each of its pages may fail by itself. Raises `ScanError` when none can be read."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._data = _bytes_of(path)
        self._pdf: PdfPages | None = None
        with _decoding(f"文件“{self._name}”"):
            if is_pdf(self._data):
                self._pdf = PdfPages(self._data)
            self.count = self._pdf.count if self._pdf else frame_count(self._data)

    @property
    def data(self) -> bytes:
        """The bytes of the whole file."""
        return self._data

    def page(self, number: int) -> ScannedPage:
        """Return page `number`, counted from 0, upright; raises `ScanError`.

        An upright JPEG or PNG, a picture of a telephone and a typed page of a PDF keep the bytes
        they came with: they are the evidence.
        """
        where = f"文件“{self._name}”第 {number + 1} 页" if self.count > 1 else f"文件“{self._name}”"
        with _decoding(where):
            data, frame = self._picture(number)
        is_as_it_came = bool(frame.original_type)
        encoded = (
            EncodedImage(data, frame.original_type)
            if is_as_it_came
            else encode_scan(frame.pixels, frame.dpi)
        )
        height, width = frame.pixels.shape[:2]
        return ScannedPage(
            image=encoded.data,
            media_type=encoded.media_type,
            width_px=width,
            height_px=height,
            dpi=frame.dpi,
            is_partial=False,
            source=self._name,
        )

    def close(self) -> None:
        """Let go of the file."""
        if self._pdf:
            self._pdf.close()

    def _picture(self, number: int) -> tuple[bytes, Frame]:
        if self._pdf:
            return self._pdf.picture(number)
        return self._data, decode_frame(self._data, number)


@contextmanager
def reading_disk() -> Iterator[None]:
    """Turn what the disk refuses into `ScanError`."""
    try:
        yield
    except FileNotFoundError as error:
        raise ScanError(ScanOutcome.NO_DOCUMENTS, "文件已被移走。") from error
    except PermissionError as error:
        raise ScanError(ScanOutcome.ACCESS_DENIED) from error
    except OSError as error:
        raise ScanError(ScanOutcome.IO_ERROR) from error


@contextmanager
def _decoding(where: str) -> Iterator[None]:
    try:
        yield
    except UnreadableImageError as error:
        raise ScanError(ScanOutcome.UNSUPPORTED_FILE, f"{where}：{error}") from error


def _bytes_of(path: Path) -> bytes:
    with reading_disk():
        if path.stat().st_size > MAX_BYTES:
            raise ScanError(ScanOutcome.UNSUPPORTED_FILE, f"文件超过 {MAX_BYTES >> 20} MB。")
        return path.read_bytes()
