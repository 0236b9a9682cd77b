"""A card: a white surface with a title, actions beside it, and content below."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from reception_desk.ui.widgets.labels import label


class _CardHead(QWidget):
    """Title and count, with the actions at the right or, where there is no room, below."""

    def __init__(self, title: str, count: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.title = label(title, "heading")
        self.count = label(count, "count")
        if not count:
            self.count.hide()  # setVisible(True) without a parent would open a window
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(8)
        self._words = QHBoxLayout()
        self._words.setSpacing(8)
        self._whole.addLayout(self._words, 1)
        self._words.addWidget(self.title)
        self._words.addWidget(self.count, 0, Qt.AlignmentFlag.AlignVCenter)
        self._words.addStretch(1)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(8)
        self._whole.addLayout(self.tools)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the wider of the two rows."""
        width = max(self._words.minimumSize().width(), self.tools.minimumSize().width())
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self._words.minimumSize().width() + self.tools.minimumSize().width() + 8
        directions = QBoxLayout.Direction
        fits = beside <= self.width()
        self._whole.setDirection(directions.LeftToRight if fits else directions.TopToBottom)


class Card(QFrame):
    """A block of a page. `body` is a vertical layout for the content.

    A card with `is_flush` lets its content (a table) reach the edges. Pages may derive from it.
    """

    def __init__(
        self,
        title: str = "",
        *,
        count: str = "",
        is_flush: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.setAccessibleName(title)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self._card_head = _CardHead(title, count, self)
        if not title:
            self._card_head.hide()
        head = QHBoxLayout()
        head.setContentsMargins(15, 0, 15, 0) if is_flush else head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._card_head)
        side, bottom = (1, 1) if is_flush else (16, 16)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(side, 12, side, bottom)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addLayout(self.body, 1)
        whole.addStretch(0)

    def set_title(self, title: str) -> None:
        """Change the title; an empty one keeps the row for the actions."""
        self._card_head.title.setText(title)
        self.setAccessibleName(title)
        self._card_head.show()

    def set_count(self, text: str) -> None:
        """Show a small figure beside the title, for example `共 38 人`; empty hides it."""
        self._card_head.count.setText(text)
        self._card_head.count.setVisible(bool(text))

    def add_action(self, widget: QWidget) -> None:
        """Put a button at the right of the title."""
        self._card_head.tools.addWidget(widget)
        self._card_head.show()

    def add(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or a layout below what is there."""
        if isinstance(part, QWidget):
            self.body.addWidget(part, stretch)
        else:
            self.body.addLayout(part, stretch)
