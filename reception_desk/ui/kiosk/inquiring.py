"""From a query code to the answer, and to the evaluations that are open."""

import logging
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.records.evaluation import Opinion
from reception_desk.records.inquiry import (
    EvaluationOffer,
    InquiryAnswer,
    InquiryOutcome,
    MatterAnswer,
)
from reception_desk.services.calendar import reckoning
from reception_desk.services.code_evaluations import evaluate_by_code
from reception_desk.services.inquiries import ask
from reception_desk.ui.kiosk.answer_view import AnswerView
from reception_desk.ui.kiosk.code_view import CodeView
from reception_desk.ui.kiosk.evaluation_view import KioskEvaluationView
from reception_desk.ui.kiosk.kiosk_place import KioskPlace
from reception_desk.ui.kiosk.said_view import SaidView

log = logging.getLogger(__name__)

LANE = "inquiry"
WRONG = "没有查到。请核对查询码和后四位，再试一次。"
_ASK_AT_WINDOW = "请带回执到窗口，工作人员帮您查。"
_THANKS = ("谢谢您", "您的评价已收下，不记名。")
_NOTHING_OPEN = ("现在没有可以评价的", "收到书面告知或者答复以后，可以再来评价。")


class Inquiring(QObject):
    """`bring` puts a view in sight, `go_home` forgets everybody.

    An answer that comes when its asker has gone is dropped.
    """

    def __init__(
        self,
        place: KioskPlace,
        said: SaidView,
        bring: Callable[[QWidget], object],
        go_home: Callable[[], object],
    ) -> None:
        super().__init__()
        self._place, self._said, self._bring = place, said, bring
        self._turn = 0
        self._evaluates = False
        self._matter: MatterAnswer | None = None
        self._open: list[EvaluationOffer] = []
        self.code = CodeView(self._ask, go_home)
        self.answer = AnswerView(self._begin_evaluation, go_home)
        self.evaluation = KioskEvaluationView(self._evaluate, self._go_on, go_home)

    @property
    def views(self) -> tuple[QWidget, ...]:
        """The views of an inquiry."""
        return (self.code, self.answer, self.evaluation)

    def begin(self, *, evaluates: bool) -> None:
        """Ask for the code; `evaluates` goes on to the evaluation at once."""
        self._evaluates = evaluates
        self.code.begin()
        self._bring(self.code)

    def let_go(self) -> None:
        """Forget who asked, what was typed and what was told."""
        self._turn += 1
        self._matter = None
        self._open.clear()
        for view in (self.code, self.answer, self.evaluation):
            view.let_go()
        self.code.show_busy(is_busy=False)
        self.evaluation.show_busy(is_busy=False)

    def _ask(self, code: str, secret: str) -> None:
        self.code.show_busy(is_busy=True)
        place, turn = self._place, self._turn

        def work() -> InquiryAnswer:
            by = reckoning(place.database, place.settings)
            return ask(place.database, place.actor, code, secret, by)

        def take(answer: InquiryAnswer) -> None:
            if turn == self._turn:
                self._take(answer)

        place.tasks.run(LANE, self, work, take, partial(self._fail, turn))

    def _take(self, answer: InquiryAnswer) -> None:
        self.code.show_busy(is_busy=False)
        if answer.outcome is InquiryOutcome.RESTING:
            self.code.let_go()
            self._tell(
                "试错的次数太多了", f"请过 {_time(answer.rest_minutes)}再试。{_ASK_AT_WINDOW}"
            )
        elif answer.matter is None:
            self.code.begin_again(WRONG)
        else:
            self._show(answer.matter)

    def _show(self, matter: MatterAnswer) -> None:
        self.code.let_go()
        self._matter = matter
        self._open = [offer for offer in matter.evaluations if offer.is_open]
        self.answer.show_answer(matter)
        if self._evaluates and self._open:
            self._begin_evaluation()
        else:
            self._bring(self.answer)

    def _begin_evaluation(self) -> None:
        if not self._open:
            self._tell(*_NOTHING_OPEN)
            return
        self.evaluation.ask(self._open[0])
        self._bring(self.evaluation)

    def _evaluate(self, opinion: Opinion) -> None:
        matter, place, turn = self._matter, self._place, self._turn
        if matter is None:
            return
        subject = self.evaluation.subject
        self.evaluation.show_busy(is_busy=True)

        def work() -> None:
            by = reckoning(place.database, place.settings)
            evaluate_by_code(place.database, place.actor, matter.visit_id, subject, opinion, by=by)

        def kept(_nothing: None) -> None:
            if turn == self._turn:
                self._go_on(*_THANKS)

        place.tasks.run(LANE, self, work, kept, partial(self._fail, turn))

    def _go_on(self, *last: str) -> None:
        """Ask about the next one; after the last, a word and no more."""
        self.evaluation.show_busy(is_busy=False)
        self._open.pop(0)
        if self._open:
            self.evaluation.ask(self._open[0])
            return
        head, words = last or ("好的，不评价", "不评价不影响办理。")
        self._tell(head, words)

    def _tell(self, head: str, words: str) -> None:
        self.evaluation.let_go()
        self.answer.let_go()
        self._matter = None
        self._said.say(head, words)
        self._bring(self._said)

    def _fail(self, turn: int, error: Exception) -> None:
        """Say what a visitor can do; what went wrong is in the log."""
        log.info("an inquiry was not answered: %s", type(error).__name__)
        if turn == self._turn:
            self.let_go()
            words = error.message if isinstance(error, DeskError) else "这台机器现在办不了。"
            self._tell("没有办成", f"{words}{_ASK_AT_WINDOW}")


def _time(minutes: int) -> str:
    hours = -(-minutes // 60)
    return f"{minutes} 分钟" if minutes <= 90 else f"{hours} 小时"
