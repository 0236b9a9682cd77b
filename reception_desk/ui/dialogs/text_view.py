"""The text that was read from a page: to be looked at, marked and copied, never changed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from reception_desk.ui import text_size
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.labels import label

WIDTH_PX, HEIGHT_PX = 640, 560


class TextView(QDialog):
    """Opened, never executed."""

    def __init__(self, title: str, lines: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.text = QPlainTextEdit("\n".join(lines))
        self.text.setReadOnly(True)
        self.text.setAccessibleName(title)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.copy_button = Button("复制全文", self._copy, icon="copy")
        self.close_button = Button("关闭", self.reject)
        foot = QHBoxLayout()
        foot.addWidget(label("由程序认出，可能有错字，以纸张为准。", "muted", wraps=True), 1)
        foot.addWidget(self.copy_button)
        foot.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(label(title, "heading"))
        whole.addWidget(self.text, 1)
        whole.addLayout(foot)
        window = parent.window()
        self.resize(
            min(text_size.scaled(WIDTH_PX), window.width() - 40),
            min(text_size.scaled(HEIGHT_PX), window.height() - 40),
        )
        self.text.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
