"""The list of matters under its filters: read in the background, what falls due first on top."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.matters import MatterFilter, MatterRow, SavedFilter
from reception_desk.services import matter_list
from reception_desk.ui.pages.matters.filter_bar import FilterBar
from reception_desk.ui.pages.matters.filter_name import FilterNameForm
from reception_desk.ui.pages.matters.matter_words import COLUMNS, matter_cells
from reception_desk.ui.table_export import TableExport, listed, may_export
from reception_desk.ui.tables.filling_column import FillingColumn
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.today import today_in
from reception_desk.ui.widgets.buttons import IconButton
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.workplace import Workplace

LANE = "matters"
COUNT_LANE = "matter counts"


@dataclass(frozen=True, slots=True)
class _Listed:
    """`total` is None where more may pass the filter than are shown and nobody counted them."""

    rows: tuple[MatterRow, ...]
    total: int | None
    today: date


class Listing(QWidget):
    """Signal `opened(matter id)`."""

    opened = Signal(str)

    def __init__(self, work: Workplace, units: list[Choice], parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self._zone = ZoneInfo(work.actor.desk.zone)
        self._today = date.min
        self._number = 0
        self._is_counting = self._is_count_asked = False
        self.filters = FilterBar(units, work.actor.account_id)
        self.filters.show_filters(matter_list.saved_filters(work.database, work.actor))
        self.model: RecordTableModel[MatterRow] = RecordTableModel(
            COLUMNS,
            lambda row: matter_cells(row, self._today, self._zone),
            lambda row: row.matter_id,
        )
        can_export = may_export(work)
        self.table = TableView(self.model, "事项", is_flush=True, can_export=can_export)
        self.bar = InlineBar()
        self.card = Card("事项", is_flush=True, parent=self)
        self._empty = EmptyState("正在读取…", icon="matter")
        self._stack = QStackedWidget(self.card)
        self._arrange(can_export=can_export)
        self.table.opened.connect(lambda key: self.opened.emit(str(key)))
        self.table.export_asked.connect(self._export)
        self.filters.changed.connect(self.reload)
        self.filters.save_asked.connect(self.ask_name)
        self.filters.forget_asked.connect(self._forget)

    def reload(self) -> None:
        """Read the list again, then how many each saved filter has."""
        self._number += 1
        chosen, work = self.filters.chosen(), self._work
        read = partial(_read, work.database, work.actor, chosen, self._zone)
        work.tasks.run(LANE, self, read, partial(self._show, self._number), self._say_error)
        self._count()

    def _count(self) -> None:
        """Count what the saved filters have, unless that is under way: then once more after it."""
        self._is_count_asked = self._is_counting
        if self._is_counting:
            return
        self._is_counting = True
        count = partial(_counts, self._work.database, self._work.actor)
        self._work.tasks.run(COUNT_LANE, self, count, self._show_counts, self._fail_counting)

    def _show_counts(self, counts: Mapping[str, int]) -> None:
        self._is_counting = False
        self.filters.show_counts(counts)
        if self._is_count_asked:
            self._count()

    def _fail_counting(self, error: Exception) -> None:
        self._is_counting = False
        self._say_error(error)

    def take_focus(self) -> None:
        """Let the arrows walk through the matters."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        """Put the caret where words and numbers are looked for."""
        self.filters.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.text.selectAll()

    def ask_name(self) -> FilterNameForm:
        """Ask under which name the filter is kept."""
        form = FilterNameForm(self.window(), self.filters.text.text().strip())
        form.named.connect(partial(self._keep, form, self.filters.chosen()))
        form.open()
        return form

    def _keep(self, form: FilterNameForm, chosen: MatterFilter, name: str) -> None:
        database, actor = self._work.database, self._work.actor
        try:
            matter_list.save_filter(database, actor, name, chosen)
        except DeskError as error:
            form.refuse(error)
            return
        form.accept()
        self._offer(matter_list.saved_filters(database, actor), name.strip())

    def _forget(self, name: str) -> None:
        matter_list.forget_filter(self._work.database, self._work.actor, name)
        self._offer(matter_list.saved_filters(self._work.database, self._work.actor), "")

    def _offer(self, saved: tuple[SavedFilter, ...], name: str) -> None:
        self.filters.show_filters(saved, name)
        self.reload()

    def _show(self, number: int, listed_now: _Listed) -> None:
        if number != self._number:
            return
        chosen, bar = self.table.current_id(), self.table.verticalScrollBar()
        place = bar.value()
        self._today = listed_now.today
        self.model.set_records(listed_now.rows)
        self._say_count(listed_now)
        if listed_now.rows:
            row = max(self.model.row_of(chosen), 0)
            self.table.setCurrentIndex(self.model.index(row, 0))
        bar.setValue(place)

    def _say_count(self, listed_now: _Listed) -> None:
        shown, total = len(listed_now.rows), listed_now.total
        self._stack.setCurrentIndex(1 if shown else 0)
        if total is None:
            self.card.set_count(f"最急的 {shown} 件")
        elif shown < total:
            self.card.set_count(f"{total:,} 件中最急的 {shown} 件")
        else:
            self.card.set_count(f"{total} 件" if total else "")
        if self.filters.is_narrowed:
            self._empty.say("没有相符的事项", "换一个词，或者清空单位和“我登记的”。")
        else:
            self._empty.say("这里没有事项", "登记来访后，事项会列在这里；也可以换一个筛选。")

    def _export(self) -> None:
        TableExport(self._work, self.window(), listed("事项清单", self.table, self.model))

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            self._work.messages.show_error(error)

    def _arrange(self, *, can_export: bool) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self.filters)
        whole.addWidget(self.bar)
        whole.addWidget(self.card, 1)
        self.card.add(self._stack, 1)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        if can_export:
            self.card.add_action(IconButton("export", "导出…", self._export))
        FillingColumn(self.table, COLUMNS, "title")


def _read(database: Database, actor: Actor, chosen: MatterFilter, zone: ZoneInfo) -> _Listed:
    """Runs in the lane."""
    most = matter_list.MOST_ROWS
    rows = matter_list.list_matters(database, actor, chosen, most=most)
    total: int | None = len(rows)
    if len(rows) >= most:
        # With every letter typed the words are others: what says them is not counted to the end.
        total = None if chosen.text else matter_list.count_matters(database, actor, chosen)
    return _Listed(rows, total, today_in(zone))


def _counts(database: Database, actor: Actor) -> Mapping[str, int]:
    """Runs in the lane."""
    saved = matter_list.saved_filters(database, actor)
    counts = matter_list.count_each(database, actor, [each.filter for each in saved])
    return {each.name: count for each, count in zip(saved, counts, strict=True)}
