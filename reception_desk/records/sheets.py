"""A sheet of an office program as it was read: rows of cells, each with what Excel says it is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto


class CellKind(StrEnum):
    """What stands in a cell."""

    EMPTY = auto()
    TEXT = auto()
    NUMBER = auto()
    DAY = auto()
    FORMULA = auto()
    MERGED = auto()


@dataclass(frozen=True, slots=True)
class SheetCell:
    """`text` is what stands there as a person reads it; `day` only where Excel knows a date."""

    kind: CellKind
    text: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row under the number Excel shows beside it."""

    number: int
    cells: tuple[SheetCell, ...]

    def cell(self, place: int) -> SheetCell:
        """Return the cell at a place; a row ends where its last cell stands."""
        return self.cells[place] if place < len(self.cells) else SheetCell(CellKind.EMPTY)
