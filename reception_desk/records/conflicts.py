"""Fields that two desks changed at once, as a person sees and settles them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of one row."""

    table: str
    row_id: str
    column: str


@dataclass(frozen=True, slots=True)
class RecordName:
    """A row in the clerk's words: what it is, which one, and the visit it can be opened by."""

    noun: str
    title: str
    visit_id: str | None

    def __str__(self) -> str:
        return f"{self.noun} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A line of the list: no value stands in it."""

    cell: Cell
    record: RecordName
    field: str
    desks: tuple[str, ...]
    noticed_at: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the values. `value` is its JSON, `words` what the clerk reads.

    `by`, `desk` and `at` are empty for a value that was there before the clash.
    """

    value: str
    words: str
    by: str
    desk: str
    at: datetime | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class ConflictRecord:
    """A clash opened to be judged: every value with who, when and from where; latest first."""

    cell: Cell
    record: RecordName
    field: str
    before: str
    candidates: tuple[Candidate, ...]
