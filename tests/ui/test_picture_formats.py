"""The formats that pages come in are told to Qt, and what is none of them is no picture."""

import cv2
import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor

from reception_desk.ui.picture_formats import FILE_KINDS, decoded, format_of
from tests.scans import typed_letter
from tests.telephone_pictures import heic


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tiff", ".bmp", ".webp"])
def test_a_picture_is_unpacked_in_the_format_it_has(suffix: str):
    lossy = [cv2.IMWRITE_WEBP_QUALITY, 80] if suffix == ".webp" else []
    done, content = cv2.imencode(suffix, np.full((20, 30, 3), 200, np.uint8), lossy)
    assert done
    image = decoded(content.tobytes())
    assert (image.width(), image.height()) == (30, 20)


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"%PDF-1.7", b"\0\0\0\x18ftypheic"])
def test_what_is_no_picture_is_a_null_one(content: bytes):
    assert decoded(content).isNull()


def test_the_picture_of_a_telephone_and_a_typed_page_are_shown_too():
    telephone = decoded(heic(Image.new("RGB", (64, 48), (200, 30, 30))))
    assert (telephone.width(), telephone.height()) == (64, 48)
    dot = QColor(telephone.pixel(9, 9))
    assert (dot.red() > 180, dot.green() < 60) == (True, True)

    typed = decoded(typed_letter(), 400)
    assert (typed.width(), typed.height()) == (282, 400)


def test_a_dialog_offers_every_kind_of_file_that_a_folder_gives():
    assert FILE_KINDS.startswith("图像和 PDF (*.png *.jpg")
    assert {"*.heic", "*.avif", "*.tif", "*.pdf)"} < set(FILE_KINDS.split())


def test_a_drawing_is_never_asked_for():
    assert format_of(b'<svg xmlns="http://www.w3.org/2000/svg"/>') is None


def test_a_picture_is_shrunk_to_the_longest_side_that_is_wanted():
    _, content = cv2.imencode(".jpg", np.full((40, 80, 3), 200, np.uint8))
    image = decoded(content.tobytes(), 20)
    assert (image.width(), image.height()) == (20, 10)
