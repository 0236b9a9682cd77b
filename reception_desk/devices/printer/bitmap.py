"""Black and white pictures for printers that know only dots."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

PIXELS_PER_METRE = 8000
"""Thermal heads have 8 dots a millimetre (203 dpi)."""


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Rows from the top, one bit a dot, most significant bit leftmost, 1 is black.

    `width` is in dots and a multiple of 8; a row takes `width // 8` bytes.
    """

    width: int
    data: bytes

    def __post_init__(self) -> None:
        if self.width <= 0 or self.width % 8 or len(self.data) % (self.width // 8):
            raise ValueError(f"no bitmap: width {self.width}, {len(self.data)} bytes")

    @property
    def stride(self) -> int:
        """Bytes in a row."""
        return self.width // 8

    @property
    def height(self) -> int:
        return len(self.data) // self.stride

    def to_png(self) -> bytes:
        """Return the picture as a PNG of 1 bit a pixel, 203 dpi."""
        ink = bytes(byte ^ 0xFF for byte in self.data)
        rows = b"".join(
            b"\0" + ink[start : start + self.stride] for start in range(0, len(ink), self.stride)
        )
        header = struct.pack(">IIBBBBB", self.width, self.height, 1, 0, 0, 0, 0)
        scale = struct.pack(">IIB", PIXELS_PER_METRE, PIXELS_PER_METRE, 1)
        parts = (
            _chunk(b"IHDR", header),
            _chunk(b"pHYs", scale),
            _chunk(b"IDAT", zlib.compress(rows)),
            _chunk(b"IEND", b""),
        )
        return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


Rasteriser = Callable[[bytes, int], Bitmap]
"""Draws a slip, which is a PDF of one page, so many dots wide."""


def from_grey(
    grey: bytes, width: int, height: int, stride: int | None = None, level: int = 128
) -> Bitmap:
    """Turn 8-bit grey (0 black) into dots without dithering: darker than `level` is black.

    `stride` is the bytes of a row of `grey`, `width` when not given. Dots beyond `width` up to
    the next 8 are white.
    """
    import numpy as np

    stride = stride or width
    rows = np.frombuffer(grey, dtype=np.uint8, count=stride * height).reshape(height, stride)
    packed = np.packbits(rows[:, :width] < level, axis=1)
    return Bitmap(packed.shape[1] * 8, packed.tobytes())


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
