"""Watching the document camera: each new sheet that lies still becomes a page of the batch."""

from dataclasses import dataclass, field
from functools import partial
from threading import Event, Lock

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from reception_desk.devices.scanner import LiveScanner, ScanError
from reception_desk.records.camera import CameraPreview
from reception_desk.records.scan_batches import ScanBatch
from reception_desk.records.scanning import ScannedPage
from reception_desk.services import scan_batches
from reception_desk.ui.pages.scanning.live_picture import LiveFrame, LivePicture
from reception_desk.ui.pages.scanning.live_words import KeptPage
from reception_desk.ui.picture_formats import decoded
from reception_desk.ui.tasks import Report
from reception_desk.ui.workplace import Workplace

LANE = "scanner"


@dataclass(slots=True)
class LiveNews:
    """What the camera's thread has to tell the screen: the newest picture, and every page.

    A picture that was not fetched when the next one came is never shown.
    """

    _lock: Lock = field(default_factory=Lock)
    _frame: LiveFrame | None = None
    _kept: list[KeptPage] = field(default_factory=list)

    def put_frame(self, frame: LiveFrame) -> bool:
        """Keep the newest picture; say whether nothing was waiting, so that somebody must call."""
        with self._lock:
            is_first = self._frame is None and not self._kept
            self._frame = frame
            return is_first

    def put_page(self, page: KeptPage) -> None:
        with self._lock:
            self._kept.append(page)

    def fetch(self) -> tuple[LiveFrame | None, list[KeptPage]]:
        """Return what came since the last time."""
        with self._lock:
            found = self._frame, self._kept
            self._frame, self._kept = None, []
            return found


@dataclass(frozen=True, slots=True, eq=False)
class _Watch:
    """One watch from F4 to F4; a page taken `instead_of` another one ends it."""

    batch_id: str
    instead_of: str | None
    news: LiveNews = field(default_factory=LiveNews)
    over: Event = field(default_factory=Event)
    shutter: Event = field(default_factory=Event)


class LiveWatching(QObject):
    """Signals: `page_kept()`, `ended()` however it ended, `failed(error)` after it."""

    page_kept = Signal()
    ended = Signal()
    failed = Signal(object)

    def __init__(self, workplace: Workplace, view: LivePicture, parent: QObject) -> None:
        super().__init__(parent)
        self._work = workplace
        self._view = view
        scanner = workplace.scanner
        self._scanner = scanner if isinstance(scanner, LiveScanner) else None
        self._watch: _Watch | None = None
        self._last: KeptPage | None = None
        view.shutter_pressed.connect(self.shoot)

    @property
    def is_possible(self) -> bool:
        """Whether this desk's scanner is a camera."""
        return self._scanner is not None

    @property
    def is_on(self) -> bool:
        """Whether the live picture is shown."""
        return self._watch is not None

    def begin(self, batch: ScanBatch, instead_of: str | None = None) -> None:
        """Show what lies under the camera and keep each new sheet, or one in a page's place."""
        if self._scanner is None or self._watch is not None:
            return
        watch = _Watch(batch.batch_id, instead_of)
        self._watch, self._last = watch, None
        self._view.begin(again=_number(batch, instead_of) if instead_of else 0)
        self._work.tasks.run_long(
            LANE,
            self,
            partial(self._look, self._scanner, watch),
            on_progress=lambda _progress: self._fetch(watch),
            on_done=lambda _nothing: self._look_ended(watch),
            on_error=partial(self._look_failed, watch),
        )

    def shoot(self) -> None:
        """Take what lies there at once, whatever it is."""
        if self._watch is not None:
            self._watch.shutter.set()

    def end(self) -> None:
        """Show no more; a page that is on its way is kept all the same."""
        if self._watch is not None:
            self._watch.over.set()
            self._watch = None
            self.ended.emit()

    def let_go(self) -> None:
        """End, and leave the camera to others: no process holds it any more."""
        self.end()
        if self._scanner is not None:
            failed = self._work.messages.show_error
            self._work.tasks.run(LANE, self, self._scanner.let_go, lambda _nothing: None, failed)

    # In the lane of the scanner

    def _look(self, scanner: LiveScanner, watch: _Watch, report: Report) -> None:
        def see(preview: CameraPreview) -> None:
            frame = LiveFrame(decoded(preview.image), preview.phase, preview.corners)
            if watch.news.put_frame(frame):
                report(0)

        def keep(page: ScannedPage) -> None:
            if watch.instead_of is not None:
                if watch.over.is_set():
                    return  # one page takes the place of one
                watch.over.set()
            batch = scan_batches.add_page(
                self._work.database,
                self._work.actor,
                watch.batch_id,
                page,
                instead_of=watch.instead_of,
            )
            number = _number(batch, max(batch.pages))
            watch.news.put_page(KeptPage(number, page.changes))
            report(0)

        scanner.watch(see, keep, watch.over, watch.shutter)

    # On the screen

    def _fetch(self, watch: _Watch) -> None:
        frame, kept = watch.news.fetch()
        if kept:
            QApplication.beep()
            self.page_kept.emit()
        if watch is not self._watch:
            return
        if kept:
            self._last = kept[-1]
        if frame is not None:
            self._view.show_frame(frame, self._last)

    def _look_ended(self, watch: _Watch) -> None:
        self._fetch(watch)
        if watch is self._watch:
            self.end()

    def _look_failed(self, watch: _Watch, error: Exception) -> None:
        """Tell it, unless it is the camera's and nobody looks any more."""
        self._fetch(watch)
        is_shown = watch is self._watch
        if is_shown:
            self.end()
        if is_shown or not isinstance(error, ScanError):
            self.failed.emit(error)


def _number(batch: ScanBatch, page_id: str) -> int:
    """Return the place of a page in the batch, from 1."""
    return 1 + [placed.page_id for placed in batch.arrangement.pages].index(page_id)
