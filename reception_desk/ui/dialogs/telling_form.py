"""A leader was told: how, in a word; who and when are known."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label

WAYS = ("电话", "当面", "短信", "书面通知")


class TellingForm(DialogForm):
    """Signal `asked(how)`."""

    asked = Signal(str)

    def __init__(self, parent: QWidget, title: str, words: str) -> None:
        self.way = CodeCombo([Choice(way, way) for way in WAYS])
        self.more = QLineEdit(maxLength=60)
        self.more.setPlaceholderText("例如：告知秘书，已回复到场")
        rows = [Row("怎么告知的", self.way, is_required=True), Row("说明", self.more)]
        super().__init__(parent, title, rows, "记为已告知")
        if words:
            self.add(label(words, "muted", wraps=True))
        self.way.set_code(WAYS[0])
        self.press.clicked.connect(self._ask)

    def _ask(self) -> None:
        self.form.clear_problems()
        if not self.way.code():
            self.form.show_problem(self.way, "请选择怎么告知的。")
            self.fit()
            return
        self.bar.clear()
        self.set_busy(is_busy=True)
        more = self.more.text().strip()
        self.asked.emit(f"{self.way.code()}，{more}" if more else self.way.code())
