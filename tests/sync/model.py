"""The centre as a few lines of Python: what its tables must hold after any history."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from reception_desk.sync.batch import Batch


@dataclass
class Cell:
    """A value and the clock of the change that set it."""

    value: Any
    hlc: int


@dataclass
class ModelCentre:
    """Rows as {id: {column: cell}}, and how often a clash was recorded per (id, column)."""

    rows: dict[str, dict[str, Cell]] = field(default_factory=dict)
    clashes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def take(self, batch: Batch) -> None:
        """Take an accepted batch: rows first, then changes cell by cell."""
        for rows in batch.rows().values():
            for row in rows:
                self._insert(row)
        cells: dict[tuple[str, str], tuple[Any, Any, int]] = {}
        for change in batch.changes:
            if not change.is_insert:
                _, row_id, hlc, new, old, _ = json.loads(change.update)
                for column, value in new.items():
                    saw = cells[row_id, column][0] if (row_id, column) in cells else old[column]
                    cells[row_id, column] = (saw, value, hlc)
        for (row_id, column), (saw, sent, hlc) in cells.items():
            self._merge(row_id, column, saw, sent, hlc)

    def _insert(self, row: dict[str, Any]) -> None:
        clocks = row.get("_fv", {})
        made = {
            column: Cell(value, clocks.get(column, row["_hlc"])) for column, value in row.items()
        }
        self.rows.setdefault(row["id"], made)

    def _merge(self, row_id: str, column: str, saw: Any, sent: Any, hlc: int) -> None:
        held = self.rows[row_id].setdefault(column, Cell(None, 0))
        if sent != held.value and (held.value != saw or hlc <= held.hlc):
            self.clashes[row_id, column] += 1
        if hlc > held.hlc:
            self.rows[row_id][column] = Cell(sent, hlc)
