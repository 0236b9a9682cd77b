"""The batch of one visit on the screen: each key is an act on the page that is chosen."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from reception_desk.errors import DeskError
from reception_desk.records.pages import PageStep
from reception_desk.records.scan_batches import (
    Arrangement,
    FiledPaperRecord,
    PaperKind,
    PlacedPage,
    ScanBatch,
)
from reception_desk.rules import arrangements
from reception_desk.services.scan_batches import NO_VISIT
from reception_desk.ui.dialogs.page_view import PageView
from reception_desk.ui.pages.scanning.batch_work import BatchWork, Made
from reception_desk.ui.pages.scanning.page_words import KINDS
from reception_desk.ui.pages.scanning.profile_choice import ProfileChoice
from reception_desk.ui.pages.scanning.station_keys import ALT, CONTROL, PLAIN, SHIFT, Act, Key
from reception_desk.ui.pages.scanning.view import StationView
from reception_desk.ui.tasks import WorkCancelledError
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.workplace import Workplace

IMAGES = "图像和 PDF (*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.pdf)"


class Station(QObject):
    """Signals: `papers_filed(papers)`: it is on record; `visit_wanted()`: the batch has none."""

    papers_filed = Signal(object)
    visit_wanted = Signal()

    def __init__(self, workplace: Workplace, view: StationView) -> None:
        super().__init__(view)
        self._work = workplace
        self._view = view
        self.work = BatchWork(workplace, self)
        self.profiles = ProfileChoice(workplace, view, self)
        self.batch: ScanBatch | None = None
        self._newest = ""
        self._follows_from = ""
        self._wanted: set[Made] = set()
        self._shown: Made | None = None
        self._listen()
        self._show_state()

    def open(self, visit_id: str) -> None:
        """Show the batch of a visit as it was left."""
        self.batch, self._shown, self._newest = None, None, ""
        self._wanted.clear()
        self._view.bar.clear()
        self._view.picture.say("正在打开…")
        self.profiles.ask()
        self.work.open(visit_id)

    def leave(self) -> None:
        """Let go of the batch; nothing of it is lost."""
        self.work.cancel()
        self.work.leave()
        self.batch = None

    def keys(self) -> dict[Key, Act]:
        """Return what each key does."""
        key = Qt.Key
        kinds: dict[Key, Act] = {
            (PLAIN, Qt.Key(key.Key_1 + place)): partial(self.set_kind, kind)
            for place, kind in enumerate(KINDS)
        }
        return kinds | {
            (PLAIN, key.Key_7): self.toggle_original,
            (PLAIN, key.Key_8): self.toggle_return,
            (PLAIN, key.Key_0): self.profiles.choose_next,
            (PLAIN, key.Key_F4): self.scan,
            (PLAIN, key.Key_F6): self.retake,
            (PLAIN, key.Key_F7): partial(self.turn, 1),
            (SHIFT, key.Key_F7): partial(self.turn, -1),
            (PLAIN, key.Key_F8): self.file,
            (PLAIN, key.Key_F9): self.toggle_removed,
            (PLAIN, key.Key_Delete): self.toggle_removed,
            (PLAIN, key.Key_F10): self.split,
            (PLAIN, key.Key_F11): self.merge,
            (PLAIN, key.Key_F12): self.toggle_sheet,
            (CONTROL, key.Key_Z): self.undo,
            (ALT, key.Key_Up): partial(self.move, -1),
            (ALT, key.Key_Down): partial(self.move, 1),
            (PLAIN, key.Key_Return): self.open_page,
        }

    # Acts

    def scan(self) -> None:
        """Read one page, or every sheet in the feeder."""
        self._read_in()

    def retake(self) -> None:
        """Read the chosen page again; the one before stays behind it, removed."""
        if page_id := self._view.strip.chosen_id:
            self._read_in(page_id)

    def choose_files(self) -> None:
        """Read the pages of image files."""
        if self._is_free():
            self._work.messages.choose_files("选择要导入的文件", self._import, kinds=IMAGES)

    def file(self) -> None:
        """Put the papers on record."""
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
        """Take the last act back."""
        if self.batch is not None and self.batch.can_undo and not self.work.is_held:
            self.work.undo()

    def set_kind(self, kind: PaperKind) -> None:
        """Say what the paper is."""
        self._act(partial(arrangements.set_kind, kind=kind))

    def toggle_original(self) -> None:
        """Say that the paper is the original, or a copy."""
        self._on_paper(
            lambda found, page_id: arrangements.set_original(
                found, page_id, is_original=not arrangements.paper_of(found, page_id).is_original
            )
        )

    def toggle_return(self) -> None:
        """Say that an original goes back to the visitor, or stays."""
        batch, page_id = self.batch, self._view.strip.chosen_id
        if batch is None or not page_id:
            return
        paper = arrangements.paper_of(batch.arrangement, page_id)
        if not paper.is_original:
            self._view.bar.say(Level.INFO, "只有原件需要退还：请先按 7 标为原件。")
            return
        self._act(partial(arrangements.set_to_return, is_to_return=not paper.is_to_return))

    def turn(self, quarters: int) -> None:
        """Turn the page clockwise, or back."""
        self._act(partial(arrangements.turn, quarters=quarters))

    def toggle_removed(self) -> None:
        """Take the page out of what is filed, or bring it back."""
        self._on_paper(
            lambda found, page_id: arrangements.set_removed(
                found, page_id, is_removed=not arrangements.place_of(found, page_id).is_removed
            )
        )

    def split(self) -> None:
        """Let a new paper begin with the page."""
        self._act(arrangements.split)

    def merge(self) -> None:
        """Join the paper to the one before."""
        self._act(arrangements.merge)

    def toggle_sheet(self) -> None:
        """Show the whole picture instead of the sheet that was found, or the sheet again."""
        self._act(partial(arrangements.toggle_step, step=PageStep.SHEET))

    def move(self, step: int) -> None:
        """Move the page by one place."""
        self._act(partial(arrangements.move, step=step))

    def open_page(self) -> None:
        """Show the page in a window of its own, to look closely."""
        if not self._view.picture.image.isNull():
            view = PageView(self._view.window(), "这一页", self._view.picture.image)
            view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            view.open()

    def _drop(self, page_id: str, anchor_id: str, is_behind: bool) -> None:  # noqa: FBT001 - a signal
        if not self.work.is_held:
            self.work.arrange(
                lambda found: arrangements.place_at(found, page_id, anchor_id, is_behind=is_behind)
            )

    def _act(self, change: Callable[..., Arrangement]) -> None:
        """Do an act on the chosen page."""
        self._on_paper(lambda found, page_id: change(found, page_id=page_id))

    def _on_paper(self, change: Callable[[Arrangement, str], Arrangement]) -> None:
        page_id = self._view.strip.chosen_id
        if page_id and not self.work.is_held:
            self.work.arrange(lambda found: change(found, page_id))

    def _read_in(self, instead_of: str | None = None) -> None:
        if self._is_free():
            self._view.bar.clear()
            self._view.progress.start("正在扫描", "%")
            self._follows_from = self._view.strip.chosen_id
            self.work.scan(self.profiles.order(), instead_of)
            self._show_state()

    def _import(self, paths: list[Path]) -> None:
        if self._is_free() and paths:
            self._view.bar.clear()
            self._view.progress.start("正在导入", "个文件")
            self._follows_from = self._view.strip.chosen_id
            self.work.read_files(paths, self.profiles.order().treatment)
            self._show_state()

    @property
    def is_busy(self) -> bool:
        """Whether pages are being read, sorted or filed."""
        return self.work.is_scanning or self.work.is_held

    def _is_free(self) -> bool:
        return self.batch is not None and not self.is_busy

    def _listen(self) -> None:
        view, work, panel = self._view, self.work, self._view.panel
        view.scan_button.clicked.connect(self.scan)
        view.import_button.clicked.connect(self.choose_files)
        view.file_button.clicked.connect(self.file)
        view.progress.cancel_asked.connect(work.cancel)
        view.strip.page_chosen.connect(self._show_chosen)
        view.strip.page_dropped.connect(self._drop)
        view.strip.doubleClicked.connect(self.open_page)
        view.picture.opened.connect(self.open_page)
        panel.kind_chosen.connect(self.set_kind)
        panel.original_told.connect(self.toggle_original)
        panel.return_told.connect(self.toggle_return)
        panel.act_asked.connect(self._do)
        work.batch_read.connect(self._show_batch)
        work.small_read.connect(view.strip.show_small)
        work.picture_read.connect(self._show_picture)
        work.scan_moved.connect(view.progress.show_progress)
        work.scan_ended.connect(self._reading_ended)
        work.filing_moved.connect(view.progress.show_progress)
        work.filed.connect(self._filed)
        work.failed.connect(self._say_error)

    def _do(self, name: str) -> None:
        acts: dict[str, Act] = {
            "retake": self.retake,
            "turn": partial(self.turn, 1),
            "remove": self.toggle_removed,
            "split": self.split,
            "merge": self.merge,
            "sheet": self.toggle_sheet,
            "undo": self.undo,
        }
        acts[name]()

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
        for row in self._view.strip.pages.missing():
            if row.made not in self._wanted:
                self._wanted.add(row.made)
                self.work.want_small(row.placed.page_id, row.made)
        self._show_state()
        self._show_chosen()
        if is_first:
            self._view.strip.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_chosen(self) -> None:
        batch, page_id = self.batch, self._view.strip.chosen_id
        if batch is None or not page_id:
            return
        placed = arrangements.place_of(batch.arrangement, page_id)
        self._view.panel.show_page(batch, page_id)
        self._view.picture.set_greyed(is_greyed=placed.is_removed)
        self._want_picture(batch, placed)

    def _want_picture(self, batch: ScanBatch, placed: PlacedPage) -> None:
        """Fetch the page; of another one the thumbnail stands for it until it comes."""
        made = (placed.page_id, batch.pages[placed.page_id].made_by)
        if made == self._shown:
            return
        if self._shown is None or self._shown[0] != placed.page_id:
            small = self._view.strip.pages.small(made)
            if small is None:
                self._view.picture.say("正在处理这一页…")
            else:
                self._view.picture.show_page(small.toImage())
        self._shown = made
        self.work.want_picture(placed.page_id, made)

    def _show_picture(self, made: Made, image: QImage) -> None:
        if made == self._shown:
            self._view.picture.show_page(image)

    def _show_state(self) -> None:
        """Offer what can be done now."""
        is_free, view = self._is_free(), self._view
        has_pages = self.batch is not None and bool(self.batch.pages)
        view.middle.setCurrentWidget(view.picture if has_pages else view.empty)
        view.pages.setVisible(has_pages)
        view.panel.set_pages(has_pages=has_pages)
        view.panel.set_active(is_active=not self.work.is_held)
        for button in (view.scan_button, view.import_button):
            button.setEnabled(is_free)
        view.file_button.setEnabled(is_free and has_pages)

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
