"""A drawn letter as it lies on a dark table, a little askew."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

TABLE = (62, 62, 60)
_DEGREES = 2.5


def laid_down(letter: "Image", size: tuple[int, int]) -> "Image":
    """Return a picture of `size` px with the letter in its middle."""
    from PIL import Image

    picture = Image.new("RGB", size, TABLE)
    cover = Image.new("L", letter.size, 255)
    smooth = Image.Resampling.BICUBIC
    leaning, cover = (part.rotate(_DEGREES, smooth, expand=True) for part in (letter, cover))
    place = (size[0] - leaning.width) // 2, (size[1] - leaning.height) // 2
    picture.paste(leaning, place, cover)
    return picture
