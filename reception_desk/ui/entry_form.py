"""The bright side of the entrance: a title, fields, one button, and what went wrong."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from reception_desk.errors import DeskError, SignInRefusedError
from reception_desk.ui import text_size
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.widgets.labels import label

_WIDTH = 360


def password_field(name: str) -> QLineEdit:
    """Return a field that shows dots."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(name)
    return field


class EntryForm(QWidget):
    """Fields under their labels; Enter in the last one presses the button, before that moves on.

    While an answer is on its way the form is off, so that it is not sent twice. After several
    wrong passwords the button counts the seconds until the next try.
    """

    def __init__(
        self,
        title: str,
        below: str,
        fields: Sequence[tuple[str, QLineEdit]],
        press: tuple[str, Callable[[], object]],
    ) -> None:
        super().__init__()
        self.fields = [field for _, field in fields]
        self.bar = InlineBar()
        self.button = Button(press[0], press[1], look=Look.PRIMARY)
        self._verb = press[0]
        self._seconds = 0
        self._second = QTimer(self, interval=1000, timerType=Qt.TimerType.PreciseTimer)
        self._second.timeout.connect(self._count_down)
        self.title = label(title, "title", wraps=True)
        self.below = label(below, "muted", wraps=True)
        self.foot = QHBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self.title)
        self._column.addWidget(self.below)
        self._column.addSpacing(18)
        for name, field in fields:
            self._add_field(name, field)
        self._column.addWidget(self.bar)
        self._column.addSpacing(6)
        self._column.addWidget(self.button)
        self._column.addLayout(self.foot)
        self._size()

    def begin(self) -> None:
        """Put the caret where something is missing."""
        empty = (field for field in self.fields if not field.text())
        next(empty, self.fields[-1]).setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, *, is_busy: bool) -> None:
        """Rest while an answer is on its way."""
        for field in self.fields:
            field.setEnabled(not is_busy)
        self.button.setEnabled(not is_busy and not self._seconds)

    def refuse(self, error: DeskError) -> None:
        """Say what is wrong and let the last field be typed again, at once or in some seconds."""
        if isinstance(error, SignInRefusedError):
            self._wait(error.wait_seconds)
        self.set_busy(is_busy=False)
        self.bar.say_error(error)
        self.fields[-1].setFocus()
        self.fields[-1].selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        at = next((at for at, field in enumerate(self.fields) if field.hasFocus()), -1)
        if 0 <= at < len(self.fields) - 1:
            self.fields[at + 1].setFocus()
        elif self.button.isEnabled():
            self.button.click()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._size()

    def _wait(self, seconds: int) -> None:
        self._seconds = seconds
        self.button.setText(f"{self._verb}（{seconds} 秒后）" if seconds else self._verb)
        if seconds:
            self._second.start()
        else:
            self._second.stop()

    def _count_down(self) -> None:
        self._wait(self._seconds - 1)
        if not self._seconds:
            self.button.setEnabled(self.fields[-1].isEnabled())

    def _add_field(self, name: str, field: QLineEdit) -> None:
        caption = label(name)
        caption.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(name)
        self._column.addWidget(caption)
        self._column.addWidget(field)
        self._column.addSpacing(8)

    def _size(self) -> None:
        self.setMaximumWidth(text_size.scaled(_WIDTH))


def centred(form: QWidget) -> QScrollArea:
    """Return a form in the middle of its room; it scrolls where there is too little."""
    inner = QWidget()
    inner.setProperty("look", "clear")
    middle = QVBoxLayout()
    middle.addStretch(2)
    middle.addWidget(form)
    middle.addStretch(3)
    row = QHBoxLayout(inner)
    row.setContentsMargins(24, 24, 24, 24)
    row.addStretch(1)
    row.addLayout(middle, 8)
    row.addStretch(1)
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
