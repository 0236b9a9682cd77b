"""The looks at all matters: the list, the board, the ledgers and the letters."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reception_desk.ui.pages.matters.board import Board
from reception_desk.ui.pages.matters.ledger import Ledger
from reception_desk.ui.pages.matters.ledgers import LongOpenMatters, Undertakings
from reception_desk.ui.pages.matters.letters import Letters
from reception_desk.ui.pages.matters.listing import Listing
from reception_desk.ui.widgets.buttons import Button, switch
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace

PAUSE_MS = 300
"""While thousands of matters are put in order, they are not read again after each part."""


class Overview(QWidget):
    """Signals: `opened(matter id)`, `scan_asked(visit id)`.

    Alt+1 shows the list, Alt+2 the board, Alt+3 and Alt+4 the ledgers, Alt+5 the letters.
    """

    opened = Signal(str)
    scan_asked = Signal(str)

    def __init__(self, work: Workplace, units: list[Choice], parent: QWidget) -> None:
        super().__init__(parent)
        self.list_button = switch(self, "清单", "Alt+1", self.show_list)
        self.board_button = switch(self, "期限看板", "Alt+2", self.show_board)
        self.undertaken_button = switch(self, "领导包案", "Alt+3", self.show_undertakings)
        self.long_open_button = switch(self, "积案", "Alt+4", self.show_long_open)
        self.letters_button = switch(self, "来信", "Alt+5", self.show_letters)
        self.waiting = label("", "muted")
        self.waiting.hide()
        self._stack = QStackedWidget(self)
        self._arrange()
        # Each from the start where it will be: Qt dresses all again that goes to another parent.
        self.listing = Listing(work, units, self._stack)
        self.board = Board(work, self._stack)
        self.undertakings = Undertakings(work, self._stack)
        self.long_open = LongOpenMatters(work, self._stack)
        self.letters = Letters(work, units, self._stack)
        self.letters.scan_asked.connect(self.scan_asked)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        for _, part in self._switches():
            self._stack.addWidget(part)
            part.opened.connect(self.opened)
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

    def show_undertakings(self) -> None:
        """Show what leaders answer for."""
        self._show(self.undertakings)

    def show_long_open(self) -> None:
        """Show what is long unresolved."""
        self._show(self.long_open)

    def show_letters(self) -> None:
        """Show the letters, those that no leader has read first."""
        self._show(self.letters)

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

    def _shown(self) -> Listing | Board | Ledger:
        shown = self._stack.currentWidget()
        return next((part for _, part in self._switches() if part is shown), self.listing)

    def _show(self, part: Listing | Board | Ledger) -> None:
        self._stack.setCurrentWidget(part)
        self._mark()
        part.reload()
        part.take_focus()

    def _mark(self) -> None:
        shown = self._shown()
        for button, part in self._switches():
            button.setChecked(part is shown)

    def _switches(self) -> tuple[tuple[Button, Listing | Board | Ledger], ...]:
        return (
            (self.list_button, self.listing),
            (self.board_button, self.board),
            (self.undertaken_button, self.undertakings),
            (self.long_open_button, self.long_open),
            (self.letters_button, self.letters),
        )

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label("事项", "title"))
        head.addSpacing(12)
        for button in (
            self.list_button,
            self.board_button,
            self.undertaken_button,
            self.long_open_button,
            self.letters_button,
        ):
            head.addWidget(button)
        head.addStretch(1)
        head.addWidget(self.waiting)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self._stack, 1)
