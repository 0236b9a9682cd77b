"""承诺: report back on one, close it with evidence on record, or take it up again."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reception_desk.records.promises import ReportInput, ReportKind
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.text_area import TextArea

_LONGEST = 1000
_TITLES = {
    ReportKind.REPORTED: "反馈办理情况",
    ReportKind.CLOSED: "承诺事项销号",
    ReportKind.REOPENED: "重新办理",
    ReportKind.CALLED_BACK: "回访信访人",
}
_ASKED = {
    ReportKind.REPORTED: "办理情况",
    ReportKind.CLOSED: "怎样办结的",
    ReportKind.REOPENED: "为什么重新办理",
    ReportKind.CALLED_BACK: "回访情况",
}
_WORDS = {
    ReportKind.REPORTED: "写单位做到了哪一步。办理时限不变。",
    ReportKind.CLOSED: "佐证从本事项已归档的材料和已出具的文书里选，销号后和承诺一起保存。",
    ReportKind.REOPENED: "原来的销号和佐证保留，时限不变。",
    ReportKind.CALLED_BACK: (
        "写哪天、用什么方式把办理结果告诉了本人，本人还有什么要求。满意不满意由本人自己评价，这里不填。"
    ),
}


class PromiseReportForm(DialogForm):
    """Signal `asked(ReportInput)`. `promised` is what was promised; `evidence` closes it."""

    asked = Signal(object)

    def __init__(
        self, parent: QWidget, kind: ReportKind, promised: str, evidence: Sequence[Choice] = ()
    ) -> None:
        self._kind = kind
        self.text = TextArea(limit=_LONGEST, lines=4)
        self.evidence = CodeCombo(evidence, hint="材料或者文书的名称")
        rows = [Row(_ASKED[kind], self.text, is_required=True)]
        if kind is ReportKind.CLOSED:
            rows.append(Row("佐证材料", self.evidence, is_required=True))
        super().__init__(parent, _TITLES[kind], rows, kind.label)
        self.add(label(f"承诺：{promised}", wraps=True))
        self.add(label(_WORDS[kind], "muted", wraps=True))
        self.press.clicked.connect(self._ask)

    def _ask(self) -> None:
        self.form.clear_problems()
        text, evidence = self.text.text().strip(), self.evidence.code()
        problems: list[tuple[QWidget, str]] = []
        if not text:
            problems.append((self.text, f"请写明{_ASKED[self._kind]}。"))
        elif self.text.is_too_long:
            problems.append((self.text, "文字太长，请缩短。"))
        if self._kind is ReportKind.CLOSED and not evidence:
            problems.append((self.evidence, "请选择佐证材料。"))
        for field, words in problems:
            self.form.show_problem(field, words)
        if problems:
            problems[0][0].setFocus()
            self.fit()
            return
        self.bar.clear()
        self.set_busy(is_busy=True)
        self.asked.emit(ReportInput(self._kind, text, evidence or None))
