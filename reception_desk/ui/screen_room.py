"""The room that a screen leaves to windows."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


def room_around(widget: QWidget) -> QRect:
    """Return the free part of the screen that shows this widget, in pixels of the desktop.

    Not by `widget.screen()`: PySide makes that screen a part of the widget, and where the
    collector then takes the widget within a cycle, it deletes the screen under the whole program.
    """
    screen = QGuiApplication.screenAt(widget.mapToGlobal(widget.rect().center()))
    return (screen or QGuiApplication.primaryScreen()).availableGeometry()
