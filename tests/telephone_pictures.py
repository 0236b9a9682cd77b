"""Files as telephones make them, written by pillow-heif: the desk itself can only read them."""

import io

import numpy as np
import pillow_heif
from PIL import Image, ImageCms

from reception_desk.imaging.decode import ORIENTATION_TAG


def heic(*images: Image.Image, **options: object) -> bytes:
    """Return one file of all these pictures, nearly without loss."""
    file = pillow_heif.from_pillow(images[0])
    for image in images[1:]:
        file.add_from_pillow(image)
    buffer = io.BytesIO()
    file.save(buffer, **{"quality": 95, "chroma": 444, **options})
    return buffer.getvalue()


def heic_of_ten_bits(levels: np.ndarray) -> bytes:
    """Return a colour file of rows x columns of uint16, in ten bits a sample."""
    colours = np.repeat(levels[:, :, None], 3, axis=2)
    size = (levels.shape[1], levels.shape[0])
    buffer = io.BytesIO()
    file = pillow_heif.from_bytes("RGB;16", size, colours.tobytes())
    file.save(buffer, quality=95, chroma=444)
    return buffer.getvalue()


def held(orientation: int) -> bytes:
    """Return the Exif of a telephone that was held in one of eight ways."""
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = orientation
    return exif.tobytes()


def profile_of_swapped_colours() -> bytes:
    """Return sRGB with red and green in each other's place: what is stored red is meant green."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = bytearray(profile)
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    swapped[red : red + 4], swapped[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(swapped)
