"""来信: a letter as it is registered, a leader's reading of it, and how it stands in the list."""

from dataclasses import dataclass
from datetime import date

from reception_desk.records.visit import VisitInput


@dataclass(frozen=True, slots=True)
class LetterInput:
    """A letter: what every registration says, and how it came.

    `leader_id` is whom it is written to, "" for the office; `mail_number` the post's.
    """

    visit: VisitInput
    arrived_on: date | None
    posted_on: date | None = None
    leader_id: str = ""
    mail_number: str = ""


@dataclass(frozen=True, slots=True)
class RegisteredLetter:
    """What was put on record; `number` is the visit's."""

    letter_id: str
    visit_id: str
    matter_id: str
    number: str


@dataclass(frozen=True, slots=True)
class ReadingInput:
    """A leader read the letter; with an instruction somebody owes it until a day.

    `owner_name` is the person at the unit who answers for it; without `text` there is no owner.
    """

    leader_id: str
    read_on: date | None
    text: str = ""
    owner_unit_id: str = ""
    owner_name: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class LetterReading:
    """A reading on record; `promise_id` is what the instruction is owed as."""

    reading_id: str
    leader_id: str
    read_on: date
    text: str = ""
    promise_id: str | None = None


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in the list; `reader` and `leader` are names, `title` is the matter's."""

    letter_id: str
    visit_id: str
    matter_id: str
    number: str
    title: str
    arrived_on: date
    leader_id: str
    leader: str
    read_on: date | None
    reader: str
    instruction: str
    reply_due: date | None
    is_answered: bool
