"""Background work of the screen: the only place in `ui` with threads.

A *lane* is a named queue with one worker ("sync", "scanner", "printer", "report" …): work in one
lane keeps its order and a device is never used by two threads at once.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from reception_desk.errors import DeskError

log = logging.getLogger(__name__)

T = TypeVar("T")


class WorkCancelledError(DeskError):
    """Long work was stopped by the person; it left nothing half done."""

    def __init__(self) -> None:
        super().__init__("已取消。", saved="没有留下未完成的结果。")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far long work has come; `total` 0 means not yet known."""

    done: int
    total: int
    note: str = ""


class Report:
    """What long work calls to say how far it is: `report(done, total, note)`.

    The call raises `WorkCancelledError` once `cancel` was asked for, so that the work needs no
    check of its own and knows nothing of the screen.
    """

    def __init__(self, deliver: Callable[[Progress], None]) -> None:
        self._deliver = deliver
        self._cancelled = Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._cancelled.set()

    def __call__(self, done: int, total: int = 0, note: str = "") -> None:
        if self._cancelled.is_set():
            raise WorkCancelledError
        self._deliver(Progress(done, total, note))


@dataclass(frozen=True, slots=True)
class _Delivery:
    """A call to make in the UI thread, if the owner still lives."""

    owner: QObject
    call: Callable[[], None]
    is_last: bool


class Tasks(QObject):
    """Runs work off the UI thread and brings its results back; lives as long as the program."""

    idle = Signal()
    pending_changed = Signal(int)
    _delivered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[str, ThreadPoolExecutor] = {}
        self._reports: set[Report] = set()
        self._watches: list[Thread] = []
        self._closing = Event()
        self._pending = 0
        self._is_open = True
        # Queued also for a delivery from the UI thread itself: callers see one order of events.
        self._delivered.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    @property
    def pending(self) -> int:
        """Work taken and not yet delivered."""
        return self._pending

    def run(
        self,
        lane: str,
        owner: QObject,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Do `work` (plain Python, no Qt) in `lane`; answer in the UI thread.

        Exactly one of the callbacks is called, unless `owner` was deleted meanwhile or the
        program closes.
        """
        self._submit(lane, owner, work, on_done, on_error)

    def run_long(
        self,
        lane: str,
        owner: QObject,
        work: Callable[[Report], T],
        *,
        on_progress: Callable[[Progress], None],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None],
    ) -> Report:
        """Do long `work`, which is given a `Report`; `on_progress` is called in the UI thread.

        Returns the report, whose `cancel` ends the work with `WorkCancelledError`.
        """

        def deliver(progress: Progress) -> None:
            call = _bound(on_progress, progress)
            self._delivered.emit(_Delivery(owner, call, is_last=False))

        report = Report(deliver)
        self._reports.add(report)

        def reported_work() -> T:
            try:
                report(0)
                return work(report)
            finally:
                self._reports.discard(report)

        self._submit(lane, owner, reported_work, on_done, on_error)
        return report

    def watch(self, name: str, loop: Callable[[Event], None]) -> None:
        """Run a device's own loop in a thread until the program closes; it ends when told to.

        The loop tells what it hears by signals of an object made in the UI thread. It is not
        counted as pending work.
        """
        thread = Thread(target=loop, args=(self._closing,), name=name, daemon=True)
        self._watches.append(thread)
        thread.start()

    def close(self) -> None:
        """Take no more work, cancel what has not begun, wait for what has; answers are dropped."""
        self._is_open = False
        self._closing.set()
        for thread in self._watches:
            thread.join()
        for report in list(self._reports):
            report.cancel()
        for executor in self._lanes.values():
            executor.shutdown(wait=True, cancel_futures=True)
        self._lanes.clear()
        self._reports.clear()
        self._pending = 0

    def _submit(
        self,
        lane: str,
        owner: QObject,
        work: Callable[[], Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        if not self._is_open:
            log.debug("work for lane %s dropped: the program is closing", lane)
            return
        if lane not in self._lanes:
            self._lanes[lane] = ThreadPoolExecutor(max_workers=1, thread_name_prefix=lane)
        self._pending += 1
        self.pending_changed.emit(self._pending)
        future = self._lanes[lane].submit(work)
        future.add_done_callback(lambda done: self._pack(done, owner, on_done, on_error))

    def _pack(
        self,
        future: Future[Any],
        owner: QObject,
        on_done: Callable[[Any], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Send a finished future to the UI thread; called in the worker's thread."""
        if future.cancelled() or not shiboken6.isValid(self):
            return
        error = future.exception()
        if error is None:
            call = _bound(on_done, future.result())
        elif isinstance(error, Exception):
            if not isinstance(error, DeskError):
                log.error("background work failed", exc_info=error)
            call = _bound(on_error, error)
        else:
            raise error
        self._delivered.emit(_Delivery(owner, call, is_last=True))

    @Slot(object)
    def _receive(self, delivery: _Delivery) -> None:
        if not self._is_open:
            return
        try:
            if shiboken6.isValid(delivery.owner):
                delivery.call()
        finally:
            if delivery.is_last:
                self._pending -= 1
                self.pending_changed.emit(self._pending)
                if self._pending == 0:
                    self.idle.emit()


def _bound(callback: Callable[[T], None], value: T) -> Callable[[], None]:
    return lambda: callback(value)
