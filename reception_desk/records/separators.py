"""Separator sheets: what their codes say, and what became of the pages behind them."""

import re
from dataclasses import dataclass
from datetime import date

PATCH_TEXT = "PATCH"
"""The name of a patch code follows (imaging/patch_codes.py)."""
SEPARATOR_TEXT = f"{PATCH_TEXT}T"
"""Patch T, also written out in a code as other programs do; it parts papers, names no visit."""
_CHECK_DIGITS = 8
_OF_VISIT = re.compile(r"XF (?P<number>\S{1,60}) (?P<check>[0-9a-f]{8})")


def visit_code(number: str, visit_id: str) -> str:
    """Return what the sheet of a visit carries: its provisional number, which stays for good.

    The check, the end of the visit's key, tells the sheet of another office with the same number.

    >>> visit_code("T-1-20261127-001", "019acb3e-0000-7000-8000-00005f3a9c1b")
    'XF T-1-20261127-001 5f3a9c1b'
    """
    return f"XF {number} {visit_check(visit_id)}"


def visit_check(visit_id: str) -> str:
    """Return the part of a visit's key that its sheet carries."""
    return visit_id.replace("-", "")[-_CHECK_DIGITS:]


def number_and_check(text: str) -> tuple[str, str] | None:
    """Return number and check of a visit's sheet, or None for any other text."""
    found = _OF_VISIT.fullmatch(text)
    return (found["number"], found["check"]) if found else None


@dataclass(frozen=True, slots=True)
class SeparatorData:
    """What a separator sheet says; without a number it names no visit. No name stands on it."""

    hall: str
    code: str = SEPARATOR_TEXT
    number: str = ""
    arrived_on: date | None = None


@dataclass(frozen=True, slots=True)
class SentPages:
    """Pages that went to the batch of their own visit, the sheet before them included.

    `first` and `last` are their places in the stack, from 1; `count` is how many will be filed.
    """

    visit_id: str
    number: str
    first: int
    last: int
    count: int
    page_ids: tuple[str, ...]
    from_batch: str
    to_batch: str


@dataclass(frozen=True, slots=True)
class KeptPages:
    """Pages that stay because the code before them, at place `sheet`, leads to no visit here."""

    sheet: int
    count: int


@dataclass(frozen=True, slots=True)
class Sorting:
    """What sorting by codes did to a batch."""

    sent: tuple[SentPages, ...] = ()
    kept: tuple[KeptPages, ...] = ()
