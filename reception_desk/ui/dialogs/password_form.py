"""修改密码: one's own, with the old one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reception_desk.services.passwords import SHORTEST_PASSWORD
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.entry_form import password_field
from reception_desk.ui.widgets.form_grid import Row


class PasswordForm(DialogForm):
    """Signal `change_asked(old, new)`."""

    change_asked = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        self.old = password_field("原密码")
        self.new = password_field("新密码")
        self.repeat = password_field("再输一次新密码")
        super().__init__(
            parent,
            "修改密码",
            [
                Row("原密码", self.old, is_required=True),
                Row("新密码", self.new, f"至少 {SHORTEST_PASSWORD} 位", is_required=True),
                Row("再输一次", self.repeat, is_required=True),
            ],
            "修改",
        )
        self.press.clicked.connect(self._ask)

    def _ask(self) -> None:
        self.form.clear_problems()
        if not self.old.text():
            self.form.show_problem(self.old, "请输入原密码。")
        elif len(self.new.text()) < SHORTEST_PASSWORD:
            self.form.show_problem(self.new, f"密码至少 {SHORTEST_PASSWORD} 位。")
        elif self.new.text() != self.repeat.text():
            self.form.show_problem(self.repeat, "两次输入的密码不一样。")
        else:
            self.set_busy(is_busy=True)
            self.change_asked.emit(self.old.text(), self.new.text())
