"""The looks at all matters: the list, the board, the ledgers and the letters."""

from functools import cached_property
from typing import TypeVar

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

_Part = TypeVar("_Part", Listing, Board, Undertakings, LongOpenMatters, Letters)
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
        self._work, self._units = work, units
        self.listing = self._placed(Listing(work, units, self._stack))
        self._shown: Listing | Board | Ledger = self.listing
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        self.list_button.setChecked(True)

    @cached_property
    def board(self) -> Board:
        """What is due. As the ledgers and the letters, made when somebody looks at it."""
        return self._placed(Board(self._work, self._stack))

    @cached_property
    def undertakings(self) -> Undertakings:
        """What leaders answer for."""
        return self._placed(Undertakings(self._work, self._stack))

    @cached_property
    def long_open(self) -> LongOpenMatters:
        """What is long unresolved."""
        return self._placed(LongOpenMatters(self._work, self._stack))

    @cached_property
    def letters(self) -> Letters:
        """The letters, with what is asked of them."""
        made = self._placed(Letters(self._work, self._units, self._stack))
        made.scan_asked.connect(self.scan_asked)
        return made

    def reload(self) -> None:
        """Read what is in sight again."""
        self._pause.stop()
        self._shown.reload()

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
        self._show(self.listing, self.list_button)

    def show_board(self) -> None:
        """Show what is due."""
        self._show(self.board, self.board_button)

    def show_undertakings(self) -> None:
        """Show what leaders answer for."""
        self._show(self.undertakings, self.undertaken_button)

    def show_long_open(self) -> None:
        """Show what is long unresolved."""
        self._show(self.long_open, self.long_open_button)

    def show_letters(self) -> None:
        """Show the letters, those that no leader has read first."""
        self._show(self.letters, self.letters_button)

    def take_focus(self) -> None:
        """Let the arrows walk through the lines."""
        self._shown.take_focus()

    def focus_search(self) -> None:
        """Put the caret into the field of the list."""
        self._put(self.listing, self.list_button)
        self.listing.focus_search()

    def say_waiting(self, count: int) -> None:
        """Say quietly how many matters are still being put in order."""
        self.waiting.setText(f"正在整理 {count:,} 件")
        self.waiting.setVisible(count > 0)

    def _show(self, part: Listing | Board | Ledger, button: Button) -> None:
        self._put(part, button)
        part.reload()
        part.take_focus()

    def _put(self, part: Listing | Board | Ledger, button: Button) -> None:
        self._shown = part
        self._stack.setCurrentWidget(part)
        for one in self._buttons():
            one.setChecked(one is button)

    def _placed(self, part: _Part) -> _Part:
        """Put a part where it was made: Qt dresses all again that goes to another parent."""
        self._stack.addWidget(part)
        part.opened.connect(self.opened)
        return part

    def _buttons(self) -> tuple[Button, ...]:
        return (
            self.list_button,
            self.board_button,
            self.undertaken_button,
            self.long_open_button,
            self.letters_button,
        )

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label("事项", "title"))
        head.addSpacing(12)
        for button in self._buttons():
            head.addWidget(button)
        head.addStretch(1)
        head.addWidget(self.waiting)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self._stack, 1)
