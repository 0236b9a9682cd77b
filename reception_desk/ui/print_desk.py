"""Sends papers to their printers and keeps every answer; one lane per printer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from threading import Event

from PySide6.QtCore import QObject, Signal, Slot

from reception_desk.devices.printer import Printer, follow
from reception_desk.errors import DeskError
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentRecord
from reception_desk.records.identifiers import new_id
from reception_desk.records.printing import JobStatus, PrintState
from reception_desk.services import printing
from reception_desk.services.paper_making import PaperSource, with_number
from reception_desk.ui.changes import Changes
from reception_desk.ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class PrintQueue:
    """A printer and the address it is known by."""

    name: str
    printer: Printer


class PrintDesk(QObject):
    """Prints documents on the queue of their kind of paper.

    Signals: `status_changed(document id, JobStatus)` for each answer; `failed(document id,
    DeskError)` when the printer took nothing. The database already holds what they say. The
    document id of an aid is empty.
    """

    status_changed = Signal(str, object)
    failed = Signal(str, object)
    _heard = Signal(str, object)

    def __init__(
        self,
        source: PaperSource,
        queues: dict[str, PrintQueue],
        tasks: Tasks,
        changes: Changes,
    ) -> None:
        super().__init__()
        self._source = source
        self._queues = queues
        self._tasks = tasks
        self._changes = changes
        self._closing = Event()
        self._heard.connect(self._announce)

    def queue_names(self) -> dict[str, str]:
        """Return by size of paper the queue it is printed on."""
        return {paper: queue.name for paper, queue in self._queues.items()}

    def take_waiting(self, actor: Actor, on_error: Callable[[Exception], None]) -> None:
        """Print what was queued with its paper before the program was closed or died."""

        def take(jobs: tuple[tuple[DocumentRecord, str], ...]) -> None:
            for document, job in jobs:
                self.print_document(actor, document, job)

        read = partial(printing.waiting_jobs, self._source.database, actor)
        self._tasks.run("papers", self, read, take, on_error)

    def print_document(self, actor: Actor, document: DocumentRecord, job: str = "") -> None:
        """Print in the background; returns at once. A paper printed before comes out as 补打.

        `job` is that of a paper that was queued in its own unit of work.
        """
        queue = self._queues[document.paper]
        self._tasks.run(
            f"printer {queue.name}",
            self,
            partial(self._print, actor, document, queue, job or new_id()),
            partial(self._finished, document.document_id),
            partial(self._refused, document.document_id),
        )

    def print_aid(self, make: Callable[[], bytes], title: str, paper: str) -> None:
        """Print what is no paper of a visit, such as a separator sheet: nothing of it is kept.

        `make` gives the PDF and runs in the printer's lane.
        """
        queue = self._queues[paper]

        def work() -> JobStatus:
            job = queue.printer.print_pdf(make(), title)
            return follow(queue.printer, job, self._closing, lambda _: None)

        def finished(status: JobStatus) -> None:
            if status.state is PrintState.FAILED:
                self.failed.emit("", DeskError(f"{title}没有打印：{status.sentence}。"))

        lane = f"printer {queue.name}"
        self._tasks.run(lane, self, work, finished, partial(self._refused, ""))

    def close(self) -> None:
        """Stop waiting for printers; jobs they have taken go on."""
        self._closing.set()

    def _print(
        self, actor: Actor, document: DocumentRecord, queue: PrintQueue, key: str
    ) -> JobStatus:
        """Hand over the PDF and follow the job; runs in the printer's lane.

        A printer counts its jobs anew when it is switched on, so the record has a `key` of its
        own; the same answer twice is kept once, or it would count as two copies.
        """
        source = self._source
        document = with_number(source, actor, document)
        copy = printing.copy_to_print(source.database, source.files, actor, document, source.fonts)
        last: JobStatus | None = None

        def keep(answer: JobStatus) -> None:
            nonlocal last
            status = replace(answer, job_id=key)
            if status == last:
                return
            last = status
            printing.record_status(
                source.database,
                actor,
                document.document_id,
                status,
                printer=queue.name,
                copy=copy,
            )
            self._heard.emit(document.document_id, status)

        try:
            title = document.number or document.title
            job = queue.printer.print_pdf(copy.pdf, title, on_status=keep)
        except DeskError as error:
            keep(JobStatus(PrintState.FAILED, reasons=(error.message,)))
            raise
        return follow(queue.printer, job, self._closing, keep)

    @Slot(str, object)
    def _announce(self, document_id: str, status: JobStatus) -> None:
        self.status_changed.emit(document_id, status)
        self._changes.document_changed.emit(document_id)

    def _finished(self, document_id: str, _status: JobStatus) -> None:
        self._changes.document_changed.emit(document_id)

    def _refused(self, document_id: str, error: Exception) -> None:
        self.failed.emit(document_id, error)
