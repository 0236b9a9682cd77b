"""What every scanner can do, and the one error it raises."""

from collections.abc import Callable
from threading import Event
from typing import Protocol, runtime_checkable

from reception_desk.errors import DeviceError
from reception_desk.records.camera import CameraPreview
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
PreviewListener = Callable[[CameraPreview], None]
PageListener = Callable[[ScannedPage], None]


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


@runtime_checkable
class LiveScanner(Scanner, Protocol):
    """A scanner that can be watched: it shows what lies there and takes it by itself."""

    def watch(
        self,
        on_preview: PreviewListener,
        on_page: PageListener,
        cancelled: Event,
        shutter: Event | None = None,
    ) -> None:
        """Show what is seen and take each new sheet that lies still, until `cancelled`.

        Setting `shutter` takes a picture at once; it is cleared when that is on its way. Both
        listeners are called on this thread. Raises `ScanError` when the device is away, in use or
        falls silent; pages given before are safe.
        """
        ...

    def let_go(self) -> None:
        """Leave the device to others until the next call; waits as `close` does."""
        ...
