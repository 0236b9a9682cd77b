"""The large calm state at the top of the page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.ui.pages.sync.words import Headline
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import IconLabel, label

_ICON = 30


class StateCard(Card):
    """Headline and sentence, the figures, and one button; the figures wrap where it is narrow."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName("同步状态")
        self._icon = IconLabel("info", Colour.MUTED, _ICON)
        self.title = label("", "title")
        self.sentence = label("", "muted", wraps=True)
        self.values = {name: label("", "strong") for name in names}
        self.button = Button("立即同步", icon="refresh")
        self._arrange()

    def show_state(self, found: Headline, figures: Sequence[tuple[str, str]], verb: str) -> None:
        """Show another state; without a verb there is nothing to press."""
        self._icon.show_icon(found.icon, found.colour)
        self.title.setText(found.title)
        self.sentence.setText(found.sentence)
        for name, value in figures:
            self.values[name].setText(value)
        self.button.setText(verb)
        self.button.setVisible(bool(verb))

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.title, 1)
        head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addLayout(head)
        words.addWidget(self._figures())
        words.addWidget(self.sentence)
        self.add(words)

    def _figures(self) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, spacing=28)
        for name, value in self.values.items():
            pair = QWidget()
            grid = QGridLayout(pair)
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setHorizontalSpacing(8)
            grid.addWidget(label(name, "muted"), 0, 0)
            grid.addWidget(value, 0, 1)
            flow.addWidget(pair)
        return row
