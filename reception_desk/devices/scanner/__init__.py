"""Scanners: SANE devices, files and folders, simulated ones, none."""

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.protocol import ProgressListener, ScanError, Scanner
from reception_desk.errors import DeskError

__all__ = ["ProgressListener", "ScanError", "Scanner", "open_scanner"]


def open_scanner(settings: ScannerSettings) -> Scanner:
    """Return the scanner the settings name; no device is touched before its first use.

    `kind` is sane, folder, simulated (a drawn paper), sane-test (SANE's own test device) or
    none. Raises `DeskError` for any other kind.
    """
    match settings.kind:
        case "sane":
            from reception_desk.devices.scanner.sane import SaneScanner

            return SaneScanner(settings)
        case "folder":
            from reception_desk.devices.scanner.folder import FolderScanner

            return FolderScanner(settings)
        case "simulated":
            from reception_desk.devices.scanner.simulated import SimulatedScanner

            return SimulatedScanner()
        case "sane-test":
            from reception_desk.devices.scanner.simulated import SaneTestScanner

            return SaneTestScanner()
        case "none":
            from reception_desk.devices.scanner.null import NullScanner

            return NullScanner()
    raise DeskError(
        f"设置中的扫描仪类型“{settings.kind}”不可用。",
        advice="请改为 sane、folder、simulated 或 none。",
    )
