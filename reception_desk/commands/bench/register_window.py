"""The real main window, opened on the register of the large file, worked by key events."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QListView, QTableView, QWidget

from reception_desk import config
from reception_desk.app import Desk, build
from reception_desk.commands.bench.office import BenchOffice
from reception_desk.commands.bench.screen import PaintWatch, StallWatch, application
from reception_desk.errors import DeskError
from reception_desk.ui.garbage import GarbageRound
from reception_desk.ui.pages.register.page import RegisterPage
from reception_desk.ui.widgets.choice_popup import ChoicePopup

_LONGEST_MS = 120_000
_LOOK_MS = 500
_BETWEEN_KEYS_MS = 120


@contextmanager
def open_desk(home: Path, office: BenchOffice) -> Iterator[Desk]:
    """Show the main window of the office's receptionist; everything is closed at the end."""
    application()
    garbage = GarbageRound()
    desk = build(config.load(home), office.database, office.clerk)
    try:
        desk.window.show()
        garbage.settle()
        yield desk
    finally:
        desk.close()
        garbage.let_go()


@dataclass(frozen=True, slots=True)
class Opening:
    """Milliseconds until the register's first lines were painted, until all of it was read, and
    of the longest stall of the UI thread meanwhile."""

    first_ms: float
    all_ms: float
    stall_ms: float


@contextmanager
def open_register(home: Path, office: BenchOffice) -> Iterator[tuple[RegisterPage, Opening]]:
    """Show the register of the office, all of it read."""
    with open_desk(home, office) as desk:
        turn_until(lambda: not desk.workplace.tasks.pending)
        watch = StallWatch()
        started = time.perf_counter()

        def taken() -> float:
            return (time.perf_counter() - started) * 1000

        page = desk.window.open_page("register")
        if not isinstance(page, RegisterPage):
            raise TypeError("the register is another page now")
        painted = PaintWatch(page.table.viewport())
        turn_until(lambda: bool(page.model.rowCount()) and painted.has_painted)
        first_ms = taken()
        turn_until(lambda: page.table.isVisible() and not desk.workplace.tasks.pending)
        opening = Opening(first_ms, taken(), max(watch.gaps))
        watch.stop()
        yield page, opening


class Typist:
    """Types into the search field of the register and waits for the painted answer."""

    def __init__(self, page: RegisterPage) -> None:
        self._window = page.window()
        page.window().activateWindow()
        page.focus_search()
        self._field = page.search
        turn_until(page.search.hasFocus)
        self._watches: dict[QWidget, PaintWatch] = {}

    def begin(self) -> None:
        """Empty the field."""
        self._field.clear()
        QApplication.processEvents()

    def pause(self) -> None:
        """Let pass what lies between two keys of a person; faster ones are taken for a scanner."""
        rested = QDeadlineTimer(_BETWEEN_KEYS_MS)
        turn_until(rested.hasExpired, look_ms=_BETWEEN_KEYS_MS // 4)

    def press(self, letter: str) -> None:
        """Press one key; returns when the list for what stands in the field was painted."""
        self._watch_popups()
        for watch in self._watches.values():
            watch.forget()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(self._field, key)
        turn_until(lambda: any(watch.has_painted for watch in self._watches.values()))

    def _watch_popups(self) -> None:
        """Watch the popup, and its list as soon as there is one."""
        popups = self._window.findChildren(ChoicePopup)
        lists = [shown for popup in popups for shown in popup.findChildren(QListView)]
        for widget in (*popups, *(shown.viewport() for shown in lists)):
            if widget not in self._watches:
                self._watches[widget] = PaintWatch(widget)


class Scroller:
    """Moves a table and waits until it was painted, and until every row in sight was."""

    def __init__(self, table: QTableView, is_whole: Callable[[], bool]) -> None:
        self._bar = table.verticalScrollBar()
        self._watch = PaintWatch(table.viewport())
        self._is_whole = is_whole

    @property
    def last(self) -> int:
        """The greatest value of the scroll bar."""
        return self._bar.maximum()

    @property
    def page(self) -> int:
        """How far one press of Page Down goes."""
        return self._bar.pageStep()

    def go(self, value: int) -> None:
        """Scroll to `value` of the scroll bar."""
        if value == self._bar.value():
            return
        self._watch.forget()
        self._bar.setValue(value)
        turn_until(lambda: self._watch.has_painted)

    def fill(self) -> None:
        """Wait until the rows that were not yet read stand there."""
        if not self._is_whole():
            turn_until(self._was_filled)

    def _was_filled(self) -> bool:
        if not self._is_whole():
            self._watch.forget()
            return False
        return self._watch.has_painted


def turn_until(
    is_done: Callable[[], bool], *, look_ms: int = _LOOK_MS, longest_ms: int = _LONGEST_MS
) -> None:
    """Turn the event loop until `is_done`, looking at least each `look_ms`.

    Raises `DeskError` after `longest_ms`, two minutes unless it is said.
    """
    deadline = QDeadlineTimer(longest_ms)
    waker = QTimer()  # the deadline must be looked at even where nothing happens
    waker.start(look_ms)
    while not is_done():
        if deadline.hasExpired():
            raise DeskError("画面没有在时限内画出。")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    waker.stop()
