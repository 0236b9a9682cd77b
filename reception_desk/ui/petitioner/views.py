"""What the screen may show: the welcome, the privacy notice, the words read back, a short word."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reception_desk.records.read_back import ReadBack
from reception_desk.ui.petitioner.parts import AskingView, answer_button
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Look
from reception_desk.ui.widgets.labels import IconLabel, label


class Plain(QWidget):
    """A large line with a smaller one below: the welcome, or a word after an answer."""

    def __init__(self, icon: str, role: Colour) -> None:
        super().__init__()
        self.head = label("", "big", wraps=True)
        self.below = label("", "lead", wraps=True)
        self._icon = IconLabel(icon, role, 72)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(64, 48, 64, 48)
        whole.setSpacing(22)
        whole.addStretch(4)
        whole.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for line in (self.head, self.below):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            whole.addWidget(line)
        whole.addStretch(5)

    def say(self, head: str, below: str, *, icon: str = "", role: Colour = Colour.OK) -> None:
        """Show other lines, and another icon where one is named."""
        if icon:
            self._icon.show_icon(icon, role)
        self.head.setText(head)
        self.below.setText(below)


class NoticeView(AskingView):
    """个人信息处理告知. Signals: `read()` and `reading_asked()`, to have it read aloud."""

    read = Signal()
    reading_asked = Signal()

    def __init__(self) -> None:
        super().__init__("怎样处理您的个人信息", "只是告知，不需要您同意；有不明白的，请问窗口。")
        self.aloud = answer_button("请读给我听", self.reading_asked.emit)
        self.done = answer_button("我看过了", self.read.emit, Look.PRIMARY)
        self.add_answer(self.aloud)
        self.add_answer(self.done)

    def show_notice(self, sections: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Show the notice from its beginning."""
        self.words.show_sections(sections)


class ReadBackView(AskingView):
    """Signals: `confirmed()`, and `correction_asked()`, which the clerk takes up."""

    confirmed = Signal()
    correction_asked = Signal()

    def __init__(self) -> None:
        super().__init__("请核对记录", "")
        self.question.setText("记录是否准确？")
        self.wrong = answer_button("需要更正", self.correction_asked.emit)
        self.right = answer_button("准确", self.confirmed.emit, Look.PRIMARY)
        self.add_answer(self.wrong)
        self.add_answer(self.right)

    def show_words(self, words: ReadBack) -> None:
        """Show what was written down, from its beginning."""
        number = f"登记编号 {words.number}。" if words.number else ""
        self.say("请核对记录", f"{number}姓名和电话隐去了一部分，以免旁人看到。")
        self.words.show_sections(words.sections())
