"""Files as telephones make them, written by pillow-heif: the desk itself can only read them."""

import base64
import io

import numpy as np
import pillow_heif
from PIL import Image, ImageCms

from reception_desk.imaging.decode import ORIENTATION_TAG

LARGE_PX = 500


def heic(*images: Image.Image, **options: object) -> bytes:
    """Return one file of all these pictures, nearly without loss.

    Large ones are coded with the least thought, as telephones do: it would take seconds.
    """
    is_large = max(images[0].size) > LARGE_PX
    thought = {"enc_params": {"preset": "ultrafast"}} if is_large else {}
    file = pillow_heif.from_pillow(images[0])
    for image in images[1:]:
        file.add_from_pillow(image)
    buffer = io.BytesIO()
    file.save(buffer, **{"quality": 95, "chroma": 444, **thought, **options})
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


def tiled() -> tuple[bytes, np.ndarray]:
    """Return a HEIC in six tiles of 64 pixels, as iPhones write theirs, and what it shows.

    Pillow-heif writes no tiles; this was made with `heif_context_encode_grid` of its libheif.
    """
    shown = np.full((192, 128, 3), 255, np.uint8)
    shown[:40, :70] = (200, 30, 30)
    shown[150:, 100:] = (30, 30, 200)
    return base64.b64decode(_TILED), shown


_TILED = (
    "AAAAGGZ0eXBtaWYxAAAAAG1pZjFtaWFmAAACpW1ldGEAAAAAAAAAIWhkbHIAAAAAAAAAAHBpY3QAAAAAAAAAAAAAAAAA"
    "AAAAEGlkYXQAAAIBAIAAwAAAAJxpbG9jAQAAAERAAAcAAQAAAAAAAALFAAEAAAAAAAABPAACAAAAAAAABAEAAQAAAAAA"
    "AADgAAMAAAAAAAAE4QABAAAAAAAAABYABAAAAAAAAAT3AAEAAAAAAAAAFgAFAAAAAAAABQ0AAQAAAAAAAAAWAAYAAAAA"
    "AAAFIwABAAAAAAAAASAABwABAAAAAAAAAAEAAAAAAAAACAAAAKFpaW5mAAAAAAAHAAAAFWluZmUCAAABAAEAAGh2YzEA"
    "AAAAFWluZmUCAAABAAIAAGh2YzEAAAAAFWluZmUCAAABAAMAAGh2YzEAAAAAFWluZmUCAAABAAQAAGh2YzEAAAAAFWlu"
    "ZmUCAAABAAUAAGh2YzEAAAAAFWluZmUCAAABAAYAAGh2YzEAAAAAFWluZmUCAAAAAAcAAGdyaWQAAAAADnBpdG0AAAAA"
    "AAcAAAD5aXBycAAAALhpcGNvAAAAeGh2Y0MBA3AAAACQAAAAAAAe8AD8/fj4AAAPA2AAAQAYQAEMAf//A3AAAAMAkAAA"
    "AwAAAwAeugJAYQABACtCAQEDcAAAAwCQAAADAAADAB6gIIEFlupJKa5uAhoMCAAAAwDIAAADAAhAYgABAAdEAcFysCJA"
    "AAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAQcGl4aQAAAAADCAgIAAAAFGlzcGUAAAAAAAAAgAAAAMAAAAA5aXBtYQAAAAAA"
    "AAAHAAEDgQIDAAIDgQIDAAMDgQIDAAQDgQIDAAUDgQIDAAYDgQIDAAcCBIMAAAAkaXJlZgAAAAAAAAAYZGltZwAHAAYA"
    "AQACAAMABAAFAAYAAAOGbWRhdAAAATgoAa8GOPFz35+m/yS9///1SN9D/Sa/VWY0WD0S/kenMj1Jn//PUrE5GgVh4FfM"
    "DAoRPrzrWnUU5AfeY6ltKnZzSIw7nJ2ky1k9u0Wb42kOm6e6KnKxFde9EM9IPmUE0u0JK0e/CMDr8gIjybl/BIw8/DCg"
    "Ak6lWrsnqSMHZwfKO3zogTfxdglgY4jho5fEmgdm4DiBHQAuFq4MFHxjEOinuP1+3zdrFqjY3rJy96Iu1tZjlPmIApFP"
    "FCYNvoNcAutmAqtLxO9/gKK7uf12Xdow2PkpAxUkXOPyTdQ52g+yE6Prhqk0vsOqHCFELIVn8ll/oa4/O5P5G3PRGBdD"
    "PH49OQELYUCaVW9BwD05jyzPyA5x+LrnXGom6K8ALcATUBAwY2lYIwQcfWIIA+7VZLb5B4pdvQ5rJVwAAADcKAGvBjjw"
    "kEDN2EMH4dj02/J/ftDw/9if9wI/iyKN+P8bLK5X0wunN4un36MZsFG6yFt/Avje7pHeUCFfj8wJwNYlG+GNjQhPUHq+"
    "fszZjN2pgtKPrCdE2HUcI8bUa5r1nOchHmX8jXu2JpT7L1FF+lbURJ8kKwTFWGqyzZ4seEfM6uUyWCxyoVaOnJ6CJ0ZD"
    "QseZ7sUUyDCrbmu2cFi74gKL1GWcVH60ZZdi6Rhy8Xuu9ibcV2uW+esc79Zv9n/+Ef/lqUJWLbbKkC05rJn6I/nSurO7"
    "Y7VECCGi3AAAABIoAa8GOFuI5eK/8HNNVZrCRnwAAAASKAGvBjhbiOXiv/BzTVWawkZ8AAAAEigBrwY4W4jl4r/wc01V"
    "msJGfAAAARwoAa8GOPCX4jl4r/wcxRd1Z/cM2gt0xUvHnttN0y1enSb2bMJiFTicG08ju6Yv6JGdnGMYzFG0tODe8Qc2"
    "1go1soigILH3gFA4pIlsClqqjFRRr/5ZtOLNz6PnzZpc2lqqjFRRr/5ZtOLNz6PnzZpk3fSI3GAVn0FuXdMrENrYysOF"
    "KJxisGjq3Yvn2rpugUJ33hJSyS/ttbL1NoqE6M5JHuEUdaZ94OygzoX4WyZUwuR1M02uXV4+vgxSUdXALAvMCDP4u3f6"
    "U/4gCHoWL7I642boAaTWJ7d/xnAzMJw+3jvR4Jp6wG5OVxaYILwOMIzv08EHqY/z8aDlcEZklDho9pejcFg7bEjEluhR"
    "P7RUWgIbwDt9+92iKNAYwA=="
)
