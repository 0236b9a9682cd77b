"""The tables of the meeting pack as cards: what units owed, subjects, and the late ones to open."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from reception_desk.rules.meeting_pack import OwingCount, SubjectRow
from reception_desk.services.meeting_pack import MeetingPack
from reception_desk.services.meeting_pack_files import owing_cells
from reception_desk.ui import text_size
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.filling_column import FillingColumn
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.labels import label

OWING_TITLES = ("单位", "到期", "按期", "逾期", "逾期未办", "往期未办", "按期率")
SUBJECT_TITLES = ("", "件数", "占比", "环比")
LATE_COLUMNS = (
    Column("due", "期限", 6),
    Column("late", "逾期天数", 5),
    Column("unit", "单位", 8),
    Column("duty", "应办", 12),
    Column("category", "内容分类", 9),
    Column("title", "事项", 14),
)
_HEIGHT = 280


class FigureCard(Card):
    """A small table of words and figures that is read, not worked in."""

    def __init__(self, title: str, titles: Sequence[str]) -> None:
        super().__init__(title)
        self._titles = titles
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self.add(self._grid)
        self.body.addStretch(1)

    def show_rows(self, rows: Sequence[Sequence[Any]], *, sums: bool = False) -> None:
        """Show rows; the last one is a sum where `sums` says so."""
        empty(self._grid)
        for at, title in enumerate(self._titles):
            self._put(0, at, title, "muted")
        for line, row in enumerate(rows, 1):
            look = "strong" if sums and line == len(rows) else ""
            for at, cell in enumerate(row):
                self._put(line, at, str(cell), look)
        self._grid.setColumnStretch(0, 1)

    def _put(self, line: int, at: int, words: str, look: str) -> None:
        part = label(words, look, wraps=not at)
        side = Qt.AlignmentFlag.AlignLeft if not at else Qt.AlignmentFlag.AlignRight
        part.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(part, line, at)


class LateTable(Card):
    """What is late and not done; each opens its matter, where 督办 is taken with its letter."""

    def __init__(self) -> None:
        super().__init__("逾期未办：打开事项可以督办、出函", is_flush=True)
        self.model: RecordTableModel[tuple[str, ...]] = RecordTableModel(
            LATE_COLUMNS, lambda one: one[2:], lambda one: f"{one[0]} {one[1]}"
        )
        self.table = TableView(self.model, "逾期未办", is_flush=True, can_export=False)
        FillingColumn(self.table, LATE_COLUMNS, "title")
        self.add(self.table, 1)
        self.setMinimumHeight(text_size.scaled(_HEIGHT))

    def show_late(self, pack: MeetingPack) -> None:
        """Show duties and promises, the longest late first."""
        rows = sorted(_late_rows(pack), key=lambda row: row[2])
        self.model.set_records(rows)
        self.set_count(f"{len(rows)} 项" if rows else "")
        self.setVisible(bool(rows))

    @staticmethod
    def matter_of(key: object) -> str:
        """Return the matter of a row's key."""
        return str(key).partition(" ")[0]


def owing_rows(counts: Sequence[tuple[str, OwingCount]], whole: OwingCount) -> list[Sequence[Any]]:
    """Return the rows of a table of what was owed, its sum behind."""
    return [owing_cells(*one) for one in (*counts, ("合计", whole))]


def subject_cells(rows: Sequence[SubjectRow]) -> list[Sequence[Any]]:
    """Return the rows of a table of subjects."""
    return [(one.name, one.count, one.share, one.change) for one in rows]


def _late_rows(pack: MeetingPack) -> list[tuple[Any, ...]]:
    def days(due_on: date) -> int:
        return (pack.today - due_on).days

    duties = [
        (one.matter_id, one.duty, one.due_on.isoformat(), days(one.due_on), one.unit, one.duty,
         one.category, one.title or "（诉求待补充）")
        for one in pack.late
    ]  # fmt: skip
    promises = [
        (one.promise.matter_id, one.promise.promise_id, one.promise.due_on.isoformat(),
         days(one.promise.due_on), one.promise.owner_unit, "兑现承诺", "承诺和领导批示",
         one.matter or "（诉求待补充）")
        for one in pack.late_promises
    ]  # fmt: skip
    return [*duties, *promises]
