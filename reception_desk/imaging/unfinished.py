"""A JPEG that ends before its picture does: cut on its way, or shorter than its head says."""

from reception_desk.imaging.decode import UnreadableImageError, decode_frame
from reception_desk.imaging.page import Pixels

JPEG_START = b"\xff\xd8\xff"
END_OF_IMAGE = b"\xff\xd9"
FILLING = 128
"""The level of every sample that a decoder puts where the data ended (ITU-T T.81: all zero)."""
SMEAR_PX = 18
"""Width of one block with its blended edge: what the last bits before the end are taken for."""


def decode_cut_jpeg(data: bytes) -> "Pixels | None":
    """Return the lines that arrived of a JPEG that was cut, or None when there is not one."""
    if not data.startswith(JPEG_START):
        return None
    try:
        pixels = decode_frame(data + END_OF_IMAGE).pixels
    except UnreadableImageError:
        return None
    height = lines_of(pixels)
    return pixels[:height] if height else None


def lines_of(pixels: Pixels) -> int:
    """Return how many lines hold data; the others, at the foot, are the decoder's filling.

    No scanner delivers a line of one single level, so a line of filling is none of the paper's.
    One line of filling may be counted, for decoders blend the colour of neighbours.
    """
    import numpy as np

    height, width = pixels.shape[:2]
    if pixels.dtype != np.uint8 or (pixels[-1] != FILLING).any():
        return height
    differing = (pixels.reshape(height, -1) != FILLING).sum(axis=1)
    smear = min(SMEAR_PX, width // 2) * (pixels.size // (height * width))
    data_lines = np.flatnonzero(differing > smear)
    return int(data_lines[-1]) + 1 if data_lines.size else 0
