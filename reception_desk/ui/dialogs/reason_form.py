"""A step that asks for nothing but its reason: 退回 a proposal, 回避."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.text_area import TextArea

_LONGEST = 1000


class ReasonForm(DialogForm):
    """Signal `asked(reason)`."""

    asked = Signal(str)

    def __init__(self, parent: QWidget, title: str, verb: str, words: str) -> None:
        self.reason = TextArea(limit=_LONGEST, lines=3)
        super().__init__(parent, title, [Row("理由", self.reason, is_required=True)], verb)
        self.add(label(words, "muted", wraps=True))
        self.press.clicked.connect(self._ask)

    def _ask(self) -> None:
        self.form.clear_problems()
        reason = self.reason.text().strip()
        problem = "文字太长，请缩短。" if self.reason.is_too_long else ""
        if problem := problem or ("" if reason else "请写明理由。"):
            self.form.show_problem(self.reason, problem)
            self.reason.setFocus()
            return
        self.bar.clear()
        self.set_busy(is_busy=True)
        self.asked.emit(reason)
