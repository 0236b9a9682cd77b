"""Type for a reader of seventy at arm's length, by the height of the screen."""

from PySide6.QtWidgets import QWidget

_TEXT, _SMALL, _HEADING, _LEAD, _TITLE, _HALL = 0.032, 0.025, 0.026, 0.036, 0.044, 0.066
"""Heights of type as parts of the screen's height: 24 px of 800 are 18 pt at 96 dpi."""
_TOUCH_MM = 15.0
_INCH_MM = 25.4


def touch_height(widget: QWidget) -> int:
    """Return how high a button is that an unsure finger hits: never under 15 mm."""
    return max(round(widget.logicalDpiY() * _TOUCH_MM / _INCH_MM), round(widget.height() * 0.085))


def sheet(height: int, touch: int) -> str:
    """Return the sizes of type and buttons for a window of this height; colours come from theme."""

    def px(share: float) -> int:
        return max(round(height * share), 14)

    return f"""
        QLabel {{ font-size: {px(_TEXT)}px; }}
        QLabel[look="title"] {{ font-size: {px(_TITLE)}px; }}
        QLabel[look="big"] {{ font-size: {px(_HALL)}px; }}
        QLabel[look="lead"] {{ font-size: {px(_LEAD)}px; }}
        QLabel[look="heading"] {{ font-size: {px(_HEADING)}px; }}
        QLabel[look="muted"] {{ font-size: {px(_SMALL)}px; }}
        QPushButton {{
            font-size: {px(_TEXT)}px; min-height: {touch}px; border-radius: 10px;
            padding: 0 {px(0.035)}px;
        }}
        QScrollBar:vertical {{ width: {px(0.03)}px; }}
        QScrollBar::handle:vertical {{ border-radius: {px(0.01)}px; min-height: {touch}px; }}
    """
