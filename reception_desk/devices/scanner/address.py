"""Which scanner a person means by one word on the command line."""

import ipaddress
from pathlib import Path

from reception_desk.config import ScannerSettings

KINDS = {"simulated", "sane-test", "escl-test", "camera-test"}
PREFIXES = {"escl:": "escl", "camera:": "camera"}
SYSTEM_DEVICES = "/dev/"
WEB_ADDRESSES = ("http://", "https://")


def settings_of(device: str) -> ScannerSettings:
    """Return the settings that open `device`.

    A web or IP address (or `escl:HOST`) is a network scanner; `camera:`, `camera:NAME` and a
    device of the system are document cameras; an existing file or folder is a place to take images
    from, a word of `KINDS` a stand-in. Anything else is a name of SANE.
    """
    if device in KINDS:
        return ScannerSettings(kind=device)
    for prefix, kind in PREFIXES.items():
        if device.startswith(prefix):
            return ScannerSettings(kind=kind, device=device.removeprefix(prefix))
    if device.startswith(SYSTEM_DEVICES):
        return ScannerSettings(kind="camera", device=device)
    if device.startswith(WEB_ADDRESSES) or _is_ip_address(device):
        return ScannerSettings(kind="escl", device=device)
    if Path(device).exists():
        return ScannerSettings(kind="folder", folder=device)
    return ScannerSettings(kind="sane", device=device)


def _is_ip_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
