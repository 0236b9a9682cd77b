"""号票: the number taken in the hall, how long it may take, and that nobody has to wait for it.

No name, no matter: taking a number is voluntary and asks nobody who they are (domain.md §4).
"""

from dataclasses import dataclass

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths, Role
from reception_desk.documents.sheet import A5, MM, Properties
from reception_desk.documents.slip import MARGIN, SLIP_WIDTHS, Slip
from reception_desk.documents.typesetting import Align, Style
from reception_desk.documents.wording import moment
from reception_desk.errors import DocumentError
from reception_desk.records.papers import TicketSlipData
from reception_desk.rules.hall_board import wait_span

TITLE = "号票"
_WIDE_NUMBER = 5
"""Signs of a number that stand in one line of the larger letters."""


@dataclass(frozen=True, slots=True)
class _Letters:
    """Sizes for one width of paper; a long number takes the small ones."""

    margin: float
    number: Style
    long_number: Style
    wait: Style
    note: Style
    caption: Style
    hall: Style


_SLIP80 = _Letters(
    MARGIN, Style(52, 64, Align.CENTRE), Style(36, 46, Align.CENTRE), Style(12, 18, Align.CENTRE),
    Style(9, 13.5, Align.LEFT), Style(10, 14, Align.CENTRE),
    Style(11, 16, Align.CENTRE),
)  # fmt: skip
_SLIP58 = _Letters(
    MARGIN, Style(38, 48, Align.CENTRE), Style(26, 34, Align.CENTRE), Style(12, 18, Align.CENTRE),
    Style(9, 13.5, Align.LEFT), Style(8.5, 13, Align.CENTRE),
    Style(9.5, 14, Align.CENTRE),
)  # fmt: skip
_A5 = _Letters(
    18 * MM, Style(84, 104, Align.CENTRE), Style(56, 72, Align.CENTRE), Style(18, 28, Align.CENTRE),
    Style(13, 21, Align.LEFT), Style(13, 20, Align.CENTRE),
    Style(16, 26, Align.CENTRE),
)  # fmt: skip
_PAPERS = {"slip80": _SLIP80, "slip58": _SLIP58, "A5": _A5}
UNKNOWN_WAIT = "现在还说不准要等多久"
NOTES = (
    "请在候访区等候，叫到此号后到窗口。",
    "取号不登记身份，不出示证件也可以取号。",
    "老人、残疾人、孕妇、带小孩或身体不适等不便等候的，请直接告诉工作人员。",
    "过了号不作废，请到任一窗口说明。",
)


def ticket_slip(
    data: TicketSlipData, paper: str = "slip80", fonts: FontPaths = SHIPPED_FONTS
) -> bytes:
    """Return the slip as PDF for `paper`: `slip80`, `slip58` or `A5`.

    Raises `DocumentError` for another paper, or naming a character that no font draws.
    """
    if paper not in _PAPERS:
        raise DocumentError(
            f"号票不能打印在“{paper}”纸上。",
            advice="请在设置中为回执打印机选择 slip80、slip58 或 A5。",
        )
    letters = _PAPERS[paper]
    slip = Slip(SLIP_WIDTHS.get(paper, A5[0]), fonts, letters.margin)
    slip.gap(letters.margin + 1 * MM)
    slip.paragraph(data.office.hall, Role.PLAIN, letters.hall)
    slip.gap(1 * MM)
    slip.paragraph("您的号码", Role.PLAIN, letters.caption)
    is_long = len(data.number) > _WIDE_NUMBER
    number = letters.long_number if is_long else letters.number
    slip.paragraph(data.number, Role.EMPHASIS, number)
    slip.paragraph(_ahead(data.ahead), Role.PLAIN, letters.wait)
    span = wait_span(data.minutes)
    slip.paragraph(f"大约等 {span}" if span else UNKNOWN_WAIT, Role.PLAIN, letters.wait)
    slip.dashes()
    for note in NOTES:
        slip.paragraph(note, Role.PLAIN, letters.note)
    slip.dashes()
    slip.paragraph(f"取号时间 {moment(data.issued_at)}", Role.PLAIN, letters.caption)
    slip.gap(6 * MM)
    least = A5[1] if paper == "A5" else 0.0
    return slip.pdf(Properties(TITLE, data.office.hall, data.number), least)


def _ahead(count: int) -> str:
    return f"前面还有 {count} 个号" if count else "前面没有别的号"
