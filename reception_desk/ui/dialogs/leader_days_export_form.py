"""Reception days to a file: as what, and from when to when."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reception_desk.records.export import ExportKind
from reception_desk.services.leader_calendar import DAY_KINDS
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.date_field import DateField
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label

WALL = "wall"
_WORDS = {
    ExportKind.ICS.value: "手机和电脑的日历都能打开。以后再导出，改动过的会更新，取消的会划掉。",
    ExportKind.XLSX.value: "每天一行，有领导、时间、地点和变动；没有来访人的任何内容。",
    WALL: "把这个月的公示放大到 A3，存成 PDF 送去打印、张贴；接访日记为已公示。",
}


class LeaderDaysExportForm(DialogForm):
    """Signal `asked()`; `kind` is an `ExportKind` or `WALL`, which is of one month."""

    asked = Signal()

    def __init__(self, parent: QWidget, first: date, last: date) -> None:
        kinds = [Choice(kind.value, kind.label) for kind in DAY_KINDS]
        self.kind_field = CodeCombo([*kinds, Choice(WALL, "A3 公示（PDF）")])
        self.first, self.last = DateField(), DateField()
        self.first.set_day(first)
        self.last.set_day(last)
        rows = [
            Row("存成", self.kind_field, is_required=True),
            Row("从", self.first, is_required=True),
            Row("到", self.last, is_required=True),
        ]
        self._month = f"{first.year}年{first.month}月"
        self._words = label("", "muted", wraps=True)
        super().__init__(parent, "导出接访日", rows, "导出…")
        self.add(self._words)
        self.kind_field.code_changed.connect(self._show_kind)
        self.kind_field.set_code(ExportKind.ICS.value)
        self._show_kind()
        self.press.clicked.connect(self._ask)

    @property
    def kind(self) -> str:
        """Return what is chosen."""
        return self.kind_field.code()

    @property
    def span(self) -> tuple[date, date]:
        """Return the first and the last day."""
        first, last = self.first.day(), self.last.day()
        if first is None or last is None:
            raise ValueError("the form asks for both days")
        return first, last

    def _show_kind(self) -> None:
        is_wall = self.kind == WALL
        for field in (self.first, self.last):
            self.form.show_row(field, is_shown=not is_wall)
        words = _WORDS.get(self.kind, "")
        self._words.setText(f"{self._month}：{words}" if is_wall else words)
        self.fit()

    def _ask(self) -> None:
        self.form.clear_problems()
        for field in (self.first, self.last):
            field.settle()
        first, last = self.first.day(), self.last.day()
        if not self.kind:
            self.form.show_problem(self.kind_field, "请选择存成什么。")
        elif self.kind != WALL and (first is None or last is None):
            self.form.show_problem(self.last, "请写明从哪天到哪天。")
        elif self.kind != WALL and first is not None and last is not None and first > last:
            self.form.show_problem(self.last, "结束的日子要在开始之后。")
        else:
            self.set_busy(is_busy=True)
            self.asked.emit()
            return
        self.fit()
