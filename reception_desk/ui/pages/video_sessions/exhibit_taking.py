"""What is held up in a session becomes a page on record: taken by the desk's own scanner.

With a document camera OpenCV cuts the sheet out of the picture; the hash of the page stands in
the log as that of any paper that is shown.
"""

from functools import partial
from threading import Event

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.records.document import ScannedPageRecord
from reception_desk.records.scanning import ScanOptions
from reception_desk.services.scans import attach_page
from reception_desk.ui.tasks import Report, WorkCancelledError
from reception_desk.ui.workplace import Workplace

LANE = "scanner"
TITLE = "视频接访展示材料"


class ExhibitTaking(QObject):
    """Signals: `taken(sha256)`, `failed(error)`, `ended()` after either or a stop."""

    taken = Signal(str)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, work: Workplace, view: QWidget) -> None:
        super().__init__(view)
        self._work = work
        self._report: Report | None = None

    @property
    def is_taking(self) -> bool:
        """Whether a page is being taken."""
        return self._report is not None

    def take(self, visit_id: str) -> None:
        """Take one page for the visit of a session, or stop."""
        if self._report is not None:
            self._report.cancel()
            return
        self._report = self._work.tasks.run_long(
            LANE,
            self,
            partial(self._take, visit_id),
            on_progress=lambda _progress: None,
            on_done=partial(self._put_on_record, visit_id),
            on_error=self._refuse,
        )

    def _take(self, visit_id: str, report: Report) -> ScannedPageRecord:
        """Runs in the scanner's lane, after whatever it is doing."""
        cancelled = Event()

        def tell(share: float) -> None:
            try:
                report(round(share * 100), 100)
            except WorkCancelledError:
                cancelled.set()

        work = self._work
        options = ScanOptions(dpi=work.settings.scanner.dpi)
        page = work.scanner.scan_page(options, tell, cancelled)
        if cancelled.is_set():
            raise WorkCancelledError
        return attach_page(work.database, work.files, work.actor, visit_id, page, title=TITLE)

    def _put_on_record(self, visit_id: str, page: ScannedPageRecord) -> None:
        self._report = None
        self._work.changes.scan_changed.emit(visit_id)
        self.taken.emit(page.sha256)
        self.ended.emit()

    def _refuse(self, error: Exception) -> None:
        self._report = None
        if not isinstance(error, WorkCancelledError):
            self.failed.emit(error)
        self.ended.emit()
