"""What every form of an export asks: why, and who agrees on the spot."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.entry_form import password_field
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.work_progress import WorkProgress


class ApprovalForm(DialogForm):
    """Signal `asked()` once everything is filled in; the fields hold the answers."""

    asked = Signal()

    def __init__(
        self,
        parent: QWidget,
        title: str,
        rows: Sequence[Row],
        words: str,
        *,
        reason_goes: str,
        needs_approval: bool,
    ) -> None:
        self.reason = QLineEdit()
        self.login = QLineEdit()
        self.password = password_field("批准人密码")
        asked = [*rows, Row("理由", self.reason, reason_goes, is_required=True)]
        if needs_approval:
            asked += [
                Row("批准人账号", self.login, "局领导当场输入自己的账号和密码", is_required=True),
                Row("批准人密码", self.password, is_required=True),
            ]
        super().__init__(parent, title, asked, "导出")
        self._needs_approval = needs_approval
        self.progress = WorkProgress()
        self.add(label(words, "muted", wraps=True))
        self.add(self.progress)
        self.press.clicked.connect(self._ask)

    def show_working(self, *, is_working: bool) -> None:
        """While it is made there is one 取消, beside the progress."""
        self.set_busy(is_busy=is_working)
        self.cancel.setVisible(not is_working)
        self.press.setVisible(not is_working)
        if is_working:
            self.progress.start(*self.working_words)
        else:
            self.progress.stop()

    @property
    def working_words(self) -> tuple[str, str]:
        """What is being done, and what is counted."""
        return "正在导出", ""

    def own_problems(self) -> list[tuple[QWidget, str]]:
        """Return fields of the form's own, each with what is wrong with it, or ""."""
        return []

    def _ask(self) -> None:
        self.form.clear_problems()
        self.bar.clear()
        problems = [
            *self.own_problems(),
            (self.reason, "" if self.reason.text().strip() else "请填写理由。"),
        ]
        if self._needs_approval:
            problems += [
                (self.login, "" if self.login.text().strip() else "请批准人输入账号。"),
                (self.password, "" if self.password.text() else "请批准人输入密码。"),
            ]
        wrong = [(field, words) for field, words in problems if words]
        for field, words in wrong:
            self.form.show_problem(field, words)
        if wrong:
            wrong[0][0].setFocus()
            return
        self.asked.emit()
