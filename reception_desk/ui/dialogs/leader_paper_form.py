"""The yearly paper as it was read: what would be kept, and each line that is wrong."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.rules.leader_paper import PaperReading, other_year
from reception_desk.ui import text_size
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.widgets.labels import IconLabel, label
from reception_desk.ui.widgets.scroll_column import ScrollColumn

_SHOWN = 100
_ROOM = 260


class LeaderPaperForm(DialogForm):
    """Signal `asked(reading)`. With wrong lines the button says how many others it keeps."""

    asked = Signal(object)

    def __init__(self, parent: QWidget, name: str, reading: PaperReading) -> None:
        good, wrong = len(reading.lines), len(reading.faults)
        verb = f"只导入其余 {good} 行" if wrong else "导入"
        read = label(f"{name}，读作{reading.year}年的安排，共 {good + wrong} 行。", wraps=True)
        read.setMinimumHeight(text_size.scaled(32))
        super().__init__(parent, "导入年度安排", [Row("文件", read, is_wide=True)], verb)
        self.faults = QVBoxLayout()
        self.faults.setSpacing(8)
        if year := other_year(f"{reading.title} {name}", reading.year):
            words = f"表上写的是{year}年。要导入{year}年的，请先取消，在“排出全年”里选{year}年。"
            self.bar.say(Level.WARN, words)
        if wrong:
            self.add(
                label(f"有 {wrong} 行读不出来，其余 {good} 行可以导入。", "strong", wraps=True)
            )
            self.add(self._list(reading))
            self.add(label("改好表格再导入一次最稳妥；已导入的行不会重复。", "muted", wraps=True))
        else:
            words = "每一行都读得出来。导入后先排一遍看有没有冲突，再写入接访日。"
            self.add(label(words, "muted", wraps=True))
        self.press.setEnabled(bool(good))
        self.press.clicked.connect(lambda: self._ask(reading))

    def _list(self, reading: PaperReading) -> QWidget:
        for fault in reading.faults[:_SHOWN]:
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(IconLabel("warning", Colour.WARN, 16))
            row.addWidget(label(str(fault), wraps=True), 1)
            self.faults.addLayout(row)
        if (rest := len(reading.faults) - _SHOWN) > 0:
            self.faults.addWidget(label(f"另有 {rest} 行。", "muted"))
        self.faults.addStretch(1)
        inner = QWidget()
        inner.setLayout(self.faults)
        room = ScrollColumn()
        room.put(inner)
        room.setMinimumHeight(text_size.scaled(min(_ROOM, 60 + 40 * len(reading.faults))))
        return room

    def _ask(self, reading: PaperReading) -> None:
        self.set_busy(is_busy=True)
        self.asked.emit(reading)
