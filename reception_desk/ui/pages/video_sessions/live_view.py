"""One session on the screen while people talk: the log and its line, beside who is there."""

from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.ui import text_size
from reception_desk.ui.pages.video_sessions.log_entry import EntryLine
from reception_desk.ui.pages.video_sessions.log_list import LogList
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.widgets.labels import ElidedLabel, label
from reception_desk.ui.widgets.scroll_column import ScrollColumn

_BESIDE_FROM = 720
_SIDE = 320


class LiveView(QWidget):
    """Widgets and layout. Signal `closed()`: back to where one came from, also by Esc.

    Where there is no room beside the log, a button calls the side in its place.
    """

    closed = Signal()

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.setProperty("look", "page")
        self.back = Button("返回", self.closed.emit, icon="chevron-left", tip="Esc")
        self.title = ElidedLabel("", "title")
        self.state = label("", "count")
        self.matter_button = Button("看事项", icon="matter", tip="打开这次接访的事项")
        self.side_button = Button("现场与录制")
        self.side_button.setCheckable(True)
        self.bar = InlineBar()
        self.log = LogList()
        self.line = EntryLine(zone)
        self.log_card = Card("接访记录", is_flush=True)
        self._empty = EmptyState("还没有记录", "接访开始后，在下面随听随记。", icon="edit")
        self.side = ScrollColumn()
        self._log_part = QWidget()
        self._arrange()
        self.side_button.toggled.connect(lambda _is_called: self._share_room())

    def show_log(self, *, has_lines: bool) -> None:
        """Show the log, or what to do first."""
        self._empty.setVisible(not has_lines)
        self.log.setVisible(has_lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._share_room()

    def _share_room(self) -> None:
        is_beside = self.width() >= text_size.scaled(_BESIDE_FROM)
        is_called = self.side_button.isChecked()
        self.side_button.setVisible(not is_beside)
        self.side.setVisible(is_beside or is_called)
        self._log_part.setVisible(is_beside or not is_called)
        self.side.setMaximumWidth(text_size.scaled(_SIDE) if is_beside else 1 << 20)
        self.side.setMinimumWidth(text_size.scaled(_SIDE) if is_beside else 0)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.matter_button)
        head.addWidget(self.side_button)
        for part in (self._empty, self.log):  # of a stack the larger one would claim its room
            self.log_card.add(part, 1)
        self.log.hide()
        column = QVBoxLayout(self._log_part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.log_card, 1)
        column.addWidget(self.line)
        room = QHBoxLayout()
        room.setSpacing(12)
        room.addWidget(self._log_part, 1)
        room.addWidget(self.side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self.bar)
        whole.addLayout(room, 1)
