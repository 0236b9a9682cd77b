"""The three text sizes a person may choose, and lengths that grow with them."""

from enum import StrEnum

from PySide6.QtGui import QGuiApplication

BASE_POINTS = 10.5  # 五号


class TextSize(StrEnum):
    """A text size by name; `scale` multiplies every length that belongs to text."""

    STANDARD = "standard"
    LARGE = "large"
    EXTRA_LARGE = "extra_large"

    @property
    def scale(self) -> float:
        return {"standard": 1.0, "large": 1.4, "extra_large": 2.0}[self.value]

    @property
    def label(self) -> str:
        return {"standard": "标准", "large": "大", "extra_large": "特大"}[self.value]


def current_scale() -> float:
    """Return how much larger than standard the application's text is."""
    return QGuiApplication.font().pointSizeF() / BASE_POINTS


def scaled(length: float) -> int:
    """Return a length in px, given for standard text, at the text size in use."""
    return round(length * current_scale())
