"""Units are asked to attend: which, for what, and what they are to bring."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label

_WORDS = "保存后可以打印到场通知；事项改约到别的接访日，通知跟着走。"


class AttendanceForm(DialogForm):
    """Signal `asked(unit id, subject, note)`; the subject is the key of one of those offered."""

    asked = Signal(str, str, str)

    def __init__(
        self, parent: QWidget, title: str, units: Sequence[Choice], subjects: Sequence[Choice]
    ) -> None:
        self.unit = CodeCombo(units, hint="单位名称或者首字母")
        self.subject = CodeCombo(subjects)
        self.note = QLineEdit(maxLength=100)
        self.note.setPlaceholderText("例如：请带上征地补偿的发放名册")
        rows = [
            Row("单位", self.unit, is_required=True),
            Row("为哪件事项", self.subject, is_required=True),
            Row("另外的要求", self.note),
        ]
        super().__init__(parent, title, rows, "通知到场")
        self.add(label(_WORDS, "muted", wraps=True))
        self.subject.set_code(subjects[0].key)
        self.press.clicked.connect(self._ask)

    def _ask(self) -> None:
        self.form.clear_problems()
        for field, words in (
            (self.unit, "请选择单位。"), (self.subject, "请选择为哪件事项。")
        ):  # fmt: skip
            if not field.code():
                self.form.show_problem(field, words)
                field.setFocus()
                self.fit()
                return
        self.bar.clear()
        self.set_busy(is_busy=True)
        self.asked.emit(self.unit.code(), self.subject.code(), self.note.text().strip())
