"""值班律师、调解员: persons of outside bodies on duty in the hall, and what they advised."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum, auto


class AdviserKind(StrEnum):
    """As what somebody is on duty."""

    LAWYER = auto()
    MEDIATOR = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {"lawyer": "律师", "mediator": "调解员"}[self.value]


@dataclass(frozen=True, slots=True)
class Adviser:
    """A lawyer or mediator as the notice names them; `firm` is the body they come from."""

    adviser_id: str
    name: str
    kind: str
    firm: str


@dataclass(frozen=True, slots=True)
class ShiftInput:
    """When somebody is on duty; with `until` every week on the same weekday up to that day.

    Who is on the list already is named by `adviser_id`, somebody new by name, kind and firm.
    """

    day: date | None
    starts_at: time
    ends_at: time
    place: str
    adviser_id: str = ""
    name: str = ""
    kind: AdviserKind = AdviserKind.LAWYER
    firm: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """A duty on record."""

    shift_id: str
    adviser: Adviser
    day: date
    starts_at: time
    ends_at: time
    place: str


@dataclass(frozen=True, slots=True)
class AdviceInput:
    """What was advised on a matter; `referral` is a code of `advice_referral`, "" for none."""

    adviser_id: str
    given_on: date | None
    started_at: time
    topic: str
    text: str
    referral: str = ""


@dataclass(frozen=True, slots=True)
class AdviceRecord:
    """An advice on record, with who gave it."""

    advice_id: str
    matter_id: str
    adviser: Adviser
    given_on: date
    started_at: time
    topic: str
    text: str
    referral: str
    author_name: str
