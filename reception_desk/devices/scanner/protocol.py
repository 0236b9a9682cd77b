"""What every scanner can do, and the one error it raises."""

from collections.abc import Callable
from threading import Event
from typing import Protocol

from reception_desk.errors import DeviceError
from reception_desk.records.scanning import (
    SCANNER_WORD,
    ScannedPage,
    ScannerAbilities,
    ScannerInfo,
    ScanOptions,
    ScanOutcome,
)

ProgressListener = Callable[[float], None]
"""Called on the scanning thread with the share read, 0 to 1; 1 only for a whole page."""


class ScanError(DeviceError):
    """A scan or a listing that brought nothing; `outcome` says why, never `ok`."""

    def __init__(self, outcome: ScanOutcome, reason: str = "", device: str = SCANNER_WORD) -> None:
        problem = outcome.problem(device=device)
        if problem is None:
            raise ValueError("a good scan is no error")
        super().__init__(problem.message + reason, saved=problem.saved, advice=problem.advice)
        self.outcome = outcome


class Scanner(Protocol):
    """A source of pages. Calls block: give each scanner one background thread of its own."""

    def list_devices(self) -> list[ScannerInfo]:
        """Return the devices that answer now; raises `ScanError`."""
        ...

    def abilities(self) -> ScannerAbilities:
        """Ask the device what it can do; raises `ScanError`."""
        ...

    def scan_page(
        self, options: ScanOptions, on_progress: ProgressListener, cancelled: Event
    ) -> ScannedPage:
        """Scan one page; set `cancelled` from any thread to stop.

        A scan that ends early returns the lines it read as a partial page with its outcome.
        Raises `ScanError` when not one line was read; the next call starts afresh.
        """
        ...

    def close(self) -> None:
        """Let go of the device; waits for a scan under way, so set its `cancelled` first."""
        ...
