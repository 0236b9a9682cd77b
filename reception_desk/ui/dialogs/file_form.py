"""全卷: into a file or onto paper, why, and who agrees."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.entry_form import password_field
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.work_progress import WorkProgress

_WORDS = (
    "归档的材料按次序合成一份，前有卷内目录。每页下方写明是谁的副本；"
    "取不到或被改动的材料会写出名称，不会悄悄漏掉。"
)


class FileForm(DialogForm):
    """Signal `file_asked()` once everything is filled in; the fields hold the answers."""

    file_asked = Signal()

    def __init__(self, parent: QWidget, number: str, *, needs_approval: bool) -> None:
        self.way = QComboBox()
        self.way.addItem("保存为 PDF 文件", False)
        self.way.addItem("打印", True)
        self.reason = QLineEdit()
        self.login = QLineEdit()
        self.password = password_field("批准人密码")
        rows = [
            Row("去向", self.way),
            Row("理由", self.reason, "与导出人、时间一起写在每页下方", is_required=True),
        ]
        if needs_approval:
            rows += [
                Row("批准人账号", self.login, "局领导当场输入自己的账号和密码", is_required=True),
                Row("批准人密码", self.password, is_required=True),
            ]
        super().__init__(parent, f"全卷 {number}", rows, "导出")
        self._needs_approval = needs_approval
        self.progress = WorkProgress()
        self.add(label(_WORDS, "muted", wraps=True))
        self.add(self.progress)
        self.way.currentIndexChanged.connect(self._name_act)
        self.press.clicked.connect(self._ask)

    @property
    def is_for_printer(self) -> bool:
        """Whether the file goes onto paper."""
        return bool(self.way.currentData())

    def show_working(self, *, is_working: bool) -> None:
        """While it is made there is one 取消, beside the progress."""
        self.set_busy(is_busy=is_working)
        self.cancel.setVisible(not is_working)
        self.press.setVisible(not is_working)
        if is_working:
            self.progress.start("正在合成", "份")
        else:
            self.progress.stop()

    def _name_act(self) -> None:
        self.press.setText("打印" if self.is_for_printer else "导出")

    def _ask(self) -> None:
        self.form.clear_problems()
        self.bar.clear()
        wanted: list[tuple[QLineEdit, str]] = [(self.reason, "请填写理由。")]
        if self._needs_approval:
            wanted += [
                (self.login, "请批准人输入账号。"),
                (self.password, "请批准人输入密码。"),
            ]
        wrong = [(field, words) for field, words in wanted if not field.text().strip()]
        for field, words in wrong:
            self.form.show_problem(field, words)
        if wrong:
            wrong[0][0].setFocus()
            return
        self.file_asked.emit()
