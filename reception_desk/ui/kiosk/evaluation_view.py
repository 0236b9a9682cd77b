"""满意度评价: one body after the other; nothing is chosen beforehand, and no reason has to be."""

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent

from reception_desk.records.evaluation import Grade, Opinion, Subject
from reception_desk.rules.evaluation import grades_of, reason_choices, takes_reasons
from reception_desk.ui.kiosk.kiosk_look import Ink
from reception_desk.ui.kiosk.parts import KioskView
from reception_desk.ui.petitioner.choices import Choices
from reception_desk.ui.widgets.buttons import Look
from reception_desk.ui.widgets.labels import label

BELOW = "自愿评价，不影响办理；不记名，工作人员看不到。"
_ABOUT = {
    Subject.OFFICE: "登记、转送、告知做得怎么样？",
    Subject.UNIT: "您这件事办理得怎么样？",
}


class BodyEvaluationView(KioskView):
    """Calls `on_answered(Opinion)`, and `on_passed()` for who does not evaluate this body."""

    def __init__(
        self,
        on_answered: Callable[[Opinion], object],
        on_passed: Callable[[], object],
        on_home: Callable[[], object],
    ) -> None:
        super().__init__("", BELOW, on_home)
        self._on_answered = on_answered
        self.subject = Subject.OFFICE
        grades = [(grade.value, grade.label) for grade in grades_of(Subject.OFFICE)]
        self.grades = Choices(grades, columns=3, ink=Ink.ON_CHOSEN)
        self.asked_why = label("哪里不满意？可以选几项，也可以不选。", "lead", wraps=True)
        self.reasons = Choices(reason_choices(), is_single=False, columns=2, ink=Ink.ON_CHOSEN)
        for part, room in ((self.grades, 3), (self.asked_why, 0), (self.reasons, 3)):
            self.body.addWidget(part, room)
        self.body.addStretch(1)
        self.passed = self.add_answer("不评价", on_passed, Look.PLAIN)
        self.done = self.add_answer("提交评价", self._answer)
        self.grades.changed.connect(self._judge)
        self.ask(Subject.OFFICE)

    def ask(self, subject: Subject) -> None:
        """Ask about a body, with nothing chosen."""
        self.let_go()
        self.subject = subject
        self.title.setText(f"请评价：{subject.label}")
        self.below.setText(f"{_ABOUT[subject]}\n{BELOW}")

    def let_go(self) -> None:
        self.grades.clear()
        self.reasons.clear()

    def show_busy(self, *, is_busy: bool) -> None:
        """A second press is no second answer."""
        self.done.setEnabled(not is_busy and bool(self.grades.chosen))
        self.passed.setEnabled(not is_busy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() > self.height()
        self.grades.stand_in(3 if is_wide else 1)
        self.reasons.stand_in(3 if is_wide else 2)

    def _grade(self) -> Grade | None:
        return Grade(self.grades.chosen[0]) if self.grades.chosen else None

    def _answer(self) -> None:
        if (grade := self._grade()) is not None:
            reasons = tuple(self.reasons.chosen) if takes_reasons(self.subject, grade) else ()
            self._on_answered(Opinion(grade, reasons))

    def _judge(self) -> None:
        grade = self._grade()
        asks_why = grade is not None and takes_reasons(self.subject, grade)
        if not asks_why:
            self.reasons.clear()
        self.asked_why.setVisible(asks_why)
        self.reasons.setVisible(asks_why)
        self.done.setEnabled(grade is not None)
