"""The board as one widget: what it shows comes from `BoardNow`, its sizes from its own."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.records.hall_board import BoardNow, HallBoard
from reception_desk.rules.hall_board import new_calls
from reception_desk.ui.hall.board_frame import BoardFoot, BoardHead, PauseBand
from reception_desk.ui.hall.board_part import BoardPart
from reception_desk.ui.hall.call_list import CallList
from reception_desk.ui.hall.hall_look import Ground, unit_of
from reception_desk.ui.hall.marquee import Marquee
from reception_desk.ui.hall.queue_panel import QueuePanel

_EDGE, _GAP = 44, 16
_CALLS, _QUEUE = 68, 32
NOBODY_WAITS = "欢迎来访，请取号或到导访台"
NOBODY_IS_CALLED = "请在候访区等候叫号"


class BoardView(QWidget):
    """Has no words of its own; `before` is what stood there last, so that new calls are told."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        self.head, self.pause = BoardHead(zone), PauseBand()
        self.calls, self.queue = CallList(), QueuePanel()
        self.foot, self.marquee = BoardFoot(), Marquee()
        self.before: HallBoard | None = None
        self.setAccessibleName("大厅屏")
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Window, QColor(Ground.HALL.value))
        self.setPalette(colours)
        self.setAutoFillBackground(True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, False)
        self._middle = QHBoxLayout()
        self._middle.addWidget(self.calls, _CALLS)
        self._middle.addWidget(self.queue, _QUEUE)
        self._inner = QVBoxLayout()
        self._inner.addWidget(self.head)
        self._inner.addWidget(self.pause)
        self._inner.addLayout(self._middle, 1)
        self._inner.addWidget(self.foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._inner, 1)
        whole.addWidget(self.marquee)

    def show_now(self, now: BoardNow) -> None:
        """Show what stands on the board now."""
        board = now.board
        fresh = new_calls(self.before, board)
        self.before = board
        self.head.say(now.hall)
        self.pause.say(now.texts.pause)
        self.calls.show_calls(
            board.calls, fresh, NOBODY_IS_CALLED if board.waiting else NOBODY_WAITS
        )
        self.queue.show_board(board)
        self.foot.say(now.texts.code_address, now.texts.code_caption)
        self.marquee.say(now.texts.notices)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        unit = unit_of(self.width(), self.height())
        edge, gap = round(_EDGE * unit), round(_GAP * unit)
        self._inner.setContentsMargins(edge, 0, edge, gap)
        self._inner.setSpacing(gap)
        self._middle.setSpacing(gap)
        for part in self.findChildren(BoardPart):
            part.suit(unit)
