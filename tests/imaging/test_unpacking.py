"""HEIC and AVIF: as a telephone makes them, damaged, hostile; and the process that unpacks them."""

import io
import os
import signal
from collections.abc import Mapping
from random import Random
from typing import Any

import numpy as np
import pytest
from PIL import Image

from reception_desk.imaging import unpacking
from reception_desk.imaging.decode import UnreadableImageError, decode_frame, frame_count
from reception_desk.imaging.worker_process import WorkerProcess
from tests.telephone_pictures import (
    heic,
    heic_of_ten_bits,
    held,
    profile_of_swapped_colours,
    tiled,
)

FUZZED_FILES = int(os.environ.get("DESK_FUZZED_IMAGES", "300")) // 15
"""A process takes a third of a second, so there are fewer than of other kinds."""


def picture() -> Image.Image:
    """Return a picture whose four corners differ."""
    image = Image.new("RGB", (80, 60), "white")
    image.paste((200, 30, 30), (0, 0, 40, 20))
    image.paste((30, 30, 200), (60, 40, 80, 60))
    return image


def avif(image: Image.Image, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, "AVIF", quality=95, subsampling="4:4:4", **options)
    return file.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableImageError) as caught:
        decode_frame(data)
    return str(caught.value)


@pytest.mark.parametrize("kind", ["heic", "avif"])
@pytest.mark.parametrize("orientation", [1, 2, 6, 8])
def test_a_picture_stands_upright_however_the_telephone_was_held(kind: str, orientation: int):
    image, exif = picture(), held(orientation)
    data = heic(image, exif=exif) if kind == "heic" else avif(image, exif=exif)
    png = io.BytesIO()
    image.save(png, "PNG", exif=exif)

    frame = decode_frame(data)

    expected = decode_frame(png.getvalue()).pixels
    assert frame.pixels.shape == expected.shape
    assert np.abs(frame.pixels.astype(int) - expected).mean() < 3
    assert frame.original_type == f"image/{kind}"


def test_a_picture_in_tiles_is_one_page():
    data, shown = tiled()

    frame = decode_frame(data)

    assert (frame_count(data), frame.original_type) == (1, "image/heic")
    assert frame.pixels.shape == shown.shape
    assert np.abs(frame.pixels.astype(int) - shown).mean() < 1


def test_ten_bits_are_reduced_and_not_clipped():
    ramp = np.tile(np.linspace(0, 65535, 200).astype(np.uint16), (50, 1))

    pixels = decode_frame(heic_of_ten_bits(ramp)).pixels

    assert pixels.dtype == np.uint8
    assert np.abs(pixels[25, :, 0].astype(int) - np.linspace(0, 255, 200)).max() < 4


@pytest.mark.parametrize("kind", ["heic", "avif"])
def test_colours_are_those_the_profile_means(kind: str):
    image, profile = Image.new("RGB", (64, 64), (200, 30, 30)), profile_of_swapped_colours()
    data = heic(image, icc_profile=profile) if kind == "heic" else avif(image, icc_profile=profile)

    red, green, _blue = decode_frame(data).pixels[30, 30]

    assert (red < 60, green > 170) == (True, True)


def test_what_is_transparent_shows_the_white_of_paper():
    clear = Image.new("RGBA", (64, 64), (255, 0, 0, 0))

    assert (decode_frame(heic(clear)).pixels > 250).all()


def test_each_picture_of_a_file_is_a_page():
    """The file of several pictures is none of them, so that their pages are written anew."""
    data = heic(picture(), picture().rotate(90, expand=True), primary_index=1)

    frames = [decode_frame(data, number) for number in range(frame_count(data))]

    assert [frame.pixels.shape for frame in frames] == [(60, 80, 3), (80, 60, 3)]
    assert [frame.original_type for frame in frames] == ["", ""]
    with pytest.raises(UnreadableImageError):
        decode_frame(data, 2)


def claiming(width: int, height: int) -> bytes:
    """Return a file whose picture says that it is so large (ISO/IEC 23008-12, `ispe`)."""
    data = bytearray(heic(Image.new("RGB", (64, 64), "white")))
    at = data.index(b"ispe") + 8
    data[at : at + 8] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "或已损坏"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(200), "不是 PNG"),
        (b"\xff\xff\xff\xffftypavif" + b"avif" * 100, "或已损坏"),
        (claiming(10_000, 9_000), "百万像素"),
        (claiming(2**31 - 1, 2**31 - 1), "百万像素"),
        (claiming(200, 200), "损坏"),
    ],
)
def test_what_cannot_be_a_page_is_told(data: bytes, reason: str):
    assert reason in refusal(data)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_that_was_cut_is_refused(share: float):
    data = heic(picture())

    assert "损坏" in refusal(data[: int(len(data) * share)])


def test_a_file_is_judged_by_what_it_holds():
    """A name says nothing here; these are the bytes a wrong name would bring."""
    jpeg = io.BytesIO()
    picture().save(jpeg, "JPEG")

    assert decode_frame(jpeg.getvalue()).original_type == "image/jpeg"
    assert decode_frame(heic(picture())).original_type == "image/heic"


def test_no_damage_does_more_than_refuse_the_picture():
    chance = Random(11)
    sound = [heic(picture()), heic(picture(), picture()), avif(picture()), tiled()[0]]
    for number in range(FUZZED_FILES):
        data = bytearray(sound[number % len(sound)])
        for _change in range(chance.randint(1, 12)):
            # The type of the file stays: another one would be another decoder's work.
            data[chance.randrange(12, len(data))] = chance.randrange(256)
        try:
            assert decode_frame(bytes(data)).pixels.size
        except UnreadableImageError as error:
            assert error.message  # noqa: PT017 - either answer is right


def process_of(monkeypatch: pytest.MonkeyPatch, *, kills_first: bool) -> list[WorkerProcess]:
    """Return the list of the processes as they start; the first may be killed at work."""
    started: list[WorkerProcess] = []

    class Watched(WorkerProcess):
        def __init__(self, module: str) -> None:
            super().__init__(module)
            started.append(self)

        def post(self, command: Mapping[str, Any], payload: bytes) -> None:
            super().post(command, payload)
            if kills_first and self is started[0]:
                os.kill(self.pid, signal.SIGKILL)

    monkeypatch.setattr(unpacking, "WorkerProcess", Watched)
    return started


def test_a_process_that_dies_is_told_and_the_next_file_is_read(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    started = process_of(monkeypatch, kills_first=True)

    assert "意外退出" in refusal(heic(picture()))

    assert decode_frame(heic(picture())).pixels.shape == (60, 80, 3)
    assert not any(process.is_fit for process in started)
    assert "died" in caplog.text


def test_a_process_that_hangs_is_ended(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    started = process_of(monkeypatch, kills_first=False)
    monkeypatch.setattr(unpacking, "PATIENCE_SECONDS", 0.0)

    assert "已停止" in refusal(heic(picture()))

    assert not started[0].is_fit
    assert "not unpacked" in caplog.text
