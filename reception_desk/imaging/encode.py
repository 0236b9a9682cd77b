"""Pixels to image files: JPEG for colour, lossless PNG for grey text and one-bit pages."""

import hashlib
import io
from dataclasses import dataclass

from reception_desk.imaging.decode import decode_frame
from reception_desk.imaging.page import Pixels

JPEG = "image/jpeg"
PNG = "image/png"
JPEG_QUALITY = 85


@dataclass(frozen=True, slots=True)
class EncodedImage:
    """The bytes of an image file with its media type."""

    data: bytes
    media_type: str


def encode_scan(pixels: Pixels, dpi: int) -> EncodedImage:
    """Encode a scanned page: colour as JPEG, grey and one-bit as PNG; 0 dpi writes none."""
    if pixels.ndim == 3:
        return encode_jpeg(pixels, dpi)
    return encode_png(pixels, dpi)


def encode_jpeg(pixels: Pixels, dpi: int, quality: int = JPEG_QUALITY) -> EncodedImage:
    """Encode RGB or grey pixels as JPEG with the resolution in the file."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality, **_resolution(dpi))
    return EncodedImage(buffer.getvalue(), JPEG)


def encode_png(pixels: Pixels, dpi: int) -> EncodedImage:
    """Encode RGB, grey or bool pixels without loss; bool becomes one bit a pixel."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=3, **_resolution(dpi))
    return EncodedImage(buffer.getvalue(), PNG)


def thumbnail(data: bytes, longest_px: int = 240) -> bytes:
    """Return a small JPEG of an encoded page; never larger than the page itself.

    Raises `UnreadableImageError`.
    """
    from PIL import Image

    # Pillow resizes one-bit pictures without shades, so it gets RGB.
    small = Image.fromarray(decode_frame(data).pixels).convert("RGB")
    small.thumbnail((longest_px, longest_px))
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=JPEG_QUALITY)
    return buffer.getvalue()


def content_hash(data: bytes) -> str:
    """Return the SHA-256 of the encoded bytes: the name of the page in the file store."""
    return hashlib.sha256(data).hexdigest()


def _resolution(dpi: int) -> dict[str, tuple[int, int]]:
    return {"dpi": (dpi, dpi)} if dpi > 0 else {}
