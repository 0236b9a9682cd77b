"""导出: as which file, which columns, why, and who agrees."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QWidget

from reception_desk.records.export import TABLE_KINDS, ExportKind
from reception_desk.ui.dialogs.approval_form import ApprovalForm
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.tag_chooser import TagChooser


class ExportForm(ApprovalForm):
    """Signal `asked()` of the base once everything is filled in."""

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
        super().__init__(
            parent,
            f"导出{name}",
            [Row("格式", self.kind), Row("列", self.columns, is_required=True)],
            f"共 {total:,} 行，与屏幕上一样隐去；只选用得到的列。",
            reason_goes="与导出人、时间一起写在文件首行",
            needs_approval=needs_approval,
        )

    @property
    def chosen_kind(self) -> ExportKind:
        return ExportKind(self.kind.currentData())

    def own_problems(self) -> list[tuple[QWidget, str]]:
        return [(self.columns, "" if self.columns.chosen() else "请至少选择一列。")]
