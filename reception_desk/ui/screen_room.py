"""How much of its screen a widget may use."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


def screen_room(widget: QWidget) -> QRect:
    """Return the rectangle of the widget's screen that no task bar covers, in global px.

    Not by `widget.screen()`: PySide takes the screen for a child of the widget, and when Python's
    collector frees the widget Qt loses its screen; the next widget made is then a crash.
    """
    centre = widget.mapToGlobal(widget.rect().center())
    screen = QGuiApplication.screenAt(centre) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()
