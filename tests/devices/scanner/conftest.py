"""Scanners under test; the SANE ones talk to the real libsane and its own test device."""

import ctypes
import os
from collections.abc import Iterator

import pytest

from reception_desk.devices.scanner.escl_exchange import Patience
from reception_desk.devices.scanner.simulated import SaneTestScanner
from reception_desk.devices.scanner.simulated_escl import EsclTestScanner


@pytest.fixture(scope="session")
def libsane() -> None:
    """Skip without libsane on a person's machine; on the build server it must be there."""
    try:
        ctypes.CDLL("libsane.so.1")
    except OSError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("libsane.so.1 is not installed (Debian package libsane1)")


@pytest.fixture
def sane(libsane: None) -> Iterator[SaneTestScanner]:
    scanner = SaneTestScanner()
    yield scanner
    scanner.close()


@pytest.fixture
def slow_sane(sane: SaneTestScanner) -> SaneTestScanner:
    """A device that would take seconds for a page: 0.2 s for each 64 KiB."""
    sane.driver_options |= {"read-delay": 1, "read-delay-duration": 200_000}
    return sane


@pytest.fixture
def escl() -> Iterator[EsclTestScanner]:
    """A network scanner that is asked again at once, and given up soon."""
    scanner = EsclTestScanner(Patience(message=5.0, stall=0.3, busy=0.0, pause=0.0))
    yield scanner
    scanner.close()
