"""Code 128: what the widths say is what was to be said, read by the reader of the pages."""

import numpy as np
import pytest
import zxingcpp

from reception_desk.documents.bar_code import QUIET_ZONE, bar_code


@pytest.mark.parametrize(
    "content", ["PATCHT", "XF T-1-20261127-001 5f3a9c1b", "A", "1234567890", "a1 ~", "12 345"]
)
def test_the_code_says_what_it_was_given(content: str):
    levels = [255] * QUIET_ZONE
    for place, width in enumerate(bar_code(content)):
        levels += [255 if place % 2 else 0] * width
    row = np.repeat(np.array(levels + [255] * QUIET_ZONE, np.uint8), 3)

    (read,) = zxingcpp.read_barcodes(np.tile(row, (60, 1)))

    assert (read.text, read.format) == (content, zxingcpp.BarcodeFormat.Code128)


def test_other_characters_are_refused():
    with pytest.raises(ValueError, match="孝"):
        bar_code("孝信访")
