"""冲突: what two desks changed at once, and the person's judgement."""

from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reception_desk.errors import DeskError
from reception_desk.records.conflicts import Candidate, Cell, ConflictRecord, OpenConflict
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services.conflicts import open_conflict, settle_conflict
from reception_desk.ui import text_size
from reception_desk.ui.pages.sync.judge_card import JudgeCard
from reception_desk.ui.pages.sync.list_pane import ChoicePane
from reception_desk.ui.pages.sync.words import CONFLICT_COLUMNS, conflict_cells
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.workplace import Workplace

LANE = "sync page"
_BOTH = 700


class ConflictsPane(QWidget):
    """Signal `visit_asked(visit id)`. A settled field leaves the list by the page's next read."""

    visit_asked = Signal(str)

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = workplace
        zone = ZoneInfo(workplace.actor.desk.zone)
        self.card: ChoicePane[OpenConflict] = _list(zone, self)
        self.model, self.table = self.card.model, self.card.table
        self.look_button = Button("查看", self._open_chosen, icon="eye")
        self.judge = JudgeCard(zone)
        self.opened: ConflictRecord | None = None
        self._may_settle = may(
            [Role(role) for role in workplace.actor.roles], Action.SETTLE_CONFLICT
        )
        self._arrange()
        self.table.opened.connect(self.open)
        self.judge.chosen.connect(self._settle)
        self.judge.visit_asked.connect(self.visit_asked)
        self.judge.close_button.clicked.connect(self.close_conflict)

    def show_conflicts(self, found: Sequence[OpenConflict]) -> None:
        """Show the list as it is now; what is chosen and laid open stays while it is there."""
        self.card.show_records(found)
        if self.opened is not None and self.opened.cell not in [line.cell for line in found]:
            self.close_conflict()

    def open(self, cell: Cell) -> None:
        """Lay one open: the values are shown whole, so the look is audited."""
        if not self._may_settle:
            self.judge.bar.say(Level.INFO, "处理冲突由接访员和科室来做。")
            return
        look = partial(open_conflict, self._work.database, self._work.actor, cell)
        self._work.tasks.run(LANE, self, look, self._show, self._failed)

    def _open_chosen(self) -> None:
        if chosen := self.card.chosen():
            self.open(chosen.cell)

    def _show(self, conflict: ConflictRecord) -> None:
        self.opened = conflict
        self.judge.bar.clear()
        self.judge.show_conflict(conflict)
        self._share_room()

    def close_conflict(self) -> None:
        """Give the room back to the list."""
        self.opened = None
        self.judge.show_conflict(None)
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Where there is room for one only, what is laid open takes it."""
        is_alone = self.opened is not None and self.width() < text_size.scaled(_BOTH)
        self.card.setVisible(not is_alone)
        self.judge.close_button.setVisible(is_alone)

    def _settle(self, candidate: Candidate) -> None:
        if self.opened is None:
            return
        self.judge.set_busy(is_busy=True)
        cell = self.opened.cell
        settle = partial(
            settle_conflict, self._work.database, self._work.actor, cell, candidate.value
        )
        self._work.tasks.run(LANE, self, settle, partial(self._settled, cell), self._failed)

    def _settled(self, cell: Cell, _nothing: None) -> None:
        field = self.opened.field if self.opened else ""
        self.close_conflict()
        self.judge.bar.say(Level.OK, f"“{field}”已处理，各窗口都会看到。")
        changes = self._work.changes
        changes.conflict_changed.emit("")
        if cell.table == "visit":
            changes.visit_changed.emit(cell.row_id)
        elif cell.table == "person":
            changes.person_changed.emit(cell.row_id)
        changes.document_changed.emit("")

    def _failed(self, error: Exception) -> None:
        self.judge.set_busy(is_busy=False)
        if isinstance(error, DeskError):
            self.close_conflict()
            self.judge.bar.say_error(error)
            self._work.changes.conflict_changed.emit("")
        else:
            self._work.messages.show_error(error)

    def _arrange(self) -> None:
        self.card.add_action(self.look_button)
        room = QHBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(14)
        room.addWidget(self.card, 11)
        room.addWidget(self.judge, 7)


def _list(zone: ZoneInfo, parent: QWidget) -> ChoicePane[OpenConflict]:
    return ChoicePane(
        "两个窗口改了同一项",
        CONFLICT_COLUMNS,
        lambda found: conflict_cells(found, zone),
        lambda found: found.cell,
        EmptyState(
            "没有要处理的冲突",
            "两个窗口同时改了同一项时，两个内容都会留在这里，由您决定以哪个为准。",
            icon="done",
        ),
        parent=parent,
    )
