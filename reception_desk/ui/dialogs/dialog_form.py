"""A small form in a dialog: fields, what is wrong with them, cancel and one act."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from reception_desk.errors import DeskError
from reception_desk.ui import text_size
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.form_grid import FormGrid, Row
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.scroll_column import ScrollColumn


class DialogForm(QDialog):
    """Opened, never executed. The owner connects `press.clicked`, and closes or refuses.

    Ctrl+Enter presses the button; Enter alone goes to the next field.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        rows: Sequence[Row],
        verb: str,
        *,
        look: Look = Look.PRIMARY,
        columns: int = 1,
        scrolls: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.form = FormGrid(rows, columns=columns)
        self.bar = InlineBar()
        self.press = Button(verb, look=look)
        self.cancel = Button("取消", self.reject)
        self._others: list[Button] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(10)
        if scrolls:  # more fields than a screen is high
            room = ScrollColumn()
            room.put(self.form)
            self._column.addWidget(room, 1)
        else:
            self._column.addWidget(self.form)
        self._foot = foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.press)
        self._whole = whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 18)
        whole.setSpacing(14)
        head = QHBoxLayout()
        head.addWidget(label(title, "heading"), 1)
        self._place = label("", "muted")
        head.addWidget(self._place)
        whole.addLayout(head)
        whole.addLayout(self._column, 1 if scrolls else 0)
        whole.addWidget(self.bar)
        if not scrolls:
            whole.addStretch(1)
        whole.addLayout(foot)
        self.setMinimumWidth(min(text_size.scaled(440), parent.window().width() - 40))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.press.click)
        rows[0].field.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """Qt sizes a dialog without asking how high wrapped lines are at its width."""
        self._whole.activate()
        height = self._whole.totalHeightForWidth(self.width())
        if height > self.height():
            self.resize(self.width(), height)

    def add(self, part: QWidget | QLayout) -> None:
        """Put something below the fields."""
        if isinstance(part, QWidget):
            self._column.addWidget(part)
        else:
            self._column.addLayout(part)

    def add_button(self, button: Button) -> None:
        """Put another act before the one that the form is for."""
        self._others.append(button)
        self._foot.insertWidget(self._foot.indexOf(self.press), button)

    def say_place(self, words: str) -> None:
        """Say beside the title which of several forms this is."""
        self._place.setText(words)

    def set_busy(self, *, is_busy: bool) -> None:
        """Rest while the answer is on its way."""
        self.form.setEnabled(not is_busy)
        for button in (self.press, *self._others):
            button.setEnabled(not is_busy)

    def refuse(self, error: DeskError) -> None:
        """Say what is wrong; what was typed stays."""
        self.set_busy(is_busy=False)
        self.bar.say_error(error)
        self.fit()
