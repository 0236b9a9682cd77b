"""Setting the corners of a page by hand, from the untouched original."""

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from reception_desk.records.pages import Corners
from reception_desk.records.scan_batches import PlacedPage, ScanBatch
from reception_desk.rules import arrangements
from reception_desk.rules.cropping import turned
from reception_desk.services.page_cropping import UncutPage, uncut_page
from reception_desk.ui.pages.scanning.batch_work import PICTURE_LANE, PICTURE_PX, BatchWork
from reception_desk.ui.pages.scanning.crop_view import CropView
from reception_desk.ui.picture_formats import decoded
from reception_desk.ui.workplace import Workplace


class Cropping(QObject):
    """One page at a time; nothing is changed before it is applied, and then as one act.

    Signals: `began()`, `ended()` however it ended, `failed(error)` after it.
    """

    began = Signal()
    ended = Signal()
    failed = Signal(object)

    def __init__(
        self, workplace: Workplace, view: CropView, batch_work: BatchWork, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._work = workplace
        self._view = view
        self._batch_work = batch_work
        self._placed: PlacedPage | None = None
        self._page: UncutPage | None = None
        self._start: Corners | None = None
        picture = view.picture
        picture.changed.connect(self._show_trouble)
        picture.apply_asked.connect(self.apply)
        picture.leave_asked.connect(self.leave)
        picture.machine_asked.connect(self.take_the_machines)

    @property
    def is_on(self) -> bool:
        """Whether a page's corners are being set."""
        return self._placed is not None

    def begin(self, batch: ScanBatch, placed: PlacedPage) -> None:
        """Show the original of a page with its corners."""
        self._placed, self._page = placed, None
        self._view.wait()
        self.began.emit()

        def read() -> tuple[UncutPage, QImage]:
            page = uncut_page(
                self._work.database, self._work.actor, batch.batch_id, placed.page_id, PICTURE_PX
            )
            return page, decoded(page.picture)

        self._work.tasks.run(
            PICTURE_LANE, self, read, partial(self._show, placed), partial(self._refuse, placed)
        )

    def follow(self, placed: PlacedPage) -> None:
        """Another page was chosen, or this one turned: its corners are no longer being set."""
        mine = self._placed
        is_mine = mine is None or mine.page_id == placed.page_id
        if not is_mine or (mine is not None and mine.treatment != placed.treatment):
            self.leave()

    def apply(self) -> None:
        """Cut the page out at these corners, unless they are no page; unmoved, nothing happens."""
        placed, page, corners = self._placed, self._page, self._view.picture.corners
        if placed is None or page is None or self._view.picture.trouble is not None:
            return
        if corners != self._start:
            upright = turned(corners, page.size, -placed.treatment.quarter_turns)
            self._set(placed, upright)
        self.leave()

    def take_the_machines(self) -> None:
        """Give up what was set by hand: the sheet is where the machine finds it."""
        if self._placed is not None:
            self._set(self._placed, None)
            self.leave()

    def undo(self) -> None:
        """Take the last move of a corner back."""
        self._view.picture.undo()

    def leave(self) -> None:
        """End; what was not applied is as if it had not been."""
        if self._placed is not None:
            self._placed = self._page = None
            self.ended.emit()

    def _set(self, placed: PlacedPage, corners: Corners | None) -> None:
        self._batch_work.arrange(
            partial(arrangements.set_corners, page_id=placed.page_id, corners=corners)
        )

    def _show(self, placed: PlacedPage, read: tuple[UncutPage, QImage]) -> None:
        if placed is not self._placed:
            return
        page, image = read
        self._page = page
        self._start = page.given or page.found
        self._view.picture.show_page(image, page.size, page.dpi, self._start)
        self._view.picture.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refuse(self, placed: PlacedPage, error: Exception) -> None:
        if placed is self._placed:
            self.leave()
            self.failed.emit(error)

    def _show_trouble(self) -> None:
        self._view.show_trouble(self._view.picture.trouble)
