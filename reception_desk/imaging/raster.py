"""Lines of pixels as a scanner sends them, made into an array."""

from dataclasses import dataclass

from reception_desk.imaging.page import Pixels


@dataclass(frozen=True, slots=True)
class RasterFormat:
    """Layout of a line: `depth` 1, 8 or 16 bits a sample, `channels` 1 (grey) or 3 (RGB).

    One-bit lines are packed with the first pixel highest and 1 for black, 16-bit samples are
    in the machine's byte order (SANE standard 1.06, 3.2.1).
    """

    width_px: int
    line_bytes: int
    depth: int
    channels: int


def whole_lines(size: int, layout: RasterFormat) -> int:
    """Return how many complete lines `size` bytes hold."""
    return size // layout.line_bytes


def pixels_of_raster(raster: bytes | bytearray, layout: RasterFormat) -> Pixels:
    """Return the complete lines of `raster` as pixels; a broken last line is dropped.

    One bit gives bool (True is white), 16 bits are reduced to 8. Raises ValueError for a
    layout whose samples do not fit its lines.
    """
    import numpy as np

    height = whole_lines(len(raster), layout)
    samples = layout.width_px * layout.channels
    if layout.depth not in {1, 8, 16} or layout.line_bytes * 8 < samples * layout.depth:
        raise ValueError(f"impossible raster layout {layout}")
    lines = np.frombuffer(raster, np.uint8, height * layout.line_bytes)
    lines = lines.reshape(height, layout.line_bytes)
    if layout.depth == 1:
        flat = np.unpackbits(lines, axis=1, count=samples) == 0
    elif layout.depth == 16:
        words = np.ascontiguousarray(lines[:, : samples * 2]).view(np.uint16)
        flat = (words >> 8).astype(np.uint8)
    else:
        flat = np.ascontiguousarray(lines[:, :samples])
    if layout.channels == 1:
        return flat
    return flat.reshape(height, layout.width_px, layout.channels)
