"""Colours and sizes of the kiosk; they follow the screen, not what a clerk has chosen.

Read at arm's length, also by who forgot their glasses: every ink on every ground it stands on has
a contrast of at least 7:1, and whatever is pressed is 15 mm high or more.
"""

from enum import StrEnum

from PySide6.QtWidgets import QWidget

_INCH_MM = 25.4
TOUCH_MM = 15.0
LINES = 1080
"""Sizes in px are given for a screen whose shorter side has so many."""


class Ground(StrEnum):
    """What words stand on; `CHOSEN` is that of a button to go on with, or chosen."""

    HALL = "#F2F5F9"
    CARD = "#FFFFFF"
    PRESSED = "#DCE6F4"
    CHOSEN = "#123F80"


class Ink(StrEnum):
    """What is written with; `ON_CHOSEN` stands on `Ground.CHOSEN` alone, the others never."""

    WORDS = "#14202E"
    MUTED = "#36424F"
    ACCENT = "#123F80"
    ON_CHOSEN = "#FFFFFF"


LINE = "#8493A6"


def unit_of(width: int, height: int) -> float:
    """Return by how much everything is larger or smaller than on 1080 × 1920."""
    return min(width, height) / LINES


def touch_height(widget: QWidget) -> int:
    """Return how high a button is at least, in px."""
    unit = unit_of(widget.width(), widget.height())
    return max(round(widget.logicalDpiY() * TOUCH_MM / _INCH_MM), round(92 * unit))


def sheet(unit: float, touch: int) -> str:
    """Return the style sheet of the kiosk's window."""

    def px(size: float) -> str:
        return f"font-size: {max(round(size * unit), 18)}px;"

    edge = max(round(18 * unit), 10)
    return f"""
        QWidget[look="page"] {{ background: {Ground.HALL}; }}
        QFrame[look="card"] {{
            background: {Ground.CARD}; border: 1px solid {LINE}; border-radius: {edge}px;
        }}
        QLabel {{ color: {Ink.WORDS}; {px(38)} }}
        QLabel[look="big"] {{ {px(64)} font-weight: bold; }}
        QLabel[look="title"] {{ {px(58)} font-weight: bold; }}
        QLabel[look="lead"] {{ {px(40)} }}
        QLabel[look="heading"] {{ color: {Ink.ACCENT}; {px(38)} font-weight: bold; }}
        QLabel[look="muted"] {{ color: {Ink.MUTED}; {px(36)} }}
        QLabel[look="number"] {{ {px(200)} font-weight: bold; }}
        QLabel[look="typed"] {{
            {px(68)} font-weight: bold; background: {Ground.CARD};
            border: 2px solid {LINE}; border-radius: {edge}px; padding: {edge}px;
        }}
        QLabel[look="card-title"] {{ {px(54)} font-weight: bold; }}
        QPushButton {{
            color: {Ink.WORDS}; background: {Ground.CARD}; border: 2px solid {LINE};
            border-radius: {edge}px; min-height: {touch}px; padding: 0 {2 * edge}px; {px(42)}
        }}
        QPushButton:pressed {{ background: {Ground.PRESSED}; border-color: {Ink.ACCENT}; }}
        QPushButton:disabled {{
            color: {Ink.MUTED}; background: {Ground.HALL}; border: 2px dashed {LINE};
            font-weight: normal;
        }}
        QPushButton[look="primary"], QPushButton[look="grade"]:checked {{
            color: {Ink.ON_CHOSEN}; background: {Ground.CHOSEN}; border-color: {Ground.CHOSEN};
            font-weight: bold;
        }}
        QPushButton[look="primary"]:pressed {{ background: {Ink.WORDS}; }}
        QPushButton[look="primary"]:disabled {{
            color: {Ink.MUTED}; background: {Ground.HALL}; border: 2px dashed {LINE};
            font-weight: normal;
        }}
        QPushButton[look="grade"] {{ {px(48)} }}
        QPushButton[look="digit"] {{ {px(64)} padding: 0; }}
        QScrollBar:vertical {{ width: {max(round(32 * unit), 20)}px; }}
        QScrollBar::handle:vertical {{ background: {LINE}; border-radius: 10px;
            min-height: {touch}px; }}
    """
