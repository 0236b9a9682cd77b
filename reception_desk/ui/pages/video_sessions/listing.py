"""The sessions in hand: read in the background, those with a time first."""

from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from reception_desk.records.video_sessions import SessionLine
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services.session_calendar import open_sessions
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.pages.video_sessions.preparing import Preparing
from reception_desk.ui.pages.video_sessions.preparing_card import PreparingCard
from reception_desk.ui.session_lines import COLUMNS, session_cells
from reception_desk.ui.tables.filling_column import FillingColumn
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.workplace import Workplace

LANE = "video sessions"


class Listing(QWidget):
    """Signals: `session_asked(SessionLine)`, `recorded(words)`, `failed(error)`."""

    session_asked = Signal(object)
    recorded = Signal(str)
    failed = Signal(object)

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        zone = ZoneInfo(work.actor.desk.zone)
        self.model: RecordTableModel[SessionLine] = RecordTableModel(
            COLUMNS, lambda line: session_cells(line, zone), lambda line: line.session_id
        )
        self.table = TableView(self.model, "在办的视频接访", is_flush=True, can_export=False)
        self.card = Card("在办的视频接访", is_flush=True, parent=self)
        empty = EmptyState(
            "没有在办的视频接访", "在“事项”里打开一件事项，可以申请视频接访。", icon="video"
        )
        self._stack = QStackedWidget(self.card)
        for part in (empty, self.table):
            self._stack.addWidget(part)
        self.card.add(self._stack, 1)
        FillingColumn(self.table, COLUMNS, "matter")
        roles = [Role(role) for role in work.actor.roles]
        self.chosen = PreparingCard(zone, can_print=may(roles, Action.PRINT_DOCUMENT))
        viewer = FileViewer(work.files, work.tasks)
        self.preparing = Preparing(work, self, viewer)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.card, 1)
        self.chosen.add(viewer)
        whole.addWidget(self.chosen)
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen)
        self.chosen.asked.connect(self.preparing.ask)
        self.chosen.paper_asked.connect(self.preparing.ask_paper)
        self.preparing.recorded.connect(self.recorded)
        self.preparing.failed.connect(self.failed)

    def reload(self) -> None:
        """Read the list again."""
        read = partial(open_sessions, self._work.database, self._work.actor)
        self._work.tasks.run(LANE, self, read, self._show, self.failed.emit)

    def take_focus(self) -> None:
        """Let the arrows walk through the sessions."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, lines: tuple[SessionLine, ...]) -> None:
        chosen = self.table.current_id()
        timed = sorted(
            lines, key=lambda line: (line.starts_at is None, line.starts_at, line.session_id)
        )
        self.model.set_records(timed)
        self.card.set_count(f"{len(lines)} 场" if lines else "")
        self._stack.setCurrentIndex(1 if lines else 0)
        if lines:
            row = max(self.model.row_of(chosen), 0)
            self.table.setCurrentIndex(self.model.index(row, 0))
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self.model.row_of(self.table.current_id())
        self.chosen.setVisible(row >= 0)
        if row >= 0:
            self.chosen.show_line(self.model.record(row))

    def _open(self, session_id: object) -> None:
        row = self.model.row_of(session_id)
        if row >= 0:
            self.session_asked.emit(self.model.record(row))
