"""Image files of unknown origin to pixels: checked by decoding, bounded in size."""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reception_desk.imaging.frame import (
    MAX_BYTES,
    MAX_FRAMES,
    MAX_PIXELS,
    Frame,
    UnreadableImageError,
    too_large,
)
from reception_desk.imaging.page import Pixels, upright
from reception_desk.imaging.unpacking import count_apart, frame_apart, is_unpacked_apart

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
KEPT_AS_THEY_ARE = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg"}
KEPT_HOWEVER_TURNED = {"HEIF": "image/heic", "AVIF": "image/avif"}
"""Every decoder sets these upright as the file asks (ISO/IEC 23008-12, 6.5.10)."""
SEVERAL_PAGES = {"TIFF", "HEIF"}
ORIENTATION_TAG = 0x0112


def frame_count(data: bytes) -> int:
    """Return the number of pages in the file: TIFF and HEIC may hold several, other kinds one.

    Raises `UnreadableImageError`.
    """
    return count_apart(data) if is_unpacked_apart(data) else count_in(FORMATS, data)


def decode_frame(data: bytes, number: int = 0) -> Frame:
    """Decode page `number`, counted from 0, whole and upright.

    HEIC, AVIF and a PDF of one page are left to a process of their own, which takes a moment.
    Raises `UnreadableImageError` when the bytes are no image, are cut short, or are too large.
    """
    if is_unpacked_apart(data):
        return frame_apart(data, number)
    return decode_in(FORMATS, data, number)


def count_in(formats: tuple[str, ...], data: bytes) -> int:
    """Do `frame_count` here, for a file of one of Pillow's `formats`."""
    with _reading(), _open(data, formats) as image:
        count = getattr(image, "n_frames", 1) if image.format in SEVERAL_PAGES else 1
        if count > MAX_FRAMES:
            raise UnreadableImageError(f"文件有 {count} 页，超过 {MAX_FRAMES} 页的上限。")
        return count


def decode_in(formats: tuple[str, ...], data: bytes, number: int) -> Frame:
    """Do `decode_frame` here, for a file of one of Pillow's `formats`."""
    with _reading(), _open(data, formats) as image:
        several = image.format == "HEIF" and getattr(image, "n_frames", 1) > 1
        if number or several:
            image.seek(number)
            _check_size(image)
        image.load()
        _check_size(image)
        orientation = image.getexif().get(ORIENTATION_TAG, 1)
        shown = _in_srgb(image) if image.format in KEPT_HOWEVER_TURNED else image
        kept = KEPT_HOWEVER_TURNED if orientation != 1 else KEPT_AS_THEY_ARE | KEPT_HOWEVER_TURNED
        return Frame(
            pixels=upright(_pixels(shown), orientation),
            dpi=_dpi(image),
            original_type="" if several else kept.get(image.format or "", ""),
        )


def plain_jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of an upright JPEG in grey or RGB, None for any other file.

    All of its data is read, its pixels are made at an eighth of the scale only: a third of the
    work. Raises `UnreadableImageError` as `decode_frame` does.
    """
    with _reading(), _open(data, FORMATS) as image:
        is_plain = image.format in {"JPEG", "MPO"} and image.mode in {"L", "RGB"}
        if not is_plain or image.getexif().get(ORIENTATION_TAG, 1) != 1:
            return None
        size = image.size
        image.draft("L", (1, 1))
        image.load()
        return size


def _open(data: bytes, formats: tuple[str, ...]) -> "Image":
    """Read the header of a file of one of these formats and check its size."""
    from PIL import Image

    if not data:
        raise UnreadableImageError("文件是空的。")
    if len(data) > MAX_BYTES:
        raise UnreadableImageError(f"图像文件超过 {MAX_BYTES >> 20} MB。")
    image = Image.open(io.BytesIO(data), formats=formats)
    _check_size(image)
    return image


@contextmanager
def _reading() -> Iterator[None]:
    """Turn what a decoder raises on broken bytes into `UnreadableImageError`."""
    from PIL import Image, UnidentifiedImageError

    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_large() from error
    except UnidentifiedImageError as error:
        raise UnreadableImageError(
            "文件不是 PNG、JPEG、TIFF、BMP、HEIC 或 AVIF 图像，或已损坏。"
        ) from error
    except (
        OSError,
        EOFError,
        SyntaxError,
        ValueError,
        TypeError,
        LookupError,
        ArithmeticError,
        RuntimeError,
        struct.error,
    ) as error:
        raise UnreadableImageError("图像文件已损坏或不完整。") from error


def _check_size(image: "Image") -> None:
    if image.width * image.height > MAX_PIXELS:
        raise too_large()


def _in_srgb(image: "Image") -> "Image":
    """Return a picture in the colours screens and papers expect: telephones take Display P3."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA"}:
        return image
    try:
        shown = ImageCms.profileToProfile(
            image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=image.mode
        )
    except (ImageCms.PyCMSError, OSError):
        return image
    return shown or image


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
