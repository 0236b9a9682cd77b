"""A print queue of a system without CUPS, Windows above all.

Its spooler takes drawn pages and says nothing of them afterwards: such a job ends as handed
over, never as printed.
"""

from collections.abc import Callable
from typing import Protocol

from reception_desk.config import PrinterSettings
from reception_desk.devices.printer.port import OnStatus
from reception_desk.records.identifiers import new_id
from reception_desk.records.printing import (
    JobStatus,
    PrinterCondition,
    PrinterHealth,
    PrintJob,
    PrintState,
)


class Spooler(Protocol):
    """What the layer with Qt does for one queue of the system."""

    def hand_over(self, pdf: bytes, title: str, copies: int) -> None:
        """Draw the pages into the queue; raises `DeviceError` when it does not take them."""
        ...

    def condition(self) -> PrinterCondition:
        """Say what the system knows of the queue."""
        ...


MakeSpooler = Callable[[str, PrinterSettings], Spooler]
"""Given the queue's name; paper, tray and sides are in the settings."""


class SystemQueue:
    """`address` names the queue in jobs."""

    def __init__(self, address: str, spooler: Spooler) -> None:
        self._address = address
        self._spooler = spooler

    def print_pdf(
        self, pdf: bytes, title: str, copies: int = 1, on_status: OnStatus | None = None
    ) -> PrintJob:
        """Hand over the pages. Raises `DeviceError` when the queue is gone or takes nothing."""
        if copies < 1:
            raise ValueError("a job has at least one copy")
        tell = on_status or (lambda _: None)
        tell(JobStatus(PrintState.QUEUED))
        self._spooler.hand_over(pdf, title, copies)
        return PrintJob(new_id(), self._address, title, copies)

    def status(self, job: PrintJob) -> JobStatus:
        """A job that was handed over stays so for ever."""
        return JobStatus(PrintState.HANDED_OVER, job.id)

    def cancel(self, job: PrintJob) -> JobStatus:
        """What was handed over can be dropped in the system's own window only."""
        return self.status(job)

    def check(self) -> PrinterHealth:
        """Say what the system knows of the queue."""
        return PrinterHealth(self._spooler.condition())

    def close(self) -> None:
        """Nothing is kept open between jobs."""
