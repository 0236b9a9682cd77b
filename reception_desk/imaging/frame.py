"""One picture out of a file of unknown origin, and how large such a thing may be."""

from dataclasses import dataclass

from reception_desk.errors import InvalidInputError
from reception_desk.imaging.page import Pixels

MAX_BYTES = 256 << 20
MAX_PIXELS = 80_000_000
"""Somewhat more than A3 at 600 dpi; a crafted file of a few bytes can ask for gigabytes."""
MAX_FRAMES = 500


class UnreadableImageError(InvalidInputError):
    """The bytes are not an image this desk takes."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One upright picture; `dpi` is 0 when the file does not say.

    `original_type` is the media type when the file's own bytes are this one picture, upright
    and fit to be kept as they are; otherwise empty.
    """

    pixels: Pixels
    dpi: int
    original_type: str


def too_large() -> UnreadableImageError:
    """Return what is said of a picture of more than `MAX_PIXELS`."""
    return UnreadableImageError(f"图像超过 {MAX_PIXELS // 1_000_000} 百万像素。")
