"""Scanners: SANE, the network, document cameras, files and folders, simulated ones, none."""

from pathlib import Path

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.protocol import (
    LiveScanner,
    ProgressListener,
    ScanError,
    Scanner,
)
from reception_desk.errors import DeskError

__all__ = ["LiveScanner", "ProgressListener", "ScanError", "Scanner", "open_scanner"]


def open_scanner(settings: ScannerSettings, *, home: Path | None = None) -> Scanner:
    """Return the scanner the settings name; no device is touched before its first use.

    `kind` is sane, escl, folder, camera, simulated (a drawn paper), sane-test (SANE's own test
    device), escl-test (a network scanner on this machine), camera-test (a film) or none. In `home`
    is remembered which files of a folder were taken; without it they are offered anew at the next
    start. Raises `DeskError` for any other kind and for an address that is none.
    """
    match settings.kind:
        case "sane":
            from reception_desk.devices.scanner.sane import SaneScanner

            return SaneScanner(settings)
        case "escl":
            from reception_desk.devices.scanner.escl import EsclScanner

            return EsclScanner(settings)
        case "folder":
            from reception_desk.devices.scanner.folder import FolderScanner

            return FolderScanner(settings, home=home)
        case "camera":
            from reception_desk.devices.scanner.camera import CameraScanner

            return CameraScanner(settings)
        case "simulated" | "sane-test" | "escl-test" | "camera-test":
            return _open_stand_in(settings.kind)
        case "none":
            from reception_desk.devices.scanner.null import NullScanner

            return NullScanner()
    raise DeskError(
        f"设置中的扫描仪类型“{settings.kind}”不可用。",
        advice="请改为 sane、escl、folder、camera、simulated 或 none。",
    )


def _open_stand_in(kind: str) -> Scanner:
    if kind == "escl-test":
        from reception_desk.devices.scanner.simulated_escl import EsclTestScanner

        return EsclTestScanner()
    if kind == "camera-test":
        from reception_desk.devices.scanner.simulated_camera import CameraTestScanner

        return CameraTestScanner()
    from reception_desk.devices.scanner.simulated import SaneTestScanner, SimulatedScanner

    return SaneTestScanner() if kind == "sane-test" else SimulatedScanner()
