"""Dated code lists (`resources/codes/*.csv`): a code keeps the name it had on its day."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from functools import cache
from itertools import chain, groupby
from pathlib import Path

from reception_desk.config import resource
from reception_desk.errors import InvalidInputError


class CodeListName(StrEnum):
    """The shipped lists; the value is the name of the file."""

    ADVICE_REFERRAL = auto()
    ANSWER_KIND = auto()
    CARE_NEED = auto()
    CATEGORY = auto()
    DELIVERY_WAY = auto()
    DISSATISFACTION_REASON = auto()
    DIVISION = auto()
    DOCUMENT_TYPE = auto()
    EVALUATION_STATE = auto()
    HANDLING = auto()
    LEGAL_ROUTE = auto()
    MATERIAL_KIND = auto()
    MATTER_CLASS = auto()
    NATION = auto()
    OCCUPATION = auto()
    OPINION_RESULT = auto()
    ORGAN_LEVEL = auto()
    PETITIONER_OPINION = auto()
    PURPOSE = auto()
    RECEIPT = auto()
    RECEPTION_RESULT = auto()
    SATISFACTION = auto()
    SEX = auto()
    SUPERVISION_REASON = auto()
    VISIT_CHANNEL = auto()
    VISIT_FORM = auto()
    VISIT_LEVEL = auto()
    VISIT_SOURCE = auto()
    VISITOR_ROLE = auto()


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One line of a list; without dates it is valid always, `valid_to` is its last day.

    `initials` are the pinyin initials of the name, in every likely reading; they stand in the
    table so that no dictionary has to be loaded to offer a list.
    """

    code: str
    name: str
    initials: tuple[str, ...] = ()
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    note: str = ""

    def is_valid(self, on: date | None) -> bool:
        """Tell whether the entry stands on a day; without a day it always does."""
        if on is None:
            return True
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list in the order it is shown; a code may have several entries, one per period."""

    list_name: str
    rows: tuple[CodeEntry, ...]

    def entries(self, on: date | None = None) -> tuple[CodeEntry, ...]:
        """Return the entries valid on a day (all without a day)."""
        return tuple(entry for entry in self.rows if entry.is_valid(on))

    def find(self, code: str, on: date | None = None) -> CodeEntry | None:
        """Return the latest entry of a code that is valid on the day, None when there is none."""
        found = [entry for entry in self.rows if entry.code == code and entry.is_valid(on)]
        return found[-1] if found else None

    def name(self, code: str, on: date | None = None) -> str:
        """Return the name of a code on a day, or the code itself when the list lacks it."""
        entry = self.find(code, on)
        return entry.name if entry else code

    def children(self, parent: str, on: date | None = None) -> tuple[CodeEntry, ...]:
        """Return the entries below a code; below "" are those of the first level."""
        return tuple(entry for entry in self.entries(on) if entry.parent == parent)

    def path(self, code: str, on: date | None = None) -> tuple[CodeEntry, ...]:
        """Return the entry with those above it, the topmost first."""
        above: list[CodeEntry] = []
        while (entry := self.find(code, on)) is not None and entry not in above:
            above.append(entry)
            code = entry.parent
        return tuple(reversed(above))


@cache
def code_list(list_name: str) -> CodeList:
    """Return a shipped list; `list_name` is a value of `CodeListName`."""
    path = resource("codes", f"{CodeListName(list_name)}.csv")
    return CodeList(list_name, tuple(read_entries(path)))


def name(list_name: str, code: str | None, on: date | None = None) -> str:
    """Return the name of a code in a shipped list, "" for no code."""
    return code_list(list_name).name(code, on) if code else ""


def with_office_entries(shipped: CodeList, entries: Iterable[CodeEntry]) -> CodeList:
    """Return a list with the office's entries: those of a shipped code replace it in its place."""
    own: dict[str, list[CodeEntry]] = {}
    for entry in entries:
        own.setdefault(entry.code, []).append(entry)
    rows: list[CodeEntry] = []
    for code, shipped_rows in groupby(shipped.rows, key=lambda entry: entry.code):
        rows.extend(own.pop(code, shipped_rows))
    rows.extend(chain.from_iterable(own.values()))
    return CodeList(shipped.list_name, tuple(rows))


def read_entries(path: Path) -> Iterator[CodeEntry]:
    """Yield the lines of a list; raise `InvalidInputError` naming a wrong one."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            try:
                yield _read_entry(row)
            except (KeyError, ValueError, TypeError) as error:
                raise InvalidInputError(f"代码表 {path.name} 第{line}行有误，未读入。") from error


def _read_entry(row: Mapping[str, str]) -> CodeEntry:
    if not row["code"] or not row["name"]:
        raise ValueError("code and name are needed")
    return CodeEntry(
        code=row["code"],
        name=row["name"],
        initials=tuple(row["initials"].split()),
        parent=row["parent"],
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        source=row["source"],
        note=row["note"],
    )
