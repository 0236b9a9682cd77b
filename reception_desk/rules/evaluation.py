"""满意度评价: who may evaluate what, until when, and which counts may be shown.

Of a matter two bodies are evaluated, by its first handling only (谁初次办理、谁接受评价):
the petition office (信访部门) and the body with the power to handle it (有权处理的机关、单位);
《信访事项办理群众满意度评价工作办法（试行）》 (国信发〔2022〕11号) Art. 1-4,
and the rule of 2014 before it. Matters for courts, arbitration and other legal routes, accusations
and what was not taken in hand are not evaluated. The window is evaluated in five grades beside
that (好差评, GB/T 39735-2020): at the end of the reception on the petitioner's own screen, or
afterwards by query code.

The text of 2022 after Art. 4 was not at hand: how many days an evaluation may wait is a setting
(`evaluation_days`, thirty without one), and a matter that is in doubt is left out. Evaluating is
voluntary (条例 Art. 21(2)); what was not answered stays unanswered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto
from types import MappingProxyType

from reception_desk.records.evaluation import Grade, Opinion, Subject
from reception_desk.records.steps import MatterFacts, StepRecord
from reception_desk.rules import codes
from reception_desk.rules.codes import CodeListName
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.letters import is_letter
from reception_desk.rules.standing import Standing, in_order
from reception_desk.rules.transition import Event

FEWEST = 3
"""Smaller counts are not shown (domain.md §6): one could guess who is behind them."""

_OUTSIDE = frozenset(
    {
        Event.LINKED,
        Event.GUIDED,
        Event.UNIT_GUIDED,
        Event.ACCUSATION_FORWARDED,
        Event.DECLINED,
        Event.UNIT_DECLINED,
        Event.DECLINED_FURTHER,
        Event.WITHDRAWN,
    }
)
_BEGINS: Mapping[Subject, frozenset[Event]] = MappingProxyType(
    {
        Subject.OFFICE: frozenset({Event.TRANSFERRED, Event.ASSIGNED, Event.ANSWERED}),
        Subject.UNIT: frozenset({Event.SERVED}),
    }
)
_GRADES: Mapping[Subject, tuple[Grade, ...]] = MappingProxyType(
    {
        Subject.WINDOW: tuple(Grade),
        Subject.OFFICE: (Grade.SATISFIED, Grade.FAIRLY_SATISFIED, Grade.DISSATISFIED),
        Subject.UNIT: (Grade.SATISFIED, Grade.FAIRLY_SATISFIED, Grade.DISSATISFIED),
    }
)


class EvaluationState(StrEnum):
    """Where the evaluation of one body stands; the order is that of the national codes."""

    PENDING = auto()
    OPEN = auto()
    DONE = auto()
    EXPIRED = auto()

    @property
    def code(self) -> str:
        """The code of `evaluation_state.csv`."""
        return str(list(EvaluationState).index(self))

    @property
    def label(self) -> str:
        """Chinese name: nothing to evaluate yet, not evaluated, evaluated, its days are over."""
        return codes.name(CodeListName.EVALUATION_STATE, self.code)


@dataclass(frozen=True, slots=True)
class EvaluationDays:
    """From `first`, the day of the notice or reply, up to and with `last`."""

    first: date
    last: date


def grades_of(subject: Subject) -> tuple[Grade, ...]:
    """Return the grades that a subject is evaluated in, the best first."""
    return _GRADES[subject]


def takes_reasons(subject: Subject, grade: Grade) -> bool:
    """Say whether reasons may be named with this grade."""
    return subject is not Subject.WINDOW and grade is Grade.DISSATISFIED


def reason_choices() -> tuple[tuple[str, str], ...]:
    """Return code and name of what one may be dissatisfied with."""
    entries = codes.code_list(CodeListName.DISSATISFACTION_REASON).entries()
    return tuple((entry.code, entry.name) for entry in entries)


def is_answer(subject: Subject, opinion: Opinion) -> bool:
    """Say whether an opinion is one that this subject can be given."""
    known = {code for code, _ in reason_choices()}
    reasons = set(opinion.reasons)
    if len(reasons) != len(opinion.reasons) or not reasons <= known:
        return False
    return opinion.grade in grades_of(subject) and (
        not reasons or takes_reasons(subject, opinion.grade)
    )


def is_in_scope(facts: MatterFacts, standing: Standing, steps: Iterable[StepRecord]) -> bool:
    """Say whether a matter is one whose handling is evaluated at all."""
    if facts.is_accusation:
        return False
    return not any(step.event in _OUTSIDE for step in _counted(standing, steps))


def evaluation_days(
    subject: Subject,
    standing: Standing,
    steps: Iterable[StepRecord],
    by: Reckoning,
) -> EvaluationDays | None:
    """Return the days in which a body may be evaluated; None before its first notice or reply.

    The day of the notice is not counted, and a last day on which nobody works moves to the next
    working day: the petitioner's own periods take the longer reading (domain.md §1.4).
    """
    begins = _BEGINS.get(subject, frozenset())
    found = [step.day for step in _counted(standing, steps) if step.event in begins]
    return _days_from(found[0], by) if found else None


def has_window(form: str) -> bool:
    """Say whether somebody was received: a letter has no window that could be evaluated."""
    return not is_letter(form)


def window_days(ended_on: date | None, by: Reckoning) -> EvaluationDays | None:
    """Return the days in which a reception may be evaluated by code; None before its end.

    As many as for a body of the matter, reckoned alike.
    """
    return _days_from(ended_on, by) if ended_on is not None else None


def state_of(days: EvaluationDays | None, today: date, *, is_done: bool) -> EvaluationState:
    """Return where an evaluation stands today; what was answered stays answered."""
    if is_done:
        return EvaluationState.DONE
    if days is None or today < days.first:
        return EvaluationState.PENDING
    return EvaluationState.OPEN if today <= days.last else EvaluationState.EXPIRED


@dataclass(frozen=True, slots=True)
class ShownCount:
    """A count as it may be shown: None stands for one below `FEWEST`, nothing at all included."""

    grade: Grade
    count: int | None


@dataclass(frozen=True, slots=True)
class ShownCounts:
    """The counts of one subject in one period; `total` is None where it would betray another."""

    total: int | None
    counts: tuple[ShownCount, ...]


def shown(subject: Subject, found: Mapping[Grade, int]) -> ShownCounts:
    """Return the counts with the small ones left out, so that no sum gives them back."""
    every = {grade: found.get(grade, 0) for grade in grades_of(subject)}
    counts = tuple(
        ShownCount(grade, count if count >= FEWEST else None) for grade, count in every.items()
    )
    is_whole = all(one.count is not None for one in counts)
    return ShownCounts(sum(every.values()) if is_whole else None, counts)


def _days_from(first: date, by: Reckoning) -> EvaluationDays:
    last = first + timedelta(days=by.evaluation_days)
    return EvaluationDays(first, by.calendar.roll_forward(last))


def _counted(standing: Standing, steps: Iterable[StepRecord]) -> list[StepRecord]:
    refused = {one.step_id for one in standing.refused}
    return [step for step in in_order(steps) if step.step_id not in refused]
