"""领导批示: what the leader instructs, and who owes it until when."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.records.leader_bookings import InstructionInput
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.code_list import CodeList
from reception_desk.ui.widgets.date_field import DateField
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.text_area import TextArea

_LONGEST = 1000
_WORDS = "保存后成为这件事项的承诺，到期前在期限看板和下次来访时显示，凭佐证材料销号。"


class InstructionForm(DialogForm):
    """Signal `asked(InstructionInput)`."""

    asked = Signal(object)

    def __init__(self, parent: QWidget, title: str, units: Sequence[Choice]) -> None:
        self.text = TextArea(limit=_LONGEST, lines=4)
        self.unit = CodeCombo(units, hint="单位名称或者首字母")
        self.owner = QLineEdit(maxLength=60)
        self.helpers = CodeList(units, hint="可以不填，可以多个")
        self.due = DateField()
        rows = [
            Row("领导批示", self.text, is_required=True),
            Row("责任单位", self.unit, is_required=True),
            Row("责任人", self.owner, "单位里负责这件事的人", is_required=True),
            Row("协办单位", self.helpers),
            Row("办结时限", self.due, is_required=True),
        ]
        super().__init__(parent, title, rows, "保存批示")
        self.add(label(_WORDS, "muted", wraps=True))
        self.press.clicked.connect(self._ask)

    def _ask(self) -> None:
        self.form.clear_problems()
        self.due.settle()
        tests = (
            (not self.text.text().strip(), self.text, "请写明领导的批示。"),
            (self.text.is_too_long, self.text, "文字太长，请缩短。"),
            (not self.unit.code(), self.unit, "请选择责任单位。"),
            (not self.owner.text().strip(), self.owner, "请写明责任人。"),
            (
                self.unit.code() in self.helpers.codes(),
                self.helpers,
                "责任单位不用再列为协办单位。",
            ),
            (self.due.day() is None, self.due, "请写明办结时限。"),
        )
        problems = [(field, words) for is_wrong, field, words in tests if is_wrong]
        for field, words in problems:
            self.form.show_problem(field, words)
        if problems:
            problems[0][0].setFocus()
            self.fit()
            return
        self.bar.clear()
        self.asked.emit(
            InstructionInput(
                self.text.text().strip(),
                self.unit.code(),
                self.owner.text().strip(),
                self.due.day(),
                self.helpers.codes(),
            )
        )
