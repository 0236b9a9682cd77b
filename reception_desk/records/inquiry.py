"""凭查询码查询: what a petitioner asks, and what they are told."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from reception_desk.records.evaluation import Subject


class InquiryOutcome(StrEnum):
    """What became of a question; a wrong code and a wrong second secret look the same."""

    FOUND = auto()
    WRONG = auto()
    RESTING = auto()


@dataclass(frozen=True, slots=True)
class EvaluationOffer:
    """How the evaluation of the window or a body stands, in words.

    `last` is the last day of an open one, `received_on` the day of the reception that the
    window is asked about.
    """

    subject: Subject
    state: str
    is_open: bool
    last: date | None = None
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class MatterAnswer:
    """The state of a matter with its days.

    `visit_id` is that of the visit whose code was typed: for the evaluation, and not shown.
    """

    visit_id: str
    state: str
    days: tuple[tuple[date, str], ...]
    evaluations: tuple[EvaluationOffer, ...] = ()


@dataclass(frozen=True, slots=True)
class InquiryAnswer:
    """`matter` is there when found, `rest_minutes` when too many tries were wrong."""

    outcome: InquiryOutcome
    matter: MatterAnswer | None = None
    rest_minutes: int = 0
