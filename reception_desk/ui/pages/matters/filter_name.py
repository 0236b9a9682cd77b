"""The name under which a filter of matters is kept."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.form_grid import Row


class FilterNameForm(DialogForm):
    """Signal `named(text)`; a name used before gets the new filter."""

    named = Signal(str)

    def __init__(self, parent: QWidget, name: str) -> None:
        self.name = QLineEdit(name)
        row = Row("名称", self.name, "同名的筛选会被替换；只有您在本机看到", is_required=True)
        super().__init__(parent, "保存筛选", [row], "保存")
        self.press.clicked.connect(lambda: self.named.emit(self.name.text()))
        self.name.selectAll()
