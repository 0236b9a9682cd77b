"""Opens a file of the desk: at once from this disk, from the centre with progress and 取消."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QTimer

from reception_desk.services.files import FileStore
from reception_desk.ui.tasks import Progress, Report, Tasks, WorkCancelledError
from reception_desk.ui.widgets.work_progress import WorkProgress

T = TypeVar("T")

LANE = "files"
PATIENCE_MS = 300
_KILOBYTE = 1024


class FileOpener(WorkProgress):
    """Stands where a page wants the progress, hidden unless a file takes its time.

    One file at a time: asking for another, or pressing 取消, drops the one before.
    """

    def __init__(self, files: FileStore, tasks: Tasks) -> None:
        super().__init__()
        self._files = files
        self._tasks = tasks
        self._running: Report | None = None
        self._pause = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._pause.timeout.connect(self.begin)
        self.cancel_asked.connect(self.cancel)

    def open(
        self,
        sha256: str,
        read: Callable[[bytes], T],
        on_done: Callable[[T], object],
        on_error: Callable[[Exception], object],
    ) -> None:
        """Get the file and `read` it in the background; answer in the UI thread, or not at all."""
        self.cancel()
        if not self._files.has(sha256):
            self._pause.start()

        def work(report: Report) -> T:
            def told(done: int, total: int) -> None:
                report(done // _KILOBYTE, total // _KILOBYTE)

            return read(self._files.obtain(sha256, told))

        def done(answer: T) -> None:
            if self._running is running:
                self.cancel()
                on_done(answer)

        def failed(error: Exception) -> None:
            if self._running is running and not isinstance(error, WorkCancelledError):
                self.cancel()
                on_error(error)

        running = self._tasks.run_long(
            LANE, self, work, on_progress=self._follow, on_done=done, on_error=failed
        )
        self._running = running

    def begin(self) -> None:
        """Show that a file is on its way."""
        self.start("从中心取来", "KB")

    def cancel(self) -> None:
        """Drop the file on its way; nothing half is kept."""
        self._pause.stop()
        self.stop()
        if self._running is not None:
            self._running.cancel()
            self._running = None

    def _follow(self, progress: Progress) -> None:
        if self.isVisible():
            self.show_progress(progress)
