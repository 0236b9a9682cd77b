"""Whose copy it is: the words under every page of a file that leaves the program."""

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths, Role
from reception_desk.documents.sheet import MM, Properties, Sheet
from reception_desk.documents.typesetting import Align, Style, set_text

STYLE = Style(7.5, 10.5, Align.LEFT)
MARGIN, PADDING = 4 * MM, 2 * MM
FOLIO_WIDTH, FOLIO_HEIGHT = 16 * MM, 6 * MM


def notice_band(width: float, notice: str, fonts: FontPaths = SHIPPED_FONTS) -> bytes:
    """Return one page `width` points wide (170 and more) and as high as the words need."""
    measure = width - 2 * MARGIN
    glyph = Sheet((width, 1), _PROPERTIES, fonts).chain(Role.PLAIN).glyph
    lines = set_text(notice, measure, STYLE, glyph)
    sheet = Sheet((width, len(lines) * STYLE.leading + 2 * PADDING), _PROPERTIES, fonts)
    sheet.rule((MARGIN, PADDING / 2), (width - MARGIN, PADDING / 2), 0.5)
    sheet.lines(MARGIN, PADDING, lines, STYLE)
    return sheet.pdf()


def page_numbers(count: int, fonts: FontPaths = SHIPPED_FONTS) -> bytes:
    """Return one small page for each number from 1 on, to be laid below the pages of a file."""
    sheet = Sheet((FOLIO_WIDTH, FOLIO_HEIGHT), _PROPERTIES, fonts)
    for number in range(1, count + 1):
        if number > 1:
            sheet.next_page()
        sheet.text(
            FOLIO_WIDTH - MARGIN, FOLIO_HEIGHT / 2, str(number), Role.NUMBERS, 9, align=Align.RIGHT
        )
    return sheet.pdf()


_PROPERTIES = Properties("内部资料", "", "")
