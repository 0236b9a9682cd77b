"""依法删除: on which ground, by which paper; and the second person's own password."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from reception_desk.records.erasure import ErasureOrder
from reception_desk.rules.erasure import KEEPING, EraseBasis
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.entry_form import password_field
from reception_desk.ui.widgets.buttons import Look
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label

_TAKES = "本机、中心和所有窗口都删除，不能恢复；审计只留谁、何时、依据什么。"


class EraseForm(DialogForm):
    """Signal `erasure_asked(EraseBasis, reason)`: one person asks, nothing is removed yet."""

    erasure_asked = Signal(object, str)

    def __init__(self, parent: QWidget, number: str) -> None:
        self.basis = QComboBox()
        for basis in EraseBasis:
            self.basis.addItem(basis.label, basis)
        self.reason = QLineEdit()
        rows = [
            Row("法定情形", self.basis, is_required=True),
            Row(
                "依据的文书",
                self.reason,
                "会一直保留：写文书名称、日期、文号，不写姓名号码",
                is_required=True,
            ),
        ]
        super().__init__(parent, f"依法删除来访 {number}", rows, "提出删除")
        self.add(label(f"由局领导另行批准后，{_TAKES}", wraps=True))
        self.add(label(KEEPING, "muted", wraps=True))
        self.press.clicked.connect(self._ask)

    def _ask(self) -> None:
        self.form.clear_problems()
        self.bar.clear()
        if not self.reason.text().strip():
            self.form.show_problem(self.reason, "请写明依据的文书。")
            self.reason.setFocus()
            return
        self.set_busy(is_busy=True)
        self.erasure_asked.emit(EraseBasis(self.basis.currentData()), self.reason.text())


class ConfirmErasureForm(DialogForm):
    """Signal `confirmed(password)`: the second person's word; then it is gone."""

    confirmed = Signal(str)

    def __init__(self, parent: QWidget, order: ErasureOrder) -> None:
        self.password = password_field("您的密码")
        super().__init__(
            parent,
            f"批准并删除来访 {order.number}",
            [Row("您的密码", self.password, is_required=True)],
            "批准并删除",
            look=Look.DANGER_PRIMARY,
        )
        basis = EraseBasis(order.basis)
        self.add(label(f"{basis.article}：{basis.label}。依据：{order.reason}。", wraps=True))
        self.add(label(_TAKES, wraps=True))
        self.add(label(KEEPING, "muted", wraps=True))
        self.press.clicked.connect(self._confirm)

    def _confirm(self) -> None:
        self.form.clear_problems()
        self.bar.clear()
        if not self.password.text():
            self.form.show_problem(self.password, "请输入您的密码。")
            self.password.setFocus()
            return
        self.set_busy(is_busy=True)
        self.confirmed.emit(self.password.text())
