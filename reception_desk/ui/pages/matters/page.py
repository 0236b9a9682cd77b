"""事项: the lists, and one matter in their place; Esc leads back."""

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
        units = [
            Choice(unit.unit_id, unit.name, keys=unit.initials)
            for unit in office.list_units(workplace.database)
        ]
        reckoning = OfficeReckoning(workplace, self)
        self.overview = Overview(workplace, units, self)
        self.matter = MatterPage(workplace, reckoning, units, self)
        self.keeper = StandingKeeper(workplace, reckoning, self)
        for part in (self.overview, self.matter):
            part.setProperty("look", "page")
            self.addWidget(part)
        self._listen()

    def take_focus(self) -> None:
        """Begin in the list, or at the next steps of the opened matter."""
        if self.currentWidget() is self.matter:
            self.matter.take_focus()
        else:
            self.overview.take_focus()

    def focus_search(self) -> None:
        """F3: look for a matter by number or words."""
        self.close_matter()
        self.overview.focus_search()

    def open_matter(self, matter_id: str) -> None:
        """Show one matter in the place of the lists."""
        self.matter.open_matter(matter_id)

    def close_matter(self) -> None:
        """Go back to the lists."""
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
        self.matter.shown.connect(self._show_matter)
        self.matter.closed.connect(self.close_matter)
        self.matter.gone.connect(self._say_gone)
        self.matter.visit_asked.connect(self.visit_asked)
        self.keeper.moved.connect(self._take_moved)
        self.keeper.days_moved.connect(self._say_moved)
        self.keeper.failed.connect(self.overview.listing.bar.say_error)
        self._work.changes.matter_changed.connect(self._reload_soon)

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
