"""事项: the lists, and one matter in their place; Esc leads back."""

from functools import cached_property

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from reception_desk.errors import DeskError
from reception_desk.services import office
from reception_desk.ui.pages.matters.matter_page import MatterPage
from reception_desk.ui.pages.matters.overview import Overview
from reception_desk.ui.pages.matters.reckoning import OfficeReckoning
from reception_desk.ui.pages.matters.standing_keeper import StandingKeeper
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.workplace import Workplace


class MattersPage(QStackedWidget):
    """Signals: `visit_asked(visit id)`, `scan_asked(visit id)`."""

    visit_asked = Signal(str)
    scan_asked = Signal(str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = workplace
        self._units = [
            Choice(unit.unit_id, unit.name, keys=unit.initials)
            for unit in office.list_units(workplace.database)
        ]
        self._reckoning = OfficeReckoning(workplace, self)
        self.overview = Overview(workplace, self._units, self)
        self.keeper = StandingKeeper(workplace, self._reckoning, self)
        self._place(self.overview)
        self._listen()

    @cached_property
    def matter(self) -> MatterPage:
        """One matter, made when the first is opened."""
        made = MatterPage(self._work, self._reckoning, self._units, self)
        self._place(made)
        made.shown.connect(self._show_matter)
        made.closed.connect(self.close_matter)
        made.gone.connect(self._say_gone)
        made.visit_asked.connect(self.visit_asked)
        return made

    @property
    def _has_matter(self) -> bool:
        """Whether one was ever opened."""
        return self.count() > 1

    def take_focus(self) -> None:
        """Begin in the list, or at the next steps of the opened matter."""
        if self.currentWidget() is self.overview:
            self.overview.take_focus()
        else:
            self.matter.take_focus()

    def focus_search(self) -> None:
        """F3: look for a matter by number or words."""
        self.close_matter()
        self.overview.focus_search()

    def open_matter(self, matter_id: str) -> None:
        """Show one matter in the place of the lists."""
        self.matter.open_matter(matter_id)

    def close_matter(self) -> None:
        """Go back to the lists."""
        if self._has_matter:
            self.matter.leave()
        self.setCurrentWidget(self.overview)
        self.overview.reload()
        self.overview.take_focus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.keeper.begin()
        self.overview.reload()

    def _listen(self) -> None:
        self.overview.opened.connect(self.open_matter)
        self.overview.scan_asked.connect(self.scan_asked)
        self.keeper.moved.connect(self._take_moved)
        self.keeper.days_moved.connect(self._say_moved)
        self.keeper.failed.connect(self.overview.listing.bar.say_error)
        self._work.changes.matter_changed.connect(self._reload_soon)

    def _place(self, part: QWidget) -> None:
        part.setProperty("look", "page")
        self.addWidget(part)

    def _show_matter(self) -> None:
        self.setCurrentWidget(self.matter)
        self.matter.take_focus()

    def _say_gone(self, error: DeskError) -> None:
        self.close_matter()
        self.overview.listing.bar.say_error(error)

    def _take_moved(self, waiting: int) -> None:
        self.overview.say_waiting(waiting)
        self._reload_soon()

    def _say_moved(self, count: int) -> None:
        self.overview.listing.bar.say(
            Level.INFO,
            f"工作日历有变动，{count} 项期限已按新日历重算；文书上写过的期限与现在不同的，"
            "打开事项可以看到要告知什么。",
        )

    def _reload_soon(self) -> None:
        if self.isVisible():
            self.overview.reload_soon()
