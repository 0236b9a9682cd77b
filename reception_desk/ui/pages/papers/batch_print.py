"""Prints many papers one after the other: a count, 取消, and a stop where a printer says no."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from reception_desk.errors import DeskError
from reception_desk.records.document import DocumentRecord
from reception_desk.records.printing import JobStatus, PrintState
from reception_desk.ui.tasks import Progress
from reception_desk.ui.widgets.work_progress import WorkProgress
from reception_desk.ui.workplace import Workplace


class BatchPrint(QObject):
    """One paper is at a printer at a time. Signal `ended(sentence, is whole)`.

    What is being printed when 取消 is pressed comes out; the rest is not sent.
    """

    ended = Signal(str, bool)

    def __init__(self, workplace: Workplace, progress: WorkProgress) -> None:
        super().__init__(progress)
        self._work = workplace
        self._progress = progress
        self._papers: list[DocumentRecord] = []
        self._done = 0
        self._is_cancelled = False
        progress.cancel_asked.connect(self.cancel)
        workplace.print_desk.status_changed.connect(self._hear)
        workplace.print_desk.failed.connect(self._fail)

    @property
    def is_running(self) -> bool:
        """Whether papers are still to come."""
        return bool(self._papers)

    def start(self, papers: Sequence[DocumentRecord]) -> None:
        """Print these, in their order; nothing while others are under way."""
        if self.is_running or not papers:
            return
        self._papers, self._done, self._is_cancelled = list(papers), 0, False
        self._progress.start("正在打印", "份")
        self._send()

    def cancel(self) -> None:
        """Send no more."""
        self._is_cancelled = True

    def _send(self) -> None:
        paper = self._papers[self._done]
        self._progress.show_progress(Progress(self._done, len(self._papers), paper.title))
        self._work.print_desk.print_document(self._work.actor, paper)

    def _hear(self, document_id: str, status: JobStatus) -> None:
        if not self._is_turn_of(document_id) or not status.state.is_final:
            return
        if status.state in {PrintState.FAILED, PrintState.CANCELLED}:
            self._end(f"“{self._papers[self._done].title}”没有打出：{status.sentence}。")
            return
        self._done += 1
        if self._done == len(self._papers):
            self._end("")
        elif self._is_cancelled:
            self._end("已取消。")
        else:
            self._send()

    def _fail(self, document_id: str, error: Exception) -> None:
        if self._is_turn_of(document_id):
            words = error.message if isinstance(error, DeskError) else "打印失败。"
            self._end(f"“{self._papers[self._done].title}”没有打出：{words}")

    def _is_turn_of(self, document_id: str) -> bool:
        return self.is_running and self._papers[self._done].document_id == document_id

    def _end(self, why: str) -> None:
        left = len(self._papers) - self._done
        rest = f"其余 {left} 份没有送出。" if left else ""
        self._papers = []
        self._progress.stop()
        self.ended.emit(f"{why}打印了 {self._done} 份。{rest}", not left)
