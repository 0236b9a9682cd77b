"""The one bar of a block that informs, warns or tells of an error."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from reception_desk.errors import DeskError
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, IconButton, Look
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import IconLabel, label

Link = tuple[str, Callable[[], object]]


class Level(StrEnum):
    """How much a message matters."""

    INFO = "info"
    OK = "ok"
    WARN = "warn"
    ERROR = "error"


ICONS = {
    Level.INFO: ("info", Colour.ACCENT),
    Level.OK: ("done", Colour.OK),
    Level.WARN: ("warning", Colour.WARN),
    Level.ERROR: ("error", Colour.ERROR),
}
_SPOKEN = {Level.INFO: "提示", Level.OK: "完成", Level.WARN: "提醒", Level.ERROR: "错误"}


class InlineBar(QFrame):
    """Hidden until something is to be said; a later message takes the place of an earlier."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("info", Colour.ACCENT)
        self._text = label("", wraps=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._links = QWidget()
        self._link_row = FlowLayout(self._links, spacing=4)
        self._close = IconButton("close", "关闭提示", self.clear, size=14)
        self._arrange()
        self.hide()

    @property
    def text(self) -> str:
        """What is being said, or nothing."""
        return "" if self.isHidden() else self._text.text()

    def say(self, level: Level, text: str, links: Sequence[Link] = ()) -> None:
        """Show a message with links that jump to where it can be put right."""
        name, role = ICONS[level]
        self.setProperty("look", f"bar-{level}")
        self.style().unpolish(self)
        self.style().polish(self)
        self._icon.show_icon(name, role)
        self._text.setText(text)
        self.setAccessibleName(f"{_SPOKEN[level]}：{text}")
        _empty(self._link_row)
        for words, jump in links:
            self._link_row.addWidget(Button(words, jump, look=Look.LINK))
        self._links.setVisible(bool(links))
        self.show()

    def say_error(self, error: DeskError) -> None:
        """Show what happened, what is saved and what to do."""
        self.say(Level.ERROR, str(error))

    def clear(self) -> None:
        """Say nothing."""
        self.hide()

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._text)
        words.addWidget(self._links)
        words.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(12, 7, 8, 7)
        whole.setSpacing(9)
        whole.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(words, 1)
        whole.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
