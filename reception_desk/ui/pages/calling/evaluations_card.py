"""评价: what was answered in the months that are over, by subject; small counts are left out."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from reception_desk.records.evaluation import Grade, SubjectMonth
from reception_desk.rules.evaluation import FEWEST
from reception_desk.services.evaluations import evaluation_months
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.filling_column import FillingColumn
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace

LANE = "report"
COLUMNS = (
    Column("month", "月份", 6),
    Column("subject", "评价对象", 11),
    *(Column(grade.value, grade.label, 5, is_right=True) for grade in Grade),
    Column("total", "合计", 4, is_right=True),
)
_FEW = f"不足{FEWEST}"
_WORDS = (
    f"自愿评价，不记名，不按窗口、人员统计；本月过完才列出。不足 {FEWEST} 个的不列数，"
    "有不列数的，合计也不列。"
)


class EvaluationsCard(Card):
    """Signal `failed(error)`. Reads in the background when asked to."""

    failed = Signal(object)

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__("评价（往月）", is_flush=True, parent=parent)
        self._work = work
        self.model: RecordTableModel[SubjectMonth] = RecordTableModel(
            COLUMNS, month_cells, lambda one: (one.month, one.subject)
        )
        self.table = TableView(self.model, "往月的评价", is_flush=True, can_export=False)
        FillingColumn(self.table, COLUMNS, "subject")
        self._stack = QStackedWidget(self)
        empty = EmptyState(
            "往月还没有评价", "来访人自愿评价；每月的汇总在次月列出。", icon="statistics"
        )
        for part in (empty, self.table):
            self._stack.addWidget(part)
        self.reasons = label("", "muted", wraps=True)
        words = label(_WORDS, "hint", wraps=True)
        self.add(self._stack, 1)
        for part in (self.reasons, words):
            part.setContentsMargins(15, 0, 15, 0)
            self.add(part)
        words.setContentsMargins(15, 0, 15, 10)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._name_reasons())

    def reload(self) -> None:
        """Read the months again."""
        read = partial(evaluation_months, self._work.database, self._work.actor)
        self._work.tasks.run(LANE, self, read, self.show_months, self.failed.emit)

    def take_focus(self) -> None:
        """Let the arrows walk through the months."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_months(self, months: tuple[SubjectMonth, ...]) -> None:
        """Show what was counted."""
        self.model.set_records(months)
        self._stack.setCurrentIndex(1 if months else 0)
        if months:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._name_reasons()

    def _name_reasons(self) -> None:
        """Name what those of the marked row were dissatisfied with."""
        index = self.table.currentIndex()
        self.reasons.setText(
            reason_words(self.model.record(index.row())) if index.isValid() else ""
        )


def month_cells(one: SubjectMonth) -> Sequence[Any]:
    """Return the cells of `COLUMNS`; a grade that is not asked about has an empty one."""
    counts = dict(one.grades)
    grades = [
        (_FEW if counts[grade.label] is None else counts[grade.label])
        if grade.label in counts
        else None
        for grade in Grade
    ]
    month = f"{one.month.year}年{one.month.month}月"
    return (month, one.subject.label, *grades, "不列" if one.total is None else one.total)


def reason_words(one: SubjectMonth) -> str:
    """Return the reasons that were named often enough."""
    if not one.reasons:
        return f"不满意的原因：没有够 {FEWEST} 个的。"
    named = "、".join(f"{name} {count}" for name, count in one.reasons)
    return f"不满意的原因（可多选）：{named}。"
