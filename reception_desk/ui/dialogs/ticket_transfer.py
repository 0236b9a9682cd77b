"""转窗口: the number goes to another window, which alone calls it then."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reception_desk.services.office import DeskChoice
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label

_WORDS = "转过去以后由那个窗口叫号，排在原来的次序上。请告诉来访人到那里等。"


class TicketTransfer(DialogForm):
    """Signal `asked(desk id)`; `desks` are the other windows."""

    asked = Signal(str)

    def __init__(self, parent: QWidget, number: str, desks: Sequence[DeskChoice]) -> None:
        self.desk = CodeCombo(
            [Choice(one.desk_id, f"{one.window}号窗口", one.name, (one.window,)) for one in desks],
            hint="窗口号",
        )
        super().__init__(
            parent, f"{number} 转窗口", [Row("窗口", self.desk, is_required=True)], "转过去"
        )
        self.add(label(_WORDS, "muted", wraps=True))
        self.press.clicked.connect(self._ask)

    def _ask(self) -> None:
        self.form.clear_problems()
        if not self.desk.code():
            self.form.show_problem(self.desk, "请选择转到哪个窗口。")
            self.desk.setFocus()
            return
        self.asked.emit(self.desk.code())
        self.accept()
