"""来访回执: the visitor's proof that the visit is registered, with the query code (Art. 22)."""

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths
from reception_desk.documents.receipt_page import receipt_page
from reception_desk.documents.receipt_slip import receipt_slip
from reception_desk.documents.slip import SLIP_WIDTHS
from reception_desk.errors import DocumentError
from reception_desk.records.papers import ReceiptData


def receipt(data: ReceiptData, paper: str = "slip80", fonts: FontPaths = SHIPPED_FONTS) -> bytes:
    """Return the receipt as PDF for `paper`: `slip80`, `slip58` or `A5`.

    Raises `DocumentError` for another paper, or naming a character that no font draws.
    """
    if paper == "A5":
        return receipt_page(data, fonts)
    if paper in SLIP_WIDTHS:
        return receipt_slip(data, SLIP_WIDTHS[paper], fonts)
    raise DocumentError(
        f"来访回执不能打印在“{paper}”纸上。",
        advice="请在设置中为回执打印机选择 slip80、slip58 或 A5。",
    )
