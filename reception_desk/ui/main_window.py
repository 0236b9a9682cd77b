"""The frame of the desk: rail, pages, status bar, keys, and the lock over all of it."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reception_desk.errors import DeskError
from reception_desk.services import accounts, office
from reception_desk.ui import page_links
from reception_desk.ui.calling_keys import calling_keys, finish
from reception_desk.ui.desk_keys import GENERAL_HELP, PAGE_HELP, DeskKeys
from reception_desk.ui.desk_pages import DeskPages, TakesFocus
from reception_desk.ui.dialogs.help_sheet import HelpSheet
from reception_desk.ui.input_watch import InputWatch
from reception_desk.ui.lamp_row import LampRow
from reception_desk.ui.lamp_watch import LampWatch
from reception_desk.ui.lock_screen import LockScreen
from reception_desk.ui.own_password import OwnPassword
from reception_desk.ui.recording_frame import RecordingFrames
from reception_desk.ui.undo_key import UndoKey
from reception_desk.ui.widgets.card_burst import CardBurstFilter
from reception_desk.ui.widgets.rail import Rail
from reception_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from reception_desk.ui.pages.matters import MattersPage
    from reception_desk.ui.pages.papers import PapersPage
    from reception_desk.ui.pages.reception import ReceptionPage
    from reception_desk.ui.pages.register import RegisterPage
    from reception_desk.ui.pages.scanning import ScanningPage
    from reception_desk.ui.pages.settings import SettingsPage

SMALLEST = QSize(1000, 520)
PRODUCT = "接访台"


class MainWindow(QMainWindow):
    """Built empty, because messages need a window, and furnished once.

    Signals: `sign_out_asked()`, `reopen_asked()` (settings that take a new start of the desk),
    `closed()`.
    """

    sign_out_asked = Signal()
    reopen_asked = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(SMALLEST)
        self.resize(1366, 728)
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)

    def furnish(
        self,
        workplace: Workplace,
        lamp_watch: LampWatch,
        extras: dict[str, Callable[[], QWidget]],
    ) -> None:
        """Put everything in: called once, before the window is shown."""
        self._work = workplace
        self.pages = DeskPages(workplace)
        self.rail = Rail(self.pages.rail_pages)
        self.lamp_row = LampRow(lamp_watch, workplace.actor, extras)
        self._hidden: list[QDialog] = []
        self._focus: QWidget | None = None
        self._stack.addWidget(self._desk())
        self.keys = DeskKeys(self, self._key_table())
        self.input_watch = InputWatch(_application(), self)
        self._undo_key = UndoKey(_application(), self)
        self._bursts = CardBurstFilter(self)
        self._bursts.start(_application())
        self._frames = RecordingFrames(workplace.recorder, self)
        self._idle_timer = QTimer(self)
        self._listen()
        self._name_window()
        self.open_page(self.pages.first_key)
        self._watch_idleness()

    @property
    def is_locked(self) -> bool:
        return self._stack.currentIndex() > 0

    @cached_property
    def lock_screen(self) -> LockScreen:
        """What covers the desk, made when it is locked for the first time."""
        actor = self._work.actor
        hall = office.office_card(self._work.database).hall
        screen = LockScreen(hall, actor.name, actor.desk.zone)
        screen.unlock_asked.connect(self._try_unlock)
        screen.sign_out_asked.connect(self.sign_out_asked)
        self._stack.addWidget(screen)
        return screen

    def open_page(self, key: str) -> QWidget:
        """Show a page of the rail."""
        is_new = self.pages.built(key) is None
        page = self.pages.open(key)
        if is_new:
            page_links.link(self, key, page)
        self.rail.show_page(key)
        if isinstance(page, TakesFocus):
            page.take_focus()
        else:
            (page.focusWidget() or page).setFocus(Qt.FocusReason.OtherFocusReason)
        return page

    def settings_page(self) -> "SettingsPage":
        """Open the settings."""
        return self.open_page("settings")  # pyright: ignore[reportReturnType]

    def lock(self) -> None:
        """Ctrl+L: cover everything, title and open boxes too."""
        if self.is_locked:
            return
        self._work.petitioner.withdraw()
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        focused = QApplication.focusWidget()
        self._focus = focused if focused is not None and self.isAncestorOf(focused) else None
        self._hidden = [box for box in self.findChildren(QDialog) if box.isVisible()]
        for box in self._hidden:
            box.hide()
        self.keys.rest("locked", is_resting=True)
        self._stack.setCurrentWidget(self.lock_screen)
        self.setWindowTitle(f"{PRODUCT} — 已锁定")
        self.lock_screen.begin()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.pages.close_pages()
        super().closeEvent(event)
        self.closed.emit()

    def _desk(self) -> QWidget:
        desk = QWidget()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.pages, 1)
        right.addWidget(self.lamp_row)
        whole = QHBoxLayout(desk)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)
        return desk

    def _listen(self) -> None:
        self.rail.page_chosen.connect(self.open_page)
        self.lamp_row.lock_asked.connect(self.lock)
        self.lamp_row.password_asked.connect(OwnPassword(self._work, self).ask)
        self.lamp_row.sign_out_asked.connect(self.sign_out_asked)
        self.lamp_row.join_asked.connect(self._show_centre)
        self.lamp_row.sync_asked.connect(partial(self.open_page, "sync"))
        self.input_watch.composing_changed.connect(self._rest_while_composing)
        self._bursts.burst.connect(self._take_code)
        self._work.changes.settings_changed.connect(self._name_window)

    def _name_window(self) -> None:
        if not self.is_locked:
            hall = office.office_card(self._work.database).hall
            window = self._work.actor.desk.window
            self.setWindowTitle(f"{hall} · {window}号窗口 — {PRODUCT}")

    def _show_centre(self) -> None:
        """Lead to where a desk joins the centre."""
        settings: SettingsPage = self.open_page("settings")  # pyright: ignore[reportAssignmentType]
        settings.open_section("centre")

    # Keys

    def _key_table(self) -> list[tuple[str, Callable[[], object]]]:
        """Return the keys of what this person may do."""
        keys: list[tuple[str, Callable[[], object]]] = [
            ("F1", self._show_help),
            ("Ctrl+L", self.lock),
            ("F3", self._search),
            ("F5", self._reprint_last),
            ("F8", partial(finish, self, self._work.tickets)),
            *calling_keys(self, self._work.tickets),
        ]
        if self.pages.has("matters"):
            keys.append(("Ctrl+M", self.open_current_matter))
        if self.pages.has("reception"):
            keys += [
                ("F2", lambda: self.reception().new_visitor()),
                ("Ctrl+Return", lambda: self._on_reception(lambda page: page.submit())),
                ("Ctrl+Enter", lambda: self._on_reception(lambda page: page.submit())),
                ("Ctrl+Z", self._undo),
                ("Ctrl+J", lambda: self._on_reception(lambda page: page.releasing.release())),
                ("Ctrl+G", lambda: self._on_reception(lambda page: page.add_companion())),
            ]
            keys += [(f"Ctrl+{place}", partial(self._go_to_tab, place)) for place in range(1, 7)]
        return keys

    def reception(self) -> "ReceptionPage":
        """Open the clerk's page."""
        return self.open_page("reception")  # pyright: ignore[reportReturnType]

    def _on_reception(self, act: "Callable[[ReceptionPage], object]") -> None:
        """Act only where the person can see what happens."""
        if self.pages.current_key() == "reception":
            act(self.reception())

    def _on_scanning(self, act: "Callable[[ScanningPage], object]") -> bool:
        """Act on the scan station if it is in sight; say whether it is."""
        if self.pages.current_key() != "scanning":
            return False
        act(self.open_page("scanning"))  # pyright: ignore[reportArgumentType]
        return True

    def _undo(self) -> None:
        if not self._on_scanning(lambda page: page.station.undo()):
            self._on_reception(lambda page: page.undo())

    def correct_visit(self, visit_id: str) -> None:
        """Open a registered visit to complete and correct it."""
        self.reception().correct_visit(visit_id)

    def scan_for(self, visit_id: str) -> None:
        """Open the scan station for a visit."""
        scanning: ScanningPage = self.open_page("scanning")  # pyright: ignore[reportAssignmentType]
        scanning.open_visit(visit_id)

    def _go_to_tab(self, place: int) -> None:
        self.reception().go_to_tab(place)

    def open_visit(self, visit_id: str) -> None:
        """Show a visit in the register, for who has one."""
        if self.pages.has("register"):
            register: RegisterPage = self.open_page("register")  # pyright: ignore[reportAssignmentType]
            register.open_visit(visit_id)

    def open_matter(self, matter_id: str) -> None:
        """Show a matter, for who has that page."""
        if matter_id and self.pages.has("matters"):
            matters: MattersPage = self.open_page("matters")  # pyright: ignore[reportAssignmentType]
            matters.open_matter(matter_id)

    def open_current_matter(self) -> None:
        """Ctrl+M: the matter of the visit in sight."""
        match self.pages.current_key():
            case "reception":
                record = self.reception().current_record
                self.open_matter((record.matter_id if record else None) or "")
            case "register":
                register: RegisterPage = self.open_page("register")  # pyright: ignore[reportAssignmentType]
                self.open_matter("" if register.detail.isHidden() else register.detail.matter_id)
            case _:
                pass

    def _search(self) -> None:
        """F3: who came before, a matter by its number or words, elsewhere the whole register."""
        if self.pages.current_key() == "reception":
            self.reception().focus_search()
        elif self.pages.current_key() == "matters":
            matters: MattersPage = self.open_page("matters")  # pyright: ignore[reportAssignmentType]
            matters.focus_search()
        elif self.pages.has("register"):
            register: RegisterPage = self.open_page("register")  # pyright: ignore[reportAssignmentType]
            register.focus_search()

    def _reprint_last(self) -> None:
        if self.pages.current_key() == "papers":
            papers: PapersPage = self.open_page("papers")  # pyright: ignore[reportAssignmentType]
            papers.reprint_last()
        elif self._on_scanning(lambda page: page.print_list()):
            return
        elif self.pages.has("reception"):
            self.reception().reprint_last()

    def _show_help(self) -> None:
        page = self.rail.current_page()
        name = next(kind.name for kind in self.pages.rail_pages if kind.key == page)
        own = [(name, PAGE_HELP[page])] if PAGE_HELP[page] else []
        HelpSheet(self, [*own, ("全程可用", GENERAL_HELP)]).open()

    def _take_code(self, code: str) -> None:
        """A code scanner or a reader typed: the page in sight knows, else the clerk's page."""
        if self.is_locked or not self.isActiveWindow():
            return
        is_taken = self._on_scanning(lambda page: page.take_code(code))
        if not is_taken and self.pages.has("reception"):
            self.reception().take_code(code)

    def _rest_while_composing(self, is_composing: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.keys.rest("composing", is_resting=is_composing)

    # Lock

    def _watch_idleness(self) -> None:
        seconds = self._work.settings.lock_after_seconds
        if seconds > 0:
            self._idle_timer.setInterval(min(max(seconds * 250, 50), 1000))
            self._idle_timer.timeout.connect(self._lock_when_idle)
            self._idle_timer.start()

    def _lock_when_idle(self) -> None:
        if self.input_watch.idle_seconds() >= self._work.settings.lock_after_seconds:
            self.lock()

    def _try_unlock(self, password: str) -> None:
        self._work.tasks.run(
            "sign-in",
            self,
            partial(accounts.unlock, self._work.database, self._work.actor, password),
            self._unlock,
            self._refuse_unlock,
        )

    def _unlock(self, _nothing: None) -> None:
        """Return to the same page, box and caret."""
        self.input_watch.touch()
        self._stack.setCurrentIndex(0)
        self.keys.rest("locked", is_resting=False)
        self._name_window()
        if self._focus is not None and shiboken6.isValid(self._focus):
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        for box in self._hidden:
            if shiboken6.isValid(box):
                box.open()
        self._hidden = []

    def _refuse_unlock(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.lock_screen.form.refuse(error)
        else:
            self.lock_screen.form.set_busy(is_busy=False)
            self._work.messages.show_error(error)


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("the desk needs a QApplication")
    return app
