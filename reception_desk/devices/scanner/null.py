"""No scanner: the desk works without one."""

from threading import Event

from reception_desk.devices.scanner.protocol import ProgressListener, ScanError
from reception_desk.records.scanning import (
    ScannedPage,
    ScannerAbilities,
    ScannerInfo,
    ScanOptions,
    ScanOutcome,
)


class NullScanner:
    """Lists nothing and says so when asked for a page."""

    def list_devices(self) -> list[ScannerInfo]:
        return []

    def abilities(self) -> ScannerAbilities:
        raise ScanError(ScanOutcome.NO_SUCH_DEVICE)

    def scan_page(
        self,
        options: ScanOptions,  # noqa: ARG002 - the protocol's arguments
        on_progress: ProgressListener,  # noqa: ARG002
        cancelled: Event,  # noqa: ARG002
    ) -> ScannedPage:
        raise ScanError(ScanOutcome.NO_SUCH_DEVICE)

    def close(self) -> None:
        """Nothing is held."""
