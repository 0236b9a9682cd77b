"""What every printer can do, and how a job is watched to its end.

All of it runs in the worker lane of its printer, one call at a time. To cancel a job that is
being followed, set the `stop` event and let the same lane call `cancel`.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from reception_desk.records.printing import JobStatus, PrinterHealth, PrintJob

OnStatus = Callable[[JobStatus], None]


class Printer(Protocol):
    """A printer for one kind of paper."""

    def print_pdf(
        self, pdf: bytes, title: str, copies: int = 1, on_status: OnStatus | None = None
    ) -> PrintJob:
        """Hand over a PDF; `title` is a document number, never a name or a claim.

        Raises `DeviceError` when the printer does not take it; afterwards nobody waits.
        """
        ...

    def status(self, job: PrintJob) -> JobStatus:
        """Say where the job stands. A printer that is away is a state, not an error."""
        ...

    def cancel(self, job: PrintJob) -> JobStatus:
        """Ask the printer to drop the job and say where it stands then."""
        ...

    def check(self) -> PrinterHealth:
        """Say how the printer itself stands."""
        ...

    def close(self) -> None:
        """Give the line to the printer back."""
        ...


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two questions, growing while nothing changes, and when to give up."""

    shortest: float = 0.25
    longest: float = 5.0
    growth: float = 1.5
    unchanged: float = 1800.0


def follow(
    printer: Printer, job: PrintJob, stop: Event, on_status: OnStatus, pace: Pace | None = None
) -> JobStatus:
    """Ask until the job is final, `stop` is set or nothing changed for `pace.unchanged` s.

    `on_status` hears every change once. Returns the last answer.
    """
    pace = pace or Pace()
    last: JobStatus | None = None
    delay, changed_at = pace.shortest, time.monotonic()
    while True:
        status = printer.status(job)
        if status != last:
            on_status(status)
            last, delay, changed_at = status, pace.shortest, time.monotonic()
        is_stale = time.monotonic() - changed_at >= pace.unchanged
        if status.state.is_final or is_stale or stop.wait(delay):
            return status
        delay = min(delay * pace.growth, pace.longest)
