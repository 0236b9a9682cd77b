"""Parts one below the other that scroll together."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class ScrollColumn(QScrollArea):
    """Takes the width it is given and scrolls down.

    The parts are put into it while it is already the area's: a scroll area measures and polishes
    what it is handed, and what is polished is polished anew with every parent it gets.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.setWidget(self._inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_ground(self) -> None:
        """Let what is behind show through: for a column that stands in a card."""
        self._inner.setProperty("look", "clear")

    def put(self, *parts: QWidget, fills: bool = False) -> None:
        """Put parts into the column from the top, or over all of it; called once."""
        for part in parts:
            self._column.addWidget(part)
        if not fills:
            self._column.addStretch(1)
