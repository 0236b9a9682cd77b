"""What became of a visit, here or at another window, told to the tabs that show it."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from reception_desk.errors import DeskError
from reception_desk.records.visit import VisitRecord
from reception_desk.services import erasure, visits
from reception_desk.services.corrections import Corrected
from reception_desk.ui.pages.reception.merging import follow
from reception_desk.ui.pages.reception.open_tab import OpenTab
from reception_desk.ui.workplace import Workplace


class VisitNews(QObject):
    """`tabs` are the open ones by key, `current` returns the one in sight.

    Signals: `changed(OpenTab)` asks to draw a tab anew, `renamed(OpenTab)` to name it anew,
    `numbered(VisitRecord)` tells that the centre has numbered the visit in sight, `gone(key)` that
    the visit of a tab was erased by law.
    """

    changed = Signal(object)
    renamed = Signal(object)
    numbered = Signal(object)
    gone = Signal(str)

    def __init__(
        self,
        workplace: Workplace,
        tabs: dict[str, OpenTab],
        current: Callable[[], OpenTab | None],
    ) -> None:
        super().__init__()
        self._work = workplace
        self._tabs = tabs
        self._current = current
        self._is_announcing = False
        workplace.changes.visit_changed.connect(self._hear)
        workplace.changes.visit_erased.connect(self._let_go)

    def announce(self, done: Corrected) -> None:
        """Tell of a correction made here: this page's tabs at once, then the other pages."""
        self._take(done.visit)
        changes = self._work.changes
        self._is_announcing = True
        changes.visit_changed.emit(done.visit.visit_id)
        changes.matter_changed.emit(done.visit.matter_id or "")
        for paper in done.stale:
            changes.document_changed.emit(paper)
        self._is_announcing = False

    def _hear(self, visit_id: str) -> None:
        """Show a visit in sight as it is now; a form under way is compared when it is saved."""
        if self._is_announcing:
            return
        tab, numbered = self._current(), self._take_numbers(visit_id)
        record = None if tab is None or tab.is_form else tab.record
        if record is None:
            return
        if tab in numbered:
            self.numbered.emit(record)
        elif record.visit_id == visit_id:
            self._read(visit_id)

    def _let_go(self) -> None:
        """Close what shows or corrects an erased visit: its words must not be kept again."""
        for tab in list(self._tabs.values()):
            if tab.record and erasure.is_erased(self._work.database, tab.record.visit_id):
                self.gone.emit(tab.key)

    def _take_numbers(self, visit_id: str) -> list[OpenTab]:
        """The centre may have numbered an open visit; "" says perhaps several."""
        numbered: list[OpenTab] = []
        for tab in self._tabs.values():
            record = tab.record
            if record is None or record.number or visit_id not in {"", record.visit_id}:
                continue
            if number := visits.number_of(self._work.database, record.visit_id):
                tab.record = replace(record, number=number)
                self.renamed.emit(tab)
                numbered.append(tab)
        return numbered

    def _read(self, visit_id: str) -> None:
        try:
            record = visits.load_visit(
                self._work.database, self._work.actor, visit_id, reason="来访有更新"
            )
        except DeskError as error:
            self._work.messages.show_error(error)
        else:
            self._take(record)

    def _take(self, record: VisitRecord) -> None:
        for tab in self._tabs.values():
            if tab.record is None or tab.record.visit_id != record.visit_id:
                continue
            if tab.is_correcting:
                tab.record = record
                follow(tab.draft, record)
            else:
                tab.show_record(record)
            self.changed.emit(tab)
