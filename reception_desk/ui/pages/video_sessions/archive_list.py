"""The archive: sessions that were held, found by number, end, day or matter; the newest on top."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from reception_desk.records.past_sessions import PastSession, PastSessions
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services.past_sessions import past_sessions
from reception_desk.services.recording_files import FoundRecording, found_recordings, register_found
from reception_desk.ui.pages.video_sessions.recorder_words import elapsed_text
from reception_desk.ui.session_lines import NO_TITLE, state_words
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.filling_column import FillingColumn
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.field_icon import FieldIcon
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.workplace import Workplace

LANE = "video archive"
PAUSE_MS = 200
COLUMNS = (
    Column("held", "接访时间", 13),
    Column("matter", "事项", 12),
    Column("recorded", "录音录像", 7),
    Column("place", "接访端", 9),
    Column("receivers", "接访人员", 9, is_hidden=True),
    Column("state", "状态", 5),
    Column("label", "场次", 10, keeps_end=True),
)


def past_cells(line: PastSession, zone: ZoneInfo) -> Sequence[Any]:
    """Return the cells of `COLUMNS`."""
    ended = f"–{line.ended_at.astimezone(zone):%H:%M}" if line.ended_at else ""
    return (
        f"{line.began_at.astimezone(zone):%Y-%m-%d %H:%M}{ended}",
        line.matter or NO_TITLE,
        elapsed_text(line.seconds * 1000) if line.recordings else "—",
        line.far_place or line.level.label,
        "、".join(line.receivers) or "—",
        state_words(line.state),
        line.label,
    )


class ArchiveList(QWidget):
    """Signals: `opened(session id)`, `failed(error)`, `registered(session id)`."""

    opened = Signal(str)
    failed = Signal(object)
    registered = Signal(str)

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self._number = 0
        zone = ZoneInfo(work.actor.desk.zone)
        self.text = QLineEdit(placeholderText="场次、接访端、事项中的词，或日期如 2026-11")
        self.text.setAccessibleName("查找已举行的视频接访")
        self.found_bar = InlineBar()
        self.model: RecordTableModel[PastSession] = RecordTableModel(
            COLUMNS, lambda line: past_cells(line, zone), lambda line: line.session_id
        )
        self.table = TableView(self.model, "已举行的视频接访", is_flush=True, can_export=False)
        self.card = Card("已举行的视频接访", is_flush=True, parent=self)
        self._empty = EmptyState("正在读取…", icon="video")
        self._stack = QStackedWidget(self.card)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._arrange()
        self._pause.timeout.connect(self.reload)
        self.text.textEdited.connect(lambda _: self._pause.start())
        self.text.returnPressed.connect(self.take_focus)
        self.table.opened.connect(lambda key: self.opened.emit(str(key)))

    def reload(self) -> None:
        """Read the list again, and what lies on this machine and is not on record."""
        self._number += 1
        work, text = self._work, self.text.text()
        read = partial(past_sessions, work.database, work.actor, text)
        work.tasks.run(LANE, self, read, partial(self._show, self._number), self.failed.emit)
        if may([Role(role) for role in work.actor.roles], Action.HOLD_VIDEO_SESSION):
            folder = work.settings.recordings_path
            look = partial(found_recordings, work.database, work.actor, folder)
            work.tasks.run(LANE, self, look, self._show_found, self.failed.emit)

    def take_focus(self) -> None:
        """Let the arrows walk through the sessions."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        """Put the caret where words are looked for."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def _show(self, number: int, past: PastSessions) -> None:
        if number != self._number:
            return
        chosen, shown = self.table.current_id(), len(past.lines)
        self.model.set_records(past.lines)
        self._stack.setCurrentIndex(1 if past.lines else 0)
        is_cut = shown < past.total
        count = f"{past.total} 场中最近的 {shown} 场" if is_cut else f"{shown} 场"
        self.card.set_count(count if past.total else "")
        if self.text.text().strip():
            self._empty.say("没有相符的视频接访", "换一个词，或者清空上面的查找。")
        else:
            self._empty.say("还没有举行过视频接访", "结束后的视频接访列在这里，可以查阅录音录像。")
        if past.lines:
            row = max(self.model.row_of(chosen), 0)
            self.table.setCurrentIndex(self.model.index(row, 0))

    def _show_found(self, found: tuple[FoundRecording, ...]) -> None:
        if not found:
            self.found_bar.clear()
            return
        links = [(f"核对并登记 {one.label}", partial(self._register, one)) for one in found]
        words = f"发现 {len(found)} 份没有登记的录音录像（录制结束时接访台没有打开）。"
        self.found_bar.say(Level.WARN, words, links)

    def _register(self, one: FoundRecording) -> None:
        self.found_bar.say(Level.INFO, f"正在核对 {one.label} 的录音录像…")
        work = partial(register_found, self._work.database, self._work.actor, one)
        self._work.tasks.run(
            LANE, self, work, lambda _key: self._registered(one), self._not_registered
        )

    def _registered(self, one: FoundRecording) -> None:
        self.registered.emit(one.session_id)
        self.reload()

    def _not_registered(self, error: Exception) -> None:
        self.failed.emit(error)
        self.reload()

    def _arrange(self) -> None:
        FieldIcon(self.text, "search", "查找", self.text.setFocus, is_leading=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self.text)
        whole.addWidget(self.found_bar)
        whole.addWidget(self.card, 1)
        self.card.add(self._stack, 1)
        for part in (self._empty, self.table):
            self._stack.addWidget(part)
        FillingColumn(self.table, COLUMNS, "matter")
