"""请您评价: nothing is chosen beforehand, and not to evaluate is as easy as to evaluate."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.records.evaluation import Grade, Opinion, Subject
from reception_desk.rules.evaluation import grades_of
from reception_desk.ui.petitioner.choices import Choices
from reception_desk.ui.petitioner.parts import answer_button
from reception_desk.ui.widgets.buttons import Look
from reception_desk.ui.widgets.labels import label

TITLE = "请您评价窗口的服务"
BELOW = "自愿评价，不评价也可以，不影响办理。\n工作人员看不到您选了什么；汇总时不记是谁、是哪件事。"


class EvaluationView(QWidget):
    """Signals: `answered(Opinion)`, and `declined()` for who does not want to."""

    answered = Signal(object)
    declined = Signal()

    def __init__(self) -> None:
        super().__init__()
        grades = [(grade.value, grade.label) for grade in grades_of(Subject.WINDOW)]
        self.choices = Choices(grades, columns=len(grades))
        self.decline = answer_button("不评价", self.declined.emit)
        self.done = answer_button("提交评价", self._answer, Look.PRIMARY)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(48, 40, 48, 40)
        whole.setSpacing(14)
        whole.addWidget(label(TITLE, "title"))
        whole.addWidget(label(BELOW, "lead", wraps=True))
        whole.addStretch(2)
        whole.addWidget(self.choices, 3)
        whole.addStretch(3)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addStretch(1)
        foot.addWidget(self.decline)
        foot.addWidget(self.done)
        whole.addLayout(foot)
        self.choices.changed.connect(self._judge)
        self._judge()

    def let_go(self) -> None:
        """Keep nothing of what was chosen."""
        self.choices.clear()

    def _answer(self) -> None:
        if self.choices.chosen:
            self.answered.emit(Opinion(Grade(self.choices.chosen[0])))

    def _judge(self) -> None:
        self.done.setEnabled(bool(self.choices.chosen))
