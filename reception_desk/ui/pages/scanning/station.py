"""The batch of one visit on the screen: each key is an act on the page that is chosen."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from reception_desk.errors import DeskError
from reception_desk.records.scan_batches import (
    FiledPaperRecord,
    ScanBatch,
)
from reception_desk.rules import arrangements
from reception_desk.services.scan_batches import NO_VISIT
from reception_desk.services.sealing import READING_NOTE
from reception_desk.ui.pages.scanning.arranging import Arranging
from reception_desk.ui.pages.scanning.batch_work import BatchWork, Made
from reception_desk.ui.pages.scanning.cropping import Cropping
from reception_desk.ui.pages.scanning.live import LiveWatching
from reception_desk.ui.pages.scanning.page_drafts import PageDrafts
from reception_desk.ui.pages.scanning.profile_choice import ProfileChoice
from reception_desk.ui.pages.scanning.shown_page import ShownPage
from reception_desk.ui.pages.scanning.station_keys import acts_of
from reception_desk.ui.pages.scanning.view import StationView
from reception_desk.ui.picture_formats import FILE_KINDS
from reception_desk.ui.tasks import Progress, WorkCancelledError
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.workplace import Workplace


class Station(QObject):
    """Signals: `papers_filed(papers)`: it is on record; `visit_wanted()`: the batch has none."""

    papers_filed = Signal(object)
    visit_wanted = Signal()

    def __init__(self, workplace: Workplace, view: StationView) -> None:
        super().__init__(view)
        self._work = workplace
        self._view = view
        self.work = BatchWork(workplace, self)
        self.papers = Arranging(view, self.work, lambda: self.batch)
        self.drafts = PageDrafts(workplace, view.panel.drafts, self)
        self.profiles = ProfileChoice(workplace, view, self)
        self.batch: ScanBatch | None = None
        self._newest = ""
        self._follows_from = ""
        self._wanted: set[Made] = set()
        self._shown = ShownPage(view.picture, view.strip, self.work, self)
        self.live = LiveWatching(workplace, view.live, self)
        self.cropping = Cropping(workplace, view.crop, self.work, self)
        view.set_camera(is_camera=self.live.is_possible)
        self._listen()
        self._show_state()

    def open(self, visit_id: str) -> None:
        """Show the batch of a visit as it was left."""
        self.end_mode()
        self.batch, self._newest = None, ""
        self._wanted.clear()
        self.drafts.clear()
        self._view.bar.clear()
        self._shown.forget("正在打开…")
        self.profiles.ask()
        self.work.open(visit_id)

    def leave(self) -> None:
        """Let go of the batch; nothing of it is lost."""
        self.end_mode()
        self.live.let_go()
        self.work.cancel()
        self.work.leave()
        self.batch = None

    def close(self) -> None:
        """Let go of everything: the window closes."""
        self.leave()
        self.work.close()

    # Acts

    def scan(self) -> None:
        """Read one page, or every sheet in the feeder; watch a camera, or end it."""
        if self.live.is_on:
            self.live.end()
        elif self.live.is_possible:
            self._watch(None)
        else:
            self._read_in()

    def retake(self) -> None:
        """Read the chosen page again; the one before stays behind it, removed."""
        page_id = self._view.strip.chosen_id
        if page_id and self.live.is_possible:
            self._watch(page_id)
        elif page_id:
            self._read_in(page_id)

    def choose_files(self) -> None:
        """Read the pages of image files."""
        if self._is_free():
            self._work.messages.choose_files("选择要导入的文件", self._import, kinds=FILE_KINDS)

    def file(self) -> None:
        """Put the papers on record; pressed again, without waiting for the rest of the text."""
        if self.work.is_filing:
            self.work.file_without_rest()
        if self.batch is None or not self._is_free():
            return
        if not self.batch.arrangement.kept_papers:
            self._view.bar.say(Level.WARN, "没有要归档的页。请先扫描，或恢复被移除的页。")
            return
        if self.batch.visit_id == NO_VISIT:
            self.visit_wanted.emit()
            return
        self._view.bar.clear()
        self._view.progress.start("正在归档", "页")
        self.work.file()
        self._show_state()

    def undo(self) -> None:
        """Take the last act back; while corners are being set, the last move of one."""
        if self.cropping.is_on:
            self.cropping.undo()
        elif self.batch is not None and self.batch.can_undo and not self.work.is_held:
            self.work.undo()

    def crop(self) -> None:
        """Set the corners of the page by hand."""
        page_id = self._view.strip.chosen_id
        if self.batch is not None and page_id and self._is_free():
            self.cropping.begin(self.batch, arrangements.place_of(self.batch.arrangement, page_id))

    def open_page(self) -> None:
        """Show the page in a window of its own, to look closely; over the camera take a picture."""
        if self.live.is_on:
            self.live.shoot()
        else:
            self._shown.open_large()

    def end_mode(self) -> bool:
        """End what stands before the page, and say whether anything did."""
        is_ended = self.live.is_on or self.cropping.is_on
        self.live.end()
        self.cropping.leave()
        return is_ended

    def _read_in(self, instead_of: str | None = None) -> None:
        if self._is_free():
            self._view.bar.clear()
            self._view.progress.start("正在扫描", "%")
            self._follows_from = self._view.strip.chosen_id
            self.work.scan(self.profiles.order(), instead_of)
            self._show_state()

    def _watch(self, instead_of: str | None) -> None:
        if self.batch is not None and self._is_free():
            self._view.bar.clear()
            self._follows_from = self._view.strip.chosen_id
            self.live.begin(self.batch, instead_of)
            self._show_state()
            self._view.live.setFocus(Qt.FocusReason.OtherFocusReason)

    def _import(self, paths: list[Path]) -> None:
        if self._is_free() and paths:
            self._view.bar.clear()
            self._view.progress.start("正在导入", "个文件")
            self._follows_from = self._view.strip.chosen_id
            self.work.read_files(paths, self.profiles.order().treatment)
            self._show_state()

    @property
    def is_busy(self) -> bool:
        """Whether pages are being read, sorted or filed, or corners set."""
        is_working = self.work.is_scanning or self.work.is_held
        return is_working or self.live.is_on or self.cropping.is_on

    def _is_free(self) -> bool:
        return self.batch is not None and not self.is_busy

    def _listen(self) -> None:
        view, work, panel = self._view, self.work, self._view.panel
        view.scan_button.clicked.connect(self.scan)
        view.import_button.clicked.connect(self.choose_files)
        view.file_button.clicked.connect(self.file)
        view.progress.cancel_asked.connect(work.cancel)
        view.strip.page_chosen.connect(self._show_chosen)
        view.strip.page_dropped.connect(self.papers.drop)
        view.strip.small_wanted.connect(self._want_small)
        view.strip.doubleClicked.connect(self.open_page)
        view.picture.opened.connect(self.open_page)
        panel.kind_chosen.connect(self.papers.set_kind)
        panel.original_told.connect(self.papers.toggle_original)
        panel.return_told.connect(self.papers.toggle_return)
        panel.act_asked.connect(lambda name: acts_of(self)[name]())
        work.batch_read.connect(self._show_batch)
        work.small_read.connect(self._take_small)
        work.scan_moved.connect(view.progress.show_progress)
        work.scan_ended.connect(self._reading_ended)
        work.filing_moved.connect(self._show_filing)
        work.filed.connect(self._filed)
        for ending in (self.live.ended, self.cropping.ended):
            ending.connect(self._mode_ended)
        for failed in (work.failed, self.live.failed, self.cropping.failed):
            failed.connect(self._say_error)
        self.live.page_kept.connect(work.reload)
        self.cropping.began.connect(self._show_state)

    def _show_batch(self, batch: ScanBatch) -> None:
        """Show the pages; who has not gone to another page follows those that come."""
        chosen, newest = self._view.strip.chosen_id, _newest(batch)
        is_first = not self._newest and bool(newest)
        if newest > self._newest and chosen in {"", self._newest, self._follows_from}:
            chosen = newest
        self._newest = newest
        self.batch = batch
        kept = sum(len(paper.kept_pages) for paper in batch.arrangement.papers)
        self._view.pages.set_count(f"{kept} 页 · {len(batch.arrangement.kept_papers)} 份")
        self._view.strip.show_batch(batch, chosen)
        self._show_state()
        self._show_chosen()
        if is_first:
            self._view.strip.setFocus(Qt.FocusReason.OtherFocusReason)

    def _want_small(self, made: Made) -> None:
        """Fetch a thumbnail that came into sight, once; the page itself goes before."""
        if made not in self._wanted:
            self._wanted.add(made)
            self.work.want_small(made[0], made)

    def _take_small(self, made: Made, image: QImage) -> None:
        self._wanted.discard(made)
        self._view.strip.show_small(made, image)

    def _show_chosen(self) -> None:
        batch, page_id = self.batch, self._view.strip.chosen_id
        if batch is None or not page_id:
            return
        placed = arrangements.place_of(batch.arrangement, page_id)
        self._view.panel.show_page(batch, page_id)
        self.drafts.show(batch, page_id)
        self.cropping.follow(placed)
        self._shown.show(batch, placed)

    def _show_state(self) -> None:
        """Offer what can be done now."""
        is_free, view = self._is_free(), self._view
        has_pages = self.batch is not None and bool(self.batch.pages)
        view.show_middle(
            has_pages=has_pages, is_live=self.live.is_on, is_cropping=self.cropping.is_on
        )
        view.pages.setVisible(has_pages)
        view.panel.set_pages(has_pages=has_pages)
        view.panel.set_active(is_active=not self.work.is_held)
        view.scan_button.setEnabled(is_free or self.live.is_on)
        view.import_button.setEnabled(is_free)
        view.file_button.setEnabled(is_free and has_pages)

    def _show_filing(self, progress: Progress) -> None:
        """While text is read, F8 may be pressed again: somebody stands at the window."""
        if progress.note == READING_NOTE:
            progress = replace(progress, note="正在识别文字；不等就再按 F8")
        self._view.file_button.setEnabled(bool(progress.note))
        self._view.progress.show_progress(progress)

    def _mode_ended(self) -> None:
        self._show_state()
        target = self._view.strip if self._view.strip.isVisible() else self._view.scan_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reading_ended(self, words: str) -> None:
        self._view.progress.stop()
        if words:
            self._view.bar.say(Level.WARN, words)
        self._show_state()

    def _filed(self, papers: tuple[FiledPaperRecord, ...]) -> None:
        self._view.progress.stop()
        self.batch = None
        self.papers_filed.emit(papers)

    def _say_error(self, error: Exception) -> None:
        if not self.is_busy:
            self._view.progress.stop()
        self._show_state()
        self._show_chosen()
        if isinstance(error, WorkCancelledError):
            self._view.bar.say(Level.INFO, "归档已取消，各页都在。")
        elif isinstance(error, DeskError):
            self._view.bar.say_error(error)
        else:
            self._work.messages.show_error(error)


def _newest(batch: ScanBatch) -> str:
    """Return the page read last: keys of pages grow with time."""
    return max(batch.pages, default="")
