"""Unpacks pictures whose format Qt is told, so that lanes can do it.

Asked to find the format itself, Qt lets its SVG reader connect a signal. A lane holds the
interpreter then and waits for the UI thread, while the UI thread waits for the interpreter
(decision 002).
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

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

    A JPEG is unpacked at the scale it is needed at, in half the time of the whole.
    """
    found = format_of(content)
    if found is None:
        return QImage()
    buffer = QBuffer()
    buffer.setData(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return _read(buffer, QByteArray(found.encode()), most_px)


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
