import io
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from reception_desk.imaging import decode
from reception_desk.imaging.decode import (
    UnreadableImageError,
    decode_frame,
    frame_count,
    plain_jpeg_size,
)


def file_of(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def gradient(mode: str = "RGB") -> Image.Image:
    return Image.linear_gradient("L").resize((48, 32)).convert(mode)


@pytest.mark.parametrize("mode", ["P", "CMYK", "RGBA", "LA", "YCbCr"])
def test_every_colour_model_becomes_rgb(mode: str):
    kind = "TIFF" if mode in {"CMYK", "YCbCr"} else "PNG"

    pixels = decode_frame(file_of(gradient(mode), kind)).pixels

    assert (pixels.shape, pixels.dtype) == ((32, 48, 3), np.uint8)


def test_what_is_transparent_shows_the_white_of_paper():
    clear = Image.new("RGBA", (2, 2), (255, 0, 0, 0))

    assert (decode_frame(file_of(clear, "PNG")).pixels == 255).all()


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bit_grey_is_reduced_and_not_clipped(kind: str):
    image = Image.fromarray(np.array([[0, 0x7F00, 0xFFFF]], np.uint16))

    assert decode_frame(file_of(image, kind)).pixels.tolist() == [[0, 0x7F, 0xFF]]


def test_only_tiff_has_several_pages():
    animated = file_of(gradient(), "PNG", save_all=True, append_images=[gradient().rotate(90)])
    letter = file_of(gradient(), "TIFF", save_all=True, append_images=[gradient("L")])

    assert frame_count(animated) == 1
    assert frame_count(letter) == 2
    assert decode_frame(letter, 1).pixels.ndim == 2


def test_a_page_that_is_not_there_is_refused():
    with pytest.raises(UnreadableImageError):
        decode_frame(file_of(gradient(), "TIFF"), 3)


def test_endless_pages_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(decode, "MAX_FRAMES", 2)
    dot = Image.new("1", (1, 1))

    with pytest.raises(UnreadableImageError, match="3 页"):
        frame_count(file_of(dot, "TIFF", save_all=True, append_images=[dot, dot]))


def test_a_large_second_page_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(decode, "MAX_PIXELS", 500)
    small, large = Image.new("1", (20, 20)), Image.new("1", (30, 20))
    data = file_of(small, "TIFF", save_all=True, append_images=[large])

    decode_frame(data, 0)
    with pytest.raises(UnreadableImageError, match="像素"):
        decode_frame(data, 1)


def is_refused(read: Callable[[bytes], object], data: bytes) -> bool:
    try:
        read(data)
    except UnreadableImageError:
        return True
    return False


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_jpeg_is_measured_where_the_whole_of_it_can_be_decoded(mode: str):
    data = file_of(gradient(mode), "JPEG")

    assert plain_jpeg_size(data) == (48, 32)
    for end in range(0, len(data), 5):
        assert is_refused(plain_jpeg_size, data[:end]) is is_refused(decode_frame, data[:end])


def test_other_pictures_are_not_measured_so():
    turned = Image.Exif()
    turned[decode.ORIENTATION_TAG] = 6

    assert plain_jpeg_size(file_of(gradient(), "PNG")) is None
    assert plain_jpeg_size(file_of(gradient("CMYK"), "JPEG")) is None
    assert plain_jpeg_size(file_of(gradient(), "JPEG", exif=turned)) is None


def test_a_senseless_resolution_counts_as_unknown():
    assert decode_frame(file_of(gradient(), "JPEG", dpi=(0, 0))).dpi == 0
    assert decode_frame(file_of(gradient(), "BMP", dpi=(30_000, 30_000))).dpi == 0


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(["PNG", "JPEG", "TIFF", "BMP"]),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8),
    st.integers(0, 10_000),
)
def test_damaged_bytes_are_a_page_or_an_unreadable_image(
    kind: str, changes: list[tuple[int, int]], cut: int
):
    data = bytearray(file_of(gradient("L"), kind))
    for place, value in changes:
        data[place % len(data)] = value
    del data[len(data) - cut % len(data) :]

    try:
        for number in range(min(frame_count(bytes(data)), 3)):
            assert decode_frame(bytes(data), number).pixels.size
    except UnreadableImageError as error:
        assert error.message  # noqa: PT017 - either answer is right
