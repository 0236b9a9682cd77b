"""What the legal-route helper advises; the official decides (条例 Art. 22, 23, 29–31)."""

from dataclasses import dataclass
from enum import StrEnum

from reception_desk.records.document import DocumentKind


class RouteOutcome(StrEnum):
    """What would happen to the matter; `number` is the transition in domain.md §4."""

    LINK = "link"
    ANSWER = "answer"
    GUIDE = "guide"
    FORWARD_ACCUSATION = "forward_accusation"
    DECLINE = "decline"
    DECLINE_FURTHER = "decline_further"
    TRANSFER = "transfer"
    ASSIGN = "assign"
    ESCALATE = "escalate"
    LEADER = "leader"
    ACCEPT = "accept"

    @property
    def number(self) -> str:
        """The transition of the workflow."""
        return _OUTCOMES[self][0]

    @property
    def label(self) -> str:
        """Chinese name."""
        return _OUTCOMES[self][1]


_OUTCOMES = {
    RouteOutcome.LINK: ("T05", "并入在办件"),
    RouteOutcome.ANSWER: ("T06", "当场答复"),
    RouteOutcome.GUIDE: ("T07", "引导法定途径"),
    RouteOutcome.FORWARD_ACCUSATION: ("T08", "转纪检监察"),
    RouteOutcome.DECLINE: ("T09", "不予受理"),
    RouteOutcome.DECLINE_FURTHER: ("T10", "不再受理"),
    RouteOutcome.TRANSFER: ("T11", "转送"),
    RouteOutcome.ASSIGN: ("T12", "交办"),
    RouteOutcome.ESCALATE: ("T13", "呈报"),
    RouteOutcome.LEADER: ("T14", "预约领导接访"),
    RouteOutcome.ACCEPT: ("T18", "受理"),
}


@dataclass(frozen=True, slots=True)
class Forum:
    """Where the visitor or the paper goes; `unit_code` is "" for an organ outside the county.

    `address` and `phone` are the office's to fill in, "" until then.
    """

    name: str
    unit_code: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A period in words, and the law that sets it; the law itself decides."""

    text: str
    article: str


@dataclass(frozen=True, slots=True)
class RouteAdvice:
    """The end of one way through the questions.

    `matter_class` and `legal_route` are codes of the lists of these names, "" where the answers
    leave them open. `articles` are those of the 条例, `tell` is what to say to the visitor,
    `reasons` one sentence per answer, and `answers` the codes of question and answer.
    """

    way: str
    title: str
    outcome: RouteOutcome
    matter_class: str
    legal_route: str
    articles: tuple[str, ...]
    forum: Forum | None
    limits: tuple[TimeLimit, ...]
    papers: tuple[DocumentKind, ...]
    tell: str
    reasons: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]
