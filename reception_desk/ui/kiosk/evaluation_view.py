"""满意度评价: the window, then one body after the other.

Nothing is chosen beforehand, and no reason has to be.
"""

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent

from reception_desk.records.evaluation import Grade, Opinion, Subject
from reception_desk.records.inquiry import EvaluationOffer
from reception_desk.rules.evaluation import grades_of, reason_choices, takes_reasons
from reception_desk.ui.kiosk.kiosk_look import Ink
from reception_desk.ui.kiosk.parts import KioskView
from reception_desk.ui.petitioner.choices import Choices
from reception_desk.ui.widgets.buttons import Look
from reception_desk.ui.widgets.labels import label

BELOW = "自愿评价，不影响办理；不记名，工作人员看不到。"
_ABOUT = {
    Subject.WINDOW: "窗口接待得怎么样？",
    Subject.OFFICE: "登记、转送、告知做得怎么样？",
    Subject.UNIT: "您这件事办理得怎么样？",
}


class KioskEvaluationView(KioskView):
    """Calls `on_answered(Opinion)`, and `on_passed()` for who does not evaluate this one."""

    def __init__(
        self,
        on_answered: Callable[[Opinion], object],
        on_passed: Callable[[], object],
        on_home: Callable[[], object],
    ) -> None:
        super().__init__("", BELOW, on_home)
        self._on_answered = on_answered
        self.subject = Subject.OFFICE
        self._scales = {subject: _scale(subject) for subject in (Subject.WINDOW, Subject.OFFICE)}
        self._scales[Subject.UNIT] = self._scales[Subject.OFFICE]
        self.asked_why = label("哪里不满意？可以选几项，也可以不选。", "lead", wraps=True)
        self.reasons = Choices(reason_choices(), is_single=False, columns=2, ink=Ink.ON_CHOSEN)
        for scale in self._own_scales:
            self.body.addWidget(scale, len(scale.buttons))
            scale.changed.connect(self._judge)
        for part, room in ((self.asked_why, 0), (self.reasons, 3)):
            self.body.addWidget(part, room)
        self.body.addStretch(1)
        self.passed = self.add_answer("不评价", on_passed, Look.PLAIN)
        self.done = self.add_answer("提交评价", self._answer)
        self.let_go()
        self._judge()

    @property
    def grades(self) -> Choices:
        """The grades of what is asked about now: five for the window, three for a body."""
        return self._scales[self.subject]

    def ask(self, offer: EvaluationOffer) -> None:
        """Ask about the window or a body, with nothing chosen."""
        self.let_go()
        self.subject = offer.subject
        self.title.setText(f"请评价：{offer.subject.label}")
        self.below.setText(f"{_about(offer)}\n{BELOW}")
        self.grades.show()
        self._judge()

    def let_go(self) -> None:
        for scale in self._own_scales:
            scale.clear()
            scale.hide()  # out of sight it asks for no room
        self.reasons.clear()
        self.below.setText(BELOW)

    def show_busy(self, *, is_busy: bool) -> None:
        """A second press is no second answer."""
        self.done.setEnabled(not is_busy and bool(self.grades.chosen))
        self.passed.setEnabled(not is_busy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Of a view that was never in sight the size is any: five columns would widen the window.
        whole = self.window()
        is_wide = whole.width() > whole.height()
        for scale in self._own_scales:
            scale.stand_in(len(scale.buttons) if is_wide else 1)
        self.reasons.stand_in(3 if is_wide else 2)

    @property
    def _own_scales(self) -> tuple[Choices, ...]:
        return self._scales[Subject.WINDOW], self._scales[Subject.OFFICE]

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


def _scale(subject: Subject) -> Choices:
    grades = [(grade.value, grade.label) for grade in grades_of(subject)]
    return Choices(grades, ink=Ink.ON_CHOSEN)


def _about(offer: EvaluationOffer) -> str:
    """The code is that of one reception, and its day tells which."""
    day, asked = offer.received_on, _ABOUT[offer.subject]
    return f"{day.month}月{day.day}日您来访，{asked}" if day is not None else asked
