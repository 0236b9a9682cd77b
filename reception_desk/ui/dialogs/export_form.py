"""导出: as which file, which columns, why, and who agrees."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from reception_desk.records.export import TABLE_KINDS, ExportKind
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.entry_form import password_field
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.tag_chooser import TagChooser
from reception_desk.ui.widgets.work_progress import WorkProgress


class ExportForm(DialogForm):
    """Signal `export_asked()` once everything is filled in; the fields hold the answers."""

    export_asked = Signal()

    def __init__(
        self,
        parent: QWidget,
        name: str,
        total: int,
        columns: Sequence[Column],
        shown: Sequence[str],
        *,
        needs_approval: bool,
    ) -> None:
        self.kind = QComboBox()
        for kind in TABLE_KINDS:
            self.kind.addItem(kind.label, kind)
        self.columns = TagChooser("导出的列", [(column.key, column.title) for column in columns])
        self.columns.set_chosen(shown)
        self.reason = QLineEdit()
        self.login = QLineEdit()
        self.password = password_field("批准人密码")
        rows = [
            Row("格式", self.kind),
            Row("列", self.columns, is_required=True),
            Row("理由", self.reason, "与导出人、时间一起写在文件首行", is_required=True),
        ]
        if needs_approval:
            rows += [
                Row("批准人账号", self.login, "局领导当场输入自己的账号和密码", is_required=True),
                Row("批准人密码", self.password, is_required=True),
            ]
        super().__init__(parent, f"导出{name}", rows, "导出")
        self._needs_approval = needs_approval
        self.progress = WorkProgress()
        words = f"共 {total:,} 行，与屏幕上一样隐去；只选用得到的列。"
        self.add(label(words, "muted", wraps=True))
        self.add(self.progress)
        self.press.clicked.connect(self._ask)

    def show_working(self, *, is_working: bool) -> None:
        """While it is written there is one 取消, beside the progress."""
        self.set_busy(is_busy=is_working)
        self.cancel.setVisible(not is_working)
        self.press.setVisible(not is_working)
        if is_working:
            self.progress.start("正在导出")
        else:
            self.progress.stop()

    @property
    def chosen_kind(self) -> ExportKind:
        return ExportKind(self.kind.currentData())

    def _ask(self) -> None:
        self.form.clear_problems()
        self.bar.clear()
        problems: list[tuple[QWidget, str]] = [
            (self.columns, "" if self.columns.chosen() else "请至少选择一列。"),
            (self.reason, "" if self.reason.text().strip() else "请填写导出的理由。"),
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
        self.export_asked.emit()
