"""The sessions in hand: read in the background, those with a time first."""

from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from reception_desk.records.video_sessions import SessionLine
from reception_desk.services.session_calendar import open_sessions
from reception_desk.ui.session_lines import COLUMNS, session_cells
from reception_desk.ui.tables.filling_column import FillingColumn
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.workplace import Workplace

LANE = "video sessions"


class Listing(QWidget):
    """Signals: `session_asked(SessionLine)`, `failed(error)`."""

    session_asked = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        zone = ZoneInfo(work.actor.desk.zone)
        self.model: RecordTableModel[SessionLine] = RecordTableModel(
            COLUMNS, lambda line: session_cells(line, zone), lambda line: line.session_id
        )
        self.table = TableView(self.model, "在办的视频接访", is_flush=True, can_export=False)
        self.card = Card("在办的视频接访", is_flush=True)
        empty = EmptyState(
            "没有在办的视频接访", "在“事项”里打开一件事项，可以申请视频接访。", icon="video"
        )
        self._stack = QStackedWidget()
        for part in (empty, self.table):
            self._stack.addWidget(part)
        self.card.add(self._stack, 1)
        FillingColumn(self.table, COLUMNS, "matter")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.card, 1)
        self.table.opened.connect(self._open)

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

    def _open(self, session_id: object) -> None:
        row = self.model.row_of(session_id)
        if row >= 0:
            self.session_asked.emit(self.model.record(row))
