"""视频接访: apply for one about a matter; with which end is all that is asked."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reception_desk.records.video_sessions import SessionLevel
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label

_WORDS = "来访登记里的信访人（代表、代理人、陪同人、翻译）自动列为参加人；时间由对方同意后约定。"


class SessionApplication(DialogForm):
    """Signal `asked(SessionLevel)`."""

    asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        self.level = CodeCombo([Choice(one.value, one.label) for one in SessionLevel])
        self.level.set_code(SessionLevel.COUNTY_CITY.value)
        rows = [Row("方式", self.level, is_required=True)]
        super().__init__(parent, "申请视频接访", rows, "申请")
        self.add(label(_WORDS, "muted", wraps=True))
        self.press.clicked.connect(self._ask)

    def _ask(self) -> None:
        self.form.clear_problems()
        if not self.level.code():
            self.form.show_problem(self.level, "请选择方式。")
            self.level.setFocus()
            return
        self.set_busy(is_busy=True)
        self.asked.emit(SessionLevel(self.level.code()))
