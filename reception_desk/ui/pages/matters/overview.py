"""The two looks at all matters: the list and the board of what is due."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reception_desk.ui.pages.matters.board import Board
from reception_desk.ui.pages.matters.listing import Listing
from reception_desk.ui.widgets.buttons import switch
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace

PAUSE_MS = 300
"""While thousands of matters are put in order, they are not read again after each part."""


class Overview(QWidget):
    """Signal `opened(matter id)`. Alt+1 shows the list, Alt+2 the board."""

    opened = Signal(str)

    def __init__(self, work: Workplace, units: list[Choice]) -> None:
        super().__init__()
        self.list_button = switch(self, "清单", "Alt+1", self.show_list)
        self.board_button = switch(self, "期限看板", "Alt+2", self.show_board)
        self.listing = Listing(work, units)
        self.board = Board(work)
        self.waiting = label("", "muted")
        self.waiting.hide()
        self._stack = QStackedWidget()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        self._arrange()
        self.listing.opened.connect(self.opened)
        self.board.opened.connect(self.opened)
        self.list_button.setChecked(True)

    def reload(self) -> None:
        """Read what is in sight again."""
        self._pause.stop()
        self._shown().reload()

    def reload_soon(self) -> None:
        """Read it again in a moment, together with what comes meanwhile."""
        if not self._pause.isActive():
            self._pause.start()

    @property
    def is_waiting(self) -> bool:
        """Whether what is in sight is about to be read again."""
        return self._pause.isActive()

    def show_list(self) -> None:
        """Show the list with its filters."""
        self._show(self.listing)

    def show_board(self) -> None:
        """Show what is due."""
        self._show(self.board)

    def take_focus(self) -> None:
        """Let the arrows walk through the lines."""
        self._shown().take_focus()

    def focus_search(self) -> None:
        """Put the caret into the field of the list."""
        self._stack.setCurrentWidget(self.listing)
        self._mark()
        self.listing.focus_search()

    def say_waiting(self, count: int) -> None:
        """Say quietly how many matters are still being put in order."""
        self.waiting.setText(f"正在整理 {count:,} 件")
        self.waiting.setVisible(count > 0)

    def _shown(self) -> Listing | Board:
        return self.listing if self._stack.currentWidget() is self.listing else self.board

    def _show(self, part: Listing | Board) -> None:
        self._stack.setCurrentWidget(part)
        self._mark()
        part.reload()
        part.take_focus()

    def _mark(self) -> None:
        is_list = self._stack.currentWidget() is self.listing
        self.list_button.setChecked(is_list)
        self.board_button.setChecked(not is_list)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label("事项", "title"))
        head.addSpacing(12)
        head.addWidget(self.list_button)
        head.addWidget(self.board_button)
        head.addStretch(1)
        head.addWidget(self.waiting)
        self._stack.addWidget(self.listing)
        self._stack.addWidget(self.board)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self._stack, 1)
