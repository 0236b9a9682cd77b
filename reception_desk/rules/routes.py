"""法定途径助手: a few questions lead to class, route, forum and paper; the official decides.

Pure functions over the tables of `route_tree`. The answers taken become the reasons of the
advice, one sentence each (条例 Art. 22(2), 23, 28(2), 29–31).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from reception_desk.errors import InvalidInputError
from reception_desk.records.route import RouteAdvice, RouteOutcome
from reception_desk.records.steps import StepRecord
from reception_desk.rules.route_forums import RouteWords, shipped_words
from reception_desk.rules.route_tree import (
    ACCUSATION,
    FIRST,
    LETTER,
    QUESTIONS,
    WAYS,
    Answer,
    Question,
    Way,
)
from reception_desk.rules.transition import Event
from reception_desk.rules.units import UnitKind

EVENTS: Mapping[RouteOutcome, Event] = MappingProxyType(
    {
        RouteOutcome.LINK: Event.LINKED,
        RouteOutcome.ANSWER: Event.ANSWERED,
        RouteOutcome.GUIDE: Event.GUIDED,
        RouteOutcome.FORWARD_ACCUSATION: Event.ACCUSATION_FORWARDED,
        RouteOutcome.DECLINE: Event.DECLINED,
        RouteOutcome.DECLINE_FURTHER: Event.DECLINED_FURTHER,
        RouteOutcome.TRANSFER: Event.TRANSFERRED,
        RouteOutcome.ASSIGN: Event.ASSIGNED,
        RouteOutcome.ESCALATE: Event.ESCALATED,
        RouteOutcome.LEADER: Event.SENT_TO_LEADER,
        RouteOutcome.ACCEPT: Event.ACCEPTED,
    }
)
"""The step of the workflow that an official who follows the advice would take."""
BY_LAW = "以法律规定为准"
"""Stands beside every time limit: the helper informs, the law decides."""


@dataclass(frozen=True, slots=True)
class Path:
    """The questions answered so far, and what comes next: a question, or the way at the end."""

    taken: tuple[tuple[Question, Answer], ...]
    ahead: Question | Way

    @property
    def answers(self) -> dict[str, str]:
        """Return the codes of question and answer, in their order."""
        return {question.code: answer.code for question, answer in self.taken}

    @property
    def reasons(self) -> tuple[str, ...]:
        """One sentence per answer."""
        return tuple(answer.reason for _, answer in self.taken)


def path_of(answers: Mapping[str, str]) -> Path:
    """Follow the answers from the first question as far as they lead.

    Raises `InvalidInputError` naming the question and the answers it allows: for a code that is
    no answer, and for a question that is unknown or not asked on this path.
    """
    taken: list[tuple[Question, Answer]] = []
    ahead: Question | Way = QUESTIONS[FIRST]
    while isinstance(ahead, Question) and ahead.code in answers:
        answer = ahead.find(answers[ahead.code])
        if answer is None:
            raise InvalidInputError(
                f"问题 {ahead.code}（{ahead.text}）没有“{answers[ahead.code]}”这个回答。",
                advice=allowed(ahead),
            )
        taken.append((ahead, answer))
        ahead = _next(taken)
    _refuse_unasked(answers, taken)
    return Path(tuple(taken), ahead)


def advise(
    answers: Mapping[str, str], words: Mapping[str, RouteWords] | None = None
) -> RouteAdvice:
    """Return the advice that the answers lead to; `words` are the office's, else the shipped.

    Raises `InvalidInputError` for a wrong answer, and for a question that is still open.
    """
    path = path_of(answers)
    if isinstance(path.ahead, Question):
        question = path.ahead
        raise InvalidInputError(
            f"问题 {question.code}（{question.text}）还没有回答。", advice=allowed(question)
        )
    return advice_of(path.taken, path.ahead, words or shipped_words())


def advice_of(
    taken: Sequence[tuple[Question, Answer]], way: Way, words: Mapping[str, RouteWords]
) -> RouteAdvice:
    """Return the advice at the end of a path; the last answer that decides a code decides it."""
    said = words[way.code]
    answers = [answer for _, answer in taken]
    return RouteAdvice(
        way=way.code,
        title=way.title,
        outcome=way.outcome,
        matter_class=_last(answer.matter_class for answer in answers),
        legal_route=_last(answer.legal_route for answer in answers),
        articles=way.articles,
        forum=said.forum,
        limits=said.limits,
        papers=way.papers,
        tell=said.tell,
        reasons=tuple(answer.reason for answer in answers),
        answers=tuple((question.code, answer.code) for question, answer in taken),
    )


def advice_note(advice: RouteAdvice) -> str:
    """Return the advice with its reasons in one line."""
    basis = f"{advice.title}（《信访工作条例》{'、'.join(advice.articles)}）"
    return f"{basis}：{''.join(advice.reasons)}"


def as_answers(advice: RouteAdvice) -> tuple[str, ...]:
    """Return the answers as a step keeps them, `question=answer` each."""
    return tuple(f"{question}={answer}" for question, answer in advice.answers)


def last_advice(steps: Iterable[StepRecord]) -> RouteAdvice | None:
    """Return what the newest answers on a matter lead to, `steps` oldest first.

    None without any, and for answers of another release that lead nowhere in this one.
    """
    told = [step.details.route for step in steps if step.details.route]
    if not told:
        return None
    try:
        return advise(dict(each.split("=", 1) for each in told[-1] if "=" in each))
    except InvalidInputError:
        return None


def allowed(question: Question) -> str:
    """Return the sentence that names the answers of a question."""
    choices = "；".join(f"{answer.code} {answer.text}" for answer in question.answers)
    return f"可用的回答：{choices}。"


def may_receive(matter_class: str | None, kind: UnitKind) -> bool:
    """Say whether a matter of this class may go to such a unit: accusations to one kind only.

    条例 Art. 22(2), 30(3): not to the accused person, nor to the unit of that person.
    """
    return matter_class != ACCUSATION or kind is UnitKind.DISCIPLINE


def _next(taken: Sequence[tuple[Question, Answer]]) -> Question | Way:
    answer = taken[-1][1]
    is_letter = taken[0][1].code == LETTER
    leads_to = answer.by_letter if is_letter and answer.by_letter else answer.leads_to
    return QUESTIONS.get(leads_to) or WAYS[leads_to]


def _refuse_unasked(answers: Mapping[str, str], taken: Sequence[tuple[Question, Answer]]) -> None:
    asked = {question.code for question, _ in taken}
    for code in answers:
        if code not in QUESTIONS:
            raise InvalidInputError(
                f"没有“{code}”这个问题。", advice=f"可用的问题：{'、'.join(QUESTIONS)}。"
            )
        if code not in asked:
            question = QUESTIONS[code]
            raise InvalidInputError(
                f"按前面的回答，不会问到问题 {code}（{question.text}）。",
                advice="请删去这一项，或者改正前面的回答。",
            )


def _last(codes: Iterable[str]) -> str:
    """Return the last code that is not empty, "" without any."""
    return next(filter(None, reversed(tuple(codes))), "")
