"""The frame of one subject of the settings: title, what it is for, cards in a column."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from reception_desk.errors import DeskError
from reception_desk.ui import text_size
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace

_FORM_WIDTH = 760


class Section(QWidget):
    """Signal `reopen_asked()`: what was saved takes a new opening of the desk.

    A wide section holds tables, which scroll themselves; the others are forms in one column.
    """

    reopen_asked = Signal()

    def __init__(
        self, workplace: Workplace, title: str, below: str, *, is_wide: bool = False
    ) -> None:
        super().__init__()
        self.work = workplace
        self.bar = InlineBar()
        self._title = label(title, "title")
        self._below = label(below, "muted", wraps=True)
        self._inner = inner = QWidget()
        inner.setProperty("look", "clear")
        self._is_wide = is_wide
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(0, 0, 10, 8)
        self.body.setSpacing(14)
        self._foot_row = QWidget()
        self._foot = QHBoxLayout(self._foot_row)
        self._foot.setContentsMargins(0, 0, 10, 0)
        self._foot.setSpacing(8)
        self._foot.addStretch(1)
        self._area = area = inner if is_wide else _scrolling(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self._title)
        whole.addWidget(self._below)
        whole.addWidget(self.bar)
        whole.addWidget(area, 1)
        whole.addWidget(self._foot_row)
        self._size()

    def add(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a card below what is there."""
        if isinstance(part, QWidget):
            self.body.addWidget(part, stretch)
        else:
            self.body.addLayout(part, stretch)

    def bring_into_view(self, part: QWidget) -> None:
        """Scroll a form so far that this part of it shows."""
        if isinstance(self._area, QScrollArea):
            self._area.ensureWidgetVisible(part)

    def add_foot(self, button: Button) -> None:
        """Put a button at the lower right."""
        self._foot.addWidget(button)

    def say_reopen(self, words: str) -> None:
        """Say that something is saved and what makes it count."""
        self.bar.say(
            Level.OK,
            f"{words}重新打开工作台后生效，已打开的登记都会保留。",
            [("现在重新打开", self.reopen_asked.emit)],
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._size()

    def _size(self) -> None:
        """Forms stay as narrow as a person reads; tables take all the room."""
        if not self._is_wide:
            for part in (self._inner, self._foot_row):
                part.setMaximumWidth(text_size.scaled(_FORM_WIDTH))

    def say_error(self, error: Exception) -> None:
        """Show an error in the bar of the section."""
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            self.work.messages.show_error(error)


def _scrolling(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
