"""Unpacks pictures whose format Qt is told, so that lanes can do it.

Asked to find the format itself, Qt lets its SVG reader connect a signal. A lane holds the
interpreter then and waits for the UI thread, while the UI thread waits for the interpreter
(decision 002).
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from reception_desk.imaging.frame import UnreadableImageError
from reception_desk.imaging.unpacking import frame_apart, is_unpacked_apart
from reception_desk.records.scanning import PAGE_FILES

FILE_KINDS = f"图像和 PDF ({' '.join(f'*{suffix}' for suffix in PAGE_FILES)})"
"""What a dialog offers where pages come from files."""

_FORMATS = {
    b"\xff\xd8": "jpeg",
    b"\x89PNG": "png",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
    b"BM": "bmp",
    b"RIFF": "webp",
}


def format_of(content: bytes) -> str | None:
    """Return Qt's name for the format of a picture, None for what is no picture of a page."""
    return next((name for start, name in _FORMATS.items() if content.startswith(start)), None)


def decoded(content: bytes, most_px: int | None = None) -> QImage:
    """Return a picture unpacked, at `most_px` a side at most; a null one if it cannot be read.

    A JPEG is unpacked at the scale it is needed at, in half the time of the whole. HEIC, AVIF and
    a page of a PDF, which Qt's wheels do not read, wait for a process of their own: a lane's work.
    """
    if is_unpacked_apart(content):
        return _shrunk(_unpacked_apart(content), most_px)
    found = format_of(content)
    if found is None:
        return QImage()
    buffer = QBuffer()
    buffer.setData(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return _read(buffer, QByteArray(found.encode()), most_px)


def _unpacked_apart(content: bytes) -> QImage:
    import numpy as np

    try:
        pixels = np.ascontiguousarray(frame_apart(content).pixels)
    except UnreadableImageError:
        return QImage()
    height, width = pixels.shape[:2]
    kind = QImage.Format.Format_RGB888 if pixels.ndim == 3 else QImage.Format.Format_Grayscale8
    # The copy owns its bytes; this one has numpy's.
    return QImage(pixels.tobytes(), width, height, pixels.strides[0], kind).copy()


def _shrunk(image: QImage, most_px: int | None) -> QImage:
    if most_px is None or max(image.width(), image.height()) <= most_px:
        return image
    return image.scaled(
        most_px,
        most_px,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def _read(buffer: QBuffer, found: QByteArray, most_px: int | None) -> QImage:
    """Read what the buffer holds; a function of its own, for the reader must end before it."""
    reader = QImageReader(buffer, found)
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if most_px is not None and max(size.width(), size.height()) > most_px:
        reader.setScaledSize(
            size.scaled(QSize(most_px, most_px), Qt.AspectRatioMode.KeepAspectRatio)
        )
    return reader.read()
