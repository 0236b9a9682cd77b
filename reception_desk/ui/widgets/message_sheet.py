"""The one box of the program: what happened, what is saved, what to do, and an answer."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reception_desk.ui import text_size
from reception_desk.ui.screen_room import room_around
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.inline_bar import ICONS, Level
from reception_desk.ui.widgets.labels import IconLabel, label

TITLES = {Level.INFO: "提示", Level.OK: "完成", Level.WARN: "请确认", Level.ERROR: "出现问题"}


class MessageSheet(QDialog):
    """A window-modal box that is opened, never executed, and deletes itself when closed."""

    def __init__(self, parent: QWidget, level: Level, text: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(TITLES[level])
        self.setAccessibleDescription(text)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self._words = QVBoxLayout()
        self._words.setSpacing(8)
        self._words.addWidget(label(text, "heading", wraps=True))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(IconLabel(*ICONS[level], 26), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(self._words, 1)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(18)
        whole.addLayout(top)
        whole.addLayout(self._buttons)
        room = room_around(parent).width() - 80
        self.setMinimumWidth(min(text_size.scaled(420), room))

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the wrapped words need at this width, and no higher."""
        self.resize(self.width(), self.heightForWidth(self.width()))
        super().showEvent(event)

    def add_line(self, text: str, icon: str, role: Colour) -> None:
        """Add a line with a small icon (what is saved, what to do); nothing for no text."""
        if not text:
            return
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(icon, role, 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(text, wraps=True), 1)
        self._words.addLayout(row)

    def add_field(self, name: str) -> QLineEdit:
        """Add a line to write in and return it."""
        field = QLineEdit()
        field.setPlaceholderText(name)
        field.setAccessibleName(name)
        self._words.addWidget(field)
        field.setFocus()
        return field

    def add_button(self, text: str, look: Look, *, accepts: bool, is_default: bool) -> Button:
        """Add a button that closes the box; the default one has the focus and answers Enter."""
        button = Button(text, self.accept if accepts else self.reject, look=look)
        button.setDefault(is_default)
        self._buttons.addWidget(button)
        if is_default:
            button.setFocus()
        return button
