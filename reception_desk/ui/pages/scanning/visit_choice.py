"""Whose papers are scanned: a visit of today, one begun before, or one by its number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.visit import VisitRow
from reception_desk.rules.masking import mask_name
from reception_desk.services import scan_batches, separators, visits
from reception_desk.ui import text_size
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.widgets.labels import label

COLUMNS = (
    Column("time", "来访时间", 7),
    Column("number", "编号", 13),
    Column("who", "信访人", 7),
    Column("waiting", "未归档", 6),
    Column("summary", "事项", 30),
)


@dataclass(frozen=True, slots=True)
class VisitChoices:
    """The visits to choose from; `waiting` counts the pages not filed, by id of the visit.

    `stack_pages` are those of a stack that no visit has been given.
    """

    rows: tuple[VisitRow, ...]
    waiting: Mapping[str, int]
    stack_pages: int = 0


def read_choices(database: Database, actor: Actor) -> VisitChoices:
    """Return visits with unfinished batches first, then those of today; for a lane."""
    batches = scan_batches.open_batches(database, actor)
    waiting = {batch.visit_id: batch.page_count for batch in batches}
    begun = [visits.visit_line(database, actor, visit_id) for visit_id in waiting]
    today = visits.visits_of_day(database, actor)
    fresh = [row for row in today if row.visit_id not in waiting]
    return VisitChoices((*begun, *fresh), waiting, separators.waiting_pages(database, actor))


class VisitChoice(QWidget):
    """Signals: `visit_chosen(visit id)`, `number_given(text)`, `stack_asked()`,
    `sheet_asked(visit id, or None for the sheet of no visit)`.
    """

    visit_chosen = Signal(str)
    number_given = Signal(str)
    stack_asked = Signal()
    sheet_asked = Signal(object)

    def __init__(self, zone: str, parent: QWidget, *, can_export: bool = False) -> None:
        super().__init__(parent)
        self._zone = ZoneInfo(zone)
        self._waiting: Mapping[str, int] = {}
        self.model: RecordTableModel[VisitRow] = RecordTableModel(
            COLUMNS, self._cells, lambda row: row.visit_id
        )
        self.table = TableView(self.model, "选择来访", is_flush=True, can_export=can_export)
        self.number = QLineEdit()
        self.bar = InlineBar()
        self._empty = EmptyState("正在读取…")
        self._card = Card("先选来访，再扫描材料", is_flush=True, parent=self)
        self._stack = QStackedWidget(self._card)
        self._arrange()
        self.table.opened.connect(lambda _chosen: self._choose())
        self.table.clicked.connect(lambda _index: self.choose_button.setEnabled(True))
        self.number.returnPressed.connect(self._give_number)

    def show_choices(self, choices: VisitChoices) -> None:
        """List the visits; the chosen row stays."""
        chosen = self.table.current_id()
        is_first = not self.model.rowCount() and self.number.hasFocus() and not self.number.text()
        self._waiting = choices.waiting
        waiting = f"（{choices.stack_pages} 页未归入）" if choices.stack_pages else ""
        self.stack_button.setText(f"整叠扫描 F4{waiting}")
        self.model.set_records(choices.rows)
        self._stack.setCurrentIndex(1 if choices.rows else 0)
        self._empty.say(
            "今天还没有来访", "先在“接待”登记来访，或在上面输入来访编号，再来扫描材料。"
        )
        self.choose_button.setEnabled(bool(choices.rows))
        self.sheet_button.setEnabled(bool(choices.rows))
        if choices.rows:
            self.table.setCurrentIndex(self.model.index(max(self.model.row_of(chosen), 0), 0))
        if is_first:
            self.take_focus()

    def take_focus(self) -> None:
        """Begin at the list, or at the number where the list is empty."""
        target: QWidget = self.table if self.model.rowCount() else self.number
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        self.number.setPlaceholderText("来访编号，或扫回执上的码")
        self.number.setAccessibleName("来访编号")
        self.number.setMaximumWidth(text_size.scaled(300))
        self.choose_button = Button("开始扫描这次来访", self._choose, look=Look.PRIMARY)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(label("扫描", "title"))
        head.addStretch(1)
        head.addWidget(self.number, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self._tools())
        whole.addWidget(self.bar)
        whole.addWidget(self._card, 1)
        self._card.add_action(self.choose_button)
        self._card.add(self._stack, 1)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)

    def _tools(self) -> QWidget:
        """Return what needs no visit, or only the chosen one."""
        self.stack_button = Button(
            "整叠扫描 F4",
            self.stack_asked.emit,
            icon="scan",
            tip="几次来访的材料一起扫描，按分隔页或回执上的码归入各自的来访",
        )
        self.sheet_button = Button(
            "分隔页 Ctrl+P",
            self.print_sheet,
            icon="printer",
            tip="打印所选来访的分隔页，放在它的材料最上面",
        )
        self.neutral_button = Button(
            "通用分隔页 Alt+P",
            partial(self.sheet_asked.emit, None),
            icon="printer",
            tip="打印不写来访的分隔页，放在两份材料之间",
        )
        tools = QWidget()
        flow = FlowLayout(tools, spacing=8)
        for button in (self.stack_button, self.sheet_button, self.neutral_button):
            flow.addWidget(button)
        return tools

    def print_sheet(self) -> None:
        """Ask for the sheet of the chosen visit."""
        if (chosen := self.table.current_id()) is not None:
            self.sheet_asked.emit(str(chosen))

    def _cells(self, row: VisitRow) -> Sequence[object]:
        pages = self._waiting.get(row.visit_id)
        heads = f" 等 {row.head_count} 人" if row.head_count > 1 else ""
        return (
            f"{row.arrived_at.astimezone(self._zone):%m-%d %H:%M}",
            row.number,
            f"{mask_name(row.name or '') or '未提供姓名'}{heads}",
            f"{pages} 页" if pages else "",
            row.summary or "（诉求待补充）",
        )

    def _choose(self) -> None:
        chosen = self.table.current_id()
        if chosen is not None:
            self.visit_chosen.emit(str(chosen))

    def _give_number(self) -> None:
        if text := self.number.text().strip():
            self.number_given.emit(text)
