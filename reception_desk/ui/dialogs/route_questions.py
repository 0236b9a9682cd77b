"""法定途径助手: one question at a time, its path at the side, and the advice at the end."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollBar,
    QVBoxLayout,
    QWidget,
)

from reception_desk.records.route import RouteAdvice
from reception_desk.rules.route_tree import MOST_QUESTIONS, Question
from reception_desk.rules.routes import Path, advise, path_of
from reception_desk.ui import text_size
from reception_desk.ui.dialogs.route_outcome import RouteOutcomeCard
from reception_desk.ui.widgets.answer_button import AnswerButton
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.scroll_column import ScrollColumn
from reception_desk.ui.widgets.step_timeline import StepTimeline, TimelineEntry

_WIDTH_PX, _HEIGHT_PX = 920, 660
_BESIDE_FROM = 700
"""Width in px at standard text from which the path stands beside the question."""
_SCROLLING = {
    Qt.Key.Key_PageUp.value: QScrollBar.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown.value: QScrollBar.SliderAction.SliderPageStepAdd,
}
_ASKING = "数字键选择，退格键退回上一问，Esc 离开。"
_ADVISING = "建议只供参考，由经办人决定。Enter 采纳，退格键退回上一问，Esc 离开。"


class RouteHelper(QDialog):
    """Opened, never executed. Signal `taken(RouteAdvice)` when the clerk takes the advice.

    `given` are answers known before, for example that it is a visit; they can be gone back to.
    """

    taken = Signal(object)

    def __init__(self, parent: QWidget, given: Mapping[str, str]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("法定途径助手")
        self.path: Path = path_of(given)
        self.advice: RouteAdvice | None = None
        self.answers: list[AnswerButton] = []
        self._count = label("", "muted")
        self.area = ScrollColumn()
        self._main = QVBoxLayout()
        self._steps = StepTimeline()
        self._side = Card("已经回答")
        self._hint = label("", "muted", wraps=True)
        self.back_button = Button("退回上一问", self.go_back, icon="undo", tip="退格键")
        self.leave_button = Button("离开", self.reject, tip="Esc")
        self.take_button = Button("采纳建议", self._take, look=Look.PRIMARY, tip="Enter")
        self._arrange()
        window = parent.window()
        self.resize(
            min(text_size.scaled(_WIDTH_PX), window.width() - 40),
            min(text_size.scaled(_HEIGHT_PX), window.height() - 40),
        )
        self._show_path()

    def choose(self, code: str) -> None:
        """Answer the question in sight."""
        if isinstance(self.path.ahead, Question):
            self.path = path_of({**self.path.answers, self.path.ahead.code: code})
            self._show_path()

    def go_back(self) -> None:
        """Take the last answer back."""
        kept = list(self.path.answers.items())[:-1]
        self.path = path_of(dict(kept))
        self._show_path()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - Qt.Key.Key_1.value
        if event.key() == Qt.Key.Key_Backspace:
            self.go_back()
        elif 0 <= place < len(self.answers) and not event.isAutoRepeat():
            self.answers[place].click()
        elif event.key() in _SCROLLING:
            self.area.verticalScrollBar().triggerAction(_SCROLLING[event.key()])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_beside = self.width() >= text_size.scaled(_BESIDE_FROM)
        directions = QBoxLayout.Direction
        self._body.setDirection(directions.LeftToRight if is_beside else directions.TopToBottom)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label("法定途径助手", "heading"))
        head.addStretch(1)
        head.addWidget(self._count)
        self._side.add(self._steps)
        inner = QWidget()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(12)
        self._body.addLayout(self._main, 64)
        self._body.addWidget(self._side, 36, Qt.AlignmentFlag.AlignTop)
        self.area.put(inner)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._hint, 1)
        for button in (self.back_button, self.leave_button, self.take_button):
            foot.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 18, 24, 16)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self.area, 1)
        whole.addLayout(foot)

    def _show_path(self) -> None:
        """Show what comes next: a question, or the advice; and the path that led there."""
        _empty(self._main)
        self.answers = []
        ahead = self.path.ahead
        done = len(self.path.taken)
        self.advice = None if isinstance(ahead, Question) else advise(self.path.answers)
        if isinstance(ahead, Question):
            self._main.addWidget(self._question_card(ahead))
            self._count.setText(f"第 {done + 1} 问，最多 {MOST_QUESTIONS} 问")
        elif self.advice is not None:
            self._main.addWidget(RouteOutcomeCard(self.advice))
            self._count.setText(f"共 {done} 问")
        self._main.addStretch(1)
        self._hint.setText(_ADVISING if self.advice else _ASKING)
        self._steps.set_entries(
            [TimelineEntry("", answer.text, answer.reason) for _, answer in self.path.taken]
        )
        self._side.setVisible(done > 0)
        self.back_button.setEnabled(done > 0)
        self.take_button.setVisible(self.advice is not None)
        self.take_button.setDefault(self.advice is not None)
        (self.take_button if self.advice else self.answers[0]).setFocus()

    def _question_card(self, question: Question) -> QFrame:
        card = QFrame()
        card.setProperty("look", "card")
        card.setAccessibleName(question.text)
        column = QVBoxLayout(card)
        column.setContentsMargins(18, 14, 18, 18)
        column.setSpacing(8)
        column.addWidget(label(question.text, "title", wraps=True))
        if question.hint:
            column.addWidget(label(question.hint, "muted", wraps=True))
        for number, answer in enumerate(question.answers, start=1):
            button = AnswerButton(number, answer.text, partial(self.choose, answer.code))
            self.answers.append(button)
            column.addWidget(button)
        return card

    def _take(self) -> None:
        advice = self.advice
        self.accept()
        if advice is not None:
            self.taken.emit(advice)


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
