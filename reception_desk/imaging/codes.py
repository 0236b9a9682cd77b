"""QR, Code 128 and patch codes on a page, and what they are for.

Of the patch codes only T parts papers. 2 and 3 raise the level of the very page they are printed
on, which is often the first of a form: taken for a sheet it would not be filed. 1, 4 and 6 speak
to a scanner (colour, counters). They are told and change nothing.
"""

import re

from reception_desk.imaging.page import four, moved
from reception_desk.imaging.patch_codes import patches_on
from reception_desk.imaging.reduced import ReducedPage
from reception_desk.records.pages import CodeKind, CodeMeaning, PageCode, Point
from reception_desk.records.separators import PATCH_TEXT, SEPARATOR_TEXT, number_and_check

_RECEIPT = re.compile(r"(?P<number>\S{1,60}) (?P<query_code>[0-9]{6,12})")
"""What `documents/receipt_text.py` prints where the office has no address for inquiries."""


def codes_on(page: ReducedPage) -> tuple[PageCode, ...]:
    """Return the codes on a page, from the top down; their places are those of the original."""
    import numpy as np
    import zxingcpp

    enlarging = np.linalg.inv(page.reducing)
    wanted = zxingcpp.BarcodeFormats(
        (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128)
    )
    found = []
    for code in zxingcpp.read_barcodes(
        page.grey, formats=wanted, try_invert=False, try_downscale=False
    ):
        at = code.position
        ends = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        places = moved(np.array([(end.x, end.y) for end in ends], np.float64), enlarging)
        is_qr = code.format == zxingcpp.BarcodeFormat.QRCode
        kind = CodeKind.QR if is_qr else CodeKind.CODE_128
        found.append(page_code(kind, code.text, four(places)))
    for patch in patches_on(page):
        text = f"{PATCH_TEXT}{patch.kind.value}"
        found.append(page_code(CodeKind.PATCH, text, patch.corners))
    return tuple(sorted(found, key=lambda code: code.corners[0][::-1]))


def page_code(kind: CodeKind, text: str, corners: tuple[Point, Point, Point, Point]) -> PageCode:
    """Return a code with what its text means here."""
    if text == SEPARATOR_TEXT:
        return PageCode(kind, text, CodeMeaning.SEPARATOR, corners)
    if sheet := number_and_check(text):
        return PageCode(kind, text, CodeMeaning.VISIT_SHEET, corners, *sheet)
    if receipt := _RECEIPT.fullmatch(text):
        return PageCode(kind, text, CodeMeaning.RECEIPT, corners, *receipt.groups())
    return PageCode(kind, text, CodeMeaning.OTHER, corners)
