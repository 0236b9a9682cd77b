"""Which scanner a person means by one word on the command line."""

import ipaddress
from pathlib import Path

from reception_desk.config import ScannerSettings

KINDS = {"simulated", "sane-test", "escl-test"}
NETWORK_PREFIXES = ("http://", "https://")


def settings_of(device: str) -> ScannerSettings:
    """Return the settings that open `device`.

    A web or IP address (or `escl:HOST`) is a network scanner, an existing file or folder a place
    to take images from, a word of `KINDS` a stand-in. Anything else is a name of SANE.
    """
    if device in KINDS:
        return ScannerSettings(kind=device)
    if device.startswith("escl:"):
        return ScannerSettings(kind="escl", device=device.removeprefix("escl:"))
    if device.startswith(NETWORK_PREFIXES) or _is_ip_address(device):
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
