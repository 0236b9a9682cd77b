"""离席锁屏: covers the whole desk and blanks every name until the same person comes back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reception_desk.ui.entry_form import EntryForm, centred, password_field
from reception_desk.ui.hall_panel import HallPanel
from reception_desk.ui.widgets.buttons import Button, Look


class LockScreen(QWidget):
    """Signals: `unlock_asked(password)` and `sign_out_asked()` for a change of shift."""

    unlock_asked = Signal(str)
    sign_out_asked = Signal()

    def __init__(self, hall: str, name: str, zone: str) -> None:
        super().__init__()
        self.setProperty("look", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.password = password_field("密码")
        self.form = EntryForm(
            "已锁定",
            f"{name} 离开了座位，输入的内容都在。",
            [("密码", self.password)],
            ("解锁", self._ask),
        )
        self.form.foot.addWidget(Button("换人登录", self.sign_out_asked.emit, look=Look.LINK))
        self.form.foot.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(HallPanel(hall, zone=zone), 5)
        row.addWidget(centred(self.form), 6)

    def begin(self) -> None:
        """Come into sight with an empty field that has the focus."""
        self.password.clear()
        self.form.bar.clear()
        self.form.set_busy(is_busy=False)
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        if self.password.text():
            self.form.bar.clear()
            self.form.set_busy(is_busy=True)
            self.unlock_asked.emit(self.password.text())
