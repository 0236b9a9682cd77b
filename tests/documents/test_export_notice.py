"""The words below each page: whole, within the page, higher where it is narrow."""

import pytest

from reception_desk.documents.export_notice import notice_band
from tests.documents.reading import every_text, pictures, without_space

NOTICE = "内部资料 不得外传 · 420921-LF-20261123-0001 全卷 · 孝昌县信访局 1号窗口 · 理由：" + (
    "县领导阅卷" * 12
)


@pytest.mark.parametrize("width", [170.0, 420.0, 595.0, 842.0])
def test_every_word_stands_within_the_page(width: float):
    pdf = notice_band(width, NOTICE)

    for text in every_text(pdf):
        assert without_space(NOTICE) in text
    (picture,) = pictures(pdf, 2)
    assert picture[:, -2:].min() > 200, "nothing is cut off at the right"
    assert picture[-2:].min() > 200, "nothing is cut off below"


def test_a_narrow_page_has_more_lines():
    heights = [pictures(notice_band(width, NOTICE), 1)[0].shape[0] for width in (595.0, 170.0)]

    assert heights[0] < heights[1]
