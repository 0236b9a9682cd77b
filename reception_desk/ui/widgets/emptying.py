"""Takes out of a layout what was shown before."""

from PySide6.QtWidgets import QLayout


def empty(layout: QLayout) -> None:
    """Remove and delete all parts of a layout, also those of layouts within it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            empty(inner)
