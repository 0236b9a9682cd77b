"""Below the form while a registered visit is corrected: what changes, why, save or cancel."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.labels import label


class CorrectionFoot(QWidget):
    """Signals: `save_asked`, `cancel_asked`, `reason_edited(str)`.

    The reason is asked for only where something already given is changed.
    """

    save_asked = Signal()
    cancel_asked = Signal()
    reason_edited = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.changes = label("", "muted", wraps=True)
        self.reason = QLineEdit(placeholderText="例如：姓名听写有误")
        self.reason.setAccessibleName("更正理由")
        self.saved = label("", "hint")
        self.save_button = Button("保存", self.save_asked.emit, look=Look.PRIMARY, tip="Ctrl+Enter")
        self._why = QWidget()
        self._arrange()
        self.reason.textEdited.connect(self.reason_edited)

    def show_changes(self, words: str, *, needs_reason: bool) -> None:
        """Say what would be saved now, and ask for the reason where one is due."""
        self.changes.setText(words or "还没有改动。")
        self._why.setVisible(needs_reason)
        self.save_button.setEnabled(bool(words))

    def show_reason(self, reason: str) -> None:
        """Show the reason of another tab."""
        with QSignalBlocker(self.reason):
            self.reason.setText(reason)

    def ask_reason(self) -> None:
        """Put the caret where the reason goes."""
        self._why.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        why = QHBoxLayout(self._why)
        why.setContentsMargins(0, 0, 0, 0)
        why.setSpacing(10)
        name = label("更正理由")
        name.setBuddy(self.reason)
        why.addWidget(name)
        why.addWidget(self.reason, 1)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.changes, 1)
        line.addWidget(self.saved)
        line.addWidget(Button("取消", self.cancel_asked.emit, tip="Esc"))
        line.addWidget(self.save_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._why)
        whole.addLayout(line)
