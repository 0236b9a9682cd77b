"""The parts of every state of the petitioner's screen: a heading, words that scroll, answers."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QScroller,
    QVBoxLayout,
    QWidget,
)

from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.labels import label

_LINE_WIDTH = 0.9
"""Words do not run to the edges: a line that is too long is lost on the way back."""


def answer_button(words: str, on_click: Callable[[], object], look: Look = Look.PLAIN) -> Button:
    """Return a large button. It takes no focus: a key of the clerk's never presses it."""
    button = Button(words, on_click, look=look)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setAccessibleName(words)
    return button


class Words(QScrollArea):
    """Headings with their lines; a finger, a wheel or the two buttons move them.

    Signal `moved()`: how much is above or below has changed.
    """

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._inner = QWidget()
        self._inner.setProperty("look", "clear")
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 24, 0)
        self._column.setSpacing(6)
        self.setWidget(self._inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.moved.emit())
        self.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self.moved.emit())

    @property
    def texts(self) -> list[str]:
        """What is shown, a line each."""
        return [shown.text() for shown in self._inner.findChildren(QLabel)]

    @property
    def is_longer_than_screen(self) -> bool:
        return self.verticalScrollBar().maximum() > 0

    @property
    def is_at_end(self) -> bool:
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum()

    def show_sections(self, sections: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Show other words, from their beginning."""
        self.clear()
        for heading, lines in sections:
            if self._column.count():
                self._column.addSpacing(14)
            self._column.addWidget(label(heading, "heading", wraps=True))
            for line in lines:
                self._column.addWidget(label(line, wraps=True))
        self._column.addStretch(1)
        self.verticalScrollBar().setValue(0)

    def clear(self) -> None:
        """Let every word go."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()

    def turn(self, way: int) -> None:
        """Move by most of what is in sight."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + way * round(self.viewport().height() * _LINE_WIDTH))


class AskingView(QWidget):
    """A heading, words in a card, and below them the answers."""

    def __init__(self, title: str, below: str) -> None:
        super().__init__()
        self.words = Words()
        self.backward = answer_button("上一页", lambda: self.words.turn(-1))
        self.forward = answer_button("下一页", lambda: self.words.turn(1))
        self.question = label("", "title")
        self._foot = QHBoxLayout()
        card = QFrame()
        card.setProperty("look", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 22, 12, 22)
        inside.addWidget(self.words)
        self._title = label(title, "title")
        self._below = label(below, "muted", wraps=True)
        self._whole = whole = QVBoxLayout(self)
        whole.setContentsMargins(48, 32, 48, 32)
        whole.setSpacing(12)
        whole.addWidget(self._title)
        whole.addWidget(self._below)
        whole.addWidget(card, 1)
        whole.addSpacing(4)
        whole.addLayout(self._foot)
        self._foot.setSpacing(16)
        self._foot.addWidget(self.backward)
        self._foot.addWidget(self.forward)
        self._foot.addStretch(1)
        self._foot.addWidget(self.question)
        self.words.moved.connect(self._judge)
        QTimer.singleShot(0, self, self._judge)

    def say(self, title: str, below: str) -> None:
        """Show another heading."""
        self._title.setText(title)
        self._below.setText(below)

    def add_below_words(self, part: QWidget) -> None:
        """Put a part between the words and the answers; it takes as much room as they."""
        self._whole.insertWidget(3, part, 1)

    def add_answer(self, button: Button) -> None:
        """Put an answer at the lower right."""
        self._foot.addWidget(button)

    def _judge(self) -> None:
        """Pages are offered where there are several."""
        is_long = self.words.is_longer_than_screen
        for button in (self.backward, self.forward):
            button.setVisible(is_long)
        self.backward.setEnabled(self.words.verticalScrollBar().value() > 0)
        self.forward.setEnabled(not self.words.is_at_end)
