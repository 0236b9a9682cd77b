"""The text of scanned pages, read by a process of its own that comes with the first page.

PP-OCR takes about a gigabyte, and a native library may crash: so it lives elsewhere, works at
low priority, and gives its memory back when no page has come for a while.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from reception_desk.errors import DeskError
from reception_desk.imaging.worker_process import Answer, WorkerDiedError, WorkerProcess
from reception_desk.records.reading import ReadingFailure, ReadPage, TextLine

WORKER = "reception_desk.imaging.reading_worker"
POLL_SECONDS = 0.05

logger = logging.getLogger(__name__)


class ReadingError(DeskError):
    """A page that was not read; it stays as it was, and the next one may follow at once."""

    def __init__(self, failure: ReadingFailure) -> None:
        problem = failure.problem
        super().__init__(problem.message, saved=problem.saved, advice=problem.advice)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds for a page (the first waits for the models too) and of idleness; pages a process."""

    page: float = 120.0
    idle: float = 60.0
    pages: int = 100


class PageReader:
    """Reads one page at a time. Calls block: give it one background thread of its own."""

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience or Patience()
        self._worker: WorkerProcess | None = None
        self._pages_left = 0
        self._lock = threading.Lock()

    @property
    def worker_pid(self) -> int | None:
        """The process that reads or waits for the next page; None before the first one."""
        worker = self._worker
        return worker.pid if worker else None

    def read_page(self, image: bytes, cancelled: threading.Event) -> ReadPage:
        """Return the lines of an encoded page; set `cancelled` from any thread to stop.

        `image` is a file that `decode_frame` takes. Raises `ReadingError`.
        """
        with self._exclusive(cancelled):
            return self._read(image, cancelled)

    def close(self) -> None:
        """End the process; waits for a page under way, so set its `cancelled` first."""
        with self._lock:
            self._drop_worker()

    @contextmanager
    def _exclusive(self, cancelled: threading.Event) -> Iterator[None]:
        """Hold the process for one page; a page that breaks off leaves none running.

        What is no image was refused by a process that is whole.
        """
        while not self._lock.acquire(timeout=POLL_SECONDS):
            if cancelled.is_set():
                raise ReadingError(ReadingFailure.CANCELLED)
        try:
            yield
        except BaseException as error:
            if not (isinstance(error, ReadingError) and error.failure is ReadingFailure.NO_IMAGE):
                self._drop_worker()
            raise
        finally:
            self._lock.release()

    def _read(self, image: bytes, cancelled: threading.Event) -> ReadPage:
        is_used = self._worker is not None
        worker = self._fit_worker()
        worker.post({"do": "read"}, image)
        has_begun = False
        try:
            for answer in self._answers(worker, cancelled):
                if answer.event == "read":
                    return _read_page(answer.values)
                if answer.event == "refused":
                    raise ReadingError(ReadingFailure.NO_IMAGE)
                has_begun = True
        except WorkerDiedError as error:
            if has_begun or not is_used:
                logger.warning("the reading process died with a page")
                raise ReadingError(ReadingFailure.WORKER_DIED) from error
        # The waiting process had gone to rest before it saw the page: a new one takes it.
        self._drop_worker()
        return self._read(image, cancelled)

    def _fit_worker(self) -> WorkerProcess:
        """Return the process for the next page: the same as long as it is fit and not too old."""
        if self._worker and not (self._worker.is_fit and self._pages_left):
            self._drop_worker()
        if self._worker is None:
            self._worker = WorkerProcess(WORKER, str(self._patience.idle))
            self._pages_left = self._patience.pages
        self._pages_left -= 1
        return self._worker

    def _answers(self, worker: WorkerProcess, cancelled: threading.Event) -> Iterator[Answer]:
        """Yield what the process says; raises `WorkerDiedError` and `ReadingError`."""
        deadline = time.monotonic() + self._patience.page
        while True:
            if cancelled.is_set():
                raise ReadingError(ReadingFailure.CANCELLED)
            if time.monotonic() > deadline:
                logger.warning("no text after %.0f s", self._patience.page)
                raise ReadingError(ReadingFailure.TIMED_OUT)
            if answer := worker.receive(POLL_SECONDS):
                yield answer

    def _drop_worker(self) -> None:
        """Kill the process: it holds nothing that could be lost."""
        worker, self._worker = self._worker, None
        if worker:
            worker.kill()


def _read_page(values: dict[str, Any]) -> ReadPage:
    lines = (
        TextLine(text, confidence, ((x0, y0), (x1, y1), (x2, y2), (x3, y3)))
        for text, confidence, ((x0, y0), (x1, y1), (x2, y2), (x3, y3)) in values["lines"]
    )
    return ReadPage(values["width_px"], values["height_px"], tuple(lines))
