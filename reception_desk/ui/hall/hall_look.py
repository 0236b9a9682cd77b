"""Colours and sizes of the board; they follow the screen, not the text size a clerk has chosen.

Whoever reads the board stands up to eight metres away. On a 43 inch screen (1080 lines of
0.5 mm) a sign of 32 mm takes 64 px, by the rule of one two-hundred-and-fiftieth of the distance;
what has to be read from there is not smaller, and captions beside it are half as large at least.
"""

from enum import StrEnum

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtSvg import QSvgRenderer

from reception_desk.ui import icons


class Ground(StrEnum):
    """What words stand on; `GLOW` is where a new call's row swings to."""

    HALL = "#0A1B30"
    PANEL = "#12294A"
    GLOW = "#1A3F75"


class Ink(StrEnum):
    """What is written with; each is read on every ground (contrast at least 7:1)."""

    WORDS = "#FFFFFF"
    CALL = "#FFDC85"
    MUTED = "#C9D8EA"


LINE = "#2B4A75"
"""Hair lines and frames: no words are written with it."""
PAPER, PRINT = "#FFFFFF", "#000000"
"""The QR code: dark on white, for cameras."""

LINES, COLUMNS = 1080, 1920
"""Sizes are given for a screen of so many lines and columns."""

CALL_PX, ROW_PX, NEXT_PX, COUNT_PX = 164, 72, 76, 92
NOTICE_PX = 64
CAPTION_PX = 36
READ_FROM_AFAR = (CALL_PX, ROW_PX, NEXT_PX, COUNT_PX, NOTICE_PX)
SMALLEST_FROM_AFAR, SMALLEST_CAPTION = 64, 32
SMALLEST_FONT_PX = 6


def unit_of(width: int, height: int) -> float:
    """Return by how much everything is drawn larger or smaller than on 1920 × 1080."""
    return min(width / COLUMNS, height / LINES)


def font(px: float, *, is_bold: bool = False) -> QFont:
    """Return the application's font so many px high."""
    made = QFont()
    made.setPixelSize(max(round(px), SMALLEST_FONT_PX))
    made.setBold(is_bold)
    return made


def fitting(words: str, px: float, width: float, *, is_bold: bool = False) -> QFont:
    """Return the font, smaller where the words would not fit into `width`."""
    made = font(px, is_bold=is_bold)
    needed = QFontMetricsF(made).horizontalAdvance(words)
    return made if needed <= width else font(px * width / needed, is_bold=is_bold)


def between(first: str, second: str, part: float) -> QColor:
    """Return the colour `part` (0 to 1) of the way from the first to the second."""
    one, other = QColor(first), QColor(second)
    pairs = (
        (one.red(), other.red()),
        (one.green(), other.green()),
        (one.blue(), other.blue()),
    )
    return QColor(*(round(a + (b - a) * part) for a, b in pairs))


def draw_icon(painter: QPainter, name: str, ink: Ink, where: QRectF) -> None:
    """Draw one of the program's icons in an ink of the board."""
    QSvgRenderer(QByteArray(icons.coloured_svg(name, ink.value))).render(painter, where)
