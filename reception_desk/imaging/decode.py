"""Image files of unknown origin to pixels: checked by decoding, bounded in size."""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reception_desk.errors import InvalidInputError
from reception_desk.imaging.page import Pixels, upright

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
KEPT_AS_THEY_ARE = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg"}
MAX_BYTES = 256 << 20
MAX_PIXELS = 80_000_000
"""Somewhat more than A3 at 600 dpi; a crafted file of a few bytes can ask for gigabytes."""
MAX_FRAMES = 500
ORIENTATION_TAG = 0x0112


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


def frame_count(data: bytes) -> int:
    """Return the number of pages in the file: TIFF may hold several, other kinds hold one.

    Raises `UnreadableImageError`.
    """
    with _reading(), _open(data) as image:
        count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        if count > MAX_FRAMES:
            raise UnreadableImageError(f"文件有 {count} 页，超过 {MAX_FRAMES} 页的上限。")
        return count


def decode_frame(data: bytes, number: int = 0) -> Frame:
    """Decode page `number`, counted from 0, whole and upright.

    Raises `UnreadableImageError` when the bytes are no image, are cut short, or are too large.
    """
    with _reading(), _open(data) as image:
        if number:
            image.seek(number)
            _check_size(image)
        image.load()
        orientation = image.getexif().get(ORIENTATION_TAG, 1)
        return Frame(
            pixels=upright(_pixels(image), orientation),
            dpi=_dpi(image),
            original_type=KEPT_AS_THEY_ARE.get(image.format or "", "") if orientation == 1 else "",
        )


def plain_jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of an upright JPEG in grey or RGB, None for any other file.

    All of its data is read, its pixels are made at an eighth of the scale only: a third of the
    work. Raises `UnreadableImageError` as `decode_frame` does.
    """
    with _reading(), _open(data) as image:
        is_plain = image.format in {"JPEG", "MPO"} and image.mode in {"L", "RGB"}
        if not is_plain or image.getexif().get(ORIENTATION_TAG, 1) != 1:
            return None
        size = image.size
        image.draft("L", (1, 1))
        image.load()
        return size


def _open(data: bytes) -> "Image":
    """Read the header of one of `FORMATS` and check its size."""
    from PIL import Image

    if not data:
        raise UnreadableImageError("文件是空的。")
    if len(data) > MAX_BYTES:
        raise UnreadableImageError(f"图像文件超过 {MAX_BYTES >> 20} MB。")
    image = Image.open(io.BytesIO(data), formats=FORMATS)
    _check_size(image)
    return image


@contextmanager
def _reading() -> Iterator[None]:
    """Turn what a decoder raises on broken bytes into `UnreadableImageError`."""
    from PIL import Image, UnidentifiedImageError

    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except UnidentifiedImageError as error:
        raise UnreadableImageError("文件不是 PNG、JPEG、TIFF 或 BMP 图像，或已损坏。") from error
    except (
        OSError,
        EOFError,
        SyntaxError,
        ValueError,
        TypeError,
        LookupError,
        ArithmeticError,
        struct.error,
    ) as error:
        raise UnreadableImageError("图像文件已损坏或不完整。") from error


def _check_size(image: "Image") -> None:
    if image.width * image.height > MAX_PIXELS:
        raise _too_large()


def _too_large() -> UnreadableImageError:
    return UnreadableImageError(f"图像超过 {MAX_PIXELS // 1_000_000} 百万像素。")


def _pixels(image: "Image") -> Pixels:
    import numpy as np
    from PIL import Image

    if image.mode == "1":
        return np.asarray(image.convert("L")) > 0  # Pillow's own bool array holds bytes of 255
    if image.mode in {"L", "RGB"}:
        return np.asarray(image)
    if image.mode.startswith("I;16"):
        return (np.asarray(image) >> 8).astype(np.uint8)
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        return np.asarray(Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB"))
    return np.asarray(image.convert("RGB"))


def _dpi(image: "Image") -> int:
    horizontal, _vertical = image.info.get("dpi", (0, 0))
    return round(float(horizontal)) if 1 <= horizontal <= 9600 else 0
