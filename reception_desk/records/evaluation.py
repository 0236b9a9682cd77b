"""满意度评价 as rules, services and screens read it; nothing in it says who somebody is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto


class Subject(StrEnum):
    """What is evaluated: the window, and the two bodies that a matter goes through."""

    WINDOW = auto()
    OFFICE = auto()
    UNIT = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return _SUBJECTS[self]


_SUBJECTS = {
    Subject.WINDOW: "窗口服务",
    Subject.OFFICE: "信访部门",
    Subject.UNIT: "有权处理的机关、单位",
}


class Grade(StrEnum):
    """What is answered, the best first; bodies of a matter take the three in the middle."""

    VERY_SATISFIED = auto()
    SATISFIED = auto()
    FAIRLY_SATISFIED = auto()
    DISSATISFIED = auto()
    VERY_DISSATISFIED = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return _GRADES[self]


_GRADES = {
    Grade.VERY_SATISFIED: "非常满意",
    Grade.SATISFIED: "满意",
    Grade.FAIRLY_SATISFIED: "基本满意",
    Grade.DISSATISFIED: "不满意",
    Grade.VERY_DISSATISFIED: "非常不满意",
}


@dataclass(frozen=True, slots=True)
class Opinion:
    """An answer; `reasons` are codes of `dissatisfaction_reason`."""

    grade: Grade
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubjectMonth:
    """The answers of one subject in one month, small counts left out (None).

    `grades` has (name, count) in the order of the grades, `reasons` those named three times.
    """

    subject: Subject
    month: date
    total: int | None
    grades: tuple[tuple[str, int | None], ...]
    reasons: tuple[tuple[str, int], ...] = ()
