"""期限看板: what is late, due today and in three days, by unit and by clerk, and what is owed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.matters import DueBoard, DueGroup, DueLine
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.services.calendar import reckoning
from reception_desk.services.due_board import due_board
from reception_desk.services.owed_items import OwedItem, owed_items
from reception_desk.ui import icons, text_size
from reception_desk.ui.pages.matters.count_table import CountTable
from reception_desk.ui.pages.matters.due_owed import DueOwed
from reception_desk.ui.pages.matters.listing import LANE
from reception_desk.ui.pages.matters.matter_words import GROUP_MARKS, LINE_COLUMNS, line_cells
from reception_desk.ui.tables.filling_column import FillingColumn
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.today import today_in
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.workplace import Workplace

MOST_LINES = 200
_BESIDE_FROM = 1100
_NOTHING = {
    DueGroup.OVERDUE: ("没有超期的事项", "超期的会列在这里，最久的在最上面。"),
    DueGroup.TODAY: ("今天没有要办的期限", "到内部目标那一天的会列在这里。"),
    DueGroup.SOON: ("三天内没有到期的", "快到内部目标的会提前三天列在这里。"),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of the board is listed; "" stands for no unit and for nobody, None for all."""

    group: DueGroup = DueGroup.OVERDUE
    unit_id: str | None = None
    clerk_id: str | None = None


@dataclass(frozen=True, slots=True)
class BoardRead:
    """What is due by law, and what was promised or undertaken."""

    board: DueBoard
    owed: tuple[OwedItem, ...]


class Board(QWidget):
    """Signal `opened(matter id)`. 1, 2 and 3 choose a group."""

    opened = Signal(str)

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self._zone = ZoneInfo(work.actor.desk.zone)
        self._today = date.min
        self._number = 0
        self.chosen = Chosen()
        self.groups = {group: self._group_button(at, group) for at, group in enumerate(DueGroup, 1)}
        self.counts_button = Button("按单位、办理人")
        self.counts_button.setCheckable(True)
        self.by_unit, self.by_clerk = CountTable("按单位"), CountTable("按办理人")
        self.model: RecordTableModel[DueLine] = RecordTableModel(
            LINE_COLUMNS,
            lambda line: line_cells(line, self._today),
            lambda line: f"{line.matter_id} {line.duty}",
        )
        self.table = TableView(self.model, "到期的事项", is_flush=True, can_export=False)
        self.bar = InlineBar()
        self.card = Card(self.chosen.group.label, is_flush=True, parent=self)
        self.owed = DueOwed()
        self._empty = EmptyState("正在读取…", icon="calendar")
        self._stack = QStackedWidget(self.card)
        self._counts = QWidget(self)
        self._side = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._counts)
        self._arrange()
        self._listen()
        self._mark_group()

    def reload(self) -> None:
        """Read the board again; group, unit and clerk stay chosen."""
        self._number += 1
        by = partial(reckoning, self._work.database, self._work.settings)
        database, actor = self._work.database, self._work.actor
        asked = partial(_read, database, actor, self._zone, self.chosen, by)
        show = partial(self._show, self._number)
        self._work.tasks.run(LANE, self, asked, show, self._say_error)

    def take_focus(self) -> None:
        """Let the arrows walk through what is due."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_group(self, group: DueGroup) -> None:
        """Show what is late, due today, or due soon."""
        self.chosen = replace(self.chosen, group=group)
        self._mark_group()
        self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Where there is no room for both, the counts stand in the place of the lines."""
        is_wide = self.width() >= text_size.scaled(_BESIDE_FROM)
        are_called = self.counts_button.isChecked()
        self.counts_button.setVisible(not is_wide)
        self._counts.setVisible(is_wide or are_called)
        directions = QBoxLayout.Direction
        self._side.setDirection(directions.TopToBottom if is_wide else directions.LeftToRight)
        has_room = is_wide or not are_called
        self.card.setVisible(has_room)
        self.owed.setVisible(has_room and self.owed.model.rowCount() > 0)

    def _group_button(self, at: int, group: DueGroup) -> Button:
        button = Button(group.label, partial(self.choose_group, group), tip=f"按 {at}")
        button.setCheckable(True)
        icons.wear(button, GROUP_MARKS[group][1], GROUP_MARKS[group][0])
        keys = QShortcut(QKeySequence(str(at)), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(partial(self.choose_group, group))
        return button

    def _mark_group(self) -> None:
        for group, button in self.groups.items():
            button.setChecked(group is self.chosen.group)

    def _show(self, number: int, read: BoardRead) -> None:
        if number != self._number:
            return
        board = read.board
        chosen = self.table.current_id()
        self._today = board.today
        total = board.total
        counts = (total.overdue, total.today, total.soon)
        for (group, button), count in zip(self.groups.items(), counts, strict=True):
            button.setText(f" {group.label}　{count:,}")
        self.by_unit.show_counts(total, board.by_unit, self.chosen.unit_id)
        self.by_clerk.show_counts(total, board.by_clerk, self.chosen.clerk_id)
        self.model.set_records(board.lines)
        self._stack.setCurrentIndex(1 if board.lines else 0)
        self._empty.say(*_NOTHING[self.chosen.group])
        self._say_what(board)
        self.owed.show_items(read.owed, board.today)
        self._share_room()
        if board.lines:
            row = max(self.model.row_of(chosen), 0)
            self.table.setCurrentIndex(self.model.index(row, 0))

    def _say_what(self, board: DueBoard) -> None:
        names = [self.chosen.group.label]
        units, clerks = (self.chosen.unit_id, board.by_unit), (self.chosen.clerk_id, board.by_clerk)
        for key, counts in (units, clerks):
            if key is not None:
                names += [count.name for count in counts if (count.key or "") == key]
        self.card.set_title(" · ".join(names))
        shown = len(board.lines)
        most = f"最急的 {shown} 项" if shown >= MOST_LINES else f"{shown} 项"
        self.card.set_count(most if shown else "")

    def _listen(self) -> None:
        self.table.opened.connect(lambda key: self.opened.emit(str(key).partition(" ")[0]))
        self.owed.opened.connect(self.opened)
        self.by_unit.picked.connect(self._pick_unit)
        self.by_clerk.picked.connect(self._pick_clerk)
        self.counts_button.toggled.connect(lambda _: self._share_room())

    def _pick_unit(self, key: str | None) -> None:
        self.chosen = replace(self.chosen, unit_id=key)
        self._picked()

    def _pick_clerk(self, key: str | None) -> None:
        self.chosen = replace(self.chosen, clerk_id=key)
        self._picked()

    def _picked(self) -> None:
        self.counts_button.setChecked(False)
        self.reload()

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            self._work.messages.show_error(error)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        for button in self.groups.values():
            head.addWidget(button)
        head.addStretch(1)
        head.addWidget(self.counts_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addWidget(self.bar)
        room = QHBoxLayout()
        room.setSpacing(12)
        whole.addLayout(room, 1)
        room.addWidget(self._counts, 3)
        self._side.setContentsMargins(0, 0, 0, 0)
        self._side.setSpacing(12)
        self._side.addWidget(self.by_unit, 1)
        self._side.addWidget(self.by_clerk, 1)
        lines = QVBoxLayout()
        lines.setSpacing(12)
        room.addLayout(lines, 8)
        lines.addWidget(self.card, 1)
        self.card.add(self._stack, 1)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        FillingColumn(self.table, LINE_COLUMNS, "title")
        lines.addWidget(self.owed)


def _read(
    database: Database,
    actor: Actor,
    zone: ZoneInfo,
    chosen: Chosen,
    by: Callable[[], Reckoning],
) -> BoardRead:
    """Runs in the lane."""
    today = today_in(zone)
    board = due_board(
        database,
        actor,
        today,
        group=chosen.group,
        unit_id=chosen.unit_id,
        clerk_id=chosen.clerk_id,
        most=MOST_LINES,
    )
    # A line of the table stands for no unit by ""; what is owed always has one.
    return BoardRead(board, owed_items(database, actor, today, by(), unit_id=chosen.unit_id))
