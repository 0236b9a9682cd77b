"""Drafts of fields out of the text of a page; a person looks at each before it is used."""

from dataclasses import dataclass
from enum import StrEnum


class DraftField(StrEnum):
    """What of a paper may go into a registration, by the name of the field there.

    `letter_date` is the day a letter was written (来信日期); a visit has no such field.
    """

    NAME = "name"
    DOCUMENT_NUMBER = "document_number"
    PHONE = "phone"
    ADDRESS = "address"
    LETTER_DATE = "letter_date"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    DraftField.NAME: "姓名",
    DraftField.DOCUMENT_NUMBER: "证件号码",
    DraftField.PHONE: "联系电话",
    DraftField.ADDRESS: "住址",
    DraftField.LETTER_DATE: "来信日期",
}


@dataclass(frozen=True, slots=True)
class TextDraft:
    """A value read from a page; `line` is the number of its line, from 0.

    `problem` is a sentence where the value cannot be right, for example by its check digit.
    """

    field: DraftField
    value: str
    line: int
    problem: str = ""


class DraftStanding(StrEnum):
    """How a draft and the registration stand to each other."""

    SAME = "same"
    MISSING = "missing"
    DIFFERENT = "different"
    NO_FIELD = "no_field"


@dataclass(frozen=True, slots=True)
class ComparedDraft:
    """A draft beside what is registered of the petitioner, which is `recorded`."""

    draft: TextDraft
    standing: DraftStanding
    recorded: str = ""
