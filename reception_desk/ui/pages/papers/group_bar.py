"""全部 · 待打印 · 打印中 · 已打印 · 未打出: one is chosen, each says how many."""

from collections import Counter
from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from reception_desk.records.document import DocumentRecord
from reception_desk.ui.pages.papers.print_groups import PrintGroup, group_of
from reception_desk.ui.widgets.flow_layout import FlowLayout


class GroupBar(QWidget):
    """Signal `chosen(PrintGroup)`; Alt+1 … Alt+5 choose from the keyboard."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.group = PrintGroup.ALL
        self._buttons: dict[PrintGroup, QPushButton] = {}
        one = QButtonGroup(self)
        flow = FlowLayout(self, spacing=6)
        for number, group in enumerate(PrintGroup, 1):
            button = QPushButton(group.label)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("look", "tag")
            button.setChecked(group is self.group)
            button.setToolTip(f"Alt+{number}")
            button.clicked.connect(partial(self.choose, group))
            key = QShortcut(QKeySequence(f"Alt+{number}"), self)
            key.activated.connect(partial(self.choose, group))
            one.addButton(button)
            flow.addWidget(button)
            self._buttons[group] = button

    def choose(self, group: PrintGroup, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        """Show one group."""
        self.group = group
        self._buttons[group].setChecked(True)
        self.chosen.emit(group)

    def count(self, papers: Iterable[DocumentRecord]) -> None:
        """Say how many papers stand in each group."""
        counts = Counter(map(group_of, papers))
        counts[PrintGroup.ALL] = counts.total()
        for group, button in self._buttons.items():
            button.setText(f"{group.label} {counts[group]}")
