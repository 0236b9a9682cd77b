"""Patch codes: all six, on every edge, at every resolution, leaning; and nothing else is one."""

from random import Random

import cv2
import numpy as np
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from reception_desk.commands.bench.sample_pages import Ground, Writing, sample_page
from reception_desk.documents.receipt import receipt
from reception_desk.documents.separator_sheet import separator_sheet
from reception_desk.imaging.page import Levels
from reception_desk.imaging.patch_codes import BARS, PatchKind, patches_on
from reception_desk.imaging.pipeline import process
from reception_desk.imaging.reduced import reduced
from reception_desk.records.separators import SeparatorData
from tests.documents import samples
from tests.imaging.drawn_pages import WIDE_RUN

A4_INCHES = (8.27, 11.69)
PAPER, INK = 245, 25


def patch(kind: PatchKind, dpi: int, length: float = 2.5, size: float = 1.0) -> Levels:
    """Return the bars along the rows, the first on top, `length` inches long."""
    rows: list[float] = []
    picture = np.full((round(0.8 * size * dpi), round(length * dpi)), PAPER, np.uint8)
    place = 0.0
    for bar in BARS[kind]:
        rows = [place, place + (0.20 if bar == "W" else 0.08)]
        first, last = (round(row * size * dpi) for row in rows)
        picture[first:last] = INK
        place = rows[1] + 0.08
    return picture


def sheet(
    kind: PatchKind, dpi: int, *, top: float = 0.4, left: float = 2.0, size: float = 1.0
) -> Levels:
    """Return an A4 sheet with the patch so many inches from its top and left edges."""
    page = np.full([round(side * dpi) for side in A4_INCHES[::-1]], PAPER, np.uint8)
    drawn = patch(kind, dpi, size=size)
    y, x = round(top * dpi), round(left * dpi)
    page[y : y + drawn.shape[0], x : x + drawn.shape[1]] = drawn
    return page


def all_round(kind: PatchKind, dpi: int) -> Levels:
    """Return a sheet with its patch along every edge, as they are sold."""
    page = sheet(kind, dpi, left=2.9)
    for turns in (1, 2, 3):
        turned = np.rot90(page, turns)
        other = np.full_like(turned, PAPER)
        drawn = patch(kind, dpi)
        y, x = round(0.4 * dpi), turned.shape[1] // 2 - drawn.shape[1] // 2
        other[y : y + drawn.shape[0], x : x + drawn.shape[1]] = drawn
        page = np.rot90(np.minimum(turned, other), -turns)
    return np.ascontiguousarray(page)


def leaning(page: Levels, degrees: float) -> Levels:
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(page, turn, (width, height), borderValue=PAPER)


def kinds(page: Levels, dpi: int) -> list[PatchKind]:
    return [found.kind for found in patches_on(reduced(page, dpi))]


@pytest.mark.parametrize("dpi", [100, 150, 200, 300, 600])
@pytest.mark.parametrize("kind", list(PatchKind))
def test_every_patch_is_read_at_every_resolution(kind: PatchKind, dpi: int):
    assert kinds(sheet(kind, dpi), dpi) == [kind]


@pytest.mark.parametrize("quarter_turns", [0, 1, 2, 3])
@pytest.mark.parametrize("kind", list(PatchKind))
def test_a_patch_is_read_inwards_from_whichever_edge_it_stands_at(
    kind: PatchKind, quarter_turns: int
):
    page = np.ascontiguousarray(np.rot90(sheet(kind, 200), quarter_turns))

    assert kinds(page, 200) == [kind]


@pytest.mark.parametrize("degrees", [-6, -3, -1, 0.5, 2, 5])
@pytest.mark.parametrize("quarter_turns", [0, 1])
def test_a_leaning_patch_is_read(degrees: float, quarter_turns: int):
    page = np.ascontiguousarray(np.rot90(sheet(PatchKind.T, 200, top=0.6), quarter_turns))

    assert kinds(leaning(page, degrees), 200) == [PatchKind.T]


def test_a_sheet_with_a_patch_on_each_edge_says_the_same_on_all_four():
    assert kinds(all_round(PatchKind.T, 200), 200) == [PatchKind.T] * 4


@pytest.mark.parametrize("size", [0.9, 0.95, 1.05, 1.1])
def test_a_patch_printed_to_fit_is_read(size: float):
    assert kinds(sheet(PatchKind.T, 200, size=size), 200) == [PatchKind.T]


def test_the_place_is_one_of_the_original():
    (found,) = patches_on(reduced(sheet(PatchKind.T, 300, top=0.5, left=3.0), 300))

    assert np.allclose(found.corners[0], (900, 150), atol=40)
    assert np.allclose(found.corners[2], (900 + 750, 150 + 240), atol=40)


def test_in_the_middle_of_a_page_nobody_knows_from_where_it_is_read():
    assert kinds(sheet(PatchKind.T, 200, top=5.4), 200) == []


@pytest.mark.parametrize("noise", [8, 25])
def test_grain_and_grey_paper_do_not_hide_it(noise: float):
    page = sheet(PatchKind.T, 200).astype(np.float32) * 0.6
    page += np.random.default_rng(1).normal(0, noise, page.shape)

    assert kinds(np.clip(page, 0, 255).astype(np.uint8), 200) == [PatchKind.T]


def bars_of(widths: list[int], dpi: int = 150) -> Levels:
    """Return a page with black bars and light ones in turn, in tenths of a millimetre."""
    page = np.full([round(side * dpi) for side in A4_INCHES[::-1]], PAPER, np.uint8)
    place = 120.0
    for number, width in enumerate(widths):
        after = place + width / 254 * dpi
        if number % 2 == 0:
            page[round(place) : round(after), 200:900] = INK
        place = after
    return page


@pytest.mark.parametrize(
    "widths",
    [
        [20, 20, 20, 20, 20, 20, 20],
        [51, 20, 51, 20, 51, 20, 20],
        [20, 20, 51, 60, 20, 20, 51],
        [20, 20, 51, 20, 20, 20, 51, 20, 20],
        [5, 80, 5, 80, 5, 80, 5],
        [40, 40, 100, 40, 40, 40, 100],
    ],
    ids=["even", "three wide", "a gap", "five bars", "a table", "twice the size"],
)
def test_other_bars_are_no_patch(widths: list[int]):
    assert kinds(bars_of(widths), 150) == []


def test_bars_too_short_are_no_patch():
    page = sheet(PatchKind.T, 200)
    page[:, : round(4.1 * 200)] = PAPER

    assert kinds(page, 200) == []


def printed() -> list[Levels]:
    """Return our own papers with their codes, and large bar codes of others."""
    documents = [
        separator_sheet(SeparatorData("孝昌县群众来访接待大厅")),
        receipt(samples.receipt_data(), "A5"),
    ]
    pages = [pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_numpy() for pdf in documents]
    for kind in (zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39):
        for scale in (4, 8, 16):
            code = np.array(zxingcpp.create_barcode("1231", kind).to_image(scale=scale))[:, :1500]
            page = np.full((2339, 1654), PAPER, np.uint8)
            page[60 : 60 + code.shape[0], 40 : 40 + code.shape[1]] = code
            pages += [page, np.ascontiguousarray(page.T)]
    return pages


def test_codes_of_other_kinds_are_no_patch():
    for page in printed():
        assert kinds(page, 200) == []


@given(st.integers(16, 300), st.integers(16, 300), st.sampled_from([0, 75, 150, 600]))
@settings(max_examples=40, deadline=None)
def test_a_page_of_any_size_can_be_looked_at(height: int, width: int, dpi: int):
    noise = np.random.default_rng(height * 1000 + width).integers(0, 256, (height, width))

    assert kinds(noise.astype(np.uint8), dpi) == []


def test_written_pages_have_no_patch():
    """`DESK_DRAWN_PAGES` looks at so many."""
    chance = Random(5)
    for number in range(WIDE_RUN or 12):
        writing = list(Writing)[number % len(Writing)]
        sample = sample_page(
            chance, writing, chance.choice(list(Ground)), chance.choice((100, 150, 200)),
            lean=chance.uniform(-5, 5), is_shaded=chance.random() < 0.3,
            has_seal=chance.random() < 0.3,
        )  # fmt: skip
        for turns in (0, 1):
            pixels = np.ascontiguousarray(np.rot90(sample.pixels, turns))
            assert kinds(pixels, sample.dpi) == [], f"page {number}: {writing} {sample.lean}"


def test_patches_on_drawn_scans_are_read():
    """`DESK_DRAWN_PAGES` reads so many, each leaning otherwise under a lid, a camera, a feeder."""
    chance = Random(6)
    for number in range(WIDE_RUN or 6):
        dpi = chance.choice((100, 150, 200, 300))
        kind = chance.choice(list(PatchKind))
        page = sheet(
            kind, dpi, top=chance.uniform(0.3, 2.5), left=chance.uniform(0.4, 5),
            size=chance.uniform(0.93, 1.05),
        )  # fmt: skip
        page = leaning(page, chance.uniform(-3, 3)).astype(np.float32)
        page = cv2.GaussianBlur(page, (0, 0), max(0.3, dpi / 420))
        page *= np.linspace(chance.uniform(0.6, 1), 1, page.shape[1], dtype=np.float32)
        page += np.random.default_rng(number).normal(0, 4, page.shape)
        turned = np.rot90(np.clip(page, 0, 255).astype(np.uint8), chance.randrange(4))
        assert kinds(np.ascontiguousarray(turned), dpi) == [kind], f"page {number} at {dpi} dpi"


def test_the_pipeline_takes_a_sheet_with_patch_t_for_a_separator_and_no_other():
    for kind in PatchKind:
        decisions = process(leaning(sheet(kind, 200), 2), 200).decisions

        assert [code.text for code in decisions.codes] == [f"PATCH{kind.value}"]
        assert decisions.is_separator is (kind is PatchKind.T)
