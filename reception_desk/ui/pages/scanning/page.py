"""扫描: pages are read for a visit, sorted into papers with single keys, and filed."""

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from reception_desk.errors import DeskError
from reception_desk.records.scan_batches import FiledPaperRecord
from reception_desk.records.separators import Sorting, number_and_check
from reception_desk.records.visit import VisitRow
from reception_desk.rules.masking import mask_name
from reception_desk.services import separators, visits
from reception_desk.services.scan_batches import NO_VISIT
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.pages.scanning.filed_papers import FiledPapers
from reception_desk.ui.pages.scanning.sorting_words import kept_words, returned_words, sent_words
from reception_desk.ui.pages.scanning.stack_sorting import StackSorting
from reception_desk.ui.pages.scanning.station import Station
from reception_desk.ui.pages.scanning.station_keys import (
    ALT,
    CONTROL,
    PLAIN,
    Act,
    Key,
    StationKeys,
    keys_of,
)
from reception_desk.ui.pages.scanning.station_prints import StationPrints
from reception_desk.ui.pages.scanning.view import StationView
from reception_desk.ui.pages.scanning.visit_choice import VisitChoice, VisitChoices, read_choices
from reception_desk.ui.widgets.inline_bar import InlineBar, Level, Link
from reception_desk.ui.workplace import Workplace

LANE = "batch"


class ScanningPage(QWidget):
    """First the visit, then its pages; both stand where they stood when one comes back."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = workplace
        self._zone = ZoneInfo(workplace.actor.desk.zone)
        self.visit: VisitRow | None = None
        self.is_stack = False
        self._giving = ""
        self._stack = QStackedWidget(self)
        self.choice = VisitChoice(workplace.actor.desk.zone, self._stack)
        self.view = StationView(FileViewer(workplace.files, workplace.tasks), self._stack)
        self.station = Station(workplace, self.view)
        self.sorting = StackSorting(workplace, self.station.work, self)
        self._filed = FiledPapers(workplace, self.view, self._say_error, self)
        self._prints = StationPrints(workplace, self._say, self._say_error, self)
        sheets: dict[Key, Act] = {
            (CONTROL, Qt.Key.Key_P): self.print_sheet,
            (ALT, Qt.Key.Key_P): partial(self._prints.print_sheet, None),
        }
        keys: dict[Key, Act] = {
            (PLAIN, Qt.Key.Key_Escape): self._step_back,
            (PLAIN, Qt.Key.Key_F5): self.print_list,
            (CONTROL, Qt.Key.Key_F10): self.sorting.sort_all,
            (CONTROL, Qt.Key.Key_F11): self.sorting.put_back,
        }
        self._keys = StationKeys(keys_of(self.station) | keys | sheets)
        choosing: dict[Key, Act] = {
            (PLAIN, Qt.Key.Key_F4): self.begin_stack,
            (PLAIN, Qt.Key.Key_Escape): self._give_nothing,
        }
        self._choice_keys = StationKeys(choosing | sheets, rest_in_fields=False)
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
        if not self._is_at_station:
            sheet = number_and_check(code)
            self.open_number(sheet[0] if sheet else code)

    def begin_stack(self) -> None:
        """Scan the papers of several visits at once; sheets between them say whose they are."""
        if self.station.is_busy:
            return
        self.visit, self.is_stack, self._giving = None, True, ""
        self._filed.show_visit("")
        self._show_station("整叠扫描：按分隔页或回执上的码归入各自的来访")
        self.station.open(NO_VISIT)

    @property
    def _is_at_station(self) -> bool:
        return self.visit is not None or self.is_stack

    def choose_another(self) -> None:
        """Go back to the visits; the batch stays as it is."""
        self.station.end_mode()
        if not self._is_at_station or self.station.is_busy:
            return
        self._leave()
        self.choice.take_focus()

    def print_list(self) -> None:
        """F5: print the list of what was handed in; the visitor takes one copy along."""
        if self.visit is not None:
            self._prints.print_list(self.visit.visit_id)

    def print_sheet(self) -> None:
        """Print the separator sheet of this visit, or of the one chosen in the list."""
        if self.visit is not None:
            self._prints.print_sheet(self.visit.visit_id)
        elif self.is_stack:
            self.view.bar.say(Level.INFO, "先按 Esc 选择来访，再打印它的分隔页。")
        else:
            self.choice.print_sheet()

    def take_focus(self) -> None:
        """Begin where the person goes on: at the visits, or at the pages."""
        if not self._is_at_station:
            self.choice.take_focus()
        else:
            has_pages = self.view.strip.isVisible()
            target = self.view.strip if has_pages else self.view.scan_button
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._reload_choices()

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight or locked: nobody watches the camera, so it is not watched."""
        super().hideEvent(event)
        self.station.end_mode()
        self.station.live.let_go()

    def event(self, event: QEvent) -> bool:
        """Claim the station's keys before a shortcut of the window takes them."""
        if event.type() == QEvent.Type.ShortcutOverride and self._present_keys.claims(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._present_keys.press(event):
            super().keyPressEvent(event)

    @property
    def _present_keys(self) -> StationKeys:
        return self._keys if self._is_at_station else self._choice_keys

    def close_page(self) -> None:
        """The window closes: nothing is read any more; what was read is on the disk."""
        self.station.close()

    def _listen(self) -> None:
        self.choice.visit_chosen.connect(self.open_visit)
        self.choice.number_given.connect(self.open_number)
        self.choice.stack_asked.connect(self.begin_stack)
        self.choice.sheet_asked.connect(self._prints.print_sheet)
        self.view.sheet_button.clicked.connect(self.print_sheet)
        self.station.visit_wanted.connect(self._ask_visit)
        self.sorting.pages_sorted.connect(self._say_sorted)
        self.sorting.pages_returned.connect(self._say_returned)
        self.sorting.failed.connect(self._say_error)
        self.view.other_button.clicked.connect(self.choose_another)
        self.view.panel.list_asked.connect(self.print_list)
        self._work.print_desk.failed.connect(self._say_print_failed)
        self.station.papers_filed.connect(self._take_filed)
        self.station.work.batch_read.connect(self._settle_focus)
        changes = self._work.changes
        for changed in (changes.visit_registered, changes.visit_changed):
            changed.connect(self._reload_choices)
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
        self.visit, self.is_stack = line, False
        self.choice.number.clear()
        name = mask_name(line.name or "") or "未提供姓名"
        moment = f"{line.arrived_at.astimezone(self._zone):%m-%d %H:%M}"
        parts = (line.number, name, moment, line.summary)
        self._show_station(" · ".join(part for part in parts if part))
        self._give(line.visit_id)
        self.station.open(line.visit_id)
        self._filed.show_visit(line.visit_id, line.number)

    def _show_station(self, words: str) -> None:
        self.choice.bar.clear()
        self.sorting.leave()
        self.view.who.setText(words)
        self.view.file_button.setText("归入来访 F8" if self.is_stack else "归档 F8")
        self.view.sheet_button.setVisible(not self.is_stack)
        self._stack.setCurrentWidget(self.view)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        """Show the visits again."""
        self.sorting.leave()
        self.station.leave()
        self.view.sent_bar.clear()
        self.visit, self.is_stack = None, False
        self._stack.setCurrentWidget(self.choice)
        self._reload_choices()

    # Stacks

    def _ask_visit(self) -> None:
        """Pages of a stack go to a visit before they are filed: it is chosen in the list."""
        batch = self.station.batch
        if batch is None:
            return
        count = sum(not page.is_removed for page in batch.arrangement.pages)
        self._leave()
        self._giving = batch.batch_id
        self.choice.bar.say(Level.INFO, f"请选择这 {count} 页要归入的来访。按 Esc 回到整叠扫描。")
        self.choice.take_focus()

    def _give(self, visit_id: str) -> None:
        """Send what is left of a stack to the visit that was chosen, before its batch opens."""
        if batch_id := self._giving:
            self._giving = ""
            desk = self._work
            give = partial(separators.give_pages, desk.database, desk.actor, batch_id, visit_id)
            desk.tasks.run(LANE, self, give, lambda _batch: None, self._say_error)

    def _give_nothing(self) -> None:
        if self._giving:
            self.begin_stack()

    def _say_sorted(self, sorting: Sorting) -> None:
        if sorting.sent:
            links: list[Link] = [
                (f"打开 {number}", partial(self.open_visit, visit_id))
                for visit_id, number in {
                    each.visit_id: each.number for each in sorting.sent
                }.items()
            ]
            back: Link = ("放回 Ctrl+F11", self.sorting.put_back)
            self.view.sent_bar.say(Level.OK, sent_words(sorting.sent), [*links, back])
        if sorting.kept:
            self.view.bar.say(Level.WARN, kept_words(sorting.kept))

    def _say_returned(self, count: int) -> None:
        self.view.sent_bar.clear()
        self.view.bar.say(Level.OK if count else Level.WARN, returned_words(count))

    def _say(self, level: Level, words: str) -> None:
        self._bar.say(level, words)

    @property
    def _bar(self) -> InlineBar:
        return self.view.bar if self._is_at_station else self.choice.bar

    def _settle_focus(self) -> None:
        """While a batch opens the page itself hears the keys; then its first part does."""
        if self.hasFocus():
            self.take_focus()

    def _reload_choices(self) -> None:
        if self.isVisible() and not self._is_at_station:
            read = partial(read_choices, self._work.database, self._work.actor)
            self._work.tasks.run(LANE, self, read, self._show_choices, self._say_error)

    def _show_choices(self, choices: VisitChoices) -> None:
        if not self._is_at_station:
            self.choice.show_choices(choices)

    def _take_filed(self, papers: tuple[FiledPaperRecord, ...]) -> None:
        """Say what is on record, and stay: the list is printed for this visit."""
        if self.visit is None:
            return
        pages = sum(paper.page_count for paper in papers)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.station.open(self.visit.visit_id)
        self.view.bar.say(Level.OK, f"已归档 {len(papers)} 份材料，共 {pages} 页。")
        self._work.changes.scan_changed.emit(papers[0].paper_id)

    def _say_print_failed(self, _document_id: str, error: Exception) -> None:
        if self.isVisible():
            self._say_error(error)

    def _take_erased(self) -> None:
        """A visit that was erased has no papers to scan."""
        if self.visit is not None:
            try:
                visits.visit_line(self._work.database, self._work.actor, self.visit.visit_id)
            except DeskError:
                self._leave()
        self._reload_choices()

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._bar.say_error(error)
        else:
            self._work.messages.show_error(error)
