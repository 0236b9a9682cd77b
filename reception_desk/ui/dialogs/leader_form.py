"""How the notice names a leader: name, post, what they are in charge of."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.services.leaders import LeaderInput
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.form_grid import Row

_LONGEST = 100


class LeaderForm(DialogForm):
    """Signal `asked(LeaderInput)`."""

    asked = Signal(object)

    def __init__(self, parent: QWidget, title: str, verb: str, given: LeaderInput) -> None:
        self.name = QLineEdit(given.name)
        self.post = QLineEdit(given.post)
        self.portfolio = QLineEdit(given.portfolio)
        for field in (self.name, self.post, self.portfolio):
            field.setMaxLength(_LONGEST)
        rows = [
            Row("姓名", self.name, is_required=True),
            Row("职务", self.post, "写全称，例如 县委书记", is_required=True),
            Row("分管工作", self.portfolio, "公示上写的，例如 自然资源、住房和城乡建设"),
        ]
        super().__init__(parent, title, rows, verb)
        self.press.clicked.connect(self._ask)

    def _ask(self) -> None:
        self.form.clear_problems()
        missing = [
            (field, words)
            for field, words in ((self.name, "请写明姓名。"), (self.post, "请写明职务。"))
            if not field.text().strip()
        ]
        for field, words in missing:
            self.form.show_problem(field, words)
        if missing:
            missing[0][0].setFocus()
            return
        self.bar.clear()
        self.asked.emit(LeaderInput(self.name.text(), self.post.text(), self.portfolio.text()))
