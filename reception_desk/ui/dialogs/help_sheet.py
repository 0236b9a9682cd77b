"""F1: the keys of the screen in front of the person."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reception_desk.ui import text_size
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.labels import label

KeyHelp = tuple[str, str]


class HelpSheet(QDialog):
    """Groups of keys with what they do; opened, never executed; F1 or Escape closes it."""

    def __init__(self, parent: QWidget, groups: Sequence[tuple[str, Sequence[KeyHelp]]]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("本页按键")
        inner = QWidget()
        inner.setProperty("look", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        for title, keys in groups:
            column.addWidget(label(title, "heading"))
            column.addLayout(_grid(keys))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        close = Button("知道了", self.accept, look=Look.PRIMARY)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 18)
        whole.setSpacing(14)
        whole.addWidget(area, 1)
        whole.addLayout(foot)
        close.setFocus()
        self.resize(
            min(text_size.scaled(460), parent.width() - 40),
            min(inner.sizeHint().height() + text_size.scaled(110), parent.height() - 40),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
            return
        super().keyPressEvent(event)


def _grid(keys: Sequence[KeyHelp]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for row, (key, words) in enumerate(keys):
        grid.addWidget(label(key, "count"), row, 0, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(label(words, wraps=True), row, 1)
    return grid
