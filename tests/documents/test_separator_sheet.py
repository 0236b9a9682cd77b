"""分隔页: the words of it, and its codes read back as a scanner sees them."""

from functools import lru_cache

import numpy as np
import pytest
from PIL import Image

from reception_desk.documents.separator_sheet import separator_sheet
from reception_desk.imaging.codes import codes_on
from reception_desk.imaging.pipeline import process
from reception_desk.imaging.reduced import reduced
from reception_desk.records.pages import CodeKind, CodeMeaning, PageCode
from reception_desk.records.separators import SeparatorData
from tests.documents import samples
from tests.documents.reading import PAPERS, REFERENCE, as_reference, every_text, pictures

BOTH = {CodeKind.QR, CodeKind.CODE_128}
VISIT, NEUTRAL = samples.separator_data(), SeparatorData(samples.office().hall)


def scanned(data: SeparatorData, dpi: int, degrees: float, background: int = 250):
    """Return the sheet as a scanner gives it: leaning, paper not quite white, a little noise."""
    (page,) = pictures(separator_sheet(data), dpi / 72)
    leaning = Image.fromarray(page).rotate(
        degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=background
    )
    seen = np.asarray(leaning, np.float32) * 0.94 + 8 + noise(leaning.height, leaning.width)
    return np.clip(seen, 0, 255).astype(np.uint8)


@lru_cache(maxsize=1)  # the two sheets of a test are of one size
def noise(height: int, width: int):
    return 6 * np.random.default_rng(7).standard_normal((height, width), np.float32)


def read(data: SeparatorData, dpi: int, degrees: float) -> tuple[PageCode, ...]:
    return codes_on(reduced(scanned(data, dpi, degrees), dpi))


@pytest.mark.parametrize("name", [name for name in PAPERS if name.startswith("separator")])
def test_the_words_are_those_of_the_reference(name: str):
    assert as_reference(PAPERS[name]()) == (REFERENCE / f"{name}.txt").read_text(encoding="utf-8")


def test_number_and_use_are_read_back_by_every_reader():
    for text in every_text(separator_sheet(VISIT)):
        assert VISIT.number in text
        assert "归入下面这次来访" in text


@pytest.mark.parametrize("dpi", [200, 300])
@pytest.mark.parametrize("degrees", [0, -3, 3, 180, 177, 183])
def test_both_codes_are_read_leaning_and_upside_down(dpi: int, degrees: float):
    for data, meaning in ((VISIT, CodeMeaning.VISIT_SHEET), (NEUTRAL, CodeMeaning.SEPARATOR)):
        codes = read(data, dpi, degrees)

        assert {code.kind for code in codes} == BOTH
        assert {(code.text, code.meaning) for code in codes} == {(data.code, meaning)}


def test_a_code_names_the_visit_with_its_check():
    (code, _) = read(VISIT, 200, 0)

    assert (code.number, code.query_code) == ("T-12-20261123-001", "5f3a9c1b")


@pytest.mark.parametrize("ruined", [slice(100, 190), slice(200, 226)])
def test_one_ruined_code_leaves_the_other(ruined: slice):
    page = scanned(VISIT, 200, 0)
    mm = 200 / 25.4
    page[int(ruined.start * mm) : int(ruined.stop * mm)] = 250

    (code,) = codes_on(reduced(page, 200))

    assert code.meaning is CodeMeaning.VISIT_SHEET


def test_the_whole_pipeline_says_what_it_is():
    decisions = process(scanned(VISIT, 200, 2), 200).decisions

    assert decisions.is_separator
    assert decisions.visit_code is not None
    assert decisions.visit_code.number == "T-12-20261123-001"
