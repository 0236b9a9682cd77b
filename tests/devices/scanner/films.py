"""Films of a document camera: OpenCV opens one like a device."""

from collections.abc import Iterator
from functools import cache
from random import Random

import cv2
import numpy as np

from reception_desk.commands.bench.sample_pages import Ground, SamplePage, Writing, sample_page
from reception_desk.devices.scanner.simulated_camera import FRAMES_A_SECOND
from reception_desk.imaging.page import Levels
from reception_desk.records.pages import Corners

DPI = 110
STILL = FRAMES_A_SECOND * 3 // 2
"""Frames of one and a half seconds: more than a sheet has to lie still."""
SKIN = (205, 160, 130)


@cache
def sheet(content: int, *, place: int = 0, writing: Writing = Writing.LETTER) -> Levels:
    """Return the picture of a sheet on the table, drawn once; `place` says where it lies.

    Its sides are even, as those of all cameras are.
    """
    page = _page(content, place, writing)
    height, width = (side // 2 * 2 for side in page.pixels.shape[:2])
    picture = np.asarray(page.pixels[:height, :width], np.uint8)
    picture.setflags(write=False)
    return picture


def corners(content: int, *, place: int = 0) -> Corners:
    """Return where the sheet lies in its picture."""
    found = _page(content, place, Writing.LETTER).corners
    assert found is not None
    return found


@cache
def table() -> Levels:
    """Return the picture of the table with nothing on it."""
    picture = sheet(0)
    grain = np.random.default_rng(1).integers(-3, 4, picture.shape)
    return np.clip(grain + picture[4, 4], 0, 255).astype(np.uint8)


def with_lamp(picture: Levels) -> Levels:
    """Return the picture with a lamp shining back from the paper."""
    height, width = picture.shape[:2]
    shine = np.zeros((height, width), np.float32)
    cv2.circle(shine, (width // 2, height // 2), width // 14, 1.0, -1)
    shine = cv2.GaussianBlur(shine, (0, 0), width / 150)[..., None]
    dimmed = picture * 0.85
    return (dimmed + (255 - dimmed) * shine).astype(np.uint8)


def out_of_focus(picture: Levels) -> Levels:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), DPI / 25), np.uint8)


@cache
def _page(content: int, place: int, writing: Writing) -> SamplePage:
    return sample_page(Random(place), writing, Ground.CAMERA, DPI, content=Random(content))


def lying(picture: Levels, frames: int = STILL) -> list[Levels]:
    return [picture] * frames


def laying(before: Levels, after: Levels) -> Iterator[Levels]:
    """Yield the frames of a hand that comes in over one picture and leaves the other behind."""
    for step in range(1, 4):
        yield _with_hand(before, step / 3)
    for step in range(3, 0, -1):
        yield _with_hand(after, step / 3)


def _with_hand(picture: Levels, share: float) -> Levels:
    height, width = picture.shape[:2]
    shown = picture.copy()
    middle = (round(width * (1.2 - 0.7 * share)), height // 2)
    cv2.ellipse(shown, middle, (width // 3, height // 8), 0, 0, 360, SKIN, -1)
    return shown
