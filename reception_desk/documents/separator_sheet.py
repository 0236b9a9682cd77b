"""分隔页: laid before the papers of a visit, or between two papers, in a stack for the feeder.

Both codes say the same, so that a fold or a streak of the feeder through one leaves the other.
"""

from reception_desk.documents.bar_code import QUIET_ZONE as BAR_QUIET_ZONE
from reception_desk.documents.bar_code import bar_code
from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths, Role
from reception_desk.documents.quick_code import quick_code
from reception_desk.documents.sheet import A4, MM, Properties, Sheet
from reception_desk.documents.typesetting import Align, Style, set_text
from reception_desk.documents.wording import day
from reception_desk.records.separators import SeparatorData

TITLE = "分隔页"
OF_VISIT = "本页之后的材料归入下面这次来访，直到下一张分隔页或来访回执。"
NEUTRAL = "本页之后是另一份材料，仍归入同一次来访。"
FIRST, BETWEEN = "放在这次来访的材料最上面", "放在两份材料之间"
FEEDING = "，一起放进送纸器扫描；正放、倒放都可以。"
USED_AGAIN = "本页只用于分隔，不归档。用后可以再用。"
LEFT, WIDTH = 28 * MM, 154 * MM
MIDDLE = LEFT + WIDTH / 2
CODE_SIDE, CODE_TOP = 84 * MM, 104 * MM
BARS_TOP, BARS_HEIGHT = 202 * MM, 22 * MM
WIDEST_MODULE = 0.6 * MM
NOTE = Style(12, 20, Align.CENTRE)


def separator_sheet(data: SeparatorData, fonts: FontPaths = SHIPPED_FONTS) -> bytes:
    """Return the sheet as one A4 page.

    Raises `DocumentError` naming a character that no font draws.
    """
    sheet = Sheet(A4, Properties(TITLE, data.hall, data.number or NEUTRAL), fonts)
    sheet.text(MIDDLE, 24 * MM, data.hall, Role.BODY, 14, align=Align.CENTRE)
    sheet.text(MIDDLE, 42 * MM, TITLE, Role.TITLE, 40, align=Align.CENTRE)
    _words(sheet, 56 * MM, OF_VISIT if data.number else NEUTRAL)
    _words(sheet, 240 * MM, f"{FIRST if data.number else BETWEEN}{FEEDING}")
    _words(sheet, 249 * MM, USED_AGAIN)
    if data.arrived_on:
        sheet.text(MIDDLE, 77 * MM, data.number, Role.EMPHASIS, 30, align=Align.CENTRE)
        arrived = f"来访日期：{day(data.arrived_on)}"
        sheet.text(MIDDLE, 91 * MM, arrived, Role.NUMBERS, 12, align=Align.CENTRE)
    _codes(sheet, data.code)
    return sheet.pdf()


def _codes(sheet: Sheet, content: str) -> None:
    modules = quick_code(content)
    side = CODE_SIDE / len(modules)
    sheet.squares(MIDDLE - CODE_SIDE / 2, CODE_TOP, side, modules)
    widths = bar_code(content)
    module = min(WIDEST_MODULE, WIDTH / (sum(widths) + 2 * BAR_QUIET_ZONE))
    sheet.bars(MIDDLE - sum(widths) * module / 2, BARS_TOP, BARS_HEIGHT, module, widths)


def _words(sheet: Sheet, top: float, words: str) -> None:
    sheet.lines(LEFT, top, set_text(words, WIDTH, NOTE, sheet.chain(Role.PLAIN).glyph), NOTE)
