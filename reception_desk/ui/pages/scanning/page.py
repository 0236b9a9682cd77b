"""扫描: pages are read for a visit, sorted into papers with single keys, and filed."""

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from reception_desk.documents.office_fonts import font_paths
from reception_desk.errors import DeskError
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.scan_batches import FiledPaperRecord
from reception_desk.records.visit import VisitRow
from reception_desk.rules.masking import mask_name
from reception_desk.services import filing, visits
from reception_desk.services.papers import issue_paper
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.pages.scanning.station import Station
from reception_desk.ui.pages.scanning.station_keys import PLAIN, StationKeys, keys_of
from reception_desk.ui.pages.scanning.view import StationView
from reception_desk.ui.pages.scanning.visit_choice import VisitChoice, VisitChoices, read_choices
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.workplace import Workplace

LANE = "batch"


class ScanningPage(QWidget):
    """First the visit, then its pages; both stand where they stood when one comes back."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = workplace
        self._zone = ZoneInfo(workplace.actor.desk.zone)
        self.visit: VisitRow | None = None
        self.choice = VisitChoice(workplace.actor.desk.zone)
        self.view = StationView(FileViewer(workplace.files, workplace.tasks))
        self.station = Station(workplace, self.view)
        keys = keys_of(self.station) | {
            (PLAIN, Qt.Key.Key_Escape): self._step_back,
            (PLAIN, Qt.Key.Key_F5): self.print_list,
        }
        self._keys = StationKeys(keys)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.choice)
        self._stack.addWidget(self.view)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.addWidget(self._stack)
        self._listen()
        self.station.work.sweep()

    def open_visit(self, visit_id: str) -> None:
        """Scan for this visit: its batch opens as it was left."""
        find = partial(visits.visit_line, self._work.database, self._work.actor, visit_id)
        self._begin(find)

    def open_number(self, text: str) -> None:
        """Scan for the visit with this number; a receipt's code begins with it."""
        number = next(iter(text.split()), "")
        self._begin(partial(visits.line_by_number, self._work.database, self._work.actor, number))

    def take_code(self, code: str) -> None:
        """A code scanner typed: a receipt leads to its visit, unless work is under way."""
        if self.visit is None:
            self.open_number(code)

    def choose_another(self) -> None:
        """Go back to the visits; the batch stays as it is."""
        self.station.end_mode()
        if self.visit is None or self.station.is_busy:
            return
        self.station.leave()
        self.visit = None
        self._stack.setCurrentWidget(self.choice)
        self._reload_choices()
        self.choice.take_focus()

    def print_list(self) -> None:
        """F5: print the list of what was handed in; the visitor takes one copy along."""
        if self.visit is None:
            return
        make = partial(
            issue_paper,
            self._work.database,
            self._work.files,
            self._work.actor,
            self.visit.visit_id,
            DocumentKind.MATERIALS_LIST,
            paper=self._work.settings.form_printer.paper,
            fonts=font_paths(self._work.settings.fonts),
        )
        self._work.tasks.run("papers", self, make, self._print, self._say_error)

    def take_focus(self) -> None:
        """Begin where the person goes on: at the visits, or at the pages."""
        if self.visit is None:
            self.choice.take_focus()
        else:
            has_pages = self.view.strip.isVisible()
            target = self.view.strip if has_pages else self.view.scan_button
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.visit is None:
            self._reload_choices()

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight or locked: nobody watches the camera, so it is not watched."""
        super().hideEvent(event)
        self.station.end_mode()
        self.station.live.let_go()

    def event(self, event: QEvent) -> bool:
        """Claim the station's keys before a shortcut of the window takes them."""
        if self.visit is not None and self._keys.claims(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.visit is None or not self._keys.press(event):
            super().keyPressEvent(event)

    def close_page(self) -> None:
        """The window closes: nothing is read any more; what was read is on the disk."""
        self.station.close()

    def _listen(self) -> None:
        self.choice.visit_chosen.connect(self.open_visit)
        self.choice.number_given.connect(self.open_number)
        self.view.other_button.clicked.connect(self.choose_another)
        self.view.panel.filed_asked.connect(self._open_filed)
        self.view.panel.list_asked.connect(self.print_list)
        self._work.print_desk.failed.connect(self._say_print_failed)
        self.station.papers_filed.connect(self._take_filed)
        self.station.work.batch_read.connect(self._settle_focus)
        changes = self._work.changes
        for changed in (changes.visit_registered, changes.visit_changed):
            changed.connect(self._reload_choices)
        changes.scan_changed.connect(self._reload_filed)
        changes.visit_erased.connect(self._take_erased)

    def _step_back(self) -> None:
        """Esc: leave the live picture or the corners, else the visit."""
        if not self.station.end_mode():
            self.choose_another()

    def _begin(self, find: Callable[[], VisitRow]) -> None:
        """Show the visit that `find` gives, unless another one's papers are under way."""
        if self.station.is_busy:
            self.view.bar.say(Level.INFO, "正在扫描或归档，请等它结束后再换来访。")
            return
        try:
            line = find()
        except DeskError as error:
            self._say_error(error)
            return
        self.visit = line
        self.choice.bar.clear()
        self.choice.number.clear()
        name = mask_name(line.name or "") or "未提供姓名"
        moment = f"{line.arrived_at.astimezone(self._zone):%m-%d %H:%M}"
        parts = (line.number, name, moment, line.summary)
        self.view.who.setText(" · ".join(part for part in parts if part))
        self.view.panel.show_filed(())
        self._stack.setCurrentWidget(self.view)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.station.open(line.visit_id)
        self._reload_filed()

    def _settle_focus(self) -> None:
        """While a batch opens the page itself hears the keys; then its first part does."""
        if self.hasFocus():
            self.take_focus()

    def _reload_choices(self) -> None:
        if self.isVisible() and self.visit is None:
            read = partial(read_choices, self._work.database, self._work.actor)
            self._work.tasks.run(LANE, self, read, self._show_choices, self._say_error)

    def _show_choices(self, choices: VisitChoices) -> None:
        if self.visit is None:
            self.choice.show_choices(choices)

    def _reload_filed(self) -> None:
        if self.visit is not None:
            read = partial(
                filing.papers_of_visit,
                self._work.database,
                self._work.actor,
                self.visit.visit_id,
            )
            self._work.tasks.run(LANE, self, read, self.view.panel.show_filed, self._say_error)

    def _take_filed(self, papers: tuple[FiledPaperRecord, ...]) -> None:
        """Say what is on record, and stay: the list is printed for this visit."""
        if self.visit is None:
            return
        pages = sum(paper.page_count for paper in papers)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.station.open(self.visit.visit_id)
        self.view.bar.say(Level.OK, f"已归档 {len(papers)} 份材料，共 {pages} 页。")
        self._work.changes.scan_changed.emit(papers[0].paper_id)

    def _print(self, document: DocumentRecord) -> None:
        self.view.bar.say(Level.OK, "材料接收清单已送打印机，请双方签名。")
        self._work.print_desk.print_document(self._work.actor, document)

    def _say_print_failed(self, _document_id: str, error: Exception) -> None:
        if self.isVisible():
            self._say_error(error)

    def _open_filed(self, paper: FiledPaperRecord) -> None:
        self.view.viewer.show_filed(paper, self._say_error)

    def _take_erased(self) -> None:
        """A visit that was erased has no papers to scan."""
        if self.visit is not None:
            try:
                visits.visit_line(self._work.database, self._work.actor, self.visit.visit_id)
            except DeskError:
                self.station.leave()
                self.visit = None
                self._stack.setCurrentWidget(self.choice)
        self._reload_choices()

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            bar = self.choice.bar if self.visit is None else self.view.bar
            bar.say_error(error)
        else:
            self._work.messages.show_error(error)
