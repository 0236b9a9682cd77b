"""A PDF taken along: into a file or onto paper, why, and who agrees."""

from PySide6.QtWidgets import QComboBox, QWidget

from reception_desk.ui.dialogs.approval_form import ApprovalForm
from reception_desk.ui.widgets.form_grid import Row


class FileForm(ApprovalForm):
    """Signal `asked()` of the base once everything is filled in.

    `words` say below the fields what will be made.
    """

    def __init__(self, parent: QWidget, title: str, words: str, *, needs_approval: bool) -> None:
        self.way = QComboBox()
        self.way.addItem("保存为 PDF 文件", False)
        self.way.addItem("打印", True)
        super().__init__(
            parent,
            title,
            [Row("去向", self.way)],
            words,
            reason_goes="与导出人、时间一起写在每页下方",
            needs_approval=needs_approval,
        )
        self.way.currentIndexChanged.connect(self._name_act)

    @property
    def is_for_printer(self) -> bool:
        """Whether the file goes onto paper."""
        return bool(self.way.currentData())

    @property
    def working_words(self) -> tuple[str, str]:
        return "正在合成", "份"

    def _name_act(self) -> None:
        self.press.setText("打印" if self.is_for_printer else "导出")
