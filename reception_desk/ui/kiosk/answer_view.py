"""办理进度: the state of the petitioner's own matter and its days, and nothing else of it."""

from collections.abc import Callable

from reception_desk.records.inquiry import EvaluationOffer, MatterAnswer
from reception_desk.ui.petitioner.parts import AskingView, answer_button
from reception_desk.ui.widgets.buttons import Look

TITLE = "办理进度"


class AnswerView(AskingView):
    """Shows one answer, and offers the evaluation where one is open."""

    def __init__(self, on_evaluate: Callable[[], object], on_home: Callable[[], object]) -> None:
        super().__init__(TITLE, "")
        self.evaluate = answer_button("去评价", on_evaluate)
        self.home = answer_button("看完了", on_home, Look.PRIMARY)
        self.add_answer(self.evaluate)
        self.add_answer(self.home)

    def show_answer(self, matter: MatterAnswer) -> None:
        """Show the state in large type, and the days below."""
        self.say(f"现在的状态：{matter.state}", "要了解详细情况，请带证件到窗口，或者打电话。")
        days = [f"{day.year}年{day.month}月{day.day}日　{words}" for day, words in matter.days]
        sections = [("办理经过", days)]
        if matter.evaluations:
            sections.append(("满意度评价（自愿）", [offer_words(o) for o in matter.evaluations]))
        self.words.show_sections(sections)
        self.evaluate.setVisible(any(offer.is_open for offer in matter.evaluations))

    def let_go(self) -> None:
        """Keep nothing of the matter."""
        self.say(TITLE, "")
        self.words.clear()
        self.evaluate.hide()


def offer_words(offer: EvaluationOffer) -> str:
    """Return how an evaluation stands, in a line."""
    came = offer.received_on
    about = f"（{came.month}月{came.day}日来访）" if came is not None else ""
    line = f"{offer.subject.label}{about}：{offer.state}"
    last = offer.last
    return f"{line}（到{last.month}月{last.day}日）" if last is not None else line
