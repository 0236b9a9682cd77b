"""A ledger of matters beside the list: read in the background, exported, opened by Enter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from reception_desk.errors import DeskError
from reception_desk.ui.pages.matters.listing import LANE
from reception_desk.ui.table_export import TableExport, listed, may_export
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.filling_column import FillingColumn
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.widgets.buttons import IconButton
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class LedgerRead:
    """What stands in the ledger, how many in all, and what the words above say."""

    rows: Sequence[Any]
    total: int
    cells: Callable[[Any], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class LedgerKind:
    """What a ledger is: `read` runs in the lane, `key` begins with the matter's key."""

    title: str
    words: str
    columns: tuple[Column, ...]
    filling: str
    empty: tuple[str, str]
    key: Callable[[Any], str]


class Ledger(QWidget):
    """Signal `opened(matter id)`. `read` is called in the lane; `tools` stand above the table."""

    opened = Signal(str)

    def __init__(
        self,
        work: Workplace,
        kind: LedgerKind,
        read: Callable[[], LedgerRead],
        *tools: QWidget,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._work, self._kind, self._read = work, kind, read
        self._number = 0
        self._cells: Callable[[Any], Sequence[Any]] = tuple
        self.model: RecordTableModel[Any] = RecordTableModel(
            kind.columns, lambda row: self._cells(row), kind.key
        )
        can_export = may_export(work)
        self.table = TableView(self.model, kind.title, is_flush=True, can_export=can_export)
        self.bar = InlineBar()
        self.card = Card(kind.title, is_flush=True, parent=self)
        self._empty = EmptyState("正在读取…", icon="matter")
        self._stack = QStackedWidget(self.card)
        self._arrange(tools, can_export=can_export)
        self.table.opened.connect(lambda key: self.opened.emit(str(key).partition(" ")[0]))
        self.table.export_asked.connect(self._export)

    def reload(self) -> None:
        """Read the ledger again."""
        self._number += 1
        show = partial(self._show, self._number)
        self._work.tasks.run(LANE, self, self._read, show, self._say_error)

    def take_focus(self) -> None:
        """Let the arrows walk through the matters."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, number: int, read: LedgerRead) -> None:
        if number != self._number:
            return
        chosen, bar = self.table.current_id(), self.table.verticalScrollBar()
        place = bar.value()
        self._cells = read.cells
        self.model.set_records(read.rows)
        shown = len(read.rows)
        self._stack.setCurrentIndex(1 if shown else 0)
        self._empty.say(*self._kind.empty)
        first = f"{read.total:,} 件中的前 {shown} 件"
        self.card.set_count(first if shown < read.total else f"{shown} 件" if shown else "")
        if shown:
            row = max(self.model.row_of(chosen), 0)
            self.table.setCurrentIndex(self.model.index(row, 0))
        bar.setValue(place)

    def _export(self) -> None:
        TableExport(self._work, self.window(), listed(self._kind.title, self.table, self.model))

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            self._work.messages.show_error(error)

    def _arrange(self, tools: Sequence[QWidget], *, can_export: bool) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(label(self._kind.words, "muted", wraps=True))
        for tool in tools:
            whole.addWidget(tool)
        whole.addWidget(self.bar)
        whole.addWidget(self.card, 1)
        self.card.add(self._stack, 1)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        if can_export:
            self.card.add_action(IconButton("export", "导出…", self._export))
        FillingColumn(self.table, self._kind.columns, self._kind.filling)
